//! The exact binomial test, one-sided.
//!
//! P(X ≥ x) = I_p(x, n − x + 1), the regularised incomplete beta function: Abramowitz and Stegun, Handbook of
//! Mathematical Functions, 26.5.24.

use statrs::function::beta::beta_reg;

/// P(X ≥ `x`) for X binomial with `n` trials and probability `p`.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn at_least(x: i64, n: i64, p: f64) -> f64 {
    if x <= 0 {
        return 1.0;
    }
    if x > n || p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    beta_reg(x as f64, (n - x + 1) as f64, p)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Exact: sums of binomial coefficients over powers of two.
    #[test]
    fn a_fair_coin_by_counting() {
        for (x, n, expected) in [(8, 10, 56.0 / 1024.0), (10, 10, 1.0 / 1024.0), (0, 10, 1.0), (11, 10, 0.0)] {
            assert!((at_least(x, n, 0.5) - expected).abs() < 1e-12);
        }
    }

    // Fisher's lady tasting tea as a binomial: R's binom.test(23, 39, 0.5, "greater") prints 0.1684.
    #[test]
    fn agrees_with_a_naive_sum() {
        for n in 1..60_i64 {
            for p in [0.01, 0.2, 0.5, 0.93] {
                let mut mass = (1.0_f64 - p).powi(i32::try_from(n).unwrap());
                let mut tail = 1.0;
                for x in 0..=n {
                    assert!((at_least(x, n, p) - tail).abs() < 1e-10, "{x} {n} {p}");
                    tail -= mass;
                    mass *= p / (1.0 - p) * (n - x) as f64 / (x + 1) as f64;
                }
            }
        }
    }
}
