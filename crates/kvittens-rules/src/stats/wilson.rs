//! The Wilson score interval of a share.
//!
//! Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference, JASA 22:209–212.
//! Figures in the tests: Newcombe, R. G. (1998): Two-sided confidence intervals for the single proportion,
//! Statistics in Medicine 17:857–872, table I, method 3.

/// The normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of `numerator` of `denominator`; `None` where there is nothing to divide by.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn interval(numerator: i64, denominator: i64) -> Option<(f64, f64)> {
    if denominator <= 0 {
        return None;
    }
    let n = denominator as f64;
    let p = numerator as f64 / n;
    let centre = p + Z * Z / (2.0 * n);
    let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).max(0.0).sqrt();
    let scale = 1.0 + Z * Z / n;
    // At 0 and n the bound is exact; the formula may miss it by a rounding.
    let low = if numerator <= 0 { 0.0 } else { (centre - spread) / scale };
    let high = if numerator >= denominator { 1.0 } else { (centre + spread) / scale };
    Some((low.max(0.0), high.min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newcombes_published_intervals() {
        for (x, n, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let (a, b) = interval(x, n).unwrap();
            assert!((a - low).abs() < 5e-5 && (b - high).abs() < 5e-5, "{x}/{n}: {a} {b}");
        }
    }

    #[test]
    fn nothing_has_no_interval() {
        assert_eq!(interval(0, 0), None);
    }
}
