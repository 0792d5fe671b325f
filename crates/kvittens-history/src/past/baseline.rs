//! Each measure beside its own past: the pooled rate of the year before, the value of last month, and a change that
//! still holds.

use kvittens_model::past::{Comparison, Former, key};
use kvittens_model::{Measure, Month, Scope, Status};
use kvittens_rules::limits::Worse;
use kvittens_rules::{Outcome, judge};

use super::Before;
use super::chart::{self, LEAST, REFERENCE, WINDOW, limits, pooled};
use super::own::{self, Count};

/// Fills the baselines and comparisons of an outcome.
pub fn add(before: &Before<'_>, month: &Month, outcome: &mut Outcome) {
    // The month at hand is the last of the window.
    let counts = own::counts(before, WINDOW - 1, month, &outcome.measures);
    // A cell of the week has too few visits for a past of its own.
    for (measure, counts) in outcome.measures.iter_mut().zip(counts).filter(|(measure, _)| measure.bucket.is_none()) {
        if let Some(comparison) = compare(before, measure, counts) {
            judge_past(measure, &comparison);
            outcome.past.compared.insert(key(measure), comparison);
        }
    }
}

/// One measure beside its counts of the months before. `None` where there is nothing to say.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn compare(before: &Before<'_>, measure: &mut Measure, mut counts: Vec<Count>) -> Option<Comparison> {
    let per = judge::per(measure.name);
    let now = own::count(before.now, measure.numerator, measure.denominator)?;
    let last = counts.last().filter(|count| count.month == before.now.former());
    let value = |count: &Count| count.numerator as f64 / count.denominator as f64 * per;
    let former = last.map(value);
    let first = before.now.index() - REFERENCE as i64;
    let year = &counts[counts.partition_point(|count| count.month.index() < first)..];
    let mut comparison = Comparison { former, ..Comparison::default() };
    if year.len() >= LEAST {
        let centre = pooled(year);
        measure.baseline = centre.map(|centre| centre * per);
        comparison.months = u32::try_from(year.len()).unwrap_or(u32::MAX);
        comparison.limits = centre.and_then(|centre| limits(centre, now.denominator));
        comparison.limits = comparison.limits.map(|(low, high)| (low * per, high * per));
    }
    // Chance alone would name some of hundreds of staff and customers every month; K103 and K104 test them together.
    if matches!(measure.scope, Scope::All | Scope::Provider | Scope::Unit) {
        comparison.before = counts.iter().map(|count| Former { month: count.month, value: value(count) }).collect();
        counts.push(now);
        comparison.changed = chart::chart(&counts, chart::reference(counts.len()), per).and_then(|chart| chart.changed);
    }
    (former.is_some() || comparison.months > 0 || comparison.changed.is_some()).then_some(comparison)
}

/// `watch` where the value lies outside the limits of its own past on the worse side. What is judged already stays.
fn judge_past(measure: &mut Measure, comparison: &Comparison) {
    let wide = matches!(measure.scope, Scope::Provider | Scope::Unit);
    if !wide || measure.status != Status::Ok {
        return;
    }
    let outside = measure.value.zip(comparison.limits).is_some_and(|(value, (low, high))| {
        match judge::worse(measure.rule, measure.name) {
            Some(Worse::Above) => value > high,
            Some(Worse::Below) => value < low,
            None => false,
        }
    });
    if outside {
        measure.status = Status::Watch;
    }
}
