//! What the follow-up ladder asks of the past: in how many of the last three months a measure of one rule was a major
//! deviation (rules.md, Severity and follow-up level).

use std::collections::BTreeMap;

use kvittens_model::{Code, Month, Scope, Severity, Status};
use kvittens_rules::{Configured, Outcome, Rules};

use super::Before;

/// Months looked at, the one at hand included.
pub const MONTHS: u32 = 3;

/// By provider and rule: in how many of the last three months, the one at hand included, the rule had a measure beyond
/// its limit, of those rules whose weight is major now. Pairs without one are left out. A weight is configuration, so
/// an old month's deviation weighs what the rule weighs today; a rule on trial weighs nothing.
pub fn major_months(
    before: &Before<'_>,
    rules: &Rules,
    month: &Month,
    outcome: &Outcome,
) -> BTreeMap<(String, Code), u32> {
    let weighs = |code: &Code| {
        let rule = rules.iter().find(|rule| rule.code() == *code);
        let major = |rule: &Configured| rule.severity.unwrap_or(rule.rule.meta().severity) == Severity::Major;
        rule.is_some_and(|rule| !rule.on_trial() && major(rule))
    };
    let mut months: BTreeMap<(String, Code), u32> = BTreeMap::new();
    let mut add = |deviations: Vec<(String, Code)>| {
        let mut deviations: Vec<_> = deviations.into_iter().filter(|(_, code)| weighs(code)).collect();
        deviations.sort_unstable();
        deviations.dedup();
        deviations.into_iter().for_each(|of| *months.entry(of).or_default() += 1);
    };
    let now = outcome.measures.iter().filter(|m| m.status == Status::Deviation && m.scope != Scope::All);
    add(now.map(|m| (month.ids.provider.text(m.subject.provider).to_owned(), m.rule)).collect());
    for said in before.within(MONTHS - 1) {
        let beyond = said.measures.iter().filter(|m| m.status == Status::Deviation.name());
        add(beyond.filter_map(|m| Some((m.provider.clone()?, m.rule.parse().ok()?))).collect());
    }
    months
}
