//! Labels: findings that somebody has looked at and called right or wrong, and what they say of a rule.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;
use std::path::Path;

use kvittens_model::YearMonth;
use kvittens_rules::stats::wilson;

use super::compare::visits;
use super::visit_key;
use crate::said::{Found, Grid, GridError, Problem, Standing};

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

/// How the findings of a rule stand against its labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Findings that a label calls right.
    pub right: u64,
    /// Findings that a label calls wrong, and where the labels are complete those that no label knows.
    pub wrong: u64,
    /// Findings that no label knows, where the labels are not complete: they count neither way.
    pub unknown: u64,
    /// Labels called right that a finding holds, where the labels are complete.
    pub found: u64,
    /// Labels called right, where the labels are complete.
    pub expected: u64,
}

/// A share with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The share.
    pub value: f64,
    /// Its least.
    pub low: f64,
    /// Its most.
    pub high: f64,
}

impl AddAssign for Judged {
    fn add_assign(&mut self, other: Judged) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.unknown += other.unknown;
        self.found += other.found;
        self.expected += other.expected;
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
fn share(numerator: u64, denominator: u64) -> Option<Share> {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let (low, high) = wilson::interval(whole(numerator), whole(denominator))?;
    Some(Share { value: numerator as f64 / denominator as f64, low, high })
}

impl Judged {
    /// Right findings of those right or wrong, with its 95 % Wilson interval.
    pub fn precision(&self) -> Option<Share> {
        share(self.right, self.right + self.wrong)
    }

    /// Right labels found, of all; only where they are complete. With its 95 % Wilson interval.
    pub fn recall(&self) -> Option<Share> {
        share(self.found, self.expected)
    }

    /// The harmonic mean of precision and recall. Its range is that of the two intervals' lower and upper ends.
    pub fn f1(&self) -> Option<Share> {
        let (precision, recall) = (self.precision()?, self.recall()?);
        let mean = |a: f64, b: f64| if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 };
        Some(Share {
            value: mean(precision.value, recall.value),
            low: mean(precision.low, recall.low),
            high: mean(precision.high, recall.high),
        })
    }
}

/// The names a column of labels may have.
const RULE: [&str; 2] = ["rule", "regel"];
const MONTH: [&str; 3] = ["month", "månad", "manad"];
const PROVIDER: [&str; 3] = ["provider", "utförare", "utforare"];
const VISIT: [&str; 4] = ["visit", "besök", "besok", "besöks-id"];
const SUBJECT: [&str; 8] = ["subject", "gäller", "customer", "brukare", "staff", "medarbetare", "unit", "enhet"];
const VERDICT: [&str; 4] = ["verdict", "utfall", "bedömning", "facit"];
const COMPLETE: [&str; 4] = ["complete", "komplett", "fullständig", "fullstandig"];

impl Labels {
    /// Reads `facit.csv` (rule, visit or subject, verdict; complete, month and provider where they stand), or the
    /// `sanning.csv` of synthetic months. Of a folder: each month's own, `2022-03/facit.csv` or `2022-03/sanning.csv`.
    ///
    /// # Errors
    /// A file that cannot be read or lacks a column or a word.
    pub fn read(path: &Path) -> Result<Labels, GridError> {
        let mut labels = Labels::default();
        if !path.is_dir() {
            labels.add(path, None)?;
            return Ok(labels);
        }
        let fail = |error: std::io::Error| GridError { file: path.to_owned(), problem: error.into() };
        for entry in std::fs::read_dir(path).map_err(fail)? {
            let folder = entry.map_err(fail)?.path();
            let month = folder.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
            let files = ["facit.csv", "sanning.csv"].map(|name| folder.join(name));
            if let (Some(month), Some(file)) = (month, files.iter().find(|file| file.is_file())) {
                labels.add(file, Some(month))?;
            }
        }
        Ok(labels)
    }

