//! What could not be checked, and why, in a form for many readers.

use super::Made;
use crate::html::table::{Column, Table};
use crate::html::{Pages, past};

/// What must be known before a number is read. A provider that is not named on the page is not named here.
pub fn warnings(made: &Made<'_>) -> Vec<String> {
    let month = made.check.run.month;
    let mut said = Vec::new();
    if made.check.options.too_many_rejected {
        said.push(made.w.tables.too_many_rejected.to_owned());
    }
    for note in month.notes.iter().filter(|note| note.code.is_warning()) {
        let named = note.absent.is_none() && note.provider.is_none_or(|provider| made.rows.names(provider));
        let text = if named { made.lang.warning(month, note) } else { made.b.some_provider.to_owned() };
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said
}

/// The rules that did not run, by the reason; nothing where all did. What is on trial is nobody's question yet.
pub fn not_run(made: &Made<'_>, pages: &Pages) -> Option<Table> {
    let words = made.lang.words();
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for run in &made.check.run.outcome.runs {
        let Some(reason) = run.not_run.filter(|_| !made.check.run.on_trial(run.code)) else { continue };
        let (reason, rule) = ((words.reason)(reason), format!("{} {}", run.code, pages.name(run.code)));
        match rows.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, rules)) => rules.push(rule),
            None => rows.push((reason, vec![rule])),
        }
    }
    (!rows.is_empty()).then(|| Table {
        caption: made.w.tables.not_run_caption.to_owned(),
        columns: vec![Column::text(made.w.tables.why), Column::text(made.b.rules)],
        rows: rows.into_iter().map(|(reason, rules)| vec![past::capital(reason), rules.join(", ")]).collect(),
    })
}
