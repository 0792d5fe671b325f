//! The p-chart of a share, with two of the Western Electric rules.
//!
//! Limits: centre ± 3 √(centre (1 − centre) / n) with the month's own n, cut at 0 and 1 (NIST/SEMATECH e-Handbook of
//! Statistical Methods, 6.3.3.2; Shewhart 1931). Signals: rule 1, a point beyond a limit; rule 4, eight points in a row
//! on one side of the centre line (Western Electric, Statistical Quality Control Handbook, 1956). Rules 2 and 3 are left
//! out: with all four a chart signals in every 92nd month by chance alone, with these two in every 153rd (Champ and
//! Woodall 1987, Technometrics 29:393–399).
//!
//! Three sigma means little where hardly anything is expected: a month with fewer than five expected on either side is
//! drawn and not judged.

use kvittens_model::past::{Changed, Chart, Point, Side};

use super::own::Count;

/// Months of a chart at most.
pub const WINDOW: u32 = 24;

/// Months of the reference at most: a year has every season.
pub const REFERENCE: usize = 12;

/// Months of the reference at least; with one more there is something to judge.
pub const LEAST: usize = 3;

/// Points in a row on one side that are a signal.
const RUN: usize = 8;

/// Expected on either side, at least, for three sigma to mean something.
const EXPECTED: f64 = 5.0;

/// The first half of the months is the reference, at least three and at most twelve.
pub fn reference(months: usize) -> usize {
    (months / 2).clamp(LEAST, REFERENCE)
}

/// A chart of counts, ascending by month, whose first `reference` months give the centre line. `per`: the unit of its
/// values. `None` without a month beyond the least reference, or where a count is no share.
pub fn chart(counts: &[Count], reference: usize, per: f64) -> Option<Chart> {
    let of = counts.get(..reference).filter(|of| of.len() >= LEAST)?;
    if counts.len() <= LEAST || counts.iter().any(|count| count.numerator > count.denominator) {
        return None;
    }
    let centre = pooled(of)?;
    let mut points: Vec<Point> = counts.iter().map(|count| point(count, centre, per)).collect();
    mark_runs(&mut points, centre * per);
    let reference = (of[0].month, of[of.len() - 1].month, u32::try_from(of.len()).unwrap_or(u32::MAX));
    let changed = changed(counts, &points, centre * per, per);
    Some(Chart { points, centre: centre * per, reference, changed })
}

/// All numerators over all denominators.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn pooled(counts: &[Count]) -> Option<f64> {
    let numerator: i64 = counts.iter().map(|count| count.numerator).sum();
    let denominator: i64 = counts.iter().map(|count| count.denominator).sum();
    (denominator > 0).then(|| numerator as f64 / denominator as f64)
}

/// The 3-sigma limits of a share around a centre; `None` where too few are expected on either side.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn limits(centre: f64, denominator: i64) -> Option<(f64, f64)> {
    let n = denominator as f64;
    if !(0.0..=1.0).contains(&centre) || n * centre < EXPECTED || n * (1.0 - centre) < EXPECTED {
        return None;
    }
    let spread = 3.0 * (centre * (1.0 - centre) / n).sqrt();
    Some(((centre - spread).max(0.0), (centre + spread).min(1.0)))
}

#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn point(count: &Count, centre: f64, per: f64) -> Point {
    let value = count.numerator as f64 / count.denominator as f64;
    let limits = limits(centre, count.denominator);
    let beyond = limits.and_then(|(low, high)| match value {
        value if value > high => Some(Side::Above),
        value if value < low => Some(Side::Below),
        _ => None,
    });
    Point {
        month: count.month,
        numerator: count.numerator,
        denominator: count.denominator,
        value: value * per,
        limits: limits.map(|(low, high)| (low * per, high * per)),
        beyond,
        run: None,
    }
}

/// The side of the centre line that a point lies on; `None` on it, or where the month is not judged.
fn side(point: &Point, centre: f64) -> Option<Side> {
    point.limits?;
    match point.value.total_cmp(&centre) {
        std::cmp::Ordering::Greater => Some(Side::Above),
        std::cmp::Ordering::Less => Some(Side::Below),
        std::cmp::Ordering::Equal => None,
    }
}

/// Whether two points follow each other on one side. A month that is missing between them says nothing, so it ends a run.
fn follows(a: &Point, b: &Point, centre: f64) -> bool {
    a.month.next() == b.month && side(a, centre).is_some() && side(a, centre) == side(b, centre)
}

fn mark_runs(points: &mut [Point], centre: f64) {
    for run in points.chunk_by_mut(|a, b| follows(a, b, centre)) {
        if run.len() >= RUN {
            let of = side(&run[0], centre);
            run.iter_mut().for_each(|point| point.run = of);
        }
    }
}

/// What the latest run shows. The rule that fired first dates the change: the run's first month where eight lay on one
/// side before any was beyond a limit, else the first that was.
fn changed(counts: &[Count], points: &[Point], centre: f64, per: f64) -> Option<Changed> {
    let run = points.chunk_by(|a, b| follows(a, b, centre)).last()?;
    let side = side(run.last()?, centre)?;
    let beyond = run.iter().position(|point| point.beyond.is_some());
    let first = if run.len() >= RUN && beyond.is_none_or(|beyond| beyond + 1 >= RUN) { 0 } else { beyond? };
    let evidence = &run[first..];
    let value = pooled(&counts[counts.len() - evidence.len()..])?;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Some(Changed {
        since: evidence[0].month,
        months: number(evidence.len()),
        beyond: number(evidence.iter().filter(|point| point.beyond.is_some()).count()),
        side,
        centre,
        value: value * per,
    })
}

#[cfg(test)]
mod tests;
