//! Months in a row that a series is seen, and the weight that P502 gets from them.

use std::collections::{BTreeMap, HashMap, HashSet};

use kvittens_model::{Code, Measure, Scope, Severity, Status, Subject, YearMonth};
use kvittens_rules::rules::p502_same_staff::SameStaff;
use kvittens_rules::{Outcome, Rules};

use super::Before;

/// The slug of the measure.
pub const MEASURE: &str = "months-in-row";

/// The months each series is seen in.
pub(super) fn seen<'a>(before: &Before<'a>) -> HashMap<&'a str, HashSet<YearMonth>> {
    let mut seen: HashMap<&str, HashSet<YearMonth>> = HashMap::new();
    for said in &before.months {
        for series in said.findings.iter().filter_map(|found| found.series_id.as_deref()) {
            seen.entry(series).or_default().insert(said.month);
        }
    }
    seen
}

/// Months in a row, the one at hand included, that end with it.
pub fn in_a_row(months: Option<&HashSet<YearMonth>>, now: YearMonth) -> u32 {
    let mut count = 1;
    let mut month = now.former();
    while months.is_some_and(|months| months.contains(&month)) {
        count += 1;
        month = month.former();
    }
    count
}

/// Counts them for each finding; P502's become a measure of the customer, and its findings major from `months`, unless
/// the municipality gave the rule a weight of its own.
pub fn add(before: &Before<'_>, series: &[Option<String>], rules: &Rules, outcome: &mut Outcome) {
    let seen = seen(before);
    let count = |series: &Option<String>| series.as_deref().map_or(0, |id| in_a_row(seen.get(id), before.now));
    outcome.past.in_a_row = series.iter().map(count).collect();
    let code = SameStaff::META.code;
    let Some(rule) = rules.iter().find(|rule| rule.code() == code) else {
        return;
    };
    let least = rule.rule.values().into_iter().find(|(name, _)| *name == "months").map(|(_, value)| value);
    let mut longest: BTreeMap<Subject, u32> = BTreeMap::new();
    for (finding, months) in outcome.findings.iter_mut().zip(&outcome.past.in_a_row) {
        if finding.rule != code {
            continue;
        }
        if rule.severity.is_none() && least.is_some_and(|least| f64::from(*months) >= least) {
            finding.severity = Severity::Major;
        }
        let Subject { provider, customer, .. } = finding.subject;
        let of = longest.entry(Subject { provider, customer, ..Subject::NONE }).or_default();
        *of = (*of).max(*months);
    }
    outcome.measures.extend(longest.into_iter().map(|(subject, months)| measure(code, subject, months)));
    outcome.measures.sort_by(|a, b| {
        (a.rule, a.name, a.scope, a.subject, &a.bucket).cmp(&(b.rule, b.name, b.scope, b.subject, &b.bucket))
    });
}

fn measure(rule: Code, subject: Subject, months: u32) -> Measure {
    Measure {
        rule,
        name: MEASURE,
        scope: Scope::Customer,
        subject,
        bucket: None,
        numerator: Some(months.into()),
        denominator: None,
        value: Some(months.into()),
        interval: None,
        limit: None,
        limit_source: None,
        peer: None,
        funnel: None,
        baseline: None,
        status: Status::Ok,
        reason: None,
    }
}
