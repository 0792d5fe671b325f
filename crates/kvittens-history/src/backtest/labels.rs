//! Labels: findings that somebody has looked at and called right or wrong, and what they say of a rule.

mod judged;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::YearMonth;

use super::compare::visits;
use super::visit_key;
use crate::said::{Found, Standing};

pub use judged::{Judged, Share};

/// One label.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Label {
    provider: Option<String>,
    visit: Option<String>,
    subject: Option<String>,
    right: bool,
}

/// Labels of rules and months.
#[derive(Debug, Default)]
pub struct Labels {
    of: BTreeMap<(Option<YearMonth>, String), Vec<Label>>,
    complete: BTreeSet<(Option<YearMonth>, String)>,
}

impl Labels {
    /// Whether no rule has a label.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty() && self.complete.is_empty()
    }

    /// Whether a rule has labels.
    pub fn know(&self, rule: &str) -> bool {
        self.of.keys().chain(&self.complete).any(|(_, of)| of == rule)
    }

    /// The findings of one rule and month against the labels; of one provider only, where it is named. `None` where the
    /// rule has no labels.
    pub fn judge(&self, month: YearMonth, rule: &str, provider: Option<&str>, findings: &[&Found]) -> Option<Judged> {
        let keys = [(Some(month), rule.to_owned()), (None, rule.to_owned())];
        let complete = keys.iter().any(|key| self.complete.contains(key));
        let labels: Vec<&Label> = keys
            .iter()
            .filter_map(|key| self.of.get(key))
            .flatten()
            .filter(|label| provider.is_none() || label.provider.is_none() || label.provider.as_deref() == provider)
            .collect();
        if labels.is_empty() && !complete {
            return None;
        }
        let index = Index::new(&labels);
        let mut judged = Judged::default();
        let mut held: BTreeSet<usize> = BTreeSet::new();
        for found in findings.iter().filter(|found| found.standing == Standing::Open) {
            let of: Vec<usize> = index.of(&labels, found);
            let right = of.iter().any(|at| labels[*at].right);
            match (right, of.is_empty()) {
                (true, _) => judged.right += 1,
                (false, true) if !complete => judged.unknown += 1,
                _ => judged.wrong += 1,
            }
            held.extend(of.into_iter().filter(|at| labels[*at].right));
        }
        if complete {
            judged.found = held.len() as u64;
            judged.expected = labels.iter().filter(|label| label.right).count() as u64;
        }
        Some(judged)
    }
}

/// Labels by what they name.
struct Index<'a> {
    visits: BTreeMap<&'a str, Vec<usize>>,
    subjects: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(labels: &[&'a Label]) -> Index<'a> {
        let mut index = Index { visits: BTreeMap::new(), subjects: BTreeMap::new() };
        for (at, label) in labels.iter().enumerate() {
            match (&label.visit, &label.subject) {
                (Some(visit), _) => index.visits.entry(visit_key(visit)).or_default().push(at),
                (None, Some(subject)) => index.subjects.entry(subject).or_default().push(at),
                (None, None) => {}
            }
        }
        index
    }

    /// The labels that a finding holds: on one of its visits, or on whom it is about.
    fn of(&self, labels: &[&Label], found: &Found) -> Vec<usize> {
        let on_visits = visits(found).filter_map(|visit| self.visits.get(visit));
        let subjects = [&found.customer, &found.staff, &found.unit].into_iter().flatten().map(String::as_str);
        let on_subjects = subjects.filter_map(|subject| self.subjects.get(subject));
        let of_provider = |at: &usize| labels[*at].provider.as_ref().is_none_or(|name| *name == found.provider);
        let mut all: Vec<usize> = on_visits.chain(on_subjects).flatten().copied().filter(of_provider).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::tests::found;
    use crate::said::Problem;

    fn labels(text: &str) -> Labels {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Labels::read(file.path()).unwrap()
    }

    fn judged(labels: &Labels, findings: &[Found]) -> Option<Judged> {
        labels.judge("2022-03".parse().unwrap(), "M301", None, &findings.iter().collect::<Vec<_>>())
    }

    #[test]
    fn findings_are_right_wrong_or_unknown() {
        let facit = labels("\u{feff}Regel;Besök;Utfall\r\nM301;1;rätt\r\nM301;5;fel\r\nM301;9;rätt\r\n");
        let findings = [
            found("M301", None, Some("0001"), &["2"]),
            found("M301", None, Some("4"), &["5"]),
            found("M301", None, Some("7"), &[]),
            Found { standing: Standing::Explained, ..found("M301", None, Some("9"), &[]) },
        ];
        let judged = judged(&facit, &findings).unwrap();
        assert_eq!(judged, Judged { right: 1, wrong: 1, unknown: 1, found: 0, expected: 0 });
        assert!(judged.recall().is_none() && judged.f1().is_none(), "recall needs complete labels");
    }

    #[test]
    fn complete_labels_know_every_case() {
        let facit = labels("rule,visit,verdict,complete,month\nM301,1,right,yes,2022-03\nM301,9,true,,2022-03\n");
        let findings = [found("M301", None, Some("1"), &["2"]), found("M301", None, Some("7"), &[])];
        let judged = judged(&facit, &findings).unwrap();
        assert_eq!(judged, Judged { right: 1, wrong: 1, unknown: 0, found: 1, expected: 2 });
        let f1 = judged.f1().unwrap();
        assert!((f1.value - 0.5).abs() < 1e-12 && f1.low < 0.5 && 0.5 < f1.high);
    }

    #[test]
    fn a_rule_without_labels_is_not_judged_and_a_word_must_be_known() {
        assert_eq!(judged(&labels("rule;visit;verdict\nT402;1;fel\n"), &[]), None);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "rule;visit;verdict\nT402;1;kanske\n").unwrap();
        let error = Labels::read(file.path()).unwrap_err();
        assert!(matches!(error.problem, Problem::Cell { row: 1, .. }), "{error}");
    }
}
