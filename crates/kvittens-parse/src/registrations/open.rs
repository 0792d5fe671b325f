//! Is it a table of registrations? The metadata and the columns are looked at before a row is read.

use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef, Schema};
use bytes::Bytes;
use kvittens_model::YearMonth;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};

use super::read::contained;
use super::schema::{self, COLUMNS, Column, Kind, shown};
use super::{RegistrationsError, VERSION, seal};
use crate::error::Missing;
use crate::fields::{COUNT, Field};

/// Most letters of a foreign version that are shown.
const MOST_SHOWN: usize = 40;

/// A table whose columns are known to be right.
#[derive(Debug)]
pub struct Table {
    pub(super) bytes: Bytes,
    pub(super) metadata: ArrowReaderMetadata,
    names: Vec<String>,
    ours: bool,
    month: Option<YearMonth>,
}

impl Table {
    /// Looks at the bytes of a file. `has_provider`: the caller names the provider, so no column needs to.
    ///
    /// # Errors
    /// A damaged file, another version of the table, missing columns, columns of another type.
    pub fn open(bytes: Bytes, has_provider: bool) -> Result<Table, RegistrationsError> {
        contained(|| open(bytes, has_provider))
    }

    /// The names of all columns, in order: what the rejected rows' columns are positions in.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The column of each field, by [`Field`] number.
    pub fn columns(&self) -> [Option<usize>; COUNT] {
        let mut columns = [None; COUNT];
        for column in &COLUMNS {
            if let Some(field) = column.field {
                columns[field as usize] = self.names.iter().position(|name| name == column.name);
            }
        }
        columns
    }

    /// The columns that are not read, by name.
    pub fn ignored(&self) -> Vec<String> {
        self.names.iter().filter(|name| !COLUMNS.iter().any(|column| column.name == **name)).cloned().collect()
    }

    /// BLAKE3 of its bytes, in hexadecimal.
    pub fn hash(&self) -> String {
        blake3::Hasher::new().update_rayon(&self.bytes).finalize().to_hex().to_string()
    }

    /// Whether it was written by [`super::write`].
    pub fn is_ours(&self) -> bool {
        self.ours
    }

    /// The month that the metadata names.
    pub fn month(&self) -> Option<YearMonth> {
        self.month
    }
}

fn open(bytes: Bytes, has_provider: bool) -> Result<Table, RegistrationsError> {
    let damaged = RegistrationsError::damaged;
    let metadata = Arc::new(ParquetMetaDataReader::new().parse_and_finish(&bytes).map_err(damaged)?);
    let ours = is_ours(&metadata)?;
    let sealed = || value(&metadata, seal::KEY).is_some_and(|seal| seal::holds(seal, &bytes, metadata.row_groups()));
    if ours && !sealed() {
        return Err(altered());
    }
    if !metadata.row_groups().iter().all(is_placed) {
        return Err(RegistrationsError::Damaged("a column that stands nowhere".to_owned()));
    }
    // The types as Parquet has them, whatever the writer thought of: then texts of every writer look the same.
    let plain = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let found = ArrowReaderMetadata::try_new(Arc::clone(&metadata), plain).map_err(damaged)?;
    let fields = found.schema().fields();
    let names: Vec<String> = fields.iter().map(|field| field.name().clone()).collect();
    check(fields, &names, |column| ours || column.needed && !(has_provider && column.field == Some(Field::Provider)))?;
    // Whether a column can be empty decides how its pages are read, so in a table of ours it is as it was written.
    if ours && !fields.iter().zip(schema::arrow().fields()).all(|(found, written)| as_written(found, written)) {
        return Err(altered());
    }
    let read: Vec<FieldRef> = fields.iter().map(coded).collect();
    let read = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(read)));
    let month = value(&metadata, schema::MONTH).and_then(|month| month.parse().ok());
    let metadata = ArrowReaderMetadata::try_new(metadata, read).map_err(damaged)?;
    Ok(Table { bytes, metadata, names, ours, month })
}

fn altered() -> RegistrationsError {
    RegistrationsError::Damaged("it is not as it was written".to_owned())
}

/// Whether the places of a row group's columns can be places; the Parquet reader panics on others.
fn is_placed(group: &RowGroupMetaData) -> bool {
    group.columns().iter().all(|column| {
        let starts = [column.dictionary_page_offset().unwrap_or_default(), column.data_page_offset()];
        starts.iter().all(|start| *start >= 0) && column.compressed_size() >= 0
    })
}

/// Whether a field can be empty, and a list's elements, just as it was written.
fn as_written(found: &FieldRef, written: &FieldRef) -> bool {
    let elements = match (found.data_type(), written.data_type()) {
        (DataType::List(found), DataType::List(written)) => found.is_nullable() == written.is_nullable(),
        (found, written) => matches!(found, DataType::Utf8) || found == written,
    };
    elements && found.name() == written.name() && found.is_nullable() == written.is_nullable()
}

/// The value of a key of the metadata.
fn value<'a>(metadata: &'a ParquetMetaData, key: &str) -> Option<&'a str> {
    let pairs = metadata.file_metadata().key_value_metadata()?;
    pairs.iter().find(|pair| pair.key == key)?.value.as_deref()
}

fn is_ours(metadata: &ParquetMetaData) -> Result<bool, RegistrationsError> {
    match value(metadata, schema::KEY) {
        None => Ok(false),
        Some(VERSION) => Ok(true),
        Some(other) => Err(RegistrationsError::Version { found: other.chars().take(MOST_SHOWN).collect() }),
    }
}

fn check(fields: &[FieldRef], names: &[String], needed: impl Fn(&Column) -> bool) -> Result<(), RegistrationsError> {
    let mut missing = Vec::new();
    for column in &COLUMNS {
        match fields.iter().find(|field| field.name() == column.name) {
            Some(field) if !column.kind.fits(field.data_type()) => {
                return Err(RegistrationsError::WrongType {
                    column: column.name,
                    expected: column.kind.name(),
                    found: shown(field.data_type()),
                });
            }
            None if needed(column) => {
                missing.push(Missing { column: column.name.to_owned(), nearest: nearest(column.name, names) });
            }
            _ => {}
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(RegistrationsError::MissingColumns { missing, found: names.to_vec() })
}

/// The column that is none of ours and looks most like this name.
fn nearest(wanted: &str, names: &[String]) -> Option<String> {
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(&name.to_lowercase(), wanted);
    let unknown = names.iter().filter(|name| !COLUMNS.iter().any(|column| column.name == name.as_str()));
    let best = unknown.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= 0.5).then(|| best.clone())
}

/// A field as it is decoded: texts of our columns as words and numbers.
fn coded(field: &FieldRef) -> FieldRef {
    let Some(column) = COLUMNS.iter().find(|column| column.name == field.name()) else {
        return Arc::clone(field);
    };
    let data_type = match (column.kind, field.data_type()) {
        (Kind::Text, _) => Kind::Text.in_memory(),
        (Kind::Texts, DataType::List(element)) => {
            DataType::List(Arc::new(element.as_ref().clone().with_data_type(Kind::Text.in_memory())))
        }
        (_, found) => found.clone(),
    };
    Arc::new(field.as_ref().clone().with_data_type(data_type))
}
