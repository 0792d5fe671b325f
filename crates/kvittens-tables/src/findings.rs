//! findings.parquet and findings.csv: one row a finding, the columns of outputs.md.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::errors::ParquetError;
use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int32Array, RecordBatch, TimestampMillisecondArray};
use arrow::error::ArrowError;
use kvittens_model::{Finding, Local, Memory, State};

use crate::csv::{self, Cell, Dialect};
use crate::parquet::{self, Column, lists, milliseconds, texts};
use crate::record::Record;
use crate::{Checked, places};

/// The columns.
pub const COLUMNS: [&str; 24] = [
    "finding_id",
    "series_id",
    "month",
    "rule",
    "severity",
    "status",
    "explanation",
    "case_id",
    "primary",
    "memory",
    "provider",
    "unit",
    "customer",
    "staff",
    "service",
    "visit",
    "start",
    "stop",
    "value",
    "limit",
    "minutes",
    "other_visits",
    "other_count",
    "rows",
];

/// A finding and its record.
pub(crate) type Pair<'a> = (&'a Finding, &'a Record<'a>);

/// All findings and their records.
pub(crate) fn pairs<'a>(check: &Checked<'a>, records: &'a [Record<'a>]) -> Vec<Pair<'a>> {
    check.outcome.findings.iter().zip(records).collect()
}

/// The table as a batch.
///
/// # Errors
/// Columns of different lengths: an error of the program.
pub fn batch(check: &Checked<'_>, records: &[Record<'_>]) -> Result<RecordBatch, ArrowError> {
    parquet::batch(columns(check, &pairs(check, records))?)
}

/// Writes the table of a month's folder: behind its columns those of [`places`], from which the reports can be made again.
///
/// # Errors
/// As the writer's; none on data.
pub fn whole<W: Write + Send>(check: &Checked<'_>, records: &[Record<'_>], out: &mut W) -> Result<(), ParquetError> {
    let pairs = pairs(check, records);
    let can_be_empty = places::can_be_empty(&pairs);
    parquet::write_in_groups(out, pairs.len(), |rows| {
        let pairs = &pairs[rows];
        parquet::batch([columns(check, pairs)?, places::columns(pairs, can_be_empty)?].concat())
    })
}

fn columns(check: &Checked<'_>, pairs: &[Pair<'_>]) -> Result<Vec<Column>, ArrowError> {
    let month = check.month.month.to_string();
    let of_finding = |of: fn(&Finding) -> &str| texts(pairs.iter().map(|(finding, _)| Some(of(finding))));
    let of_record =
        |of: for<'r> fn(&'r Record<'_>) -> Option<&'r str>| texts(pairs.iter().map(|(_, record)| of(record)));
    let explanations: Vec<Option<Cow<'_, str>>> =
        pairs.iter().map(|(finding, _)| explanation(check, finding)).collect();
    let time = |of: fn(&Record<'_>) -> Local| -> ArrayRef {
        let times = pairs.iter().map(|(_, record)| of(record).get().map(milliseconds));
        Arc::new(times.collect::<TimestampMillisecondArray>())
    };
    let number = |of: fn(&Finding) -> Option<f64>| -> ArrayRef {
        Arc::new(pairs.iter().map(|(finding, _)| of(finding)).collect::<Float64Array>())
    };
    let count = |of: fn(&Finding) -> i32| -> ArrayRef {
        Arc::new(pairs.iter().map(|(finding, _)| of(finding)).collect::<Int32Array>())
    };
    let primary: BooleanArray = pairs.iter().map(|(_, record)| Some(record.primary)).collect();
    Ok(vec![
        ("finding_id", false, of_record(|record| Some(&record.finding_id))),
        ("series_id", true, of_record(|record| record.series_id.as_deref())),
        ("month", false, texts(pairs.iter().map(|_| Some(month.as_str())))),
        ("rule", false, of_finding(|finding| finding.rule.as_str())),
        ("severity", false, of_finding(|finding| finding.severity.name())),
        ("status", false, of_finding(|finding| finding.state.name())),
        ("explanation", true, texts(explanations.iter().map(Option::as_deref))),
        ("case_id", true, of_record(|record| record.case_id.as_deref())),
        ("primary", false, Arc::new(primary)),
        ("memory", true, of_record(|record| record.memory.map(Memory::name))),
        ("provider", true, of_record(|record| record.provider)),
        ("unit", true, of_record(|record| record.unit)),
        ("customer", true, of_record(|record| record.customer.as_deref())),
        ("staff", true, of_record(|record| record.staff.as_deref())),
        ("service", true, of_record(|record| record.service.as_deref())),
        ("visit", true, of_record(|record| record.visit.as_deref())),
        ("start", true, time(|record| record.start)),
        ("stop", true, time(|record| record.stop)),
        ("value", true, number(|finding| finding.value)),
        ("limit", true, number(|finding| finding.limit)),
        ("minutes", false, count(|finding| finding.minutes)),
        ("other_visits", false, lists(pairs.iter().map(|(_, record)| Some(record.other_visits.as_slice())))?),
        ("other_count", false, count(|finding| i32::try_from(finding.others.len()).unwrap_or(i32::MAX))),
        ("rows", false, parquet::places(pairs.iter().map(|(_, record)| Some(record.rows.as_slice())))?),
    ])
}

/// What explains a finding, or `accepted:` and who decided.
fn explanation(check: &Checked<'_>, finding: &Finding) -> Option<Cow<'static, str>> {
    match finding.state {
        State::Open => None,
        State::Explained(explanation) => Some(explanation.name().into()),
        State::Accepted(by) => Some(format!("accepted:{}", check.outcome.decider(by)).into()),
    }
}

/// Writes the table as CSV; lists are joined with `|`.
///
/// # Errors
/// As the writer's.
pub fn csv<W: Write + Send>(
    check: &Checked<'_>,
    records: &[Record<'_>],
    dialect: Dialect,
    out: &mut W,
) -> io::Result<()> {
    let month = check.month.month.to_string();
    csv::table(out, dialect, &COLUMNS, &pairs(check, records), |writer, (finding, record)| {
        writer.row(&[
            record.finding_id.as_ref().into(),
            record.series_id.as_deref().into(),
            month.as_str().into(),
            finding.rule.as_str().into(),
            finding.severity.name().into(),
            finding.state.name().into(),
            explanation(check, finding).into(),
            record.case_id.as_deref().into(),
            if record.primary { "true" } else { "false" }.into(),
            record.memory.map(Memory::name).into(),
            record.provider.into(),
            record.unit.into(),
            record.customer.as_deref().into(),
            record.staff.as_deref().into(),
            record.service.as_deref().into(),
            record.visit.as_deref().into(),
            record.start.into(),
            record.stop.into(),
            finding.value.into(),
            finding.limit.into(),
            Cell::Integer(finding.minutes.into()),
            record.other_visits.join("|").into(),
            Cell::Integer(i64::try_from(finding.others.len()).unwrap_or(i64::MAX)),
            record.places().into(),
        ])
    })
}
