//! One record batch as a Parquet file, the same bytes for the same rows.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{Field, Schema};
use arrow::error::ArrowError;
use kvittens_model::Local;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};

/// The metadata that holds name and version of a table, as in the table of registrations.
pub const VERSION_KEY: &str = "kvittens.schema";

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
    written(batch, properties()?)
}

/// The same for a batch whose rows stand in the order of these columns, empty ones first: with statistics and an index
/// of the pages, so that a reader finds some customers without reading all.
///
/// # Errors
/// None on data: an error of the program.
pub fn bytes_in_order(batch: &RecordBatch, sorted: &[&str], version: &str) -> Result<Vec<u8>, ParquetError> {
    let position = |name: &&str| batch.schema().index_of(name).ok().and_then(|at| i32::try_from(at).ok());
    let sorted = sorted.iter().filter_map(position);
    let sorted = sorted.map(|column_idx| SortingColumn { column_idx, descending: false, nulls_first: true }).collect();
    let properties = properties()?
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_sorting_columns(Some(sorted))
        .set_key_value_metadata(Some(vec![KeyValue::new(VERSION_KEY.to_owned(), version.to_owned())]));
    written(batch, properties)
}

fn properties() -> Result<WriterPropertiesBuilder, ParquetError> {
    let zstd = Compression::ZSTD(ZstdLevel::try_new(3)?);
    Ok(WriterProperties::builder().set_created_by("kvittens".to_owned()).set_compression(zstd))
}

fn written(batch: &RecordBatch, properties: WriterPropertiesBuilder) -> Result<Vec<u8>, ParquetError> {
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties.build()))?;
    writer.write(batch)?;
    writer.into_inner()
}
