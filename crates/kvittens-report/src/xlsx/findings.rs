//! The sheets of a family: its findings, a row each, open ones and those that are explained or accepted.

use kvittens_model::{Finding, State};
use kvittens_rules::Configured;
use kvittens_tables::record::{Place, Record};
use rust_xlsxwriter::XlsxError;

use super::cells::Cell;
use super::looks::Kind;
use super::sheet::{Column, Setting, Sheet, column};
use crate::Check;
use crate::html::{Pages, frame, past};

/// The families in the order of the catalogue's table, and the municipality's own.
pub const FAMILIES: [char; 8] = ['K', 'D', 'M', 'T', 'P', 'B', 'E', 'X'];

/// A finding and how one audience sees it.
pub type Seen<'a> = (&'a Finding, &'a Record<'a>);

/// The sheet of a family; `None` where it has no findings. `provider`: whether a column names the provider; a provider's
/// own workbook counts the visits of others instead.
///
/// # Errors
/// As the writer's.
pub fn family<'a>(
    setting: &'a Setting<'a>,
    pages: &Pages,
    check: &Check<'_>,
    letter: char,
    found: &[Seen<'_>],
    provider: bool,
) -> Result<Option<Sheet<'a>>, XlsxError> {
    let of_family: Vec<&Seen<'_>> = found.iter().filter(|(finding, _)| finding.rule.family() == letter).collect();
    if of_family.is_empty() {
        return Ok(None);
    }
    let has_past = check.run.outcome.past.months > 0;
    let mut sheet =
        Sheet::new(setting, (setting.lang.words().workbook.family)(letter), columns(setting, provider, has_past))?;
    for seen in of_family {
        sheet.row(&row(setting, pages, check, *seen, provider, has_past))?;
    }
    Ok(Some(sheet))
}

fn columns(setting: &Setting<'_>, provider: bool, has_past: bool) -> Vec<Column> {
    let words = setting.lang.words();
    let (html, heads) = (words.html, &words.workbook.heads);
    let w = &html.provider;
    let texts = |heads: &[&str]| -> Vec<Column> { heads.iter().map(|head| column(*head, Kind::Text)).collect() };
    let mut columns = texts(&[heads.finding, html.tables.rule, html.tables.name]);
    if provider {
        columns.push(column(html.index.provider, Kind::Text));
    }
    columns.push(column(html.tables.weight, Kind::Weight));
    columns.extend(texts(&[heads.status, w.explanation]));
    columns.push(column(w.date, Kind::Date));
    columns.extend([heads.start, heads.stop].map(|head| column(head, Kind::Clock)));
    columns.extend(texts(&[html.tables.unit, w.customer, w.staff, w.service, w.visit]));
    columns.extend([w.value, w.against].map(|head| column(head, Kind::Decimal)));
    columns.push(column(heads.measured_in, Kind::Text));
    columns.push(column(heads.minutes, Kind::Count));
    columns.push(column(w.others, Kind::List));
    if !provider {
        columns.push(column(heads.elsewhere, Kind::Count));
    }
    columns.push(column(heads.case, Kind::Text));
    if has_past {
        columns.push(column(html.past.memory_head, Kind::List));
    }
    columns.push(column(w.rows, Kind::List));
    columns
}

