//! P506: how many different staff a customer meets in the first fourteen days.

use kvittens_model::{Code, Local, Measure, NO_ID, Scope, Status, Subject};

use super::p502_same_staff::{Occasions, distinct};
use crate::day_time::DayTime;
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

/// The slug of a customer's number.
const STAFF: &str = "staff-14-days";

/// The slug of the mean over a provider's customers.
const MEAN: &str = "staff-14-days-mean";

/// The slug of the median over a provider's customers.
const MEDIAN: &str = "staff-14-days-median";

const MIDNIGHT: DayTime = DayTime::at(0, 0);
const DAYS_END: DayTime = DayTime::at(24, 0);

crate::rule! {
    /// The number of different staff of a customer who has visits every day, after Kolada's measure.
    pub struct StaffContinuity {
        days: i32 = 14, "dagar", 1..=28,
            sv "Dagar från månadens första",
            en "Days from the first of the month";
        min_visits: i32 = 2, "besök", 1..=100,
            sv "Minsta antal besök varje dag för att kunden ska räknas",
            en "Fewest visits every day for a customer to be counted";
        from: DayTime = DayTime::at(7, 0), "", MIDNIGHT..=DAYS_END,
            sv "Tidigaste start som räknas",
            en "Earliest start that counts";
        to: DayTime = DayTime::at(22, 0), "", MIDNIGHT..=DAYS_END,
            sv "Start från och med denna tid räknas inte",
            en "A start at this time or later does not count";
    }
    code "P506", slug "staff-continuity", per Customer, severity Info, order Home,
    needs [Staff], page "p506_staff_continuity.md"
}

impl Rule for StaffContinuity {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        out.tallies.extend(stretch.groups().filter_map(|group| self.customer(scene, group)));
    }

    fn judge(&self, _: &Scene<'_>, _: &Limits<'_>, tallies: &[Tally]) -> Report {
        let mut report = Report::default();
        for customers in tallies.chunk_by(|a, b| a.subject.provider == b.subject.provider) {
            let counts: Vec<i64> = customers.iter().map(|tally| tally.numerator).collect();
            for (tally, count) in customers.iter().zip(&counts) {
                report.measures.push(measure(STAFF, Scope::Customer, tally.subject, Some(*count), None));
            }
            let (whose, of) = (provider(customers[0].subject.provider), i64::try_from(counts.len()).ok());
            report.measures.push(measure(MEAN, Scope::Provider, whose, Some(counts.iter().sum()), of));
            let median = Measure { value: median(counts), ..measure(MEDIAN, Scope::Provider, whose, None, of) };
            report.measures.push(median);
        }
        report
    }
}

impl StaffContinuity {
    /// Whether each of the days has enough visits: few customers have so many, and the others need no closer look.
    fn may_be_counted(&self, scene: &Scene<'_>, visits: &[u32], first: i32) -> bool {
        let mut days = [0_i32; 31];
        for visit in visits {
            let day = scene.visits.start[*visit as usize].day() - first;
            if let Some(count) = usize::try_from(day).ok().and_then(|day| days.get_mut(day)) {
                *count += 1;
            }
        }
        let counted = usize::try_from(self.days).unwrap_or(days.len()).min(days.len());
        days[..counted].iter().all(|count| *count >= self.min_visits)
    }

    /// A customer's number of staff, told of the provider with most of the visits; `None` where a day has too few
    /// visits, or where a visit does not say which person made it.
    fn customer(&self, scene: &Scene<'_>, group: &[u32]) -> Option<Tally> {
        let v = scene.visits;
        let first = scene.month.month.first().day();
        if i64::from(self.days) * i64::from(self.min_visits) > i64::try_from(group.len()).unwrap_or(i64::MAX) {
            return None;
        }
        let counts = |start: Local| {
            let in_hours = (self.from.seconds()..self.to.seconds()).contains(&start.second_of_day());
            start.is_some() && in_hours && (first..first + self.days).contains(&start.day())
        };
        let visits: Vec<u32> = group.iter().copied().filter(|visit| counts(v.start[*visit as usize])).collect();
        if !self.may_be_counted(scene, &visits, first) {
            return None;
        }
        let occasions = Occasions::of(scene, &visits);
        if visits.iter().any(|visit| v.staff[*visit as usize] == NO_ID || scene.facts.placeholder(*visit)) {
            return None;
        }
        let occasion = |visit: &u32| occasions.occasion(*visit).unwrap_or(*visit);
        let by_day = per(visits.iter().map(|visit| (v.start[*visit as usize].day(), occasion(visit))));
        let fewest = self.min_visits.unsigned_abs() as usize;
        // The days are those counted and no other, so as many as there are is all of them.
        let enough = by_day.iter().filter(|(_, count)| *count >= fewest).count();
        if enough != usize::try_from(self.days).ok()? {
            return None;
        }
        let by_provider = per(visits.iter().map(|visit| (v.provider[*visit as usize], occasion(visit))));
        // Of several the first by name.
        let most = by_provider.iter().rev().max_by_key(|(_, count)| *count)?;
        let customer = v.customer[*visits.first()? as usize];
        let subject = Subject { provider: most.0, customer, ..Subject::NONE };
        let numerator = i64::try_from(distinct(visits.iter().map(|visit| scene.person(*visit)).collect())).ok()?;
        Some(Tally { name: STAFF, scope: Scope::Customer, subject, numerator, denominator: 1 })
    }
}

/// How many different occasions each has, in order.
fn per<K: Ord + Copy>(occasions: impl Iterator<Item = (K, u32)>) -> Vec<(K, usize)> {
    let mut occasions: Vec<(K, u32)> = occasions.collect();
    occasions.sort_unstable();
    occasions.dedup();
    occasions.chunk_by(|a, b| a.0 == b.0).map(|of| (of[0].0, of.len())).collect()
}

/// The middle one, or the mean of the two middle ones.
#[allow(clippy::cast_precision_loss, reason = "numbers of staff are far below 2^52")]
fn median(mut counts: Vec<i64>) -> Option<f64> {
    counts.sort_unstable();
    let (low, high) = (counts.get(counts.len().saturating_sub(1) / 2)?, counts.get(counts.len() / 2)?);
    Some((low + high) as f64 / 2.0)
}

/// A number of staff, or a mean of them; neither judged nor a share.
#[allow(clippy::cast_precision_loss, reason = "numbers of staff are far below 2^52")]
fn measure(name: &'static str, scope: Scope, subject: Subject, staff: Option<i64>, of: Option<i64>) -> Measure {
    const RULE: Code = StaffContinuity::META.code;
    Measure {
        rule: RULE,
        name,
        scope,
        subject,
        bucket: None,
        numerator: staff,
        denominator: of,
        value: staff.map(|staff| staff as f64 / of.unwrap_or(1) as f64),
        interval: None,
        limit: None,
        limit_source: None,
        peer: None,
        funnel: None,
        baseline: None,
        status: Status::Ok,
        reason: None,
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_middle_one_or_between_the_two() {
        assert_eq!((median(vec![]), median(vec![9]), median(vec![9, 2, 4])), (None, Some(9.0), Some(4.0)));
        assert_eq!(median(vec![3, 10, 1, 4]), Some(3.5));
    }
}
