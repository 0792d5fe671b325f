//! What `kvittens history` prints.

use std::fmt::Write as _;
use std::path::Path;

use comfy_table::{CellAlignment, Table, presets};
use kvittens_history::StoreError;
use kvittens_history::store::{Added, Listed, Manifest, Removed, Verified};
use serde_json::{Value, json};

use crate::words::Words;

/// A month was added. `read`: what was read.
pub fn added(read: &str, added: &Added, made: Option<&Path>, words: &Words) -> String {
    let mut text = read.to_owned();
    if added.manifest.too_many_rejected {
        let _ = writeln!(text, "{}", words.history.too_many_rejected);
    }
    if let Some(made) = made {
        let _ = writeln!(text, "{}", (words.key_made)(made));
    }
    let _ = writeln!(text, "{}", (words.history.added)(&added.folder, added.manifest.delivery));
    text
}

/// The months as a table.
pub fn list(listed: &[Listed], removed: &[Removed], words: &Words) -> String {
    let mut text = String::new();
    if listed.is_empty() {
        let _ = writeln!(text, "{}", words.history.empty);
    } else {
        let _ = writeln!(text, "{}", table(listed, words).trim_fmt());
    }
    for listed in listed {
        match &listed.manifest {
            Ok(manifest) if manifest.too_many_rejected => {
                let _ = writeln!(text, "{}: {}", listed.month, words.history.too_many_rejected);
            }
            Ok(_) => {}
            Err(error) => problem(&mut text, error, words),
        }
    }
    if !removed.is_empty() {
        let removed: Vec<String> =
            removed.iter().map(|removed| format!("{} ({})", removed.month, day(&removed.removed))).collect();
        let _ = writeln!(text, "{} {}", words.history.removed_before, removed.join(", "));
    }
    text
}

fn table(listed: &[Listed], words: &Words) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(words.history.columns);
    for listed in listed {
        let month = listed.month.to_string();
        table.add_row(match &listed.manifest {
            Ok(manifest) => [
                month,
                (words.number)(manifest.sum.rows_used),
                (words.number)(manifest.performed_visits()),
                manifest.providers.len().to_string(),
                day(&manifest.added).to_owned(),
                manifest.delivery.to_string(),
            ],
            Err(_) => [&month, "?", "?", "?", "?", "?"].map(str::to_owned),
        });
    }
    for column in [1, 2, 3, 5] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The day of a moment.
fn day(moment: &str) -> &str {
    moment.get(..10).unwrap_or(moment)
}

/// The months for programs.
pub fn json(listed: &[Listed], removed: &[Removed]) -> String {
    let months: Vec<Value> = listed
        .iter()
        .map(|listed| match &listed.manifest {
            Ok(manifest) => entry(manifest),
            Err(error) => json!({ "month": listed.month, "damaged": error.to_string() }),
        })
        .collect();
    format!("{:#}\n", json!({ "months": months, "removed": removed }))
}

fn entry(manifest: &Manifest) -> Value {
    json!({
        "month": manifest.month, "rows": manifest.sum.rows_used, "performed_visits": manifest.performed_visits(),
        "providers": manifest.providers, "added": manifest.added, "deliveries": manifest.delivery,
        "too_many_rejected": manifest.too_many_rejected,
    })
}

/// What was verified.
pub fn verified(verified: &[Verified], rest: &[StoreError], words: &Words) -> String {
    let mut text = String::new();
    for verified in verified {
        let _ = writeln!(text, "{}: {}", verified.month, (words.history.verified)(verified));
        verified.problems.iter().for_each(|error| problem(&mut text, error, words));
    }
    rest.iter().for_each(|error| problem(&mut text, error, words));
    if verified.is_empty() && rest.is_empty() {
        let _ = writeln!(text, "{}", words.history.empty);
    }
    text
}

/// A problem under its month: where and what, and the way out.
fn problem(text: &mut String, error: &StoreError, words: &Words) {
    let (place, what, way_out) = (words.history.problem)(error);
    let _ = writeln!(text, "! {place}: {what}\n  {way_out}");
}