fn row(
    setting: &Setting<'_>,
    pages: &Pages,
    check: &Check<'_>,
    (finding, record): Seen<'_>,
    provider: bool,
    has_past: bool,
) -> Vec<Cell> {
    let words = setting.lang.words();
    let mut cells: Vec<Cell> = vec![
        record.finding_id.as_ref().into(),
        if provider { frame::marked(check, finding.rule).into() } else { finding.rule.as_str().into() },
        pages.name(finding.rule).into(),
    ];
    if provider {
        cells.push(text(record.provider));
    }
    cells.push((words.severity)(finding.severity).into());
    cells.push((words.workbook.heads.state)(finding.state).into());
    cells.push(match finding.state {
        State::Open => Cell::Empty,
        State::Explained(explanation) => (words.explanation)(explanation).into(),
        State::Accepted(by) => (words.accepted)(check.run.outcome.decider(by)).into(),
    });
    cells.extend(when(record));
    cells.push(text(record.unit));
    cells.extend([&record.customer, &record.staff, &record.service].map(|of| text(of.as_deref())));
    cells.push(text(record.visit.as_deref()));
    let unit = check.run.rules.iter().find(|rule| rule.code() == finding.rule).and_then(unit);
    let value = |value: Option<f64>| match (value, unit) {
        (None, _) => Cell::Empty,
        (Some(value), None) => Cell::Share(value),
        (Some(value), Some(_)) => Cell::Number(value),
    };
    cells.extend([value(finding.value), value(finding.limit)]);
    cells.push(if finding.value.is_none() { Cell::Empty } else { unit.map_or("%", words.html.unit).into() });
    cells.push(if finding.minutes > 0 { Cell::count(finding.minutes.into()) } else { Cell::Empty });
    cells.push(filled(record.other_visits.join(", ")));
    if !provider {
        let elsewhere = i64::try_from(record.elsewhere).unwrap_or(i64::MAX);
        cells.push(if elsewhere > 0 { Cell::count(elsewhere) } else { Cell::Empty });
    }
    cells.push(text(record.case_id.as_deref()));
    if has_past {
        cells.push(filled(past::memory(setting.lang, record)));
    }
    cells.push(filled(places(&record.rows)));
    cells
}

/// A text, where one stands.
pub fn text(of: Option<&str>) -> Cell {
    of.map_or(Cell::Empty, Cell::from)
}

fn filled(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { text.into() }
}

/// Day, start and stop; a stop on another day with its day.
pub fn when(record: &Record<'_>) -> [Cell; 3] {
    let (start, stop) = (record.start, record.stop);
    let time = |time: kvittens_model::Local| match time.get() {
        None => Cell::Empty,
        Some(time) if start.is_some() && time.day() != start.day() => Cell::Stamp(time),
        Some(time) => Cell::Clock(time),
    };
    [start.or(stop).get().map_or(Cell::Empty, Cell::Day), time(start), time(stop)]
}

/// The unit of what a rule compares: what it says, else where it is on visits that of its first parameter; none of a
/// share.
fn unit(rule: &Configured) -> Option<&'static str> {
    let meta = rule.rule.meta();
    let first = || meta.params().first().map(|param| param.unit).filter(|_| meta.per.on_visits());
    meta.compares.or_else(first).filter(|unit| !unit.is_empty())
}

/// Rows as `tagg.csv:12–15, 20`.
fn places(rows: &[Place<'_>]) -> String {
    let mut rows: Vec<(&str, i64)> = rows.iter().map(|(file, row)| (file.as_ref(), *row)).collect();
    rows.sort_unstable();
    rows.dedup();
    let (mut said, mut last) = (String::new(), None);
    for stretch in rows.chunk_by(|a, b| a.0 == b.0 && a.1 + 1 == b.1) {
        let ((file, from), (_, to)) = (stretch[0], stretch[stretch.len() - 1]);
        if !said.is_empty() {
            said.push_str(", ");
        }
        if last != Some(file) {
            said.push_str(file);
            said.push(':');
            last = Some(file);
        }
        said.push_str(&if from == to { from.to_string() } else { format!("{from}–{to}") });
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_follow_each_other_are_one_stretch() {
        let of = |file: &'static str, row| -> Place<'_> { (file.into(), row) };
        let rows = [of("b.csv", 9), of("a.csv", 3), of("a.csv", 2), of("a.csv", 7), of("a.csv", 3)];
        assert_eq!(places(&rows), "a.csv:2–3, 7, b.csv:9");
        assert_eq!(places(&[]), "");
    }
}
