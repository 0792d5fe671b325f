//! A month out of the store, as an export is read.

use std::fs;
use std::path::Path;

use kvittens_model::YearMonth;
use kvittens_model::companion::Companion;
use kvittens_parse::{Options, Reading, Volume};
use kvittens_tables::folder;

use super::manifest::Stored;
use super::{Damage, REGISTRATIONS, Store, StoreError};

/// How many bytes of text a byte of another export's table becomes.
const UNPACKED: u64 = 10;

impl Store {
    /// Reads a month. `options`: as for its exports; the month and the layout are the store's.
    ///
    /// # Errors
    /// No such month; a file that is not as it was written.
    pub fn read(
        &self,
        month: YearMonth,
        options: &Options,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<Reading, StoreError> {
        let options = Options {
            month: Some(month),
            layouts: Vec::new(),
            own_layouts: Vec::new(),
            provider: None,
            sheet: None,
            ..options.clone()
        };
        self.steadily(month, || {
            let partition = self.partition(month)?;
            let path = partition.folder.join(REGISTRATIONS);
            let file = partition.manifest.files.iter().find(|file| file.path == REGISTRATIONS);
            let file = file.ok_or_else(|| StoreError::damaged(&path, Damage::Unknown))?;
            as_written(&path, file)?;
            let mut paths = vec![path.clone()];
            for kind in Companion::ALL {
                let told = partition.manifest.files.iter().find(|file| file.path == companion(kind));
                if let Some(told) = told {
                    let path = partition.folder.join(&told.path);
                    as_written(&path, told)?;
                    paths.push(path);
                }
            }
            let reading = kvittens_parse::read(&paths, &options, progress)?;
            let found = reading.month.rows.len() as u64;
            match file.rows {
                Some(told) if told != found => Err(StoreError::damaged(&path, Damage::Rows { found, told })),
                _ => Ok(reading),
            }
        })
    }

    /// How much a month holds, told before it is read.
    ///
    /// # Errors
    /// No such month; a manifest that cannot be read.
    pub fn volume(&self, month: YearMonth) -> Result<Volume, StoreError> {
        let manifest = self.manifest(month)?;
        let bytes = |is: &dyn Fn(&str) -> bool| -> u64 {
            manifest.files.iter().filter(|file| is(&file.path)).map(|file| file.bytes).sum()
        };
        let is_other = |path: &str| Companion::ALL.iter().any(|kind| companion(*kind) == path);
        Ok(Volume {
            rows: manifest.rows(REGISTRATIONS).unwrap_or_default(),
            held: bytes(&|path| path == REGISTRATIONS),
            beside: bytes(&is_other).saturating_mul(UNPACKED),
        })
    }

    /// Bytes of a month's registrations, for a progress bar.
    pub fn size(&self, month: YearMonth) -> u64 {
        let size = |folder: std::path::PathBuf| fs::metadata(folder.join(REGISTRATIONS)).map(|found| found.len());
        self.folder_of(month).ok().and_then(|folder| size(folder).ok()).unwrap_or_default()
    }
}

/// The table of another export.
pub(super) fn companion(kind: Companion) -> String {
    format!("{}.parquet", kind.name())
}

/// Holds a file against its manifest.
pub(super) fn as_written(path: &Path, told: &Stored) -> Result<(), StoreError> {
    let size = fs::metadata(path).map_err(StoreError::file(path))?.len();
    if size == told.bytes && folder::hash_file(path).map_err(StoreError::file(path))? == told.blake3 {
        Ok(())
    } else {
        Err(StoreError::damaged(path, Damage::Altered))
    }
}
