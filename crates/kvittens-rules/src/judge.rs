//! From a count to a measure: the interval, the peers, the funnel, the limit, and what follows.

use kvittens_model::measure::Reason;
use kvittens_model::{Code, Measure, Scope, Status};

use crate::engine::FINDINGS;
use crate::limits::{Judge, Limits, Worse};
use crate::own;
use crate::rule::Tally;
use crate::rules;
use crate::scene::Scene;
use crate::stats::{funnel, over_dispersion, wilson};

/// How counts of one name are judged.
#[derive(Clone, Copy, Debug)]
pub struct Judging<'a> {
    /// The rule.
    pub rule: Code,
    /// Its limits.
    pub limits: &'a Limits<'a>,
    /// Which way is worse; `None`: the count is shown, not judged.
    pub worse: Option<Worse>,
    /// Fewer than this many are too few.
    pub min_n: i64,
    /// The unit of the value: 1 for a share, 1 000 for findings per 1 000 visits.
    pub per: f64,
}

/// Makes a measure of each tally; the tallies of one name and scope are each other's peers.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn measures(scene: &Scene<'_>, judging: &Judging<'_>, tallies: &[Tally]) -> Vec<Measure> {
    let (all_numerator, all_denominator) = (sum(tallies, |t| t.numerator), sum(tallies, |t| t.denominator));
    let providers = tallies.iter().filter(|tally| tally.scope == Scope::Provider);
    let spread = over_dispersion::factor(&providers.map(|t| (t.numerator, t.denominator)).collect::<Vec<_>>());
    let mut made = Vec::with_capacity(tallies.len());
    for tally in tallies {
        let (others, of_others) = (all_numerator - tally.numerator, all_denominator - tally.denominator);
        let has_peers = tally.scope == Scope::Provider && of_others > 0;
        let peer = has_peers.then(|| others as f64 / of_others as f64);
        // A count may pass its denominator (findings per visit); such a rate has no binomial limits.
        let is_share = (0..=tally.denominator).contains(&tally.numerator);
        let funnel = peer.filter(|_| is_share).and_then(|peer| funnel::widened(peer, tally.denominator, spread));
        let interval = wilson::interval(tally.numerator, tally.denominator).filter(|_| is_share);
        let limit = match tally.scope {
            Scope::Provider | Scope::Unit => judging.limits.of(scene.month.ids.provider.text(tally.subject.provider)),
            _ => None,
        };
        let value = (tally.denominator > 0).then(|| tally.numerator as f64 / tally.denominator as f64);
        let per = judging.per;
        let mut measure = Measure {
            rule: judging.rule,
            name: tally.name,
            scope: tally.scope,
            subject: tally.subject,
            bucket: None,
            numerator: Some(tally.numerator),
            denominator: Some(tally.denominator),
            value: value.map(|value| value * per),
            interval: interval.map(|(low, high)| (low * per, high * per)),
            limit: limit.filter(|_| judging.worse.is_some()).map(|limit| limit.value),
            limit_source: limit.filter(|_| judging.worse.is_some()).map(|limit| limit.source.clone()),
            peer: peer.map(|peer| peer * per),
            funnel: funnel.map(|(low, high)| (low * per, high * per)),
            baseline: None,
            status: Status::Ok,
            reason: None,
        };
        if let Some(worse) = judging.worse {
            let by = limit.map_or(Judge::Interval, |limit| limit.judge);
            measure.status = status(&measure, worse, by, judging.min_n);
            measure.reason = (measure.status == Status::TooFew).then_some(Reason::TooFew);
        }
        made.push(measure);
    }
    made
}

