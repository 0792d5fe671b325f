//! namnd.html: two or three pages for a nämnd. Sums alone, nobody's id, no small number ([`crate::board`]).

mod checked;
mod rows;
mod trend;

use askama::Template;
use kvittens_model::Class;
use kvittens_rules::rules::{k101_receipt_table::ReceiptTable, k102_manual_share::ManualShare};

use super::Pages;
use super::areas;
use super::format::Format;
use super::frame::{self, Frame};
use super::seal;
use super::shares::Shares;
use super::table::{Column, Table};
use crate::board::findings::{Findings, findings};
use crate::board::receipts::{Receipts, receipts};
use crate::board::who::{Row, Rows};
use crate::words::board::BoardWords;
use crate::words::html::{Html, Noun};
use crate::{Check, Lang};
pub use rows::{Level, Manual, Part, Receipt};

/// What stands in place of a number that is not shown.
pub const HIDDEN: &str = "..";

/// The page's parts.
#[derive(Template)]
#[template(path = "namnd.html")]
pub struct Board {
    pub w: &'static Html,
    pub b: &'static BoardWords,
    pub frame: Frame,
    pub warnings: Vec<String>,
    pub summary: Vec<String>,
    pub not_run: Option<Table>,
    pub classes: Vec<Part>,
    pub receipts: Vec<Receipt>,
    pub no_receipts: String,
    pub manual: Vec<Manual>,
    pub no_manual: String,
    pub scale: String,
    pub families: Vec<(char, &'static str)>,
    pub findings: Vec<Level>,
    pub areas: Table,
    pub trend: Vec<String>,
    pub reading: Vec<String>,
}

/// What the parts of the page are made of.
struct Made<'a> {
    check: &'a Check<'a>,
    lang: Lang,
    format: Format,
    w: &'static Html,
    b: &'static BoardWords,
    shares: Shares<'a>,
    rows: Rows,
    receipts: Option<Receipts>,
    findings: Findings,
}

impl Made<'_> {
    /// A row's name.
    fn who(&self, row: &Row) -> String {
        row.named.map_or(self.b.smaller, |id| self.check.run.month.ids.provider.text(id)).to_owned()
    }

    /// A number, or the mark of one that is not shown.
    fn shown(&self, number: Option<u64>) -> String {
        number.map_or_else(|| HIDDEN.to_owned(), |number| self.format.count(number))
    }

    /// A share in its form, or that mark.
    fn percent(&self, share: Option<f64>) -> String {
        share.map_or_else(|| HIDDEN.to_owned(), |share| self.format.percent(share))
    }
}

/// The page.
pub fn render(pages: &Pages, check: &Check<'_>) -> askama::Result<String> {
    Ok(seal::seal(gather(pages, check).render()?))
}

/// What stands on the page, in every form.
pub fn gather(pages: &Pages, check: &Check<'_>) -> Board {
    let (lang, bounds) = (check.options.lang, check.options.board);
    let (w, format) = (lang.words().html, Format::new(lang));
    let (shares, rows) = (Shares::without_trials(check), Rows::of(check, bounds));
    let made = Made {
        check,
        lang,
        format,
        w,
        b: &w.board,
        receipts: receipts(check, &shares, &rows, bounds),
        findings: findings(check, &rows, bounds),
        shares,
        rows,
    };
    let b = made.b;
    let month = format.month(check.run.month.month);
    let (manual, top) = rows::manual(&made);
    let mut frame = Frame::new(check, format!("{}, {month}", b.title), b.title.to_owned(), month.clone()).signed(check);
    // The letterhead says whose page it is; without one the line below the heading does.
    if let Some(municipality) = check.options.municipality.as_ref().filter(|_| !frame.letterhead.stands()) {
        frame.under = format!("{municipality} · {month}");
    }
    Board {
        w,
        b,
        frame,
        warnings: checked::warnings(&made),
        summary: summary(&made),
        not_run: checked::not_run(&made, pages),
        classes: rows::classes(&made),
        receipts: rows::receipts(&made),
        no_receipts: frame::absent(check, ReceiptTable::META.code, w.tables.nothing),
        manual,
        no_manual: frame::absent(check, ManualShare::META.code, w.tables.nothing),
        scale: (w.tables.scale)(&format.chosen_percent(top)),
        families: made.findings.families.iter().map(|family| (*family, (b.family)(*family))).collect(),
        findings: rows::findings(&made, pages),
        areas: areas_table(&made),
        trend: trend::trend(&made, pages),
        reading: reading(&made),
    }
}

/// Visits and who they are of; their receipts; findings; what ran.
fn summary(made: &Made<'_>) -> Vec<String> {
    let (b, format) = (made.b, made.format);
    let said = |number: u64, noun: Noun| format!("{} {}", format.count(number), noun.of(number));
    let month = format.month(made.check.run.month.month);
    let providers = said(made.rows.providers() as u64, made.w.index.providers);
    let visits = made.receipts.as_ref().and_then(|of| of.performed).map(|visits| said(visits, made.w.visit));
    let mut sentences = vec![(b.summary)(&month, &providers, visits.as_deref())];
    if let Some(of) = &made.receipts {
        let share = |class| of.cell(&of.all, class).share.map(|share| format.percent(share));
        let expecting = of.all.of.map(|of| format.count(of));
        if let (Some(expecting), Some(none)) = (expecting, share(Class::NoTag)) {
            sentences.push((b.summary_receipts)(&expecting, share(Class::BothTags).as_deref(), &none));
        }
    }
    if let Some(open) = made.findings.all.all {
        let explained = made.findings.explained.filter(|count| *count > 0).map(|count| format.count(count));
        sentences.push((b.summary_findings)(&said(open, made.w.index.open_findings), explained.as_deref()));
    }
    sentences.push(frame::ran(made.check));
    sentences
}

/// Open findings of all rows in each area, and the rules that are counted there.
fn areas_table(made: &Made<'_>) -> Table {
    let (b, words) = (made.b, made.lang.words());
    let not_run = (words.status)(kvittens_model::Status::NotRun);
    let row = |((name, rules), count): ((&&str, &&[kvittens_model::Code]), &Option<Option<u64>>)| {
        let counted: Vec<String> =
            rules.iter().filter(|rule| areas::counts(made.check, **rule)).map(ToString::to_string).collect();
        let count = count.map_or_else(|| not_run.to_owned(), |count| made.shown(count));
        vec![name.to_string(), count, counted.join(", ")]
    };
    let of = made.w.index.area.iter().zip(areas::AREAS.iter()).zip(&made.findings.areas);
    Table {
        caption: b.areas_caption.to_owned(),
        columns: vec![Column::text(b.area), Column::number(b.open), Column::text(b.rules)],
        rows: of.map(row).collect(),
    }
}

/// How to read the page: what is hidden and why, who is put together, what an interval and a level are.
fn reading(made: &Made<'_>) -> Vec<String> {
    let (b, format, bounds) = (made.b, made.format, made.check.options.board);
    let customers = format.count(bounds.min_customers);
    let mut said = vec![(b.hidden)(&format.count(bounds.min_cell))];
    if made.rows.rows.iter().any(|row| row.named.is_none()) {
        said.push((b.together)(&customers));
    }
    if made.rows.left_out {
        said.push((b.left_out)(&customers));
    }
    said.extend([made.w.tables.interval_text.to_owned(), b.levels_text.to_owned(), b.limits_of_data.to_owned()]);
    said
}
