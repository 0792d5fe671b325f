//! What the command line says, one struct a language: a word that is missing does not build. No message holds the
//! content of a cell.

pub mod again;
pub mod backtest;
mod backtest_en;
mod backtest_sv;
mod en;
pub mod history;
pub mod init;
mod init_en;
mod init_sv;
mod own_en;
mod own_sv;
pub mod query;
mod sv;

use std::path::Path;

use kvittens_model::Month;
use kvittens_parse::{ReadError, Shared};
use kvittens_report::Lang;

use crate::error::Failure;

/// The words of a language.
pub fn of(lang: Lang) -> &'static Words {
    match lang {
        Lang::Sv => &sv::WORDS,
        Lang::En => &en::WORDS,
    }
}

/// Every word of the command line.
pub struct Words {
    /// What stopped a command: where, what, and the way out.
    pub failure: fn(&Failure) -> String,
    /// Rows a second, behind the number.
    pub rows_a_second: &'static str,
    /// What was read: rows and visits, then each file and its sum.
    pub read: fn(&Month) -> String,
    /// Before the names of files that are no exports.
    pub skipped: &'static str,
    /// The table of findings.
    pub summary_columns: [&'static str; 4],
    /// The name of a rule that is on trial.
    pub on_trial: fn(&str) -> String,
    /// Answers that change nothing: how many have run out, how many belong to no finding.
    pub idle_answers: fn(usize, usize) -> String,
    /// Registered minutes that the open findings are about, of how many, and kronor where rates hold.
    pub in_question: fn(i64, i64, Option<f64>) -> String,
    /// Before the code of a rule that did not run.
    pub not_run: &'static str,
    /// More rows set aside than the municipality accepts.
    pub too_many_rejected: &'static str,
    /// A key was made.
    pub key_made: fn(&Path) -> String,
    /// A folder changed by hand was kept.
    pub kept: fn(&Path) -> String,
    /// Where it lies: the folder, how many providers, whether as HTML.
    pub written: fn(&Path, usize, bool) -> String,
    /// Open findings of a rule.
    pub open_findings: fn(u64) -> String,
    /// The table of rules.
    pub rule_columns: [&'static str; 5],
    /// The headings of a rule's page.
    pub page_headings: [&'static str; 5],
    /// The heading of the parameters.
    pub parameters: &'static str,
    /// The heading of the example that fires.
    pub fires: &'static str,
    /// The heading of the example that just does not.
    pub rests: &'static str,
    /// An inspection.
    pub inspect: InspectWords,
    /// What was synthesised: rows, visits, planted deviations, where.
    pub synthesized: fn(u64, u64, u64, &Path) -> String,
    /// A whole number, with its thousands apart.
    pub number: fn(u64) -> String,
    /// What `kvittens report` and `kvittens open` say.
    pub again: again::Words,
    /// What `kvittens history` says.
    pub history: history::Words,
    /// What `kvittens trend` says.
    pub trend: TrendWords,
    /// What `kvittens backtest` says.
    pub backtest: backtest::Words,
    /// What `kvittens init` writes and says.
    pub init: init::Words,
    /// What `kvittens query` and `kvittens rules --test` say.
    pub query: query::Words,
}

/// Every word of `kvittens trend` that is not the page's too.
pub struct TrendWords {
    /// The table of shares.
    pub shares: [&'static str; 7],
    /// The table of months.
    pub months: [&'static str; 5],
    /// All providers together.
    pub everybody: &'static str,
    /// A change since a month.
    pub since: fn(&str) -> String,
    /// No share has changed.
    pub quiet: &'static str,
    /// Nothing to compare.
    pub nothing: &'static str,
}

/// Every word of `kvittens inspect`.
pub struct InspectWords {
    /// Encoding, delimiter and lines above the headers.
    pub detected: fn(&str, Option<&str>, u32) -> String,
    /// The tabulator.
    pub tab: &'static str,
    /// Heading: the layouts tried.
    pub layouts: &'static str,
    /// A layout fits.
    pub fits: &'static str,
    /// A layout lacks these columns.
    pub lacks: &'static str,
    /// A layout does not have these columns.
    pub excluded: &'static str,
    /// Known headers, of so many.
    pub score: fn(usize, usize) -> String,
    /// Heading: the columns, of so many rows.
    pub columns: fn(usize) -> String,
    /// The table of columns.
    pub column_headings: [&'static str; 4],
    /// A column that is not read.
    pub unread: &'static str,
    /// Heading: the first rows, masked.
    pub first_rows: &'static str,
    /// Heading: what reading gave.
    pub read: &'static str,
    /// Reading was refused.
    pub refused: fn(&ReadError) -> String,
    /// Rows have another number of fields than this.
    pub fields: fn(u32) -> String,
    /// So many rows, the first one, the column, why.
    pub set_aside: fn(u64, u32, Option<&str>, &str) -> String,
    /// So many, the first row, the column, what.
    pub noted: fn(u64, Option<u32>, Option<&str>, &str) -> String,
    /// Customers and staff that several providers share.
    pub shared: fn(Shared, Shared) -> String,
    /// Heading: the layout to start from.
    pub layout: &'static str,
    /// The unit of this column must be said.
    pub minutes: fn(&str) -> String,
    /// A header that may be meant as this column.
    pub meant: fn(&str) -> String,
    /// What the header is called that is this column.
    pub named: fn(&str) -> String,
}

/// A message of at most four lines: where and what, what was expected, what was found, the way out.
pub(crate) struct Message {
    pub place: String,
    pub what: String,
    pub expected: Option<String>,
    pub found: Option<String>,
    pub way_out: String,
}

impl Message {
    /// A message without expectation.
    pub(crate) fn new(place: impl Into<String>, what: impl Into<String>, way_out: impl Into<String>) -> Message {
        Message { place: place.into(), what: what.into(), expected: None, found: None, way_out: way_out.into() }
    }

    /// What was expected and what was found.
    pub(crate) fn with(mut self, expected: impl Into<String>, found: impl Into<String>) -> Message {
        self.expected = Some(expected.into());
        self.found = Some(found.into());
        self
    }

    /// In the order where, what, expected, found, way out, under labels of the language.
    pub(crate) fn render(&self, labels: [&str; 4]) -> String {
        let [error, expected, found, way_out] = labels;
        let mut text = format!("{error}: {}: {}\n", self.place, self.what);
        for (label, line) in [
            (expected, self.expected.as_deref()),
            (found, self.found.as_deref()),
            (way_out, Some(self.way_out.as_str())),
        ] {
            if let Some(line) = line.filter(|line| !line.is_empty()) {
                text.push_str(&format!("  {label}: {line}\n"));
            }
        }
        text
    }
}

/// A whole number with a no-break space between thousands.
pub(crate) fn number(count: u64, separator: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// Bytes in the unit that suits them, with one decimal; what is less is rounded up.
pub(crate) fn bytes(count: u64) -> String {
    let (unit, name) = if count >= 1_000_000_000 { (100_000_000, "GB") } else { (100_000, "MB") };
    let tenths = count.div_ceil(unit);
    format!("{}.{}\u{a0}{name}", tenths / 10, tenths % 10)
}

/// A count and its word, `one` or `many`.
pub(crate) fn counted(count: u64, separator: &str, one: &str, many: &str) -> String {
    format!("{} {}", number(count, separator), if count == 1 { one } else { many })
}
