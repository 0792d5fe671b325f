//! measures.parquet and measures.csv: one row a rate or count, the columns of outputs.md.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::errors::ParquetError;
use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use arrow::error::ArrowError;
use kvittens_model::measure::Reason;
use kvittens_model::{Measure, Scope};

use crate::Checked;
use crate::csv::{self, Dialect};
use crate::names::Names;
use crate::parquet::{self, Column, texts};

/// The columns.
pub const COLUMNS: [&str; 20] = [
    "month",
    "rule",
    "measure",
    "scope",
    "provider",
    "subject",
    "bucket",
    "numerator",
    "denominator",
    "value",
    "ci_low",
    "ci_high",
    "limit",
    "limit_source",
    "peer_value",
    "peer_low",
    "peer_high",
    "baseline_value",
    "status",
    "reason",
];

/// The unit, staff or customer a measure is about.
fn subject<'a>(check: &Checked<'a>, measure: &Measure, names: &'a Names<'_>) -> Option<Cow<'a, str>> {
    let of = measure.subject;
    match measure.scope {
        Scope::All | Scope::Provider => None,
        Scope::Unit => check.month.ids.unit.get(of.unit).map(Cow::Borrowed),
        Scope::Staff => names.staff(of.provider, of.staff),
        Scope::Customer => names.customer(of.customer),
    }
}

fn provider<'a>(check: &Checked<'a>, measure: &Measure) -> Option<&'a str> {
    check.month.ids.provider.get(measure.subject.provider)
}

/// The numbers of a measure, from `value` to `baseline_value` but for the limit's source.
fn numbers(measure: &Measure) -> [Option<f64>; 8] {
    [
        measure.value,
        measure.interval.map(|interval| interval.0),
        measure.interval.map(|interval| interval.1),
        measure.limit,
        measure.peer,
        measure.funnel.map(|funnel| funnel.0),
        measure.funnel.map(|funnel| funnel.1),
        measure.baseline,
    ]
}

/// Writes the table as Parquet.
///
/// # Errors
/// As the writer's; none on data.
pub fn parquet<W: Write + Send>(check: &Checked<'_>, names: &Names<'_>, out: &mut W) -> Result<(), ParquetError> {
    let measures = &check.outcome.measures;
    parquet::write_in_groups(out, measures.len(), |rows| batch(check, &measures[rows], names))
}

fn batch(check: &Checked<'_>, measures: &[Measure], names: &Names<'_>) -> Result<RecordBatch, ArrowError> {
    let month = check.month.month.to_string();
    let text = |of: fn(&Measure) -> Option<&str>| texts(measures.iter().map(of));
    let subjects: Vec<Option<Cow<'_, str>>> = measures.iter().map(|measure| subject(check, measure, names)).collect();
    let count =
        |of: fn(&Measure) -> Option<i64>| -> ArrayRef { Arc::new(measures.iter().map(of).collect::<Int64Array>()) };
    let number = |at: usize| -> ArrayRef {
        Arc::new(measures.iter().map(|measure| numbers(measure)[at]).collect::<Float64Array>())
    };
    let columns: Vec<Column> = vec![
        ("month", false, texts(measures.iter().map(|_| Some(month.as_str())))),
        ("rule", false, text(|measure| Some(measure.rule.as_str()))),
        ("measure", false, text(|measure| Some(measure.name))),
        ("scope", false, text(|measure| Some(measure.scope.name()))),
        ("provider", true, texts(measures.iter().map(|measure| provider(check, measure)))),
        ("subject", true, texts(subjects.iter().map(Option::as_deref))),
        ("bucket", true, text(|measure| measure.bucket.as_deref())),
        ("numerator", true, count(|measure| measure.numerator)),
        ("denominator", true, count(|measure| measure.denominator)),
        ("value", true, number(0)),
        ("ci_low", true, number(1)),
        ("ci_high", true, number(2)),
        ("limit", true, number(3)),
        ("limit_source", true, text(|measure| measure.limit_source.as_deref())),
        ("peer_value", true, number(4)),
        ("peer_low", true, number(5)),
        ("peer_high", true, number(6)),
        ("baseline_value", true, number(7)),
        ("status", false, text(|measure| Some(measure.status.name()))),
        ("reason", true, text(|measure| measure.reason.map(Reason::name))),
    ];
    parquet::batch(columns)
}

/// Writes the table as CSV.
///
/// # Errors
/// As the writer's.
pub fn csv<W: Write + Send>(check: &Checked<'_>, names: &Names<'_>, dialect: Dialect, out: &mut W) -> io::Result<()> {
    let month = check.month.month.to_string();
    csv::table(out, dialect, &COLUMNS, &check.outcome.measures, |writer, measure| {
        let [value, low, high, limit, peer, peer_low, peer_high, baseline] = numbers(measure);
        writer.row(&[
            month.as_str().into(),
            measure.rule.as_str().into(),
            measure.name.into(),
            measure.scope.name().into(),
            provider(check, measure).into(),
            subject(check, measure, names).into(),
            measure.bucket.as_deref().into(),
            measure.numerator.into(),
            measure.denominator.into(),
            value.into(),
            low.into(),
            high.into(),
            limit.into(),
            measure.limit_source.as_deref().into(),
            peer.into(),
            peer_low.into(),
            peer_high.into(),
            baseline.into(),
            measure.status.name().into(),
            measure.reason.map(Reason::name).into(),
        ])
    })
}
