//! Every measure: the table of measures.parquet with the words of the report.

use std::borrow::Cow;

use kvittens_model::{Measure, Scope};
use kvittens_tables::names::Names;
use rust_xlsxwriter::XlsxError;

use super::cells::Cell;
use super::looks::Kind;
use super::sheet::{Setting, Sheet, column};
use crate::Check;

/// The sheet.
///
/// # Errors
/// As the writer's.
pub fn sheet<'a>(setting: &'a Setting<'a>, check: &Check<'_>, names: &Names<'_>) -> Result<Sheet<'a>, XlsxError> {
    let words = setting.lang.words();
    let (html, heads) = (words.html, &words.workbook.heads);
    let columns = vec![
        column(html.tables.rule, Kind::Text),
        column(heads.measure, Kind::Text),
        column(heads.scope, Kind::Text),
        column(html.index.provider, Kind::Text),
        column(heads.who, Kind::Text),
        column(heads.bucket, Kind::Text),
        column(heads.numerator, Kind::Count),
        column(heads.denominator, Kind::Count),
        column(heads.value, Kind::Raw),
        column(heads.low, Kind::Raw),
        column(heads.high, Kind::Raw),
        column(html.tables.limit, Kind::Raw),
        column(heads.source, Kind::List),
        column(html.tables.peers, Kind::Raw),
        column(heads.funnel_low, Kind::Raw),
        column(heads.funnel_high, Kind::Raw),
        column(heads.past, Kind::Raw),
        column(html.tables.status, Kind::Status),
        column(heads.reason, Kind::List),
    ];
    let mut sheet = Sheet::new(setting, words.workbook.sheets.measures.name, columns)?.whole_in("measures.csv");
    for measure in &check.run.outcome.measures {
        sheet.row(&[
            measure.rule.as_str().into(),
            measure.name.into(),
            (heads.scope_of)(measure.scope).into(),
            check.run.month.ids.provider.get(measure.subject.provider).map(str::to_owned).into(),
            who(check, measure, names).into(),
            measure.bucket.clone().into(),
            measure.numerator.into(),
            measure.denominator.into(),
            Cell::number(measure.value),
            Cell::number(measure.interval.map(|(low, _)| low)),
            Cell::number(measure.interval.map(|(_, high)| high)),
            Cell::number(measure.limit),
            measure.limit_source.clone().into(),
            Cell::number(measure.peer),
            Cell::number(measure.funnel.map(|(low, _)| low)),
            Cell::number(measure.funnel.map(|(_, high)| high)),
            Cell::number(measure.baseline),
            (words.status)(measure.status).into(),
            measure.reason.map(|reason| (words.reason)(reason).to_owned()).into(),
        ])?;
    }
    Ok(sheet)
}

/// The unit, staff or customer a measure is about.
fn who(check: &Check<'_>, measure: &Measure, names: &Names<'_>) -> Option<String> {
    let of = measure.subject;
    match measure.scope {
        Scope::All | Scope::Provider => None,
        Scope::Unit => check.run.month.ids.unit.get(of.unit).map(str::to_owned),
        Scope::Staff => names.staff(of.provider, of.staff).map(Cow::into_owned),
        Scope::Customer => names.customer(of.customer).map(Cow::into_owned),
    }
}
