//! Record batches as a Parquet file, the same bytes for the same rows.

use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, ListArray, RecordBatch, StringBuilder, StructArray};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use kvittens_model::Local;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use rayon::prelude::*;

use crate::record::Place;

/// The metadata that holds name and version of a table, as in the table of registrations.
pub const VERSION_KEY: &str = "kvittens.schema";

/// A column: its name, whether it may be empty, its values.
pub type Column = (&'static str, bool, ArrayRef);

/// A wall-clock time for a column of timestamps without a zone. Parquet knows no seconds, so milliseconds are written.
pub fn milliseconds(time: Local) -> i64 {
    time.unix() * 1000
}

/// A column of texts. Its room is taken at once: a column that grows is copied again and again.
pub fn texts<'t>(of: impl Iterator<Item = Option<&'t str>> + Clone) -> ArrayRef {
    let (count, bytes) = of.clone().fold((0, 0), |(count, bytes), text| (count + 1, bytes + text.map_or(0, str::len)));
    let mut builder = StringBuilder::with_capacity(count, bytes);
    of.for_each(|text| builder.append_option(text));
    Arc::new(builder.finish())
}

/// The type of the items of a column of rows of the exports: file and row.
pub fn row_fields() -> Fields {
    Fields::from(vec![Field::new("file", DataType::Utf8, false), Field::new("row", DataType::Int64, false)])
}

/// A column of lists of texts.
///
/// # Errors
/// None: an error of the program.
pub fn lists<'t>(of: impl Iterator<Item = Option<&'t [Cow<'t, str>]>> + Clone) -> Result<ArrayRef, ArrowError> {
    let items = texts(of.clone().flatten().flatten().map(|text| Some(text.as_ref())));
    listed(of, items)
}

/// A column of rows of the exports.
///
/// # Errors
/// None: an error of the program.
pub fn places<'t>(of: impl Iterator<Item = Option<&'t [Place<'t>]>> + Clone) -> Result<ArrayRef, ArrowError> {
    let files = texts(of.clone().flatten().flatten().map(|(file, _)| Some(file.as_ref())));
    let rows: Int64Array = of.clone().flatten().flatten().map(|(_, row)| *row).collect();
    listed(of, Arc::new(StructArray::try_new(row_fields(), vec![files, Arc::new(rows)], None)?))
}

/// Items in lists of these lengths.
fn listed<'t, T: 't>(
    of: impl Iterator<Item = Option<&'t [T]>> + Clone,
    items: ArrayRef,
) -> Result<ArrayRef, ArrowError> {
    let ends = OffsetBuffer::from_lengths(of.clone().map(|list| list.map_or(0, <[T]>::len)));
    let there = NullBuffer::from_iter(of.map(|list| list.is_some()));
    let there = (there.null_count() > 0).then_some(there);
    let item = Arc::new(Field::new_list_field(items.data_type().clone(), true));
    Ok(Arc::new(ListArray::try_new(item, ends, items, there)?))
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

/// Rows of a group that is made for itself: what they are as texts stands in memory meanwhile.
const GROUP: usize = 1 << 17;

/// Writes a table of so many rows, its batches made a row group at a time. `make`: the batch of some rows; every batch has
/// the schema of that of no rows.
///
/// # Errors
/// As the writer's, and those of `make`.
pub fn write_in_groups<W: Write + Send>(
    out: &mut W,
    count: usize,
    make: impl Fn(Range<usize>) -> Result<RecordBatch, ArrowError>,
) -> Result<(), ParquetError> {
    let properties = properties()?.set_max_row_group_row_count(Some(GROUP));
    write(out, make(0..0)?.schema(), count, make, properties)
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

fn written(batch: &RecordBatch, properties: WriterPropertiesBuilder) -> Result<Vec<u8>, ParquetError> {
    let mut bytes = Vec::new();
    write(&mut bytes, batch.schema(), batch.num_rows(), |rows| Ok(batch.slice(rows.start, rows.len())), properties)?;
    Ok(bytes)
}

fn properties() -> Result<WriterPropertiesBuilder, ParquetError> {
    let zstd = Compression::ZSTD(ZstdLevel::try_new(3)?);
    Ok(WriterProperties::builder().set_created_by("kvittens".to_owned()).set_compression(zstd))
}

fn write<W: Write + Send>(
    out: &mut W,
    schema: SchemaRef,
    count: usize,
    make: impl Fn(Range<usize>) -> Result<RecordBatch, ArrowError>,
    properties: WriterPropertiesBuilder,
) -> Result<(), ParquetError> {
    let properties = properties.build();
    let most = properties.max_row_group_row_count().unwrap_or(usize::MAX);
    let (mut file, groups) =
        ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?.into_serialized_writer()?;
    for (number, from) in (0..count).step_by(most).enumerate() {
        let rows = make(from..count.min(from.saturating_add(most)))?;
        let mut writers = groups.create_column_writers(number)?.into_iter();
        // A column of lists of pairs is two columns of the file.
        let mut leaves = Vec::new();
        for (field, column) in schema.fields().iter().zip(rows.columns()) {
            leaves.extend(compute_leaves(field, column)?.into_iter().zip(&mut writers));
        }
        // Each column is encoded and compressed for itself, all at once, and put behind the one before.
        let chunks = leaves.into_par_iter().map(|(leaf, mut writer)| {
            writer.write(&leaf)?;
            writer.close()
        });
        let chunks: Vec<ArrowColumnChunk> = chunks.collect::<Result<_, ParquetError>>()?;
        let mut group = file.next_row_group()?;
        chunks.into_iter().try_for_each(|chunk| chunk.append_to_row_group(&mut group))?;
        group.close()?;
    }
    file.close()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_made_at_once_are_the_bytes_of_the_library_s_own_writer() {
        let visits: Vec<Vec<Cow<'_, str>>> =
            (0..50).map(|at| (0..at % 4).map(|of| format!("{at}-{of}").into()).collect()).collect();
        let rows: Vec<Vec<Place<'_>>> = (0..50).map(|at| vec![("tagg.csv".into(), at)]).collect();
        let columns: Vec<Column> = vec![
            ("text", true, texts(visits.iter().map(|of| of.first().map(AsRef::as_ref)))),
            ("visits", true, lists(visits.iter().map(|of| (of.len() != 1).then_some(of.as_slice()))).unwrap()),
            ("rows", false, places(rows.iter().map(|of| Some(of.as_slice()))).unwrap()),
        ];
        for count in [0, 1, 20, 50] {
            let batch = batch(columns.clone()).unwrap().slice(0, count);
            let limited = || properties().unwrap().set_max_row_group_row_count(Some(20));
            let slice = |rows: Range<usize>| Ok(batch.slice(rows.start, rows.len()));
            let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(limited().build())).unwrap();
            writer.write(&batch).unwrap();
            let (mut made, mut grouped) = (Vec::new(), Vec::new());
            write(&mut made, batch.schema(), count, slice, limited()).unwrap();
            assert!(made == writer.into_inner().unwrap(), "{count}");
            write_in_groups(&mut grouped, count, slice).unwrap();
            assert!(grouped == bytes(&batch).unwrap(), "{count} rows, a group");
        }
    }
}
