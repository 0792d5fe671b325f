//! findings.parquet and findings.csv: one row a finding, the columns of outputs.md.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Float64Array, Int32Array, Int64Builder, ListBuilder, RecordBatch, StringArray,
    StringBuilder, StructBuilder, TimestampMillisecondArray,
};
use arrow::datatypes::{DataType, Field, Fields};
use arrow::error::ArrowError;
use kvittens_model::{Finding, Local, State};

use crate::csv::{Cell, Dialect, Writer};
use crate::names::Names;
use crate::parquet::{self, Column, milliseconds};
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
pub(crate) type Pair<'a> = (&'a Finding, &'a Record);

/// The table as a batch.
///
/// # Errors
/// Columns of different lengths: an error of the program.
pub fn batch(check: &Checked<'_>, records: &[Record]) -> Result<RecordBatch, ArrowError> {
    parquet::batch(columns(check, records))
}

/// The table of a month's folder as a batch: behind its columns those of [`places`], from which the reports can be made
/// again.
///
/// # Errors
/// Columns of different lengths: an error of the program.
pub fn whole(check: &Checked<'_>, names: &Names<'_>, records: &[Record]) -> Result<RecordBatch, ArrowError> {
    parquet::batch([columns(check, records), places::columns(check, names, records)].concat())
}

fn columns(check: &Checked<'_>, records: &[Record]) -> Vec<Column> {
    let pairs: Vec<Pair<'_>> = check.outcome.findings.iter().zip(records).collect();
    let month = check.month.month.to_string();
    let text = |of: &dyn Fn(&Pair<'_>) -> Option<String>| -> ArrayRef {
        Arc::new(pairs.iter().map(of).collect::<StringArray>())
    };
    let time = |of: fn(&Record) -> Local| -> ArrayRef {
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
    vec![
        ("finding_id", false, text(&|(_, record)| Some(record.finding_id.clone()))),
        ("series_id", true, text(&|(_, record)| record.series_id.clone())),
        ("month", false, text(&|_| Some(month.clone()))),
        ("rule", false, text(&|(finding, _)| Some(finding.rule.to_string()))),
        ("severity", false, text(&|(finding, _)| Some(finding.severity.name().to_owned()))),
        ("status", false, text(&|(finding, _)| Some(finding.state.name().to_owned()))),
        ("explanation", true, text(&|(finding, _)| explanation(check, finding))),
        ("case_id", true, text(&|(_, record)| record.case_id.clone())),
        ("primary", false, Arc::new(primary)),
        ("memory", true, text(&|(_, record)| record.memory.map(|memory| memory.name().to_owned()))),
        ("provider", true, text(&|(_, record)| record.provider.clone())),
        ("unit", true, text(&|(_, record)| record.unit.clone())),
        ("customer", true, text(&|(_, record)| record.customer.clone())),
        ("staff", true, text(&|(_, record)| record.staff.clone())),
        ("service", true, text(&|(_, record)| record.service.clone())),
        ("visit", true, text(&|(_, record)| record.visit.clone())),
        ("start", true, time(|record| record.start)),
        ("stop", true, time(|record| record.stop)),
        ("value", true, number(|finding| finding.value)),
        ("limit", true, number(|finding| finding.limit)),
        ("minutes", false, count(|finding| finding.minutes)),
        ("other_visits", false, other_visits(&pairs)),
        ("other_count", false, count(|finding| i32::try_from(finding.others.len()).unwrap_or(i32::MAX))),
        ("rows", false, rows(pairs.iter().map(|(_, record)| Some(record.rows.as_slice())))),
    ]
}

/// What explains a finding, or `accepted:` and who decided.
fn explanation(check: &Checked<'_>, finding: &Finding) -> Option<String> {
    match finding.state {
        State::Open => None,
        State::Explained(explanation) => Some(explanation.name().to_owned()),
        State::Accepted(by) => Some(format!("accepted:{}", check.outcome.decider(by))),
    }
}

fn other_visits(pairs: &[Pair<'_>]) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for (_, record) in pairs {
        record.other_visits.iter().for_each(|visit| builder.values().append_value(visit));
        builder.append(true);
    }
    Arc::new(builder.finish())
}

/// A column of rows of the exports: file and row.
pub(crate) fn rows<'r>(of: impl Iterator<Item = Option<&'r [(String, i64)]>>) -> ArrayRef {
    let fields =
        Fields::from(vec![Field::new("file", DataType::Utf8, false), Field::new("row", DataType::Int64, false)]);
    let columns = vec![Box::new(StringBuilder::new()) as _, Box::new(Int64Builder::new()) as _];
    let mut builder = ListBuilder::new(StructBuilder::new(fields, columns));
    for rows in of {
        for (file, row) in rows.into_iter().flatten() {
            let values = builder.values();
            if let Some(files) = values.field_builder::<StringBuilder>(0) {
                files.append_value(file);
            }
            if let Some(rows) = values.field_builder::<Int64Builder>(1) {
                rows.append_value(*row);
            }
            values.append(true);
        }
        builder.append(rows.is_some());
    }
    Arc::new(builder.finish())
}

/// The table as CSV; lists are joined with `|`.
///
/// # Errors
/// As the writer's.
pub fn csv<W: Write>(check: &Checked<'_>, records: &[Record], out: W, dialect: Dialect) -> io::Result<W> {
    let mut writer = Writer::new(out, dialect, &COLUMNS)?;
    let month = check.month.month.to_string();
    for (finding, record) in check.outcome.findings.iter().zip(records) {
        let rows: Vec<String> = record.rows.iter().map(|(file, row)| format!("{file}:{row}")).collect();
        writer.row(&[
            record.finding_id.as_str().into(),
            record.series_id.clone().into(),
            month.as_str().into(),
            finding.rule.as_str().into(),
            finding.severity.name().into(),
            finding.state.name().into(),
            explanation(check, finding).into(),
            record.case_id.clone().into(),
            if record.primary { "true" } else { "false" }.into(),
            record.memory.map(|memory| memory.name().to_owned()).into(),
            record.provider.clone().into(),
            record.unit.clone().into(),
            record.customer.clone().into(),
            record.staff.clone().into(),
            record.service.clone().into(),
            record.visit.clone().into(),
            record.start.get().map(|time| time.to_string()).into(),
            record.stop.get().map(|time| time.to_string()).into(),
            finding.value.into(),
            finding.limit.into(),
            Cell::Integer(finding.minutes.into()),
            record.other_visits.join("|").as_str().into(),
            Cell::Integer(i64::try_from(finding.others.len()).unwrap_or(i64::MAX)),
            rows.join("|").as_str().into(),
        ])?;
    }
    writer.finish()
}
