//! Months out of the store, as they stand in it.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::YearMonth;
use kvittens_tables::folder::{Folder, MANIFEST, Written};

use super::partition::{self, Partition};
use super::{Damage, STORE, Store, StoreError};

impl Store {
    /// Copies a month into a folder of its own below `out`, its manifest with it, and gives that folder. Each file is
    /// held against its hash; a folder that stands there and was changed by hand is kept.
    ///
    /// # Errors
    /// No such month; a file that is not as it was written; what cannot be written.
    pub fn export(&self, month: YearMonth, out: &Path) -> Result<PathBuf, StoreError> {
        if out.join(STORE).exists() {
            return Err(StoreError::IntoStore { path: out.to_owned() });
        }
        self.steadily(month, || {
            let Partition { folder: from, manifest, bytes } = self.partition(month)?;
            let mut folder = Folder::start(out, &partition::name(month))?;
            for file in &manifest.files {
                let path = from.join(&file.path);
                let content = fs::read(&path).map_err(StoreError::file(&path))?;
                let written: Written = folder.write(&file.path, &content)?;
                if written.blake3 != file.blake3 {
                    return Err(StoreError::damaged(&path, Damage::Altered));
                }
                folder.add(written);
            }
            folder.write(MANIFEST, &bytes)?;
            Ok(folder.finish()?.0)
        })
    }
}
