//! Findings made elsewhere: DuckDB, Polars, pandas, Spark, or this program. Month, rule, provider and a visit or a
//! subject are needed; whatever else stands in a column of findings.parquet is taken along.

use std::path::Path;

use kvittens_model::{Local, YearMonth};

use super::grid::{Grid, GridError, LIST, Problem};
use super::{Found, Standing, text};

/// Reads a file of findings: Parquet or CSV, columns of text, numbers or dates.
///
/// # Errors
/// A file that cannot be read, a column that is missing, a cell without what it must hold; with file, column and row.
pub fn read_findings(path: &Path) -> Result<Vec<Found>, GridError> {
    let grid = Grid::read(path)?;
    of_grid(&grid).map_err(|problem| GridError { file: path.to_owned(), problem })
}

/// The findings of a table.
pub(crate) fn of_grid(grid: &Grid) -> Result<Vec<Found>, Problem> {
    let months = grid.need(&["month", "månad", "manad"], "month")?;
    let rules = grid.need(&["rule", "regel"], "rule")?;
    let providers = grid.need(&["provider", "utförare", "utforare"], "provider")?;
    let column = |name: &str| grid.find(&[name]);
    let (visit, unit, customer, staff) = (column("visit"), column("unit"), column("customer"), column("staff"));
    let subject = column("subject");
    if [visit, unit, customer, staff, subject].iter().all(Option::is_none) {
        grid.need(&["visit"], "visit, customer, staff or unit")?;
    }
    let rest = [
        "severity",
        "status",
        "explanation",
        "finding_id",
        "series_id",
        "service",
        "other_visits",
        "start",
        "stop",
        "value",
        "limit",
        "minutes",
    ]
    .map(column);
    let [severity, status, explanation, finding_id, series_id, service, others, start, stop, value, limit, minutes] =
        rest;
    let read = |at: usize| -> Result<Found, Problem> {
        let lacks = |column: &str, expected| Problem::Cell { column: column.to_owned(), row: at + 1, expected };
        let cell = |column: Option<&[Option<String>]>| column.and_then(|cells| cells[at].clone());
        let time = |column| cell(column).and_then(|cell| text::time(&cell)).unwrap_or(Local::NONE);
        let number = |column| cell(column).and_then(|cell| text::number(&cell));
        let month: YearMonth = months[at].as_deref().and_then(text::month).ok_or_else(|| lacks("month", "2022-03"))?;
        let minutes = cell(minutes).and_then(|cell| text::whole(&cell)).unwrap_or_default();
        Ok(Found {
            month,
            rule: rules[at].as_deref().ok_or_else(|| lacks("rule", "a code"))?.to_uppercase(),
            severity: cell(severity).and_then(|cell| text::severity(&cell)),
            standing: cell(status)
                .map_or(Some(Standing::Open), |cell| text::standing(&cell))
                .ok_or_else(|| lacks("status", "open, explained or accepted"))?,
            explanation: cell(explanation),
            finding_id: cell(finding_id),
            series_id: cell(series_id),
            provider: providers[at].clone().ok_or_else(|| lacks("provider", "a name"))?,
            unit: cell(unit),
            // A subject without saying of which kind is kept where every kind is looked for.
            customer: cell(customer).or_else(|| cell(subject)),
            staff: cell(staff),
            service: cell(service),
            visit: cell(visit),
            other_visits: cell(others).map(|cell| cell.split(LIST).map(str::to_owned).collect()).unwrap_or_default(),
            start: time(start),
            stop: time(stop),
            value: number(value),
            limit: number(limit),
            minutes: i32::try_from(minutes).unwrap_or(i32::MAX),
        })
    };
    (0..grid.len()).map(read).collect()
}
