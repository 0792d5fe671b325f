//! How far a rule's visits are another rule's visits too: the Jaccard index, visits of both to visits of either.

use std::collections::{BTreeMap, BTreeSet};

use crate::said::{Found, Standing};

use super::compare::visits;

/// Visits that two rules have open findings on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Visits of both.
    pub both: u64,
    /// Visits of either.
    pub either: u64,
}

impl Overlap {
    /// The Jaccard index; `None` where neither rule stands on visits.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    pub fn jaccard(self) -> Option<f64> {
        (self.either > 0).then(|| self.both as f64 / self.either as f64)
    }
}

/// The overlaps of each rule with each other that shares a visit with it, by code. A visit is one of a provider's.
pub fn overlaps<'a>(findings: impl Iterator<Item = &'a Found>) -> BTreeMap<String, BTreeMap<String, Overlap>> {
    let mut rules: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for found in findings.filter(|found| found.standing == Standing::Open) {
        for visit in visits(found) {
            rules.entry((&found.provider, visit)).or_default().insert(&found.rule);
        }
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut both: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for rules in rules.values() {
        for rule in rules {
            *counts.entry(rule).or_default() += 1;
            for other in rules.iter().filter(|other| *other != rule) {
                *both.entry((rule, other)).or_default() += 1;
            }
        }
    }
    let mut made: BTreeMap<String, BTreeMap<String, Overlap>> = BTreeMap::new();
    for ((rule, other), both) in both {
        let either = counts[rule] + counts[other] - both;
        made.entry(rule.to_owned()).or_default().insert(other.to_owned(), Overlap { both, either });
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::tests::found;

    #[test]
    fn two_rules_overlap_by_visits_of_both_to_visits_of_either() {
        let findings = [
            found("M301", None, Some("1"), &["2"]),
            found("D203", None, Some("2"), &["3"]),
            found("T402", None, Some("9"), &[]),
        ];
        let overlaps = overlaps(findings.iter());
        assert_eq!(overlaps["M301"]["D203"].jaccard(), Some(1.0 / 3.0));
        assert_eq!(overlaps["D203"], BTreeMap::from([("M301".to_owned(), Overlap { both: 1, either: 3 })]));
        assert!(!overlaps.contains_key("T402"));
    }
}
