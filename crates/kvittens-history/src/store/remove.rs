//! Gallring: a month goes for good, and a note of it stays, with counts and no id.
//!
//! The note is written beside the month, the month's folder is renamed, the note is added to the others, and only then is
//! the folder deleted. A run that is stopped before the rename has removed nothing; after it, the next one finishes.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::YearMonth;
use kvittens_tables::folder::{self, MANIFEST};
use kvittens_tables::lock::Lock;
use serde::{Deserialize, Serialize};

use super::manifest::Manifest;
use super::tidy::{GOING, NOTED};
use super::{CACHE, Store, StoreError, VISITS, partition, put, sealed};

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
        let month = removing.month;
        let half_removed = self.going(month).is_dir();
        // It puts a month back that stands under another name, and takes away what was half written.
        self.tidy()?;
        let _lock = Lock::take(&self.dir, &partition::name(month))?;
        let from = match self.folder_of(month) {
            Err(error) if half_removed => return self.last_note(month)?.ok_or(error),
            found => found?,
        };
        // Notes that cannot be read must be seen to before anything goes.
        self.removed()?;
        let removed = note(&from, month, removing.now);
        put(&self.dir, &pending(month), &sealed::text(&Notes::of(vec![removed.clone()]))?)?;
        let cache = self.dir.join(CACHE);
        if cache.exists() {
            fs::remove_dir_all(&cache).map_err(StoreError::io(&cache))?;
        }
        fs::rename(&from, self.going(month)).map_err(StoreError::io(&from))?;
        folder::sync(&self.dir);
        self.note_and_delete(month)?;
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

    fn last_note(&self, month: YearMonth) -> Result<Option<Removed>, StoreError> {
        Ok(self.removed()?.into_iter().rfind(|removed| removed.month == month))
    }

    /// Finishes what a killed run began, or forgets it where the month stands still.
    pub(super) fn finish_removal(&self, month: YearMonth) -> Result<(), StoreError> {
        let _lock = Lock::take(&self.dir, &partition::name(month))?;
        self.note_and_delete(month)
    }

    /// Where a month stands while it is deleted.
    pub(super) fn going(&self, month: YearMonth) -> PathBuf {
        self.dir.join(format!(".{}{GOING}", partition::name(month)))
    }

    /// Adds the note on a month whose folder is renamed, and deletes the folder. The month is locked.
    fn note_and_delete(&self, month: YearMonth) -> Result<(), StoreError> {
        let (going, pending) = (self.going(month), self.dir.join(pending(month)));
        if going.is_dir() {
            let removed = match sealed::read::<Notes>(&pending) {
                Ok((notes, _)) => notes.removed,
                Err(_) => vec![note(&going, month, "")],
            };
            self.add_notes(removed)?;
            fs::remove_dir_all(&going).map_err(StoreError::io(&going))?;
        }
        match fs::remove_file(&pending) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(&pending)(error)),
            _ => Ok(()),
        }
    }

    /// Adds notes that are not there yet: a stopped run may have added them.
    fn add_notes(&self, new: Vec<Removed>) -> Result<(), StoreError> {
        let _lock = Lock::wait(&self.dir, NOTES)?;
        let mut removed = self.removed()?;
        for new in new {
            if !removed.contains(&new) {
                removed.push(new);
            }
        }
        put(&self.dir, NOTES, &sealed::text(&Notes::of(removed))?)
    }
}

impl Notes {
    fn of(removed: Vec<Removed>) -> Notes {
        Notes { schema_version: sealed::VERSION, removed }
    }
}

/// The name of the note while it stands beside its month.
fn pending(month: YearMonth) -> String {
    format!(".{}{NOTED}", partition::name(month))
}

/// A note on a month, as far as its manifest can be read: a damaged month must be removable too.
fn note(folder: &Path, month: YearMonth, now: &str) -> Removed {
    let path = folder.join(MANIFEST);
    let manifest = Manifest::read(&path).ok().map(|(manifest, _)| manifest);
    let manifest = manifest.as_ref();
    Removed {
        month,
        removed: now.to_owned(),
        added: manifest.map(|manifest| manifest.added.clone()),
        deliveries: manifest.map(|manifest| manifest.delivery),
        rows: manifest.map(|manifest| manifest.sum.rows_used),
        visits: manifest.and_then(|manifest| manifest.rows(VISITS)),
        manifest_blake3: folder::hash_file(&path).ok(),
    }
}