    /// Whether no rule has a label.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty() && self.complete.is_empty()
    }

    /// Whether a rule has labels.
    pub fn know(&self, rule: &str) -> bool {
        self.of.keys().chain(&self.complete).any(|(_, of)| of == rule)
    }

    fn add(&mut self, path: &Path, month: Option<YearMonth>) -> Result<(), GridError> {
        let fail = |problem| GridError { file: path.to_owned(), problem };
        let grid = Grid::read(path)?;
        if grid.find(&["kind"]).is_some() && grid.find(&RULE).is_none() {
            self.add_truth(&grid, month).map_err(fail)
        } else {
            self.add_facit(&grid, month).map_err(fail)
        }
    }

    fn add_facit(&mut self, grid: &Grid, month: Option<YearMonth>) -> Result<(), Problem> {
        let rules = grid.need(&RULE, "rule")?;
        let verdicts = grid.need(&VERDICT, "verdict")?;
        let (visits, subjects) = (grid.find(&VISIT), grid.find(&SUBJECT));
        if subjects.is_none() {
            grid.need(&VISIT, "visit or subject")?;
        }
        let (months, providers, complete) = (grid.find(&MONTH), grid.find(&PROVIDER), grid.find(&COMPLETE));
        for at in 0..grid.len() {
            let lacks = |column: &str, expected| Problem::Cell { column: column.to_owned(), row: at + 1, expected };
            let cell = |column: Option<&[Option<String>]>| column.and_then(|cells| cells[at].clone());
            let month = match cell(months) {
                Some(text) => Some(crate::said::month(&text).ok_or_else(|| lacks("month", "2022-03"))?),
                None => month,
            };
            let rule = rules[at].as_deref().ok_or_else(|| lacks("rule", "a code"))?.to_uppercase();
            let key = (month, rule);
            if let Some(text) = cell(complete)
                && word(&text).ok_or_else(|| lacks("complete", "ja or nej, yes or no"))?
            {
                self.complete.insert(key.clone());
            }
            let (visit, subject) = (cell(visits), cell(subjects));
            // A row that names nobody says only that the rule's labels are complete.
            if visit.is_none() && subject.is_none() {
                continue;
            }
            let verdict = verdicts[at].as_deref().and_then(word);
            let right = verdict.ok_or_else(|| lacks("verdict", "rätt or fel, right or wrong, true or false"))?;
            self.of.entry(key).or_default().push(Label { provider: cell(providers), visit, subject, right });
        }
        Ok(())
    }

    /// The truth of a synthetic month: every planted case is a right one of the rule that shall find it, and there are
    /// no others.
    fn add_truth(&mut self, grid: &Grid, month: Option<YearMonth>) -> Result<(), Problem> {
        let kinds = grid.need(&["kind"], "kind")?;
        let column = |name: &'static str| grid.need(&[name], name);
        let (providers, customers, staff) = (column("provider")?, column("customer")?, column("staff")?);
        let (visits, extra) = (column("visit")?, column("extra")?);
        for rule in TRUTH.iter().flat_map(|(_, _, rules)| *rules) {
            self.complete.insert((month, (*rule).to_owned()));
        }
        for at in 0..grid.len() {
            let (kind, extra) = (kinds[at].as_deref().unwrap_or_default(), extra[at].as_deref().unwrap_or_default());
            let is = |(of, extras, _): &&(&str, &[&str], &[&str])| {
                *of == kind && (extras.is_empty() || extras.contains(&extra))
            };
            let Some((_, _, rules)) = TRUTH.iter().find(is) else { continue };
            let on = match kind {
                "tag_share_staff" => (None, staff[at].clone()),
                "tag_share_customer" | "same_staff" => (None, customers[at].clone()),
                _ => (visits[at].clone(), None),
            };
            for rule in *rules {
                let label =
                    Label { provider: providers[at].clone(), visit: on.0.clone(), subject: on.1.clone(), right: true };
                self.of.entry((month, (*rule).to_owned())).or_default().push(label);
            }
        }
        Ok(())
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

fn word(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "rätt" | "ratt" | "right" | "true" | "ja" | "yes" | "1" | "sant" => Some(true),
        "fel" | "wrong" | "false" | "nej" | "no" | "0" | "falskt" => Some(false),
        _ => None,
    }
}

/// Which rules shall find a planted kind, and with which of its extras.
const TRUTH: [(&str, &[&str], &[&str]); 16] = [
    ("missing_in", &[], &["K105"]),
    ("missing_out", &[], &["K106"]),
    ("exact_duplicate", &[], &["D201"]),
    ("tag_and_manual", &[], &["D202"]),
    ("repeat_service", &[], &["D203"]),
    ("one_minute_gap", &[], &["M301"]),
    ("border_gap", &["1"], &["M301", "D203"]),
    ("border_gap", &["2", "5"], &["D203"]),
    ("stop_before_start", &[], &["T401"]),
    ("too_short", &[], &["T402"]),
    ("border_short", &["2"], &["T402"]),
    ("too_long", &[], &["T403"]),
    ("staff_overlap", &[], &["P501"]),
    ("same_staff", &[], &["P502"]),
    ("tag_share_staff", &[], &["K103"]),
    ("tag_share_customer", &[], &["K104"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::tests::found;

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
