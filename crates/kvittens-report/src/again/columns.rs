//! A Parquet table of a month's folder, column by column.

use std::path::PathBuf;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch, StringArray,
    TimestampMillisecondArray,
};
use arrow::compute::concat_batches;
use bytes::Bytes;
use kvittens_model::Local;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::AgainError;
use super::files::Files;

/// A table.
pub struct Columns {
    path: PathBuf,
    batch: RecordBatch,
}

impl Columns {
    /// Of a file; `None` where it is not there.
    pub fn read(files: &Files, file: &str) -> Result<Option<Columns>, AgainError> {
        files.get(file)?.map(|bytes| Columns::of(files, file, bytes)).transpose()
    }

    /// Of a file that the reports cannot be made without.
    pub fn need(files: &Files, file: &str) -> Result<Columns, AgainError> {
        Columns::of(files, file, files.need(file)?)
    }

    fn of(files: &Files, file: &str, bytes: &[u8]) -> Result<Columns, AgainError> {
        // Its hash is right, so what cannot be read was written by another program.
        let wrong = || AgainError::Changed { path: files.path(file) };
        let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(bytes)).map_err(|_| wrong())?;
        let schema = builder.schema().clone();
        let batches: Result<Vec<RecordBatch>, _> = builder.build().map_err(|_| wrong())?.collect();
        let batch = concat_batches(&schema, &batches.map_err(|_| wrong())?).map_err(|_| wrong())?;
        Ok(Columns { path: files.path(file), batch })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    /// The column is not there, or holds what this program does not know.
    pub fn wrong(&self, column: &'static str) -> AgainError {
        AgainError::Column { path: self.path.clone(), column }
    }

    fn column<T: 'static>(&self, name: &'static str) -> Result<&T, AgainError> {
        let found = self.batch.column_by_name(name).and_then(|column: &ArrayRef| column.as_any().downcast_ref::<T>());
        found.ok_or_else(|| self.wrong(name))
    }

    /// A column of texts.
    pub fn texts(&self, name: &'static str) -> Result<&StringArray, AgainError> {
        self.column(name)
    }

    /// A column of yes and no.
    pub fn flags(&self, name: &'static str) -> Result<&BooleanArray, AgainError> {
        self.column(name)
    }

    /// A column of times.
    pub fn times(&self, name: &'static str) -> Result<Times<'_>, AgainError> {
        self.column(name).map(Times)
    }

    /// A column of lists.
    pub fn lists(&self, name: &'static str) -> Result<&ListArray, AgainError> {
        self.column(name)
    }

    /// A text.
    pub fn text(&self, name: &'static str, at: usize) -> Result<Option<&str>, AgainError> {
        Ok(text(self.texts(name)?, at))
    }

    /// A number.
    pub fn number(&self, name: &'static str, at: usize) -> Result<Option<f64>, AgainError> {
        let column: &Float64Array = self.column(name)?;
        Ok(column.is_valid(at).then(|| column.value(at)))
    }

    /// A count.
    pub fn count(&self, name: &'static str, at: usize) -> Result<Option<i64>, AgainError> {
        let column: &Int64Array = self.column(name)?;
        Ok(column.is_valid(at).then(|| column.value(at)))
    }

    /// A count of few.
    pub fn small(&self, name: &'static str, at: usize) -> Result<Option<i32>, AgainError> {
        let column: &Int32Array = self.column(name)?;
        Ok(column.is_valid(at).then(|| column.value(at)))
    }

    /// Yes or no; an empty cell is no.
    pub fn flag(&self, name: &'static str, at: usize) -> Result<bool, AgainError> {
        let column = self.flags(name)?;
        Ok(column.is_valid(at) && column.value(at))
    }
}

/// A column of wall-clock times.
pub struct Times<'a>(&'a TimestampMillisecondArray);

impl Times<'_> {
    /// A time; none where none stands.
    pub fn get(&self, at: usize) -> Local {
        let found = self.0.is_valid(at).then(|| self.0.value(at).div_euclid(1000));
        found.and_then(Local::from_unix).unwrap_or(Local::NONE)
    }
}

/// A cell's text.
pub fn text(column: &StringArray, at: usize) -> Option<&str> {
    column.is_valid(at).then(|| column.value(at))
}

/// The texts of a list; `None` where no list stands.
pub fn listed(column: &ListArray, at: usize) -> Option<Vec<String>> {
    let cell = column.is_valid(at).then(|| column.value(at))?;
    let cell = cell.as_any().downcast_ref::<StringArray>()?;
    Some(cell.iter().flatten().map(str::to_owned).collect())
}
