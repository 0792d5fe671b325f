//! jamforelse.parquet and jamforelse.csv: granted, planned, performed and billed minutes, one row a provider, customer
//! and service. For the controller. Minutes are rounded to the nearest, differences are taken between them; a column
//! whose file is missing is empty.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use arrow::error::ArrowError;
use kvittens_rules::money::compare::{Comparison, Row};

use crate::Checked;
use crate::csv::{Dialect, Writer};
use crate::names::Names;
use crate::parquet::{self, Column};

/// The columns.
pub const COLUMNS: [&str; 13] = [
    "month",
    "provider",
    "customer",
    "service",
    "granted_minutes",
    "planned_minutes",
    "performed_minutes",
    "billed_minutes",
    "performed_minus_granted",
    "performed_minus_planned",
    "billed_minus_performed",
    "billed_minus_granted",
    "billed_kronor",
];

/// Whole minutes of seconds, to the nearest.
pub fn minutes(seconds: i64) -> i64 {
    (seconds + 30).div_euclid(60)
}

/// Granted, planned, performed and billed minutes; `None` without the file, and granted also where a decision does not
/// say how much.
pub fn told(comparison: &Comparison, row: &Row) -> [Option<i64>; 4] {
    let of = &row.figures;
    [
        (comparison.has_granted && of.untold == 0).then(|| minutes(of.granted)),
        comparison.has_planned.then(|| minutes(of.planned)),
        Some(minutes(of.performed)),
        comparison.has_billed.then(|| minutes(of.billed)),
    ]
}

/// The minutes, then their differences.
fn numbers(comparison: &Comparison, row: &Row) -> [Option<i64>; 8] {
    let [granted, planned, performed, billed] = told(comparison, row);
    let less = |a: Option<i64>, b: Option<i64>| Some(a? - b?);
    [
        granted,
        planned,
        performed,
        billed,
        less(performed, granted),
        less(performed, planned),
        less(billed, performed),
        less(billed, granted),
    ]
}

#[allow(clippy::cast_precision_loss, reason = "öre of a month are far below 2^52")]
fn kronor(row: &Row) -> Option<f64> {
    row.figures.ore.map(|ore| ore as f64 / 100.0)
}

fn texts<'a>(check: &Checked<'a>, names: &'a Names<'_>, row: &Row) -> [Option<Cow<'a, str>>; 3] {
    let ids = &check.month.ids;
    let service = ids.service.get(row.service).map(Cow::Borrowed);
    [ids.provider.get(row.provider).map(Cow::Borrowed), names.customer(row.customer), service]
}

/// The table as a batch.
///
/// # Errors
/// Columns of different lengths: an error of the program.
pub fn batch(check: &Checked<'_>, of: &Comparison, names: &Names<'_>) -> Result<RecordBatch, ArrowError> {
    let month = check.month.month.to_string();
    let told: Vec<[Option<Cow<'_, str>>; 3]> = of.rows.iter().map(|row| texts(check, names, row)).collect();
    let text = |at: usize| parquet::texts(told.iter().map(move |row| row[at].as_deref()));
    let numbers: Vec<[Option<i64>; 8]> = of.rows.iter().map(|row| numbers(of, row)).collect();
    let number = |at: usize| -> ArrayRef { Arc::new(numbers.iter().map(|row| row[at]).collect::<Int64Array>()) };
    let months = parquet::texts(of.rows.iter().map(|_| Some(month.as_str())));
    let mut columns: Vec<Column> = vec![(COLUMNS[0], false, months)];
    columns.extend((0..3).map(|at| (COLUMNS[1 + at], true, text(at))));
    columns.extend((0..8).map(|at| (COLUMNS[4 + at], true, number(at))));
    columns.push((COLUMNS[12], true, Arc::new(of.rows.iter().map(kronor).collect::<Float64Array>())));
    parquet::batch(columns)
}

/// The table as CSV.
///
/// # Errors
/// As the writer's.
pub fn csv<W: Write>(
    check: &Checked<'_>,
    of: &Comparison,
    names: &Names<'_>,
    out: W,
    dialect: Dialect,
) -> io::Result<W> {
    let mut writer = Writer::new(out, dialect, &COLUMNS)?;
    let month = check.month.month.to_string();
    for row in &of.rows {
        let mut cells = vec![month.as_str().into()];
        cells.extend(texts(check, names, row).map(Into::into));
        cells.extend(numbers(of, row).map(Into::into));
        cells.push(kronor(row).into());
        writer.row(&cells)?;
    }
    writer.finish()
}
