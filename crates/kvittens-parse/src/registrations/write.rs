//! A month → the table.

use std::io::Write;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use kvittens_model::Month;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use rayon::prelude::*;

use super::schema::{self, COLUMNS, Kind};
use super::seal::{self, Sealing};
use super::{ROW_GROUP, RegistrationsError, VERSION, columns, order};

/// Most bytes of a column's dictionary in a row group. Every visit of a row group can have a word of its own; if the
/// dictionary gave way to plain texts half way, the reader would have to hash them all.
const DICTIONARY: usize = 16 << 20;

/// Writes the registrations of a month: sorted by customer and start, in row groups with statistics and page indexes,
/// compressed. The same month gives the same bytes.
/// `manual`: which of [`Month::files`] are manual exports, by position.
///
/// # Errors
/// As writing.
pub fn write(month: &Month, manual: impl Fn(u16) -> bool, out: impl Write + Send) -> Result<(), RegistrationsError> {
    let files = u16::try_from(month.files.len()).map_err(|_| RegistrationsError::TooMany("files"))?;
    let manual: Vec<bool> = (0..files).map(manual).collect();
    table(month, &manual, out).map_err(RegistrationsError::Write)
}

fn table(month: &Month, manual: &[bool], out: impl Write + Send) -> Result<(), ParquetError> {
    let schema = schema::arrow();
    let writer = ArrowWriter::try_new(Sealing::new(out), Arc::clone(&schema), Some(properties(month)?))?;
    let (mut writer, factory) = writer.into_serialized_writer()?;
    let order = order::of(&month.rows);
    let groups: Vec<(usize, &[u32])> = order.chunks(ROW_GROUP).enumerate().collect();
    // As many row groups in memory as there are cores to encode them.
    for wave in groups.chunks(rayon::current_num_threads()) {
        let encoded: Vec<_> =
            wave.par_iter().map(|(number, at)| encode(month, manual, at, *number, &schema, &factory)).collect();
        for columns in encoded {
            let mut group = writer.next_row_group()?;
            for column in columns? {
                column.append_to_row_group(&mut group)?;
            }
            group.close()?;
        }
    }
    // What was written stands partly in the writer's buffer, which the seal does not see.
    writer.flush()?;
    let seal = writer.inner().seal(writer.flushed_row_groups());
    writer.append_key_value_metadata(KeyValue::new(seal::KEY.to_owned(), seal));
    writer.close()?;
    Ok(())
}

/// The column chunks of a row group.
fn encode(
    month: &Month,
    manual: &[bool],
    at: &[u32],
    number: usize,
    schema: &SchemaRef,
    factory: &ArrowRowGroupWriterFactory,
) -> Result<Vec<ArrowColumnChunk>, ParquetError> {
    let arrays = columns::of(month, manual, at)?;
    let mut writers = factory.create_column_writers(number)?.into_iter();
    let mut chunks = Vec::with_capacity(arrays.len());
    for (field, array) in schema.fields().iter().zip(&arrays) {
        for leaf in compute_leaves(field, array)? {
            let mut writer =
                writers.next().ok_or_else(|| ParquetError::General("a column without a writer".to_owned()))?;
            writer.write(&leaf)?;
            chunks.push(writer.close()?);
        }
    }
    Ok(chunks)
}

/// The writer's name holds no version of ours, so an upgrade of the program changes no byte.
fn properties(month: &Month) -> Result<WriterProperties, ParquetError> {
    let position = |name: &str| COLUMNS.iter().position(|column| column.name == name);
    // Every column before these has one leaf, so a column's position is its leaf's.
    let sorted = ["customer", "start"].into_iter().filter_map(position).filter_map(|at| i32::try_from(at).ok());
    let sorted = sorted.map(|column_idx| SortingColumn { column_idx, descending: false, nulls_first: true }).collect();
    let metadata = vec![
        KeyValue::new(schema::KEY.to_owned(), VERSION.to_owned()),
        KeyValue::new(schema::MONTH.to_owned(), month.month.to_string()),
    ];
    let mut properties = WriterProperties::builder()
        .set_created_by("kvittens".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_dictionary_page_size_limit(DICTIONARY)
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_sorting_columns(Some(sorted))
        .set_key_value_metadata(Some(metadata));
    for column in COLUMNS.iter().filter(|column| matches!(column.kind, Kind::Time | Kind::Row)) {
        let path = ColumnPath::from(column.name);
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
    }
    Ok(properties.build())
}
