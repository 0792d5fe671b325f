//! A Parquet table, such as pandas, DuckDB or polars writes, as the delimited text its CSV would be.

mod bounds;
mod column;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;

use crate::delimited::{DELIMITER, field};
use bounds::{BOUNDS, Bounds};
use column::Column;

/// Rows held at a time.
const BATCH: usize = 4_096;

/// Why a table cannot be used. Never with the content of a cell.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It grows past what an export can be.
    #[error("grows past {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// A column holds what has no form as text.
    #[error("column {column}: values of type {kind} are not read")]
    Unsupported {
        /// The column's name.
        column: String,
        /// The type, as Arrow calls it.
        kind: String,
    },
    /// Cut off, encrypted, compressed in an unusual way, or not as the format says.
    #[error("a damaged table: {0}")]
    Damaged(&'static str),
}

/// A table in a file: the names of its columns, then a line for each row.
///
/// # Errors
/// See [`TableError`].
pub fn text_of_file(file: File) -> Result<Vec<u8>, TableError> {
    text(file, BOUNDS)
}

/// A table that is held in memory.
///
/// # Errors
/// See [`TableError`].
pub fn text_of_bytes(bytes: Vec<u8>) -> Result<Vec<u8>, TableError> {
    text(Bytes::from(bytes), BOUNDS)
}

/// The crate that reads Parquet trusts lengths and counts of a page once the page's header is read, and has panicked on
/// files that were changed by a few bytes. Such a file is damaged, and no reason to end the program; nothing that is
/// touched inside outlives the call.
fn text<R: ChunkReader + 'static>(file: R, bounds: Bounds) -> Result<Vec<u8>, TableError> {
    catch_unwind(AssertUnwindSafe(|| read(file, bounds)))
        .unwrap_or(Err(TableError::Damaged("its pages contradict themselves")))
}

fn read<R: ChunkReader + 'static>(file: R, bounds: Bounds) -> Result<Vec<u8>, TableError> {
    let declared = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(damaged)?;
    let columns = columns(declared.schema())?;
    let file = Arc::new(file);
    bounds.check(&file, declared.metadata())?;
    let options = ArrowReaderOptions::new().with_schema(Arc::new(as_views(declared.schema())));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(declared.metadata()), options).map_err(damaged)?;
    let file = Arc::into_inner(file).ok_or(TableError::Damaged("its pages are still read"))?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata).with_batch_size(BATCH);
    let mut out = Vec::new();
    for (number, field_of) in declared.schema().fields().iter().enumerate() {
        delimit(&mut out, number);
        field(&mut out, field_of.name());
    }
    out.push(b'\n');
    for batch in builder.build().map_err(damaged)? {
        let batch = batch.map_err(|_| TableError::Damaged("a page cannot be read"))?;
        write(&mut out, &batch, &columns, bounds.text)?;
    }
    Ok(out)
}

/// How each column is written.
fn columns(schema: &Schema) -> Result<Vec<Column>, TableError> {
    let of = |field: &Arc<Field>| {
        Column::of(field.data_type()).ok_or_else(|| TableError::Unsupported {
            column: field.name().clone(),
            kind: field.data_type().to_string(),
        })
    };
    schema.fields().iter().map(of).collect()
}

/// The schema with strings that point into the pages they came from: a long value that stands in every row is then held
/// once and not once for each.
fn as_views(schema: &Schema) -> Schema {
    let view = |field: &Arc<Field>| Field::new(field.name(), viewed(field.data_type()), field.is_nullable());
    Schema::new(schema.fields().iter().map(view).collect::<Vec<_>>())
}

fn viewed(kind: &DataType) -> DataType {
    let item = |field: &Arc<Field>| {
        let viewed = viewed(field.data_type());
        Arc::new(field.as_ref().clone().with_data_type(viewed))
    };
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Dictionary(_, value) => viewed(value),
        DataType::List(field) => DataType::List(item(field)),
        DataType::LargeList(field) => DataType::LargeList(item(field)),
        other => other.clone(),
    }
}

/// The crate's own words may hold what stands in the file.
fn damaged(error: ParquetError) -> TableError {
    TableError::Damaged(match error {
        ParquetError::NYI(_) => "it uses what is not read here: an unusual compression, or encryption",
        ParquetError::EOF(_) | ParquetError::NeedMoreData(_) | ParquetError::NeedMoreDataRange(_) => "it is cut off",
        _ => "its parts contradict each other",
    })
}

fn write(out: &mut Vec<u8>, batch: &RecordBatch, columns: &[Column], most: u64) -> Result<(), TableError> {
    let arrays = columns.iter().zip(batch.columns()).map(|(column, array)| column.prepare(array));
    let arrays = arrays.collect::<Result<Vec<_>, _>>().map_err(|_| TableError::Damaged("values of another type"))?;
    let mut cell = String::new();
    for row in 0..batch.num_rows() {
        for (number, (column, array)) in columns.iter().zip(&arrays).enumerate() {
            delimit(out, number);
            cell.clear();
            // Writing to a string cannot fail.
            let _ = column.write(&mut cell, array, row);
            field(out, &cell);
            if out.len() as u64 > most {
                return Err(TableError::TooLarge { limit: most });
            }
        }
        out.push(b'\n');
    }
    Ok(())
}

fn delimit(out: &mut Vec<u8>, number: usize) {
    if number > 0 {
        out.push(DELIMITER);
    }
}

#[cfg(test)]
mod tests;
