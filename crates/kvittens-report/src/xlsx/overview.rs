//! oversikt.xlsx: all providers, for the controller.

use kvittens_model::{Scope, Subject};
use kvittens_rules::engine::RuleRun;
use kvittens_tables::names::Names;
use kvittens_tables::record::Record;
use rayon::prelude::*;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::findings::{self, FAMILIES, Seen};
use super::front::{Front, Tone};
use super::looks::Looks;
use super::receipts::{self, Peers};
use super::rules::{self, Of};
use super::sheet::{Setting, Sheet};
use super::{charts, ground, matrix, measures};
use crate::Check;
use crate::html::format::Format;
use crate::html::shares::Shares;
use crate::html::{Pages, frame, index};

/// The workbook.
///
/// # Errors
/// As the writer's.
pub fn book(pages: &Pages, check: &Check<'_>, records: &[Record<'_>], names: &Names<'_>) -> Result<Vec<u8>, XlsxError> {
    let (lang, looks) = (check.options.lang, Looks::new(check.options.lang));
    let (words, format) = (lang.words(), Format::new(lang));
    let (w, month) = (&words.workbook.sheets, format.month(check.run.month.month));
    let title = format!("{}, {month}", words.html.index.title);
    let municipality = check.options.municipality.clone();
    let running = [Some(title.clone()), municipality].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let setting = Setting { lang, looks: &looks, running };
    let shares = Shares::new(check);
    let found: Vec<Seen<'_>> = check.run.outcome.findings.iter().zip(records).collect();
    let family = |letter: &char| -> Result<Option<(char, u32, Worksheet)>, XlsxError> {
        let sheet = findings::family(&setting, pages, check, *letter, &found, true)?;
        sheet.map(|sheet| Ok((*letter, sheet.len(), sheet.finish()?))).transpose()
    };
    let (families, every) = rayon::join(
        || FAMILIES.par_iter().map(family).collect::<Result<Vec<_>, XlsxError>>(),
        || measures::sheet(&setting, check, names),
    );

    let (each, all) = (receipts::everybody(check), receipts::all(check));
    let count = |run: &RuleRun| (run.open, run.findings - run.open);
    let of = Of { scope: Scope::All, subject: Subject::NONE, peers: Peers::Never, trials: true, count: &count };
    let mut made = Made::default();
    if let Some(sheet) = charts::overview(&setting, check, &shares)? {
        made.worksheet(w.charts.name, w.charts.about, 0, sheet);
    }
    made.sheet(w.receipts, receipts::receipts(&setting, &shares, &each, Some(&all), false)?)?;
    made.sheet(w.manual, receipts::manual(&setting, &shares, &each, Some(&all), false)?)?;
    made.sheet(w.follow_up, ground::follow_up(&setting, pages, check)?)?;
    made.sheet(w.matrix, matrix::sheet(&setting, pages, check, &shares)?)?;
    made.sheet(w.rules, rules::outcome(&setting, pages, check, &shares, of)?)?;
    for (letter, rows, sheet) in families?.into_iter().flatten() {
        made.worksheet((words.workbook.family)(letter), w.family, rows, sheet);
    }
    made.sheet(w.measures, every?)?;
    made.sheet(w.files, ground::files(&setting, check)?)?;
    made.sheet(w.notes, ground::notes(&setting, check)?)?;
    made.sheet(w.pages, rules::pages(&setting, pages, check, true)?)?;
    made.sheet(w.definitions, ground::definitions(&setting, true)?)?;

    let front = Front {
        name: w.overview.name,
        title: check.options.municipality.clone().unwrap_or_else(|| words.html.index.title.to_owned()),
        under: title.clone(),
        lines: lines(check, &shares),
        not_run: frame::not_run(pages, check, true),
        contents: made.contents,
    };
    super::bound(check, &title, [front.sheet(&setting)?].into_iter().chain(made.sheets).collect())
}

/// Sheets that are ready, and what the first says of them.
#[derive(Default)]
pub struct Made {
    /// The sheets, in order.
    pub sheets: Vec<Worksheet>,
    /// Name, what it holds, and rows of each.
    pub contents: Vec<(String, &'static str, u32)>,
}

impl Made {
    /// Adds a table.
    ///
    /// # Errors
    /// As the writer's.
    pub fn sheet(&mut self, of: crate::words::workbook::Sheet, sheet: Sheet<'_>) -> Result<(), XlsxError> {
        let rows = sheet.len();
        self.worksheet(of.name, of.about, rows, sheet.finish()?);
        Ok(())
    }

    /// Adds a sheet.
    pub fn worksheet(&mut self, name: &str, about: &'static str, rows: u32, sheet: Worksheet) {
        self.contents.push((name.to_owned(), about, rows));
        self.sheets.push(sheet);
    }
}

fn lines(check: &Check<'_>, shares: &Shares<'_>) -> Vec<(Tone, String)> {
    let words = check.options.lang.words();
    let (html, index, format) = (words.html, &words.html.index, Format::new(check.options.lang));
    let plain = |text: &str| (Tone::Plain, text.to_owned());
    let mut lines = vec![plain(words.workbook.for_whom)];
    lines.extend(frame::warnings(check, None).into_iter().map(|said| (Tone::Warning, said)));
    lines.extend(index::summary(check, shares, format).into_iter().map(|said| (Tone::Plain, said)));
    let left_out = (0..).zip(check.run.month.ids.provider.iter()).filter_map(|(id, name)| {
        let (left_out, of) = shares.left_out(id)?;
        Some((index.left_out)(name, &format.count(left_out), &format.count(of)))
    });
    let left_out: Vec<String> = left_out.collect();
    if !left_out.is_empty() {
        lines.push(plain(index.left_out_text));
        lines.extend(left_out.into_iter().map(|said| (Tone::Plain, said)));
    }
    if !check.skipped.is_empty() {
        lines.push((Tone::Plain, format!("{}: {}", index.skipped, check.skipped.join(", "))));
    }
    lines.push((Tone::Part, html.tables.question.to_owned()));
    lines.extend([html.tables.question_text, html.tables.interval_text].map(plain));
    lines
}
