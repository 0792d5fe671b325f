//! How steady a rule is from month to month. A rule that names other people every month, or triples its findings
//! without anything having changed, gives the controller noise.

use std::collections::BTreeSet;

use kvittens_model::YearMonth;

use super::compare::visits as visits_of;
use crate::said::{Found, Standing};

/// How steady a rule's findings are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stability {
    /// Of the subjects found in a month that the next month followed, how many were found in the next one too. For rules
    /// on a provider, unit, member of staff or customer; of the others nothing is expected to come back.
    pub persisting: u64,
    /// Of how many.
    pub subjects: u64,
    /// The coefficient of variation over the months: the standard deviation of the findings per 1 000 visits, by their
    /// mean. `None` under three months, or without findings.
    pub variation: Option<f64>,
}

impl Stability {
    /// The share of subjects that persist.
    #[allow(clippy::cast_precision_loss, reason = "counts of subjects are far below 2^52")]
    pub fn persistence(&self) -> Option<f64> {
        (self.subjects > 0).then(|| self.persisting as f64 / self.subjects as f64)
    }
}

/// Whom a rule found in one month, and how many findings among how many visits.
#[derive(Clone, Debug)]
pub struct Seen {
    month: YearMonth,
    subjects: BTreeSet<String>,
    findings: u64,
    visits: u64,
    found_on: u64,
}

impl Seen {
    /// Visits that it found something on.
    pub(super) fn visits_found(&self) -> u64 {
        self.found_on
    }

    /// Of a month's findings of one rule.
    pub fn new(month: YearMonth, findings: &[&Found], visits: u64) -> Seen {
        let open = || findings.iter().filter(|found| found.standing == Standing::Open);
        let subject = |found: &&Found| {
            let of = [&found.unit, &found.customer, &found.staff].map(|text| text.clone().unwrap_or_default());
            let text = || format!("{}\u{1f}{}", found.provider, of.join("\u{1f}"));
            found.visit.is_none().then(|| found.series_id.clone().unwrap_or_else(text))
        };
        let on: BTreeSet<(&str, &str)> =
            open().flat_map(|found| visits_of(found).map(|visit| (found.provider.as_str(), visit))).collect();
        Seen {
            month,
            subjects: open().filter_map(subject).collect(),
            findings: open().count() as u64,
            visits,
            found_on: on.len() as u64,
        }
    }
}

/// Of a rule's months, in order.
#[allow(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
pub fn stability(months: &[Seen]) -> Stability {
    let (mut persisting, mut subjects) = (0, 0);
    for pair in months.windows(2).filter(|pair| pair[0].month.next() == pair[1].month) {
        subjects += pair[0].subjects.len() as u64;
        persisting += pair[0].subjects.intersection(&pair[1].subjects).count() as u64;
    }
    let rates: Vec<f64> = months
        .iter()
        .filter(|seen| seen.visits > 0)
        .map(|seen| seen.findings as f64 * 1000.0 / seen.visits as f64)
        .collect();
    let count = rates.len() as f64;
    let mean = rates.iter().sum::<f64>() / count.max(1.0);
    let spread = rates.iter().map(|rate| (rate - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let variation = (rates.len() >= 3 && mean > 0.0).then(|| spread.sqrt() / mean);
    Stability { persisting, subjects, variation }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::tests::found;

    fn seen(month: &str, staff: &[&str], visits: u64) -> Seen {
        let of = |name: &&str| Found { staff: Some((*name).to_owned()), ..found("K103", None, None, &[]) };
        let findings: Vec<Found> = staff.iter().map(of).collect();
        Seen::new(month.parse().unwrap(), &findings.iter().collect::<Vec<_>>(), visits)
    }

    #[test]
    fn subjects_persist_from_a_month_to_the_next() {
        let months =
            [seen("2022-01", &["A", "B"], 1000), seen("2022-02", &["B", "C"], 1000), seen("2022-04", &["B"], 500)];
        let steady = stability(&months);
        assert_eq!((steady.persisting, steady.subjects), (1, 2), "April does not follow February");
        assert_eq!(steady.variation, Some(0.0), "two in a thousand each month");
        assert_eq!(stability(&months[..2]).variation, None);
    }

    #[test]
    fn the_variation_is_the_deviation_by_the_mean() {
        let months = [
            seen("2022-01", &["A"], 1000),
            seen("2022-02", &["A", "B"], 1000),
            seen("2022-03", &["A", "B", "C"], 1000),
        ];
        assert_eq!(stability(&months).variation, Some(0.5));
    }
}