/// Which way a measure of a provider or unit is worse; `None` where it is shown and not judged.
pub fn worse(rule: Code, name: &str) -> Option<Worse> {
    if rule.family() == own::FAMILY {
        // Of own rules those on visits alone are measured.
        return (name == FINDINGS).then_some(Worse::Above);
    }
    let meta = rules::METAS.iter().find(|meta| meta.code == rule)?;
    let of_rule = meta.judged.filter(|(measure, _)| *measure == name).map(|(_, worse)| worse);
    of_rule.or_else(|| (meta.per.on_visits() && name == FINDINGS).then_some(Worse::Above))
}

/// The unit of a measure's value: 1 for a share, 1 000 for findings per 1 000 visits.
pub fn per(name: &str) -> f64 {
    if name == FINDINGS { 1000.0 } else { 1.0 }
}

fn sum(tallies: &[Tally], count: fn(&Tally) -> i64) -> i64 {
    tallies.iter().map(count).sum()
}

/// `deviation` beyond a limit, `watch` where only the value is beyond it or beyond the funnel on the worse side.
fn status(measure: &Measure, worse: Worse, judge: Judge, min_n: i64) -> Status {
    let (Some(value), Some(denominator)) = (measure.value, measure.denominator) else {
        return Status::TooFew;
    };
    if denominator < min_n {
        return Status::TooFew;
    }
    let beyond = |value: f64, limit: f64| match worse {
        Worse::Above => value > limit,
        Worse::Below => value < limit,
    };
    // The end of the interval that is nearest to the limit.
    let nearest = measure.interval.map_or(value, |(low, high)| if worse == Worse::Above { low } else { high });
    let judged = if judge == Judge::Interval { nearest } else { value };
    let outside =
        measure.funnel.is_some_and(|(low, high)| beyond(value, if worse == Worse::Above { high } else { low }));
    match measure.limit {
        Some(limit) if beyond(judged, limit) => Status::Deviation,
        Some(limit) if beyond(value, limit) => Status::Watch,
        _ if outside => Status::Watch,
        _ => Status::Ok,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kvittens_model::Subject;

    fn share(numerator: i64, denominator: i64, limit: Option<f64>) -> Measure {
        let interval = wilson::interval(numerator, denominator);
        Measure {
            rule: Code::new("K102"),
            name: "no-tag",
            scope: Scope::Provider,
            subject: Subject::NONE,
            bucket: None,
            numerator: Some(numerator),
            denominator: Some(denominator),
            value: Some(numerator as f64 / denominator as f64),
            interval,
            limit,
            limit_source: None,
            peer: None,
            funnel: None,
            baseline: None,
            status: Status::Ok,
            reason: None,
        }
    }

    #[test]
    fn a_small_number_is_watched_and_a_large_one_deviates() {
        let judged = |numerator, denominator| {
            status(&share(numerator, denominator, Some(0.2)), Worse::Above, Judge::Interval, 10)
        };
        assert_eq!(judged(3, 12), Status::Watch);
        assert_eq!(judged(3_000, 12_000), Status::Deviation);
        assert_eq!(judged(2, 10), Status::Ok, "at the limit is not beyond it");
        assert_eq!(judged(9, 9), Status::TooFew);
    }

    #[test]
    fn the_value_alone_judges_where_the_municipality_says_so() {
        assert_eq!(status(&share(3, 12, Some(0.2)), Worse::Above, Judge::Value, 10), Status::Deviation);
    }

    #[test]
    fn below_is_worse_for_receipts() {
        let judged = |numerator| status(&share(numerator, 100, Some(0.8)), Worse::Below, Judge::Interval, 10);
        assert_eq!((judged(60), judged(75), judged(80)), (Status::Deviation, Status::Watch, Status::Ok));
    }

    #[test]
    fn outside_the_funnel_on_the_better_side_is_nothing_to_ask() {
        let mut measure = share(50, 100, None);
        measure.funnel = Some((0.6, 0.9));
        assert_eq!(status(&measure, Worse::Above, Judge::Interval, 10), Status::Ok);
        assert_eq!(status(&measure, Worse::Below, Judge::Interval, 10), Status::Watch);
    }
}
