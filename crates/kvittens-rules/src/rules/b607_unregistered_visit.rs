//! B607: planned visits that nobody registered.

use std::collections::BTreeMap;

use kvittens_model::clock::real;
use kvittens_model::{Id, NO_ID, Performed, Scope, Subject};

use super::k101_receipt_table::judge_class;
use super::p502_same_staff::Occasions;
use crate::away::Away;
use crate::judge::Judging;
use crate::limits::{Limits, Worse};
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

crate::rule! {
    /// Planned visits without a registration near their time, of all planned visits.
    pub struct UnregisteredVisit {
        hours: f64 = 2.0, "h", 0.0..=24.0,
            sv "Största tid mellan planerad start och registreringen",
            en "Largest time between the planned start and the registration";
        min_visits: i32 = 30, "besök", 1..=1_000_000,
            sv "Minsta antal planerade besök för att andelen ska bedömas",
            en "Fewest planned visits for the share to be judged";
    }
    code "B607", slug "unregistered-visit", per Provider, severity Minor, order Time,
    needs [PlannedVisits], page "b607_unregistered_visit.md", limit share "unregistered-share" Above
}

/// The slug of the measure.
const SHARE: &str = "unregistered-share";

/// Moments of the real clock by provider and customer, each list in order.
type Moments = BTreeMap<(Id, Id), Vec<i32>>;

impl Rule for UnregisteredVisit {
    crate::card!();

    /// Declined visits answer too and stand in no order, so this is asked of the month as a whole.
    fn scan(&self, _scene: &Scene<'_>, _stretch: &Stretch<'_>, _out: &mut Sink) {}

    #[allow(clippy::cast_possible_truncation, reason = "at most a day of seconds")]
    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        let visits = visits(scene);
        let (planned, registered) = (planned(scene, &visits), registered(scene, &visits));
        let within = (self.hours * 3600.0) as i32;
        let mut counts: BTreeMap<Id, (i64, i64)> = BTreeMap::new();
        for (who, planned) in &planned {
            let of = counts.entry(who.0).or_default();
            of.0 += unanswered(planned, registered.get(who).map_or(&[], Vec::as_slice), within);
            of.1 += i64::try_from(planned.len()).unwrap_or(i64::MAX);
        }
        let tally = |scope, subject, (numerator, denominator): (i64, i64)| Tally {
            name: SHARE,
            scope,
            subject,
            numerator,
            denominator,
        };
        let sum = counts.values().fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        let mut tallies = vec![tally(Scope::All, Subject::NONE, sum)];
        tallies.extend(counts.into_iter().map(|(of, count)| tally(Scope::Provider, provider(of), count)));
        let worse = Some(Worse::Above);
        let judging = Judging { rule: Self::META.code, limits, worse, min_n: i64::from(self.min_visits), per: 1.0 };
        let mut report = Report::default();
        judge_class(scene, &judging, &tallies, SHARE, &mut report);
        report.findings.iter_mut().for_each(|finding| finding.severity = Self::META.severity);
        report
    }
}

/// The visits of customers with a plan by customer and provider: all but the cancelled ones say what became of a plan.
fn visits(scene: &Scene<'_>) -> Vec<(Id, Id, u32)> {
    let v = scene.visits;
    let mut has_plan = vec![false; scene.month.ids.customer.len() as usize];
    for of in &scene.month.companions.plan {
        has_plan[of.customer as usize] = true;
    }
    let answers = |visit: &u32| {
        let at = *visit as usize;
        v.performed[at] != Performed::Cancelled && has_plan[v.customer[at] as usize]
    };
    let all = (0..u32::try_from(v.len()).unwrap_or(u32::MAX)).filter(answers);
    let mut visits: Vec<(Id, Id, u32)> =
        all.map(|visit| (v.customer[visit as usize], v.provider[visit as usize], visit)).collect();
    visits.sort_unstable();
    visits
}

/// When planned visits start. Rows of one start are one; a row without a provider is of the one with most of the
/// customer's visits; those in an absence are left out.
fn planned(scene: &Scene<'_>, visits: &[(Id, Id, u32)]) -> Moments {
    let mut moments = Moments::new();
    let mut rows = scene.month.companions.plan.clone();
    rows.sort_by_key(|of| of.customer);
    for of_customer in rows.chunk_by(|a, b| a.customer == b.customer) {
        let customer = of_customer[0].customer;
        let away = Away::of(scene.beside.absence(customer));
        let from = visits.partition_point(|(of, ..)| *of < customer);
        let own = &visits[from..from + visits[from..].partition_point(|(of, ..)| *of == customer)];
        let usual = scene.asked(&own.iter().map(|(.., visit)| *visit).collect::<Vec<_>>());
        for of in of_customer {
            let Some(provider) = Some(of.provider).filter(|of| *of != NO_ID).or(usual) else {
                continue;
            };
            let (start, stop) = (real(of.start), real(of.stop));
            if !away.holds(start) && away.seconds(start, stop) <= 0 {
                moments.entry((provider, customer)).or_default().push(start);
            }
        }
    }
    for list in moments.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    moments
}

/// When visits were registered: their start, else stop, else planned start; a double-staffed visit once, at its first.
fn registered(scene: &Scene<'_>, visits: &[(Id, Id, u32)]) -> Moments {
    let mut moments = Moments::new();
    for own in visits.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let group: Vec<u32> = own.iter().map(|(.., visit)| *visit).collect();
        let occasions = Occasions::of(scene, &group);
        let mut first: BTreeMap<Option<u32>, i32> = BTreeMap::new();
        for visit in group {
            let moment = real(scene.visits.when(visit));
            let of = first.entry(occasions.occasion(visit)).or_insert(moment);
            *of = moment.min(*of);
        }
        let mut list: Vec<i32> = first.into_values().collect();
        list.sort_unstable();
        moments.insert((own[0].1, own[0].0), list);
    }
    moments
}

/// How many planned visits have no registration near them, each registration answering one. Both in order: the earliest
/// registration that can answer a planned visit does, which leaves as few as can be.
fn unanswered(planned: &[i32], registered: &[i32], within: i32) -> i64 {
    let (mut next, mut missing) = (0, 0);
    for start in planned {
        while registered.get(next).is_some_and(|moment| *moment < start - within) {
            next += 1;
        }
        match registered.get(next) {
            Some(moment) if *moment <= start + within => next += 1,
            _ => missing += 1,
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_registration_answers_one_planned_visit() {
        assert_eq!(unanswered(&[10, 20], &[12], 5), 1);
        assert_eq!(unanswered(&[10, 20], &[15, 15], 5), 0);
        assert_eq!(unanswered(&[10, 20], &[4, 26], 5), 2);
        assert_eq!(unanswered(&[10, 11], &[5, 16], 5), 0);
    }
}
