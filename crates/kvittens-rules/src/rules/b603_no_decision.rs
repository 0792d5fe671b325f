//! B603: visits without a decision.

use kvittens_model::companion::Decision;
use kvittens_model::{Explanation, Id, NO_ID, State, Subject, YearMonth};

use crate::decided::{Decided, decisions};
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A customer's visits, or those with a service, on days when no decision on it is in force.
    pub struct NoDecision {
        grace_days: i32 = 3, "dagar", 0..=10,
            sv "Så många vardagar efter besöket får beslutet börja gälla",
            en "The decision may start this many weekdays after the visit";
    }
    code "B603", slug "no-decision", per Customer, severity Major, order Home,
    needs [Decisions], page "b603_no_decision.md", compares "besök"
}

/// A visit without a decision: on which service ([`NO_ID`]: the customer has none at all that day), whether one follows
/// within the days of grace, and the visit.
type Without = (Id, bool, u32);

impl Rule for NoDecision {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut without: Vec<Without> = Vec::new();
        for group in stretch.groups() {
            let customer = scene.visits.customer[group[0] as usize];
            let decisions = decisions(scene, customer);
            without.clear();
            self.look(scene, decisions, group, &mut without);
            without.sort_unstable();
            for of_service in without.chunk_by(|a, b| a.0 == b.0) {
                // Visits that no decision follows stand first, and are the question where there are some.
                let open = of_service.iter().take_while(|(_, grace, _)| !grace).count();
                let asked = if open > 0 { &of_service[..open] } else { of_service };
                let visits: Vec<u32> = asked.iter().map(|(_, _, visit)| *visit).collect();
                let subject = Subject { provider: scene.asked(&visits).unwrap_or(NO_ID), customer, ..Subject::NONE };
                let count = f64::from(u32::try_from(visits.len()).unwrap_or(u32::MAX));
                let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, count, 0.0);
                finding.services.extend(Some(of_service[0].0).filter(|service| *service != NO_ID));
                scene.is_about(&mut finding, scene.whole(&visits));
                if open == 0 {
                    finding.state = State::Explained(Explanation::Grace);
                }
                scene.with_others(&mut finding, visits);
                out.findings.push(finding);
            }
        }
    }
}

impl NoDecision {
    fn look(&self, scene: &Scene<'_>, decisions: &[Decision], group: &[u32], without: &mut Vec<Without>) {
        let decided = Decided::of(scene.month.month, decisions);
        let starts = Starts::of(decisions);
        let in_grace = |service: Option<Id>, day: i32| {
            starts.next(service, day).is_some_and(|start| weekdays(day, start) <= self.grace_days)
        };
        for &visit in group {
            let day = scene.visits.when(visit).day();
            if !decided.any(day) {
                without.push((NO_ID, in_grace(None, day), visit));
                continue;
            }
            for &service in scene.sets.get(scene.visits.services[visit as usize]) {
                if decided.on(service, day).is_none() {
                    without.push((service, in_grace(Some(service), day), visit));
                }
            }
        }
    }
}

/// The days on which decisions start.
struct Starts {
    /// By service and day.
    of_service: Vec<(Id, i32)>,
    all: Vec<i32>,
}

impl Starts {
    fn of(decisions: &[Decision]) -> Starts {
        let started = decisions.iter().filter(|of| of.period.from.is_some());
        let mut of_service: Vec<(Id, i32)> = started.map(|of| (of.service, of.period.from.day())).collect();
        of_service.sort_unstable();
        let mut all: Vec<i32> = of_service.iter().map(|(_, day)| *day).collect();
        all.sort_unstable();
        Starts { of_service, all }
    }

    /// The first day behind `day` on which a decision on a service or on all services starts; of no service, any.
    fn next(&self, service: Option<Id>, day: i32) -> Option<i32> {
        let Some(service) = service else {
            return self.all.get(self.all.partition_point(|start| *start <= day)).copied();
        };
        let next = |service: Id| {
            let place = self.of_service.partition_point(|start| *start <= (service, day));
            self.of_service.get(place).filter(|(of, _)| *of == service).map(|(_, start)| *start)
        };
        next(service).into_iter().chain(next(NO_ID)).min()
    }
}

/// Weekdays (Monday to Friday, public holidays too) after one day up to another.
fn weekdays(after: i32, to: i32) -> i32 {
    let (weeks, rest) = ((to - after) / 7, (to - after) % 7);
    let of_rest = (to - rest + 1..=to).filter(|day| YearMonth::weekday(*day) < 5).count();
    weeks * 5 + i32::try_from(of_rest).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_counted_over_weekends() {
        let day = |day: u32| kvittens_model::Local::new(2022, 3, day, 0, 0, 0).unwrap().day();
        // The 4th of March 2022 is a Friday.
        assert_eq!((weekdays(day(4), day(6)), weekdays(day(4), day(7)), weekdays(day(4), day(9))), (0, 1, 3));
        assert_eq!((weekdays(day(1), day(4)), weekdays(day(1), day(7)), weekdays(day(1), day(31))), (3, 4, 22));
    }
}
