//! Whether a table is sorted by customer and start, as its metadata says.

use std::fs::File;

use arrow::array::{Array as _, AsArray as _, StringArray, TimestampMillisecondArray};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

/// Rows at a time.
const ROWS: usize = 1 << 16;

/// A row's place: nobody and no start come first.
type Place<'a> = (Option<&'a str>, Option<i64>);

/// Whether every row stands at or behind the one before it.
pub(super) fn is_sorted(file: File) -> Result<bool, ParquetError> {
    // Without the writer's own types, so that texts come as texts whether they were written as words or not.
    let plain = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, plain)?;
    let columns = builder.parquet_schema();
    let roots = ["customer", "start"].map(|name| {
        let root = columns.root_schema().get_fields().iter().position(|field| field.name() == name);
        root.ok_or_else(|| ParquetError::General(format!("no column {name}")))
    });
    let [customer, start] = roots;
    let mask = ProjectionMask::roots(columns, [customer?, start?]);
    let mut last: Option<(Option<String>, Option<i64>)> = None;
    for batch in builder.with_projection(mask).with_batch_size(ROWS).build()? {
        let batch = batch?;
        let customers = batch.column_by_name("customer").and_then(|column| column.as_string_opt::<i32>());
        let starts = batch.column_by_name("start").and_then(|column| column.as_primitive_opt());
        let (Some(customers), Some(starts)) = (customers, starts) else {
            return Err(ParquetError::General("customer or start of another type".to_owned()));
        };
        let place = |at: usize| place(customers, starts, at);
        let (rows, before) = (batch.num_rows(), last.take());
        let before = before.as_ref().map(|(customer, start)| (customer.as_deref(), *start));
        if rows > 0 && before.is_some_and(|before| before > place(0)) || (1..rows).any(|at| place(at - 1) > place(at)) {
            return Ok(false);
        }
        last = rows.checked_sub(1).map(|at| (place(at).0.map(str::to_owned), place(at).1));
    }
    Ok(true)
}

fn place<'a>(customers: &'a StringArray, starts: &TimestampMillisecondArray, at: usize) -> Place<'a> {
    let start = starts.is_valid(at).then(|| starts.value(at));
    (customers.is_valid(at).then(|| customers.value(at)), start)
}
