//! Over-dispersion: how much more providers differ from each other than chance alone would have them. Providers have
//! other customers, areas and phones, so funnel limits for chance alone would name nearly all large ones.
//!
//! Spiegelhalter, D. J. (2005): Funnel plots for comparing institutional performance, Statistics in Medicine
//! 24:1185–1202, appendix A.3: φ is the mean of the squared z-scores, winsorised at 10 % on either side so that the
//! outliers that the funnel looks for do not widen it. Without over-dispersion φ has mean 1 and standard deviation
//! √(2/I), so a φ within two of them is taken as none.

/// Fewer providers than this say nothing about how providers differ.
const FEWEST: usize = 5;

/// The share winsorised on either side; one at least.
const WINSORISED: f64 = 0.1;

/// How many times wider than by chance the variance is, over counts of (how many, of how many). 1 where it is not.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn factor(counts: &[(i64, i64)]) -> f64 {
    let counted: Vec<(f64, f64)> =
        counts.iter().filter(|(_, of)| *of > 0).map(|(some, of)| (*some as f64, *of as f64)).collect();
    let (some, of) = counted.iter().fold((0.0, 0.0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    let target = some / of;
    if counted.len() < FEWEST || !(target > 0.0 && target < 1.0) {
        return 1.0;
    }
    let scores = counted.iter().map(|(some, of)| (some / of - target) / (target * (1.0 - target) / of).sqrt());
    let phi = mean_square(winsorised(scores.collect()));
    if phi > 1.0 + 2.0 * (2.0 / counted.len() as f64).sqrt() { phi } else { 1.0 }
}

/// The scores with the outermost on either side moved in to the next.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a tenth of a count"
)]
fn winsorised(mut scores: Vec<f64>) -> Vec<f64> {
    scores.sort_unstable_by(f64::total_cmp);
    let outer = ((scores.len() as f64 * WINSORISED) as usize).max(1);
    let (low, high) = (scores[outer], scores[scores.len() - 1 - outer]);
    scores.iter().map(|score| score.clamp(low, high)).collect()
}

#[allow(clippy::cast_precision_loss, reason = "a count of providers")]
fn mean_square(scores: Vec<f64>) -> f64 {
    scores.iter().map(|score| score * score).sum::<f64>() / scores.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_that_differ_by_chance_are_not_over_dispersed() {
        // A standard deviation of a share of 0.2 over 400 visits is 8 visits.
        let counts = [(72, 400), (80, 400), (88, 400), (84, 400), (76, 400), (80, 400)];
        assert!((factor(&counts) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn providers_that_differ_by_three_standard_deviations_are() {
        // z = ±3 twice each and ±6 once each; the two outermost become ±3: φ = 9.
        let counts = [(56, 400), (104, 400), (56, 400), (104, 400), (32, 400), (128, 400)];
        assert!((factor(&counts) - 9.0).abs() < 1e-9, "{}", factor(&counts));
    }

    #[test]
    fn one_outlier_does_not_widen_the_funnel_that_looks_for_it() {
        let mut counts = vec![(80, 400); 9];
        counts.push((140, 400));
        // The pooled share rises a little; nobody but the outlier is far from it.
        assert!((factor(&counts) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn few_providers_and_certain_shares_say_nothing() {
        assert!((factor(&[(0, 400), (400, 400), (0, 400), (400, 400)]) - 1.0).abs() < 1e-12);
        assert!((factor(&[(0, 400); 8]) - 1.0).abs() < 1e-12);
        assert!((factor(&[]) - 1.0).abs() < 1e-12);
    }
}
