//! backtest.parquet: a row per month, provider and rule, and per point of a sweep; for the next question in a notebook.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Float64Array, Float64Builder, Int64Array, ListBuilder, StringArray, StringBuilder,
    StructBuilder,
};
use arrow::datatypes::{DataType, Field, Fields};
use kvittens_tables::parquet::{self, Column};

use super::labels::{Judged, Share};
use super::row::{Backtest, Row};
use crate::said::TableError;

/// The bytes of the table.
///
/// # Errors
/// An error of the program.
pub fn bytes(backtest: &Backtest) -> Result<Vec<u8>, TableError> {
    let rows = &backtest.rows;
    let text =
        |of: &dyn Fn(&Row) -> Option<String>| -> ArrayRef { Arc::new(rows.iter().map(of).collect::<StringArray>()) };
    let count = |of: &dyn Fn(&Row) -> Option<u64>| -> ArrayRef {
        Arc::new(rows.iter().map(|row| of(row).and_then(|count| i64::try_from(count).ok())).collect::<Int64Array>())
    };
    let number =
        |of: &dyn Fn(&Row) -> Option<f64>| -> ArrayRef { Arc::new(rows.iter().map(of).collect::<Float64Array>()) };
    let judged = |of: fn(&Judged) -> u64| count(&|row| row.judged.as_ref().map(of));
    let share = |of: fn(&Judged) -> Option<Share>, end: fn(Share) -> f64| {
        number(&|row| row.judged.as_ref().and_then(of).map(end))
    };
    let minutes =
        |of: fn(&Row) -> i64| -> ArrayRef { Arc::new(rows.iter().map(|row| Some(of(row))).collect::<Int64Array>()) };
    let once: BooleanArray = rows.iter().map(|row| Some(row.counts.once)).collect();
    let columns: Vec<Column> = vec![
        ("month", false, text(&|row| Some(row.month.to_string()))),
        ("rule", true, text(&|row| row.rule.clone())),
        ("provider", true, text(&|row| row.provider.clone())),
        ("visits", false, count(&|row| Some(row.visits))),
        ("baseline", false, count(&|row| Some(row.counts.baseline))),
        ("candidate", false, count(&|row| Some(row.counts.candidate))),
        ("same", false, count(&|row| Some(row.counts.paired.same))),
        ("changed", false, count(&|row| Some(row.counts.paired.changed))),
        ("new", false, count(&|row| Some(row.counts.paired.new))),
        ("gone", false, count(&|row| Some(row.counts.paired.gone))),
        ("baseline_explained", false, count(&|row| Some(row.counts.baseline_explained))),
        ("candidate_explained", false, count(&|row| Some(row.counts.candidate_explained))),
        ("baseline_minutes", false, minutes(|row| row.counts.baseline_minutes)),
        ("candidate_minutes", false, minutes(|row| row.counts.candidate_minutes)),
        ("minutes_once", false, Arc::new(once)),
        ("hours", false, number(&|row| Some(backtest.hours(row.counts.candidate)))),
        ("right", true, judged(|judged| judged.right)),
        ("wrong", true, judged(|judged| judged.wrong)),
        ("unlabelled", true, judged(|judged| judged.unknown)),
        ("found", true, judged(|judged| judged.found)),
        ("expected", true, judged(|judged| judged.expected)),
        ("precision", true, share(Judged::precision, |share| share.value)),
        ("precision_low", true, share(Judged::precision, |share| share.low)),
        ("precision_high", true, share(Judged::precision, |share| share.high)),
        ("recall", true, share(Judged::recall, |share| share.value)),
        ("recall_low", true, share(Judged::recall, |share| share.low)),
        ("recall_high", true, share(Judged::recall, |share| share.high)),
        ("f1", true, share(Judged::f1, |share| share.value)),
        ("overlap", false, overlap(rows)),
        ("baseline_milliseconds", true, number(&|row| row.milliseconds[0])),
        ("candidate_milliseconds", true, number(&|row| row.milliseconds[1])),
    ];
    Ok(parquet::bytes(&parquet::batch(columns)?)?)
}

/// The Jaccard index with every other rule that shares a visit.
fn overlap(rows: &[Row]) -> ArrayRef {
    let fields =
        Fields::from(vec![Field::new("rule", DataType::Utf8, false), Field::new("jaccard", DataType::Float64, false)]);
    let columns = vec![Box::new(StringBuilder::new()) as _, Box::new(Float64Builder::new()) as _];
    let mut builder = ListBuilder::new(StructBuilder::new(fields, columns));
    for row in rows {
        for (rule, overlap) in &row.overlap {
            let values = builder.values();
            if let Some(rules) = values.field_builder::<StringBuilder>(0) {
                rules.append_value(rule);
            }
            if let Some(shares) = values.field_builder::<Float64Builder>(1) {
                shares.append_value(overlap.jaccard().unwrap_or_default());
            }
            values.append(true);
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}
