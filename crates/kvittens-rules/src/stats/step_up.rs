//! Many tests at once: the step-up procedure that keeps the expected share of false findings under `q`.
//!
//! Benjamini, Y. and Hochberg, Y. (1995): Controlling the false discovery rate, J. R. Statist. Soc. B 57:289–300; the
//! figures in the test are its section 3.2 (fifteen comparisons in myocardial infarction).

/// The largest p-value that is rejected; `None` where none is.
#[allow(clippy::cast_precision_loss, reason = "counts of tests are far below 2^52")]
pub fn threshold(p_values: &[f64], q: f64) -> Option<f64> {
    let mut sorted = p_values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let last = sorted.iter().enumerate().rev().find(|(rank, p)| **p <= (rank + 1) as f64 / count * q);
    last.map(|(_, p)| *p)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: [f64; 15] = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0000,
    ];

    #[test]
    fn the_authors_reject_four_of_fifteen() {
        let limit = threshold(&PUBLISHED, 0.05).unwrap();
        assert_eq!(PUBLISHED.iter().filter(|p| **p <= limit).count(), 4);
    }

    #[test]
    fn nothing_is_rejected_where_all_is_chance() {
        assert_eq!(threshold(&[0.2, 0.6, 0.9], 0.05), None);
        assert_eq!(threshold(&[], 0.05), None);
    }
}
