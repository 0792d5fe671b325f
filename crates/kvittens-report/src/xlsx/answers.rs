//! The sheet on which a provider answers: a row for each open finding, a list of answers to choose from, and the cells in
//! which the municipality decides. `kvittens_history::answers` reads it back.

use kvittens_tables::answers;
use rust_xlsxwriter::{DataValidation, DataValidationRule, ExcelDateTime, ProtectionOptions, Worksheet, XlsxError};

use super::findings::{Seen, text, when};
use super::looks::Kind;
use super::plain::first_question;
use super::sheet::{Setting, Sheet, column};
use crate::html::Pages;
use kvittens_tables::record::is_open;

/// The columns before the first that is filled in.
const TOLD: u16 = 10;

/// The sheet, and its rows.
///
/// # Errors
/// As the writer's.
pub fn sheet(setting: &Setting<'_>, pages: &Pages, found: &[Seen<'_>]) -> Result<(Worksheet, u32), XlsxError> {
    let words = setting.lang.words();
    let (html, heads, w) = (words.html, &words.workbook.heads, &words.workbook.answers);
    let columns = vec![
        column(heads.finding, Kind::Text),
        column(html.tables.rule, Kind::Text),
        column(html.tables.name, Kind::Wrapped).narrow(26.0),
        column(html.provider.date, Kind::Date),
        column(heads.start, Kind::Clock),
        column(heads.stop, Kind::Clock),
        column(html.provider.customer, Kind::Text),
        column(html.provider.staff, Kind::Text),
        column(html.provider.visit, Kind::Text),
        column(w.question, Kind::Wrapped).narrow(44.0),
        column(w.answer, Kind::Answer),
        column(w.comment, Kind::Answer),
        column(w.decided_by, Kind::Decision),
        column(w.until, Kind::Until),
    ];
    let mut sheet = Sheet::new(setting, answers::SHEET, columns)?;
    for (finding, record) in found.iter().filter(|(finding, _)| is_open(finding)) {
        let question = pages.words(finding.rule).map(|page| first_question(&page.question));
        let [day, start, stop] = when(record);
        sheet.row(&[
            record.finding_id.as_ref().into(),
            finding.rule.as_str().into(),
            pages.name(finding.rule).into(),
            day,
            start,
            stop,
            text(record.customer.as_deref()),
            text(record.staff.as_deref()),
            text(record.visit.as_deref()),
            question.into(),
        ])?;
    }
    let rows = sheet.len();
    if rows > 0 {
        for (column, validation) in (TOLD..).zip(validations(setting)?) {
            sheet.inner.add_data_validation(1, column, rows, column, &validation)?;
        }
    }
    // Without a password: it keeps a slip of the hand out of what was found, and hinders nobody.
    sheet.inner.protect_with_options(&ProtectionOptions {
        use_autofilter: true,
        sort: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    Ok((sheet.finish()?, rows))
}

/// Of the answer, the comment, the role and the day.
fn validations(setting: &Setting<'_>) -> Result<[DataValidation; 4], XlsxError> {
    let w = &setting.lang.words().workbook.answers;
    let told = |title: &str, help: &str| DataValidation::new().set_input_title(title)?.set_input_message(help);
    let first = ExcelDateTime::from_ymd(2000, 1, 1)?;
    Ok([
        told(w.answer_title, w.answer_help)?.allow_list_strings(&w.replies)?.set_error_message(w.answer_wrong)?,
        told(w.comment, w.comment_help)?,
        told(w.decided_by, w.decided_help)?,
        told(w.until, w.until_help)?
            .allow_date(DataValidationRule::GreaterThanOrEqualTo(first))
            .set_error_message(w.until_wrong)?,
    ])
}
