//! measures.parquet and measures.csv: one row a rate or count, the columns of outputs.md.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::error::ArrowError;
use kvittens_model::{Measure, Scope};

use crate::Checked;
use crate::csv::{Dialect, Writer};
use crate::names::Names;
use crate::parquet::{self, Column};

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
fn subject(check: &Checked<'_>, measure: &Measure, names: &Names<'_>) -> Option<String> {
    let of = measure.subject;
    match measure.scope {
        Scope::All | Scope::Provider => None,
        Scope::Unit => check.month.ids.unit.get(of.unit).map(str::to_owned),
        Scope::Staff => names.staff(of.provider, of.staff),
        Scope::Customer => names.customer(of.customer),
    }
}

fn provider(check: &Checked<'_>, measure: &Measure) -> Option<String> {
    check.month.ids.provider.get(measure.subject.provider).map(str::to_owned)
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

/// The table as a batch.
///
/// # Errors
/// Columns of different lengths: an error of the program.
pub fn batch(check: &Checked<'_>, names: &Names<'_>) -> Result<RecordBatch, ArrowError> {
    let measures = &check.outcome.measures;
    let month = check.month.month.to_string();
    let text = |of: &dyn Fn(&Measure) -> Option<String>| -> ArrayRef {
        Arc::new(measures.iter().map(of).collect::<StringArray>())
    };
    let count =
        |of: fn(&Measure) -> Option<i64>| -> ArrayRef { Arc::new(measures.iter().map(of).collect::<Int64Array>()) };
    let number = |at: usize| -> ArrayRef {
        Arc::new(measures.iter().map(|measure| numbers(measure)[at]).collect::<Float64Array>())
    };
    let columns: Vec<Column> = vec![
        ("month", false, text(&|_| Some(month.clone()))),
        ("rule", false, text(&|measure| Some(measure.rule.to_string()))),
        ("measure", false, text(&|measure| Some(measure.name.to_owned()))),
        ("scope", false, text(&|measure| Some(measure.scope.name().to_owned()))),
        ("provider", true, text(&|measure| provider(check, measure))),
        ("subject", true, text(&|measure| subject(check, measure, names))),
        ("bucket", true, text(&|measure| measure.bucket.clone())),
        ("numerator", true, count(|measure| measure.numerator)),
        ("denominator", true, count(|measure| measure.denominator)),
        ("value", true, number(0)),
        ("ci_low", true, number(1)),
        ("ci_high", true, number(2)),
        ("limit", true, number(3)),
        ("limit_source", true, text(&|measure| measure.limit_source.clone())),
        ("peer_value", true, number(4)),
        ("peer_low", true, number(5)),
        ("peer_high", true, number(6)),
        ("baseline_value", true, number(7)),
        ("status", false, text(&|measure| Some(measure.status.name().to_owned()))),
        ("reason", true, text(&|measure| measure.reason.map(|reason| reason.name().to_owned()))),
    ];
    parquet::batch(columns)
}

/// The table as CSV.
///
/// # Errors
/// As the writer's.
pub fn csv<W: Write>(check: &Checked<'_>, names: &Names<'_>, out: W, dialect: Dialect) -> io::Result<W> {
    let mut writer = Writer::new(out, dialect, &COLUMNS)?;
    let month = check.month.month.to_string();
    for measure in &check.outcome.measures {
        let [value, low, high, limit, peer, peer_low, peer_high, baseline] = numbers(measure);
        writer.row(&[
            month.as_str().into(),
            measure.rule.as_str().into(),
            measure.name.into(),
            measure.scope.name().into(),
            provider(check, measure).into(),
            subject(check, measure, names).into(),
            measure.bucket.clone().into(),
            measure.numerator.into(),
            measure.denominator.into(),
            value.into(),
            low.into(),
            high.into(),
            limit.into(),
            measure.limit_source.clone().into(),
            peer.into(),
            peer_low.into(),
            peer_high.into(),
            baseline.into(),
            measure.status.name().into(),
            measure.reason.map(|reason| reason.name().to_owned()).into(),
        ])?;
    }
    writer.finish()
}
