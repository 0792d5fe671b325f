//! The manifest of the folder as it stands.

use std::path::{Path, PathBuf};
use std::{fs, io};

use kvittens_model::YearMonth;
use kvittens_tables::folder::{FolderError, MANIFEST, Written};
use serde::Deserialize;

use super::AgainError;
use super::kept::Kept;
use crate::manifest::{IdleAnswer, Input, Placeholder, Remark, Run, SCHEMA_VERSION};

/// As much of the manifest as the reports are made from; the rest follows from it.
#[derive(Debug, Deserialize)]
pub struct Former {
    /// Where it stands.
    #[serde(skip)]
    pub path: PathBuf,
    pub program_version: String,
    pub month: YearMonth,
    pub started: String,
    pub config_hash: String,
    pub key_fingerprint: String,
    pub too_many_rejected: bool,
    pub inputs: Vec<Input>,
    pub skipped_files: Vec<String>,
    pub rules: Vec<Run>,
    pub notes: Vec<Remark>,
    pub idle_answers: Vec<IdleAnswer>,
    pub placeholder_staff: Vec<Placeholder>,
    pub report: Kept,
    pub files: Vec<Written>,
}

/// What every version of the manifest holds.
#[derive(Deserialize)]
struct Version {
    schema_version: u32,
    program_version: String,
}

impl Former {
    /// Of a month's folder.
    pub fn read(folder: &Path) -> Result<Former, AgainError> {
        let path = folder.join(MANIFEST);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(AgainError::NoMonth { folder: folder.to_owned() });
            }
            Err(source) => return Err(AgainError::File(FolderError { path, source })),
        };
        let wrong = |error: serde_json::Error| AgainError::Manifest { path: path.clone(), message: error.to_string() };
        let version: Version = serde_json::from_slice(&bytes).map_err(wrong)?;
        if version.schema_version != SCHEMA_VERSION {
            let (there, here, program) = (version.schema_version, SCHEMA_VERSION, version.program_version);
            return Err(AgainError::Version { path, there, here, program });
        }
        let former: Former = serde_json::from_slice(&bytes).map_err(wrong)?;
        Ok(Former { path, ..former })
    }

    /// A key of the manifest that says something no program wrote.
    pub fn wrong(&self, key: &str) -> AgainError {
        AgainError::Manifest { path: self.path.clone(), message: key.to_owned() }
    }
}
