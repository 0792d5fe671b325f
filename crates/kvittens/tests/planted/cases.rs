//! A month as it is checked, and whether its cases are found and its innocent ones silent.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use kvittens_synth::Recipe;

use crate::support::{Row, check, rows};

/// What of a planted case the finding is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum On {
    Visit,
    Staff,
    Customer,
    /// Staff and customer.
    Pair,
    /// A phone or two of a kind, of which the table of findings names one or none: visit or staff.
    Other,
}

/// A kind; of one with a border, some of its `extra`; the rules that find it; and on what.
pub type Found = (&'static str, &'static [&'static str], &'static [&'static str], On);

/// An innocent kind; of one with a border, some of its `extra`; and on what no rule is open.
pub type Silent = (&'static str, &'static [&'static str], On);

/// A border of one rule that another rule asks about anyway.
pub type Beside = (&'static str, &'static str);

/// Whether the catalogue has a rule yet.
pub fn is_there(rule: &str) -> bool {
    kvittens_rules::rules::METAS.iter().any(|meta| meta.code.as_str() == rule)
}

/// What a check made of a month, and what was planted there.
pub struct Checked {
    pub findings: Vec<Row>,
    pub measures: Vec<Row>,
    pub truth: Vec<Row>,
}

/// Writes a month and checks it, with its own configuration where something is planted.
pub fn checked(recipe: &Recipe) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let (month, out) = (folder.path().join("month"), folder.path().join("out"));
    kvittens_synth::write(recipe, &month).unwrap();
    fs::create_dir(&out).unwrap();
    let config = month.join("kvittens.toml").display().to_string();
    let configured: &[&str] = if recipe.plant { &["--config", &config] } else { &[] };
    let folder = check(&[&month], &out, &[&["--reports", "none"], configured].concat());
    let made = |name: &str| rows(&folder.join(name));
    Checked { findings: made("findings.csv"), measures: made("measures.csv"), truth: truth(&month) }
}

pub fn truth(month: &Path) -> Vec<Row> {
    let plain = month.join("sanning.txt");
    fs::write(&plain, fs::read_to_string(month.join("sanning.csv")).unwrap().replace(';', ",")).unwrap();
    rows(&plain)
}

pub fn open(finding: &Row) -> bool {
    finding["status"] == "open"
}

/// Whether a finding is on what a case is on.
pub fn concerns(finding: &Row, case: &Row, on: On) -> bool {
    let visit = || {
        let others = || finding["other_visits"].split('|').any(|other| other == case["visit"]);
        !finding["visit"].is_empty() && (finding["visit"] == case["visit"] || others())
    };
    let staff = || !case["staff"].is_empty() && finding["staff"] == case["staff"];
    let customer = || !case["customer"].is_empty() && finding["customer"] == case["customer"];
    match on {
        On::Visit => visit(),
        On::Staff => staff(),
        On::Customer => customer(),
        On::Pair => staff() && customer(),
        On::Other => staff() || visit() || finding["other_visits"].split('|').any(|other| other == case["visit"]),
    }
}

pub fn is_meant(case: &Row, kind: &str, extras: &[&str]) -> bool {
    case["kind"] == kind && (extras.is_empty() || extras.contains(&case["extra"].as_str()))
}

/// The open findings of each rule.
pub fn by_rule(findings: &[Row]) -> BTreeMap<&str, Vec<&Row>> {
    let mut of_rule: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| open(finding)) {
        of_rule.entry(&finding["rule"]).or_default().push(finding);
    }
    of_rule
}

/// What is missed of the planted kinds, by rules that are there.
pub fn missed(findings: &[Row], truth: &[Row], table: &[Found]) -> Vec<String> {
    let (of_rule, mut wrong) = (by_rule(findings), Vec::new());
    for (kind, extras, rules, on) in table {
        let cases: Vec<&Row> = truth.iter().filter(|case| is_meant(case, kind, extras)).collect();
        assert!(!cases.is_empty(), "{kind} was planted");
        for rule in rules.iter().filter(|rule| is_there(rule)) {
            let found = of_rule.get(rule).map_or(&[][..], Vec::as_slice);
            let missed: Vec<&&Row> =
                cases.iter().filter(|case| !found.iter().any(|finding| concerns(finding, case, *on))).collect();
            if let Some(first) = missed.first() {
                wrong.push(format!("{rule} misses {} of {}: {first:?}", missed.len(), cases.len()));
            }
        }
    }
    wrong
}

/// What is open of the innocent kinds.
pub fn heard(findings: &[Row], truth: &[Row], table: &[Silent], beside: &[Beside]) -> Vec<String> {
    let (of_rule, mut wrong) = (by_rule(findings), Vec::new());
    for (kind, extras, on) in table {
        let cases: Vec<&Row> = truth.iter().filter(|case| is_meant(case, kind, extras)).collect();
        assert!(!cases.is_empty(), "{kind} was planted");
        for (rule, findings) in &of_rule {
            let is_open = |case: &&&Row| findings.iter().any(|finding| concerns(finding, case, *on));
            let cases: Vec<&&Row> = cases.iter().filter(is_open).collect();
            if !beside.contains(&(*kind, *rule)) && !cases.is_empty() {
                wrong.push(format!("{rule} is open on {} of {kind}: {:?}", cases.len(), cases[0]));
            }
        }
    }
    wrong
}
