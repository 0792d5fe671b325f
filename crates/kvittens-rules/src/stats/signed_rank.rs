//! The Wilcoxon signed-rank test, one-sided: are differences of pairs rather above zero than below?
//!
//! Wilcoxon, F. (1945): Individual comparisons by ranking methods, Biometrics Bulletin 1:80–83. Differences of zero are
//! left out, as he does; equal ones share the mean of their ranks. To `EXACT` differences the distribution is counted,
//! given the ranks as they are; beyond, the normal approximation with the variance corrected for ties and half a rank
//! for continuity: Hollander, M. and Wolfe, D. A. (1999): Nonparametric Statistical Methods, 2nd edition, section 3.1,
//! whose example (table 3.1, Hamilton depression scale, nine patients) is in the tests, as are Darwin's maize plants
//! after Fisher (1935).

use statrs::function::erf::erfc;

/// Up to so many differences the chance is exact: 2^50 signs are counted without a rounding.
const EXACT: usize = 50;

/// The chance of a sum of positive ranks as large as this one where each sign is a toss. 1 where all are zero.
#[allow(clippy::cast_precision_loss, reason = "sums of doubled ranks are far below 2^52")]
pub fn above_zero(differences: &[i32]) -> f64 {
    let Ranked { ranks, positive, ties } = rank(differences);
    if ranks.len() <= EXACT {
        counted(&ranks, positive)
    } else {
        approximate(ranks.len() as f64, positive as f64, ties)
    }
}

/// Differences by size. Ranks are doubled, so that they are whole also where they are shared.
struct Ranked {
    ranks: Vec<u64>,
    /// The sum of those of differences above zero.
    positive: u64,
    /// The sum of t³ − t over the groups of t equal ones.
    ties: f64,
}

#[allow(clippy::cast_precision_loss, reason = "counts of pairs are far below 2^52")]
fn rank(differences: &[i32]) -> Ranked {
    let mut sorted: Vec<i32> = differences.iter().copied().filter(|difference| *difference != 0).collect();
    sorted.sort_unstable_by_key(|difference| difference.unsigned_abs());
    let mut ranked = Ranked { ranks: Vec::with_capacity(sorted.len()), positive: 0, ties: 0.0 };
    for equal in sorted.chunk_by(|a, b| a.unsigned_abs() == b.unsigned_abs()) {
        let (before, count) = (ranked.ranks.len() as u64, equal.len() as u64);
        let rank = 2 * before + count + 1;
        ranked.ranks.extend(equal.iter().map(|_| rank));
        ranked.positive += rank * equal.iter().filter(|difference| **difference > 0).count() as u64;
        ranked.ties += (count as f64).powi(3) - count as f64;
    }
    ranked
}

/// Of all ways to choose signs, how many give at least this doubled sum.
#[allow(clippy::cast_possible_truncation, reason = "at most fifty ranks to a hundred")]
fn counted(ranks: &[u64], positive: u64) -> f64 {
    // As many sums are at least this large as leave at most the rest, and the rest is small where the chance is.
    let rest = (ranks.iter().sum::<u64>() - positive) as usize;
    let mut ways = vec![0.0; rest + 1];
    ways[0] = 1.0;
    let mut reached = 0;
    for rank in ranks.iter().map(|rank| *rank as usize) {
        reached = (reached + rank).min(rest);
        for sum in (rank..=reached).rev() {
            ways[sum] += ways[sum - rank];
        }
    }
    let count = i32::try_from(ranks.len()).unwrap_or(i32::MAX);
    ways.iter().sum::<f64>() / 2f64.powi(count)
}

/// `positive` is a doubled sum.
fn approximate(n: f64, positive: f64, ties: f64) -> f64 {
    let mean = n * (n + 1.0) / 4.0;
    let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0;
    let z = (positive / 2.0 - mean - 0.5) / variance.sqrt();
    erfc(z / std::f64::consts::SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hollander and Wolfe, table 3.1, first visit minus second, in thousandths: T+ = 40, P = 10/512 = 0.0195.
    const DEPRESSION: [i32; 9] = [952, -147, 1_022, 430, 620, 590, 490, -80, 10];

    #[test]
    fn hollander_and_wolfe_print_a_chance_of_two_per_cent() {
        assert!((above_zero(&DEPRESSION) - 10.0 / 512.0).abs() < 1e-12);
    }

    /// Darwin's fifteen pairs of crossed and self-fertilised maize, in eighths of an inch (Fisher 1935, The Design of
    /// Experiments, table 3): positive ranks sum to 96 of 120, for which R's wilcox.test prints 0.04126, two-sided.
    const MAIZE: [i32; 15] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

    #[test]
    fn darwins_maize_is_taller_when_crossed() {
        assert!((above_zero(&MAIZE) * 2.0 - 0.04126).abs() < 5e-6, "{}", above_zero(&MAIZE) * 2.0);
    }

    #[test]
    fn zeros_say_nothing_and_signs_are_counted() {
        assert!((above_zero(&[]) - 1.0).abs() < 1e-12);
        assert!((above_zero(&[0, 0]) - 1.0).abs() < 1e-12);
        assert!((above_zero(&[0, 5, 5, 5, 5]) - 1.0 / 16.0).abs() < 1e-12);
        assert!((above_zero(&[1, -1]) - 0.75).abs() < 1e-12);
    }

    /// Every choice of signs, ties included.
    #[test]
    fn agrees_with_all_choices_of_signs() {
        for sizes in [[1, 2, 3, 4, 5, 6, 7, 8], [3, 3, 3, 1, 1, 9, 9, 2], [4; 8]] {
            let signed = |signs: u32| -> Vec<i32> {
                (0..8).map(|at| if signs >> at & 1 == 1 { sizes[at] } else { -sizes[at] }).collect()
            };
            let rank = |size: i32| {
                let below = sizes.iter().filter(|other| **other < size).count();
                2 * below + sizes.iter().filter(|other| **other == size).count() + 1
            };
            let sum =
                |signs: u32| -> usize { signed(signs).iter().filter(|one| **one > 0).map(|one| rank(*one)).sum() };
            for signs in 0..256 {
                let large = (0..256).filter(|other| sum(*other) >= sum(signs)).count();
                let expected = f64::from(u32::try_from(large).unwrap()) / 256.0;
                assert!((above_zero(&signed(signs)) - expected).abs() < 1e-12, "{sizes:?} {signs}");
            }
        }
    }

    #[test]
    fn the_approximation_meets_the_counted_distribution() {
        for every in [2, 3, 4, 9] {
            let differences: Vec<i32> = (1..=50).map(|at| if at % every == 0 { -at } else { at % 20 + 1 }).collect();
            let Ranked { ranks, positive, ties } = rank(&differences);
            let (exact, near) = (counted(&ranks, positive), approximate(50.0, positive as f64, ties));
            assert!((exact - near).abs() < 1e-3 && ties > 0.0, "{exact} {near}");
        }
    }
}
