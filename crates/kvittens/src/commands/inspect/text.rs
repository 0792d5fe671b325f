//! An inspection for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use comfy_table::{ContentArrangement, Table, presets};
use kvittens_model::Month;
use kvittens_model::notes::Rejection;
use kvittens_parse::{Column, Inspection, Shared};
use kvittens_report::Lang;

use super::layout;
use crate::words::{self, Words};

/// Forms of a column that are shown.
const FORMS: usize = 4;

/// All of it, section by section.
pub fn of(inspection: &Inspection, lang: Lang) -> String {
    let words = words::of(lang);
    let w = &words.inspect;
    let mut text = format!("{}\n", inspection.file);
    let delimiter = inspection.delimiter.map(|sign| if sign == '\t' { w.tab.to_owned() } else { sign.to_string() });
    let _ = writeln!(text, "  {}", (w.detected)(inspection.encoding, delimiter.as_deref(), inspection.lines_above));
    section(&mut text, w.layouts, &layouts(inspection, words));
    section(&mut text, &(w.columns)(inspection.looked_at), &columns(inspection, words));
    if !inspection.rows.is_empty() {
        section(&mut text, w.first_rows, &first_rows(inspection));
    }
    match &inspection.reading {
        Ok(month) => section(&mut text, w.read, &read(month, words, lang)),
        Err(error) => section(&mut text, w.read, &(w.refused)(error)),
    }
    section(&mut text, w.layout, &layout::of(inspection, words));
    text
}

fn section(text: &mut String, heading: &str, body: &str) {
    let _ = writeln!(text, "\n{heading}");
    for line in body.lines() {
        let _ = writeln!(text, "{}", format!("  {line}").trim_end());
    }
}

fn table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table
}

fn layouts(inspection: &Inspection, words: &Words) -> String {
    let w = &words.inspect;
    let mut table = table();
    for (at, fit) in inspection.layouts.iter().enumerate() {
        let mark = if inspection.nearest == Some(at) { "→" } else { "" };
        let lacking: Vec<String> = fit.lacking.iter().map(|(_, name, _)| name.clone()).collect();
        let says = match (fit.fits, lacking.is_empty()) {
            (true, _) => w.fits.to_owned(),
            (false, false) => format!("{} {}", w.lacks, lacking.join(", ")),
            (false, true) => format!("{} {}", w.excluded, fit.excluded.join(", ")),
        };
        table.add_row([mark, &fit.name, &(w.score)(fit.known, inspection.columns.len()), &says]);
    }
    table.trim_fmt()
}

fn columns(inspection: &Inspection, words: &Words) -> String {
    let mut table = table();
    table.set_header(words.inspect.column_headings);
    for column in &inspection.columns {
        let field = column.field.map_or_else(|| words.inspect.unread.to_owned(), layout::key);
        let filled = format!("{}/{}", column.filled, inspection.looked_at);
        table.add_row([column.header.as_str(), &field, &filled, &forms(column)]);
    }
    table.trim_fmt()
}

fn forms(column: &Column) -> String {
    let mut text: Vec<String> =
        column.forms.iter().take(FORMS).map(|(form, count)| format!("{form} ({count})")).collect();
    if column.forms.len() > FORMS {
        text.push("…".to_owned());
    }
    text.join("  ")
}

fn first_rows(inspection: &Inspection) -> String {
    let mut table = table();
    table.set_header(inspection.columns.iter().map(|column| column.header.as_str()));
    for row in &inspection.rows {
        table.add_row(row);
    }
    table.trim_fmt()
}

fn read(month: &Month, words: &Words, lang: Lang) -> String {
    let w = &words.inspect;
    let mut text = (words.read)(month);
    let mut rejected: BTreeMap<(String, Option<&str>, Rejection), (u64, u32)> = BTreeMap::new();
    for row in &month.rejected {
        // Rows of different widths are told together.
        let why = match row.why {
            Rejection::Fields { expected, .. } => Rejection::Fields { found: 0, expected },
            other => other,
        };
        let seen = rejected.entry((row.why.code().to_string(), row.column.as_deref(), why)).or_insert((0, row.line));
        seen.0 += 1;
    }
    for ((code, column, why), (count, first)) in rejected {
        let why = match why {
            Rejection::Fields { expected, .. } => (w.fields)(expected),
            other => (lang.words().rejection)(other),
        };
        let _ = writeln!(text, "{code} {}", (w.set_aside)(count, first, column, &why));
    }
    for note in &month.notes {
        let code = note.code.code().map_or_else(String::new, |code| format!("{code} "));
        let about = (lang.words().note)(note.code);
        let _ = writeln!(text, "{code}{}", (w.noted)(note.count, note.first_line, note.column.as_deref(), about));
    }
    let _ = writeln!(text, "{}", (w.shared)(Shared::customers(month), Shared::staff(month)));
    text
}
