//! The proposed follow-up: a table for the controller, a sentence and its reasons for one provider.

use kvittens_model::{Id, Measure, NO_ID, Status};
use kvittens_rules::follow_up::{Proposal, Reason};

use super::format::Format;
use super::rules::Linked;
use super::table::{Column, Table};
use super::{Pages, past};
use crate::Check;
use crate::words::follow_up::{Beyond, FollowUpWords};

/// Reasons that the table of all providers names.
const MOST: usize = 5;

/// All providers, the highest level first.
pub fn table(pages: &Pages, check: &Check<'_>) -> Table {
    let w = &check.options.lang.words().html.follow_up;
    let provider = check.options.lang.words().html.index.provider;
    let row = |proposal: &Proposal| {
        let mut said = reasons(pages, check, w, proposal);
        let more = said.len().saturating_sub(MOST);
        said.truncate(MOST);
        said.extend((more > 0).then(|| (w.more)(more)));
        let said = if said.is_empty() { w.none.to_owned() } else { said.join(" · ") };
        let who = check.run.month.ids.provider.text(proposal.provider).to_owned();
        vec![who, (w.level)(proposal.level).to_owned(), said]
    };
    Table {
        caption: w.caption.to_owned(),
        columns: [provider, w.step, w.reasons].map(Column::text).into(),
        rows: ordered(pages).into_iter().map(row).collect(),
    }
}

/// The same table, each provider leading to its report.
pub fn linked(pages: &Pages, check: &Check<'_>, hrefs: &[String]) -> Linked {
    let place = |proposal: &Proposal| hrefs.get(proposal.provider as usize).cloned().into_iter().collect();
    Linked::new(check, table(pages, check)).with_places(ordered(pages).into_iter().map(place).collect())
}

/// The proposals, the highest level first.
fn ordered(pages: &Pages) -> Vec<&Proposal> {
    let mut proposals: Vec<&Proposal> = pages.follow_up.iter().collect();
    proposals.sort_by_key(|proposal| (std::cmp::Reverse(proposal.level), proposal.provider));
    proposals
}

/// One provider: the level as a sentence, and its reasons.
pub fn of_provider(pages: &Pages, check: &Check<'_>, provider: Id) -> Option<(String, Vec<String>)> {
    let w = &check.options.lang.words().html.follow_up;
    let proposal = pages.follow_up.iter().find(|proposal| proposal.provider == provider)?;
    Some(((w.proposed)((w.level)(proposal.level)), reasons(pages, check, w, proposal)))
}

fn reasons(pages: &Pages, check: &Check<'_>, w: &FollowUpWords, proposal: &Proposal) -> Vec<String> {
    proposal.reasons.iter().filter_map(|reason| said(pages, check, w, reason)).collect()
}

fn said(pages: &Pages, check: &Check<'_>, w: &FollowUpWords, reason: &Reason) -> Option<String> {
    let measure = check.run.outcome.measures.get(reason.measure)?;
    let name = pages.name(measure.rule);
    let called = past::called(check.options.lang, measure.rule, name, measure.name).unwrap_or_else(|| name.to_owned());
    let mut what = format!("{} {called}", measure.rule);
    if measure.subject.unit != NO_ID {
        what = format!("{what}, {}", check.run.month.ids.unit.text(measure.subject.unit));
    }
    let in_unit = |value: f64| in_unit(check, measure, value);
    let value = in_unit(measure.value?);
    let mut said = match (reason.status, measure.limit) {
        (Status::Deviation, Some(limit)) => (w.beyond)(&Beyond {
            what: &what,
            value: &value,
            limit: &in_unit(limit),
            source: measure.limit_source.as_deref().unwrap_or_default(),
            severity: reason.severity,
        }),
        _ => (w.watched)(&what, &value),
    };
    if reason.months > 1 {
        said = format!("{said}, {}", (w.months)(reason.months));
    }
    Some(said)
}

/// A number in the unit of a measure.
fn in_unit(check: &Check<'_>, measure: &Measure, value: f64) -> String {
    let format = Format::new(check.options.lang);
    match unit(check, measure) {
        Some(unit) => format!("{} {unit}", format.number(value, 1)),
        None => past::value(format, measure.name, value),
    }
}

/// A limit in the unit of a measure, as somebody chose it.
pub fn chosen(check: &Check<'_>, measure: &Measure, limit: f64) -> String {
    let format = Format::new(check.options.lang);
    match unit(check, measure) {
        Some(unit) => format!("{} {unit}", format.chosen(limit)),
        None if past::is_rate(measure.name) => format.chosen(limit),
        None => format.chosen_percent(limit),
    }
}

/// A test may judge something that is no share: minutes by hand longer than by receipt.
fn unit(check: &Check<'_>, measure: &Measure) -> Option<&'static str> {
    let rule = check.run.rules.iter().find(|rule| rule.code() == measure.rule).map(|rule| rule.rule.meta())?;
    rule.judged.filter(|(name, _)| *name == measure.name)?;
    rule.compares.map(check.options.lang.words().html.unit)
}
