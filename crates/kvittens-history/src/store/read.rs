//! A month out of the store, as an export is read.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::YearMonth;
use kvittens_model::companion::Companion;
use kvittens_parse::{Options, Reading, Volume};
use kvittens_tables::folder;
use rayon::prelude::*;

use super::manifest::Stored;
use super::partition::{self, Partition};
use super::{CACHE, Damage, REGISTRATIONS, Store, StoreError};
use crate::image::{self, Origin};

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
        // An image is of all fields.
        let is_whole = options.without.is_empty();
        self.steadily(month, || {
            let partition = self.partition(month)?;
            let path = partition.folder.join(REGISTRATIONS);
            let file = partition.manifest.files.iter().find(|file| file.path == REGISTRATIONS);
            let file = file.ok_or_else(|| StoreError::damaged(&path, Damage::Unknown))?;
            let mut tables = vec![(path.clone(), file)];
            for kind in Companion::ALL {
                let told = partition.manifest.files.iter().find(|file| file.path == companion(kind));
                tables.extend(told.map(|told| (partition.folder.join(&told.path), told)));
            }
            let ((whole, origin), kept) = rayon::join(
                || {
                    let whole = || tables.par_iter().try_for_each(|(path, told)| as_written(path, told));
                    rayon::join(whole, || Origin::of(&partition.bytes, &options))
                },
                || if is_whole { image::read(&self.image(month)) } else { None },
            );
            whole?;
            let reading = match kept {
                Some((of, reading)) if of == origin => {
                    progress(file.bytes, reading.month.rows.len() as u64);
                    reading
                }
                _ => {
                    let paths: Vec<PathBuf> = tables.into_iter().map(|(path, _)| path).collect();
                    let mut reading = kvittens_parse::read(&paths, &options, progress)?;
                    if is_whole {
                        self.keep_image(&partition, origin, &mut reading);
                    }
                    reading
                }
            };
            let found = reading.month.rows.len() as u64;
            match file.rows {
                Some(told) if told != found => Err(StoreError::damaged(&path, Damage::Rows { found, told })),
                _ => Ok(reading),
            }
        })
    }

    /// Where a month's image stands.
    pub(super) fn image(&self, month: YearMonth) -> PathBuf {
        self.dir.join(CACHE).join(format!("{}.image", partition::name(month)))
    }

    /// Keeps an image of a reading. One that cannot be written costs time at the next reading and is no reason to stop; one
    /// of a month that was removed or added again meanwhile must not stay.
    fn keep_image(&self, of: &Partition, origin: Origin, reading: &mut Reading) {
        let month = of.manifest.month;
        let path = self.image(month);
        let written = image::write(&path, origin, reading).is_ok();
        if written && !self.partition(month).is_ok_and(|now| now.bytes == of.bytes) {
            image::remove(&path);
        }
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
        let size = |folder: PathBuf| fs::metadata(folder.join(REGISTRATIONS)).map(|found| found.len());
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
