//! What can stop the store, each with the file or folder it is about. No message holds a cell.

use std::io;
use std::path::{Path, PathBuf};

use arrow::error::ArrowError;
use kvittens_model::YearMonth;
use kvittens_parse::ReadError;
use kvittens_parse::registrations::RegistrationsError;
use kvittens_tables::folder::FolderError;
use kvittens_tables::names::Collision;
use parquet::errors::ParquetError;

/// What stopped it. The texts here are for developers; the command line words them for people.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No store is there yet.
    #[error("{path}: no store")]
    NoStore {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that holds something else.
    #[error("{path}: not empty, and no store")]
    NotAStore {
        /// The folder.
        path: PathBuf,
    },
    /// The store is another key's.
    #[error("{path}: key {there}, not {here}")]
    OtherKey {
        /// The store.
        path: PathBuf,
        /// The fingerprint of its key.
        there: String,
        /// The fingerprint of the key at hand.
        here: String,
    },
    /// A file of another version of the program.
    #[error("{path}: version {found}, this program knows {known}")]
    Version {
        /// The file.
        path: PathBuf,
        /// What it says.
        found: u64,
        /// What this program reads.
        known: u32,
    },
    /// A file that is not as it was written.
    #[error("{path}: {what}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// In which way.
        what: Damage,
    },
    /// The store does not hold the month.
    #[error("{path}: no month {month}")]
    NoMonth {
        /// The store.
        path: PathBuf,
        /// Asked for.
        month: YearMonth,
        /// The months it holds.
        known: Vec<YearMonth>,
    },
    /// Another run writes the month.
    #[error("{path}: another run is writing it")]
    Busy {
        /// The month's folder.
        path: PathBuf,
    },
    /// Months cannot be taken out into a store.
    #[error("{path}: a store")]
    IntoStore {
        /// The store.
        path: PathBuf,
    },
    /// The system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The registrations could not be read as an export.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Two ids with one pseudonym.
    #[error(transparent)]
    Collision(#[from] Collision),
    /// A table could not be made: an error of the program.
    #[error(transparent)]
    Registrations(#[from] RegistrationsError),
    /// An error of the program.
    #[error("columns do not fit: {0}")]
    Columns(#[from] ArrowError),
    /// An error of the program.
    #[error("a Parquet table: {0}")]
    Parquet(#[from] ParquetError),
    /// An error of the program.
    #[error("a manifest: {0}")]
    Json(#[from] serde_json::Error),
}

/// In which way a file is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// The manifest tells of it, and it is not there.
    #[error("missing")]
    Missing,
    /// Other bytes than those that were written, or fewer.
    #[error("other bytes than were written")]
    Altered,
    /// No file of this kind, though its bytes are as its manifest says.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Other columns than the table has.
    #[error("other columns")]
    Columns,
    /// Not sorted by customer and start.
    #[error("not in order")]
    Order,
    /// Another number of rows than the manifest says.
    #[error("{found} rows, not {told}")]
    Rows {
        /// Rows of the table.
        found: u64,
        /// Rows that the manifest tells of.
        told: u64,
    },
    /// The manifest's own numbers do not add up.
    #[error("numbers that do not add up")]
    Sums,
    /// A file that the manifest does not tell of.
    #[error("nobody knows of it")]
    Unknown,
    /// A manifest of another month.
    #[error("of {0}")]
    OtherMonth(YearMonth),
    /// Written with another key than the store's.
    #[error("key {there}, not {here}")]
    OtherKey {
        /// The fingerprint in the manifest.
        there: String,
        /// The fingerprint of the store.
        here: String,
    },
    /// The rest of a month that was being removed.
    #[error("half removed")]
    HalfRemoved,
}

impl StoreError {
    /// What the system said of a path.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
        move |source| StoreError::Io { path: path.to_owned(), source }
    }

    /// A file of the store that could not be read: one that should be there and is not is missing.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
        move |source| match source.kind() {
            io::ErrorKind::NotFound => StoreError::damaged(path, Damage::Missing),
            _ => StoreError::Io { path: path.to_owned(), source },
        }
    }

    /// A file that is not as it was written.
    pub(super) fn damaged(path: &Path, what: Damage) -> StoreError {
        StoreError::Damaged { path: path.to_owned(), what }
    }
}

impl From<FolderError> for StoreError {
    fn from(error: FolderError) -> StoreError {
        if error.is_busy() {
            StoreError::Busy { path: error.path }
        } else {
            StoreError::Io { path: error.path, source: error.source }
        }
    }
}
