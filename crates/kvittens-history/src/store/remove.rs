//! Gallring: a month goes for good, and a note of it stays, with counts and no id.
//!
//! The folder is renamed, the note is written, then the files are deleted. A run that is stopped after the rename is
//! finished by the next one; the manifest is deleted last, since the note is made from it.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::YearMonth;
use kvittens_tables::folder::{self, MANIFEST};
use kvittens_tables::lock::Lock;
use serde::{Deserialize, Serialize};

use super::manifest::Manifest;
use super::tidy::GOING;
use super::{Store, StoreError, VISITS, partition, put, sealed};

/// The file with the notes.
const NOTES: &str = "gallrat.json";

/// What was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The month.
    pub month: YearMonth,
    /// When.
    pub removed: String,
    /// When it had been added; nothing where its manifest was damaged, as for the counts.
    pub added: Option<String>,
    /// Deliveries of it.
    pub deliveries: Option<u64>,
    /// Rows.
    pub rows: Option<u64>,
    /// Visits.
    pub visits: Option<u64>,
    /// BLAKE3 of its manifest, in hexadecimal.
    pub manifest_blake3: Option<String>,
}

/// The notes.
#[derive(Debug, Serialize, Deserialize)]
struct Notes {
    schema_version: u32,
    removed: Vec<Removed>,
}

/// How a month is removed.
#[derive(Clone, Copy, Debug)]
pub struct Removing<'a> {
    /// Which.
    pub month: YearMonth,
    /// Now, for the note.
    pub now: &'a str,
}

impl Store {
    /// Removes a month and what killed runs left of it, and notes it.
    ///
    /// # Errors
    /// No such month; a run that writes it; what cannot be renamed, noted or deleted.
    pub fn remove(&self, removing: &Removing<'_>) -> Result<Removed, StoreError> {
        let Removing { month, now } = *removing;
        // It puts a month back that stands under another name, and takes away what was half written.
        self.tidy()?;
        let lock = Lock::take(&self.dir, &partition::name(month))?;
        let from = self.folder_of(month)?;
        let going = self.going(month);
        put(&self.dir, &now_of(month), now.as_bytes())?;
        fs::rename(&from, &going).map_err(StoreError::io(&from))?;
        folder::sync(&self.dir);
        let removed = self.note_and_delete(month)?;
        drop(lock);
        Ok(removed)
    }

    /// The months that were removed, in that order.
    ///
    /// # Errors
    /// Notes that are not as they were written.
    pub fn removed(&self) -> Result<Vec<Removed>, StoreError> {
        let path = self.dir.join(NOTES);
        if path.exists() { Ok(sealed::read::<Notes>(&path)?.0.removed) } else { Ok(Vec::new()) }
    }

    /// Finishes what a killed run began.
    pub(super) fn finish_removal(&self, month: YearMonth) -> Result<(), StoreError> {
        let _lock = Lock::take(&self.dir, &partition::name(month))?;
        if self.going(month).is_dir() {
            self.note_and_delete(month)?;
        }
        Ok(())
    }
}
