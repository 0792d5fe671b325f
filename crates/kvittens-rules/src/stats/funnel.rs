//! Funnel limits: how far a provider's rate may lie from its peers' by chance alone, given how many visits it has.
//!
//! Spiegelhalter, D. J. (2005): Funnel plots for comparing institutional performance, Statistics in Medicine
//! 24:1185–1202, appendix A.1.1: exact binomial limits, interpolated between the two counts around the wanted
//! probability so that they do not jump.

use super::binomial::at_least;

/// One side of the 99.8 % limits.
const TAIL: f64 = 0.001;

/// As [`limits`], for rates that vary `factor` times as much as by chance: as far from the target as by chance in a
/// denominator so many times smaller (appendix A.3, multiplicative).
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn widened(target: f64, denominator: i64, factor: f64) -> Option<(f64, f64)> {
    let fewer = (denominator as f64 / factor.max(1.0)) as i64;
    limits(target, if denominator > 0 { fewer.max(1) } else { denominator })
}

/// The 99.8 % limits of a share around the target for this denominator. `None` without a denominator.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn limits(target: f64, denominator: i64) -> Option<(f64, f64)> {
    if denominator <= 0 || !(0.0..=1.0).contains(&target) {
        return None;
    }
    let n = denominator as f64;
    let low = quantile(target, denominator, TAIL) / n;
    let high = quantile(target, denominator, 1.0 - TAIL) / n;
    Some((low.clamp(0.0, target), high.clamp(target, 1.0)))
}

/// The interpolated quantile: r − α with r the least count whose P(X ≤ r) > q, and α how far P(X ≤ r) is above it.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn quantile(target: f64, n: i64, q: f64) -> f64 {
    if target <= 0.0 {
        return 0.0;
    }
    if target >= 1.0 {
        return n as f64;
    }
    let at_most = |r: i64| 1.0 - at_least(r + 1, n, target);
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if at_most(middle) > q { high = middle } else { low = middle + 1 }
    }
    let below = if low == 0 { 0.0 } else { at_most(low - 1) };
    let mass = at_most(low) - below;
    let alpha = if mass > 0.0 { (at_most(low) - q) / mass } else { 0.0 };
    low as f64 - alpha
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_funnel_narrows_towards_the_target() {
        let mut former = 1.0;
        for n in [10, 100, 1_000, 10_000, 100_000] {
            let (low, high) = limits(0.3, n).unwrap();
            assert!(low < 0.3 && 0.3 < high && high - low < former);
            former = high - low;
        }
    }

    #[test]
    fn large_denominators_agree_with_the_normal_limits() {
        let (low, high) = limits(0.3, 100_000).unwrap();
        let spread = 3.090_232 * (0.3_f64 * 0.7 / 100_000.0).sqrt();
        assert!((low - (0.3 - spread)).abs() < 5e-5 && (high - (0.3 + spread)).abs() < 5e-5);
    }

    #[test]
    fn over_dispersion_widens_by_its_root() {
        let (low, high) = widened(0.3, 1_000_000, 4.0).unwrap();
        let (by_chance, _) = limits(0.3, 1_000_000).unwrap();
        assert!(((0.3 - low) / (0.3 - by_chance) - 2.0).abs() < 1e-3 && high > 0.3);
        assert_eq!(widened(0.3, 500, 1.0), limits(0.3, 500));
        assert_eq!(widened(0.3, 0, 2.0), None);
    }

    #[test]
    fn nothing_and_everything_stay_where_they_are() {
        assert_eq!(limits(0.0, 50), Some((0.0, 0.0)));
        assert_eq!(limits(1.0, 50), Some((1.0, 1.0)));
        assert_eq!(limits(0.5, 0), None);
    }

    #[test]
    fn a_count_outside_the_limits_has_a_small_tail() {
        let (_, high) = limits(0.1, 200).unwrap();
        let above = (0..=200_i32).find(|count| f64::from(*count) / 200.0 > high).map(i64::from).unwrap();
        assert!(at_least(above + 1, 200, 0.1) < TAIL && at_least(above - 2, 200, 0.1) > TAIL);
    }
}
