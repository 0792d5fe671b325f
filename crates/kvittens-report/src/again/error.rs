//! What stops reports from being made again.

use std::path::PathBuf;

use kvittens_rules::RulesError;
use kvittens_tables::folder::FolderError;

use crate::write::WriteError;

/// What stopped them. What a cell holds is never told.
#[derive(Debug, thiserror::Error)]
pub enum AgainError {
    /// The folder holds no manifest: it is no month's.
    #[error("{folder}: no manifest.json")]
    NoMonth {
        /// The folder.
        folder: PathBuf,
    },
    /// A manifest that cannot be read.
    #[error("{path}: {message}")]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What its reader says.
        message: String,
    },
    /// The folder is of another version of the program.
    #[error("{path}: version {there} (kvittens {program}), not {here}")]
    Version {
        /// The manifest.
        path: PathBuf,
        /// The version of the folder.
        there: u32,
        /// The version that this program reads.
        here: u32,
        /// The program that wrote the folder.
        program: String,
    },
    /// A file that the reports stand on is not there.
    #[error("{path} is missing")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file that the reports stand on is not as it was written.
    #[error("{path} is not as it was written")]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A table without a column, or with a word in it that this program does not know.
    #[error("{path}: column {column}")]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
    /// A rule that this program does not have, or has otherwise.
    #[error("{path}: {error}")]
    Rules {
        /// The manifest.
        path: PathBuf,
        /// What does not fit.
        error: RulesError,
        /// The program that wrote the folder.
        program: String,
    },
    /// A file that could not be read.
    #[error(transparent)]
    File(FolderError),
    /// The reports could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}
