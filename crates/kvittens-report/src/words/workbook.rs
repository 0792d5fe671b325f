//! The words of the workbooks: names of sheets, headings of columns, and what stands on the first and the last sheet.
//! Words that the HTML reports have are taken from there.

/// The words of oversikt.xlsx and rapport.xlsx. Names of sheets have at most 31 letters and none of `[]:*?/\`.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct WorkbookWords {
    pub sheets: Sheets,
    pub heads: Heads,
    pub answers: AnswerWords,
    /// A sheet for each family of rules, by its letter.
    pub family: fn(char) -> &'static str,
    pub for_whom: &'static str,
    pub contents: &'static str,
    /// A sheet that did not hold all: how many stand elsewhere, and in which file.
    pub cut: fn(left_out: &str, file: &str) -> String,
    pub no_rows: &'static str,
    /// The foot of a printed page: page and pages are codes of the workbook.
    pub page_of: fn(page: &str, pages: &str) -> String,
    pub charts: Charts,
    /// Words and what they mean, for the sheet of definitions.
    pub definitions: &'static [(&'static str, &'static str)],
    /// Words that only the controller's workbook has.
    pub definitions_overview: &'static [(&'static str, &'static str)],
}

/// Names of sheets.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Sheets {
    pub overview: Sheet,
    pub report: Sheet,
    pub answers: Sheet,
    pub charts: Sheet,
    pub receipts: Sheet,
    pub manual: Sheet,
    pub follow_up: Sheet,
    pub matrix: Sheet,
    pub rules: Sheet,
    pub measures: Sheet,
    pub files: Sheet,
    pub notes: Sheet,
    pub pages: Sheet,
    pub definitions: Sheet,
    /// What the sheet of a family holds.
    pub family: &'static str,
}

/// A sheet's name and what it holds, for the contents.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
}

/// Headings of columns that the HTML reports do not have.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Heads {
    pub finding: &'static str,
    pub case: &'static str,
    pub start: &'static str,
    pub stop: &'static str,
    pub measured_in: &'static str,
    pub minutes: &'static str,
    pub elsewhere: &'static str,
    pub status: &'static str,
    /// `open`, `explained`, `accepted`.
    pub state: fn(kvittens_model::State) -> &'static str,
    pub share_without: &'static str,
    pub numerator: &'static str,
    pub denominator: &'static str,
    pub low: &'static str,
    pub high: &'static str,
    pub funnel_low: &'static str,
    pub funnel_high: &'static str,
    pub source: &'static str,
    pub past: &'static str,
    /// A number of one class of receipts.
    pub of_class: fn(class: &str, number: &str) -> String,
    pub whole_provider: &'static str,
    pub measure: &'static str,
    pub scope: &'static str,
    pub scope_of: fn(kvittens_model::Scope) -> &'static str,
    pub who: &'static str,
    pub bucket: &'static str,
    pub value: &'static str,
    pub reason: &'static str,
    pub rate: &'static str,
    pub not_run: &'static str,
    pub word: &'static str,
    pub meaning: &'static str,
    pub sheet: &'static str,
    pub holds: &'static str,
    pub encoding: &'static str,
}

/// The sheet of answers.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct AnswerWords {
    pub answer: &'static str,
    pub comment: &'static str,
    pub decided_by: &'static str,
    pub until: &'static str,
    pub question: &'static str,
    /// Wrong registration, explained, disputed, looked into: as the reader of answers knows them.
    pub replies: [&'static str; 4],
    pub how: &'static str,
    pub answer_title: &'static str,
    pub answer_help: &'static str,
    pub answer_wrong: &'static str,
    pub comment_help: &'static str,
    pub decided_help: &'static str,
    pub until_help: &'static str,
    pub until_wrong: &'static str,
}

/// Titles of charts.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Charts {
    pub receipts: &'static str,
    pub manual: &'static str,
    pub rules: &'static str,
    pub own: &'static str,
    pub receipts_beside_peers: &'static str,
    pub receipts_own: &'static str,
    pub share_axis: &'static str,
    pub count_axis: &'static str,
}
