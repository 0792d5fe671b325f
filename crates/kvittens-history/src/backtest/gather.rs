//! A month's findings as rows.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::YearMonth;

use super::compare::pair;
use super::hear::Heard;
use super::labels::Judged;
use super::minutes::{Minutes, Seconds};
use super::overlap::{Overlap, overlaps};
use super::plan::{Candidate, Plan};
use super::row::{Counts, Row};
use super::stability::Seen;
use crate::said::{Found, Said, Standing};

/// What one month gives.
pub struct Gathered {
    /// The month.
    pub month: YearMonth,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What each rule found, for its stability.
    pub seen: BTreeMap<Option<String>, Seen>,
    /// The points of the sweep.
    pub points: Vec<AtPoint>,
}

/// One point of the sweep in one month.
pub struct AtPoint {
    /// Open findings.
    pub findings: u64,
    /// Minutes they question.
    pub minutes: i64,
    /// Whether each minute is counted once.
    pub once: bool,
    /// Against the labels.
    pub judged: Option<Judged>,
    /// Milliseconds.
    pub milliseconds: Option<f64>,
}

/// The findings of a side, by rule.
type ByRule<'a> = BTreeMap<&'a str, Vec<&'a Found>>;

/// A side of the comparison.
struct Side<'a> {
    said: &'a Said,
    seconds: &'a Seconds,
    findings: ByRule<'a>,
}

impl<'a> Side<'a> {
    fn new(heard: &'a Heard) -> Side<'a> {
        let mut findings = ByRule::new();
        for found in &heard.said.findings {
            findings.entry(&found.rule).or_default().push(found);
        }
        Side { said: &heard.said, seconds: &heard.seconds, findings }
    }

    /// Rules that ran, and those with findings made elsewhere.
    fn rules(&self) -> impl Iterator<Item = &'a str> {
        let ran = self.said.milliseconds.keys().chain(self.said.not_run.keys()).map(String::as_str);
        ran.chain(self.findings.keys().copied())
    }

    /// Findings of one rule or all, and of one provider or all.
    fn of(&self, rule: Option<&str>, provider: Option<&str>) -> Vec<&'a Found> {
        let of_rules = self.findings.iter().filter(|(of, _)| rule.is_none_or(|rule| rule == **of));
        let found = of_rules.flat_map(|(_, found)| found).copied();
        found.filter(|found| provider.is_none_or(|provider| provider == found.provider)).collect()
    }

    fn milliseconds(&self, rule: Option<&str>) -> Option<f64> {
        match rule {
            Some(rule) => self.said.milliseconds.get(rule).copied(),
            None => Some(self.said.milliseconds.values().sum()),
        }
    }

    fn visits(&self, provider: Option<&str>) -> u64 {
        match provider {
            Some(provider) => self.said.visits.get(provider).copied().unwrap_or_default(),
            None => self.said.visits.values().sum(),
        }
    }
}

/// A month's rows. `heard`: baseline, candidate where it is a configuration, and the points of the sweep.
pub fn gather(plan: &Plan<'_>, month: YearMonth, heard: Vec<Heard>) -> Gathered {
    let sides = plan.sides();
    let made = match &plan.candidate {
        Some(Candidate::Findings(findings)) => heard.first().map(|baseline| replaced(baseline, month, findings)),
        _ => None,
    };
    let points = heard.iter().skip(sides).map(|heard| at_point(plan, month, heard)).collect();
    let mut gathered = Gathered { month, rows: Vec::new(), seen: BTreeMap::new(), points };
    let Some(baseline) = heard.first() else { return gathered };
    let candidate = made.as_ref().or_else(|| heard.get(sides - 1)).unwrap_or(baseline);
    let (baseline, candidate) = (Side::new(baseline), Side::new(candidate));

    let rules: BTreeSet<&str> = baseline.rules().chain(candidate.rules()).collect();
    let providers: BTreeSet<&str> = [&baseline, &candidate]
        .into_iter()
        .flat_map(|side| side.said.visits.keys().chain(side.said.findings.iter().map(|found| &found.provider)))
        .map(String::as_str)
        .collect();
    let providers: Vec<Option<&str>> = providers.into_iter().map(Some).chain([None]).collect();
    let overlapping: Vec<BTreeMap<String, BTreeMap<String, Overlap>>> =
        providers.iter().map(|provider| overlaps(candidate.of(None, *provider).into_iter())).collect();
    for rule in rules.into_iter().map(Some).chain([None]) {
        for (provider, overlaps) in providers.iter().zip(&overlapping) {
            let mut row = row(plan, month, &baseline, &candidate, rule, *provider);
            row.overlap = rule.and_then(|rule| overlaps.get(rule)).cloned().unwrap_or_default();
            gathered.rows.push(row);
        }
        let seen = Seen::new(month, &candidate.of(rule, None), candidate.visits(None));
        gathered.seen.insert(rule.map(str::to_owned), seen);
    }
    gathered
}

