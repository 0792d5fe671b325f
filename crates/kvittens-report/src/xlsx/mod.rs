//! Reports as workbooks: oversikt.xlsx for the controller, rapport.xlsx for one provider.
//!
//! Numbers, days and times are what they are and no texts; every text is written as a text, so that no name or id is
//! taken for a formula. Nothing is read but findings, measures, ids, files and notes; a provider's workbook reads no
//! finding, row or name of another.

mod answers;
mod cells;
mod charts;
mod findings;
mod front;
mod ground;
mod looks;
mod matrix;
mod measures;
mod overview;
mod plain;
mod provider;
mod receipts;
mod rules;
mod sheet;

use kvittens_model::Id;
use kvittens_tables::names::Names;
use kvittens_tables::record::Record;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::Check;
use crate::html::Pages;

/// oversikt.xlsx. `records`: of all findings, as the controller sees them.
///
/// # Errors
/// As the writer's: an error of the program.
pub fn overview(
    pages: &Pages,
    check: &Check<'_>,
    records: &[Record<'_>],
    names: &Names<'_>,
) -> Result<Vec<u8>, XlsxError> {
    overview::book(pages, check, records, names)
}

/// rapport.xlsx: one provider, its own rows only.
///
/// # Errors
/// As the writer's: an error of the program.
pub fn provider(
    pages: &Pages,
    check: &Check<'_>,
    provider: Id,
    records: &[(usize, Record<'_>)],
    names: &Names<'_>,
) -> Result<Vec<u8>, XlsxError> {
    provider::book(pages, check, provider, records, names)
}

/// The sheets as a workbook. It says when the month began, and nothing of when, where and by whom it was made.
fn bound(check: &Check<'_>, title: &str, sheets: Vec<Worksheet>) -> Result<Vec<u8>, XlsxError> {
    let month = check.run.month.month;
    let begin =
        ExcelDateTime::from_ymd(u16::try_from(month.year).unwrap_or(2000), u8::try_from(month.month).unwrap_or(1), 1)?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(cells::fitting(title)).set_creation_datetime(&begin));
    for sheet in sheets {
        book.push_worksheet(sheet);
    }
    book.save_to_buffer()
}
