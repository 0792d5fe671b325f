//! Why a table of registrations cannot be read or written. No message holds a cell.

use parquet::errors::ParquetError;

use crate::error::Missing;

/// Why. The texts here are for developers; the command line words them for people.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistrationsError {
    /// Not Parquet, cut off or damaged.
    #[error("a damaged Parquet file: {0}")]
    Damaged(String),
    /// A table of another version of the program.
    #[error("a table {found}; this program reads {expected}", expected = super::VERSION)]
    Version {
        /// What the metadata says.
        found: String,
    },
    /// Columns that every table of registrations has.
    #[error("columns {missing:?} are missing; found {found:?}")]
    MissingColumns {
        /// What is missing, and the column of the file whose name is nearest.
        missing: Vec<Missing>,
        /// The file's columns.
        found: Vec<String>,
    },
    /// A column of another type.
    #[error("column {column}: expected {expected}, found {found}")]
    WrongType {
        /// Its name.
        column: &'static str,
        /// The type it has in the table.
        expected: &'static str,
        /// The type it has in the file.
        found: String,
    },
    /// More than the program counts to.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// The table could not be written.
    #[error("cannot be written: {0}")]
    Write(#[source] ParquetError),
}

impl RegistrationsError {
    /// What the Parquet reader says of a file; it speaks of pages and bytes, never of values.
    pub(super) fn damaged(error: ParquetError) -> RegistrationsError {
        RegistrationsError::Damaged(error.to_string())
    }
}
