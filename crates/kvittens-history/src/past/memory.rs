//! The memory of series: new, persisting or returned, and which of last month's are not seen any more.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use kvittens_model::past::{Fixed, Memory};
use kvittens_model::{Code, Id, Month, YearMonth};
use kvittens_rules::Outcome;

use super::Before;
use super::in_a_row::seen;
use crate::{Found, Said, Standing};

/// Gives each finding of a series its memory, and lists what is not seen any more.
pub fn add(before: &Before<'_>, series: &[Option<String>], month: &Month, outcome: &mut Outcome) {
    let seen = seen(before);
    let last = before.last();
    let of = |finding: &kvittens_model::Finding, series: &Option<String>| {
        memory(seen.get(series.as_deref()?), last.filter(|said| ran(said, finding.rule))?.month)
    };
    outcome.past.memory = outcome.findings.iter().zip(series).map(|(finding, series)| of(finding, series)).collect();
    outcome.past.fixed = last.map(|said| fixed(said, series, month, outcome)).unwrap_or_default();
}

/// A rule that did not run last month says nothing by its silence.
fn ran(said: &Said, rule: Code) -> bool {
    !said.not_run.contains_key(rule.as_str())
}

/// Of a series seen in these months. `last`: the month before, which is known.
fn memory(months: Option<&HashSet<YearMonth>>, last: YearMonth) -> Option<Memory> {
    Some(match months {
        None => Memory::New,
        Some(months) if months.contains(&last) => Memory::Persisting,
        Some(_) => Memory::Returned,
    })
}

/// Last month's open findings whose series is not seen now, by rule, provider and subject. A rule that did not run and
/// a provider without visits say nothing by their silence.
fn fixed(last: &Said, series: &[Option<String>], month: &Month, outcome: &Outcome) -> Vec<Fixed> {
    let now: BTreeSet<&str> = series.iter().filter_map(|series| series.as_deref()).collect();
    let ran: BTreeSet<&str> =
        outcome.runs.iter().filter(|run| run.not_run.is_none()).map(|run| run.code.as_str()).collect();
    // A provider can be named by an invoice or a decision alone.
    let visited: BTreeSet<Id> = month.visits.provider.iter().copied().collect();
    let of = |found: &Found| -> Option<(String, Fixed)> {
        let id = found.series_id.as_deref().filter(|id| !now.contains(id))?;
        let present = month.ids.provider.find(&found.provider).is_some_and(|id| visited.contains(&id));
        let told = found.standing == Standing::Open && present && ran.contains(found.rule.as_str());
        let fixed = Fixed {
            rule: found.rule.parse().ok().filter(|_| told)?,
            provider: found.provider.clone(),
            unit: found.unit.clone(),
            customer: found.customer.clone(),
            staff: found.staff.clone(),
            value: found.value,
            limit: found.limit,
        };
        Some((id.to_owned(), fixed))
    };
    // A series is told once.
    let by_series: BTreeMap<String, Fixed> = last.findings.iter().filter_map(of).collect();
    let mut fixed: Vec<Fixed> = by_series.into_values().collect();
    let place = |of: &Fixed| (of.rule, of.provider.clone(), of.unit.clone(), of.customer.clone(), of.staff.clone());
    fixed.sort_by_key(place);
    fixed
}