/// The baseline with the findings of a file in the place of those of the rules it names.
fn replaced(baseline: &Heard, month: YearMonth, findings: &[Found]) -> Heard {
    let named: BTreeSet<&str> = findings.iter().map(|found| found.rule.as_str()).collect();
    let mut made = baseline.clone();
    made.said.findings.retain(|found| !named.contains(found.rule.as_str()));
    made.said.findings.extend(findings.iter().filter(|found| found.month == month).cloned());
    made.said.milliseconds.retain(|rule, _| !named.contains(rule.as_str()));
    made
}

fn row(
    plan: &Plan<'_>,
    month: YearMonth,
    baseline: &Side<'_>,
    candidate: &Side<'_>,
    rule: Option<&str>,
    provider: Option<&str>,
) -> Row {
    let (of_baseline, of_candidate) = (baseline.of(rule, provider), candidate.of(rule, provider));
    let mut counts = Counts::default();
    let is_open = |found: &&Found| found.standing == Standing::Open;
    for (side, findings, open, explained, minutes) in [
        (baseline, &of_baseline, &mut counts.baseline, &mut counts.baseline_explained, &mut counts.baseline_minutes),
        (
            candidate,
            &of_candidate,
            &mut counts.candidate,
            &mut counts.candidate_explained,
            &mut counts.candidate_minutes,
        ),
    ] {
        let mut questioned = Minutes::default();
        for found in findings.iter().copied().filter(is_open) {
            questioned.add(found, side.seconds);
            *open += 1;
        }
        *explained = findings.len() as u64 - *open;
        *minutes = questioned.total();
        counts.once &= questioned.once();
    }
    // Findings pair up within their own rule and provider, so sums are of pairs made there.
    if let (Some(_), Some(_)) = (rule, provider) {
        counts.paired = pair(&open(&of_baseline), &open(&of_candidate));
    }
    let judge = |findings: &[&Found]| plan.labels.and_then(|labels| labels.judge(month, rule?, provider, findings));
    let milliseconds = |side: &Side<'_>| if provider.is_none() { side.milliseconds(rule) } else { None };
    Row {
        month,
        rule: rule.map(str::to_owned),
        provider: provider.map(str::to_owned),
        visits: candidate.visits(provider),
        counts,
        overlap: BTreeMap::new(),
        judged: judge(&of_candidate),
        baseline_judged: judge(&of_baseline),
        milliseconds: [milliseconds(baseline), milliseconds(candidate)],
    }
}

fn open<'a>(findings: &[&'a Found]) -> Vec<&'a Found> {
    findings.iter().copied().filter(|found| found.standing == Standing::Open).collect()
}

fn at_point(plan: &Plan<'_>, month: YearMonth, heard: &Heard) -> AtPoint {
    let side = Side::new(heard);
    let mut at = AtPoint { findings: 0, minutes: 0, once: true, judged: None, milliseconds: side.milliseconds(None) };
    let mut minutes = Minutes::default();
    for found in heard.said.findings.iter().filter(|found| found.standing == Standing::Open) {
        minutes.add(found, &heard.seconds);
        at.findings += 1;
    }
    (at.minutes, at.once) = (minutes.total(), minutes.once());
    for code in plan.swept() {
        let rule = code.as_str();
        let judged = plan.labels.and_then(|labels| labels.judge(month, rule, None, &side.of(Some(rule), None)));
        add(&mut at.judged, judged);
    }
    at
}

/// Adds verdicts, where there are any.
pub fn add(sum: &mut Option<Judged>, judged: Option<Judged>) {
    if let Some(judged) = judged {
        *sum.get_or_insert_default() += judged;
    }
}
