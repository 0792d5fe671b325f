//! Rules × providers: open findings, coloured as the rate of each stands.

use std::collections::BTreeMap;

use kvittens_model::{Code, Id, Scope, Status, Subject};
use kvittens_rules::engine::FINDINGS;
use kvittens_tables::record::is_open;
use rust_xlsxwriter::XlsxError;

use super::cells::Cell;
use super::looks::Kind;
use super::sheet::{Setting, Sheet, column, upright};
use crate::Check;
use crate::html::shares::{Shares, provider};
use crate::html::{Pages, frame};

/// The sheet: a row for each provider, a column for each rule that ran.
///
/// # Errors
/// As the writer's.
pub fn sheet<'a>(
    setting: &'a Setting<'a>,
    pages: &Pages,
    check: &Check<'_>,
    shares: &Shares<'_>,
) -> Result<Sheet<'a>, XlsxError> {
    let words = setting.lang.words();
    let mut open: BTreeMap<(Code, Id), i64> = BTreeMap::new();
    for finding in check.run.outcome.findings.iter().filter(|finding| is_open(finding)) {
        *open.entry((finding.rule, finding.subject.provider)).or_default() += 1;
    }
    let runs = check.run.outcome.runs.iter();
    let ran: Vec<Code> = runs.filter(|run| run.not_run.is_none()).map(|run| run.code).collect();
    let heads = ran.iter().map(|rule| upright(format!("{} {}", frame::marked(check, *rule), pages.name(*rule))));
    let columns = [column(words.html.index.provider, Kind::Text)].into_iter().chain(heads).collect();
    let mut sheet = Sheet::new(setting, words.workbook.sheets.matrix.name, columns)?;
    for (id, name) in (0..).zip(check.run.month.ids.provider.iter()) {
        let count = |rule: &Code| {
            let open = open.get(&(*rule, id)).copied().unwrap_or(0);
            let measure = shares.find(*rule, FINDINGS, Scope::Provider, provider(id));
            match (Cell::count(open), measure.map_or(Status::Ok, |measure| measure.status)) {
                (Cell::Number(open), status @ (Status::Deviation | Status::Watch)) => Cell::Marked(open, status),
                (cell, _) => cell,
            }
        };
        sheet.row(&[Cell::from(name)].into_iter().chain(ran.iter().map(count)).collect::<Vec<Cell>>())?;
    }
    let of_all = |rule: &Code| {
        let measure = shares.find(*rule, FINDINGS, Scope::All, Subject::NONE).and_then(|measure| measure.numerator);
        let counted = || check.run.outcome.runs.iter().find(|run| run.code == *rule).map_or(0, |run| run.open);
        Cell::count(measure.unwrap_or_else(|| counted().cast_signed()))
    };
    let total = Cell::from(words.html.tables.total);
    sheet.total(&[total].into_iter().chain(ran.iter().map(of_all)).collect::<Vec<Cell>>())?;
    Ok(sheet)
}
