//! Two shares compared where neither is known for certain: Fisher's exact test, one-sided.
//!
//! Fisher, R. A. (1935): The Design of Experiments, chapter 2, whose tea-tasting lady is the first figure of the test;
//! the second is Lange's twins (The logic of inductive inference, J. R. Statist. Soc. 98, 1935): of 13 monozygotic and
//! 17 dizygotic twins of convicts 10 and 2 were convicted too, 619 chances in 1 330 665. With all counts given, how many of the
//! marked ones fall to one side is hypergeometric, whatever share is common to both; so the stated rate holds also where
//! the others are few, which a binomial against their share as if it were known does not.

use statrs::function::factorial::ln_binomial;

/// P(X ≥ `x`): X of the `marked` fall among the `drawn` of `all`.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn at_least(x: i64, drawn: i64, marked: i64, all: i64) -> f64 {
    let (least, most) = ((drawn + marked - all).max(0), drawn.min(marked));
    if x <= least {
        return 1.0;
    }
    if x > most {
        return 0.0;
    }
    let ln = |n: i64, k: i64| ln_binomial(n.unsigned_abs(), k.unsigned_abs());
    let mut term = (ln(marked, x) + ln(all - marked, drawn - x) - ln(all, drawn)).exp();
    let mut sum = 0.0;
    for k in x..=most {
        sum += term;
        if term < sum * f64::EPSILON / 16.0 && k > drawn * marked / all {
            break;
        }
        term *= (marked - k) as f64 * (drawn - k) as f64 / ((k + 1) as f64 * (all - marked - drawn + k + 1) as f64);
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fishers_lady_and_twins() {
        // Of eight cups four have the milk first; she names four.
        let lady = [(4, 1.0), (3, 17.0), (2, 53.0), (1, 69.0), (0, 70.0), (5, 0.0)];
        for (right, of_70) in lady {
            assert!((at_least(right, 4, 4, 8) - of_70 / 70.0).abs() < 1e-12, "{right}");
        }
        assert!((at_least(10, 13, 12, 30) - 619.0 / 1_330_665.0).abs() < 1e-12);
    }

    #[test]
    fn everything_marked_or_nothing_is_no_surprise() {
        assert!((at_least(30, 30, 130, 130) - 1.0).abs() < 1e-12);
        assert!((at_least(0, 30, 0, 130) - 1.0).abs() < 1e-12);
        assert!(at_least(30, 30, 30, 130_000) > 0.0);
    }
}
