//! One record batch as a Parquet file, the same bytes for the same rows.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{Field, Schema};
use arrow::error::ArrowError;
use kvittens_model::Local;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

/// A column: its name, whether it may be empty, its values.
pub type Column = (&'static str, bool, ArrayRef);

/// A wall-clock time for a column of timestamps without a zone. Parquet knows no seconds, so milliseconds are written.
pub fn milliseconds(time: Local) -> i64 {
    time.unix() * 1000
}

/// Columns as a batch.
///
/// # Errors
/// Columns of different lengths: an error of the program.
pub fn batch(columns: Vec<Column>) -> Result<RecordBatch, ArrowError> {
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, nullable, values)| Field::new(*name, values.data_type().clone(), *nullable))
        .collect();
    let values = columns.into_iter().map(|(_, _, values)| values).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), values)
}

/// A batch as the bytes of a file. The writer's name holds no version of ours, so an upgrade of the program changes no
/// byte.
///
/// # Errors
/// None on data: an error of the program.
pub fn bytes(batch: &RecordBatch) -> Result<Vec<u8>, ParquetError> {
    let properties = WriterProperties::builder()
        .set_created_by("kvittens".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
    writer.write(batch)?;
    writer.into_inner()
}
