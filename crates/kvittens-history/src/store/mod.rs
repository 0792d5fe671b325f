//! The store: a folder with a folder a month (`month=2022-03`, as hive partitions are called), each with the month's
//! registrations, its visits and a manifest.
//!
//! A month is written aside and renamed into place, so a stop anywhere leaves the old month or the new one. A lock
//! keeps a second writer of a month out; readers take none, and look again where a month was replaced under them. Every
//! read holds a file against the hash in its manifest before it believes it. No clock is read here: the caller says
//! when something is done.

mod add;
mod error;
mod export;
mod list;
mod manifest;
mod months;
mod order;
mod partition;
mod read;
mod remove;
mod sealed;
mod tidy;
mod verify;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kvittens_tables::Key;
use kvittens_tables::folder;
use kvittens_tables::lock::Lock;
use serde::{Deserialize, Serialize};

pub use add::{Added, Adding};
pub use error::{Damage, StoreError};
pub use list::Listed;
pub use manifest::{Input, Manifest, OfProvider, Remark, Stored, Sum};
pub use months::NO_RULE_READS;
pub use remove::{Removed, Removing};
pub use verify::Verified;

/// The registrations of a month.
pub const REGISTRATIONS: &str = "registrations.parquet";

/// The visits of a month.
pub const VISITS: &str = "visits.parquet";

/// Where what was said of the months is kept. It holds people's ids, so it goes when a month is removed.
pub const CACHE: &str = ".cache";

/// The file that makes a folder a store.
const STORE: &str = "store.json";

/// A key of the store's own; it is no content.
const KEY: &str = "kvittens.key";

/// What the file says.
#[derive(Debug, Serialize, Deserialize)]
struct Description {
    schema_version: u32,
    program: String,
    key_fingerprint: String,
}

/// A store.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
    fingerprint: String,
}

/// Held while a store is made, so that two runs do not each make a key for it.
#[derive(Debug)]
pub struct Making {
    dir: PathBuf,
    _lock: Lock,
}

impl Store {
    /// The store in a folder, whatever its key: to list, verify, remove and take out months.
    ///
    /// # Errors
    /// No store there, or one that cannot be read.
    pub fn at(dir: &Path) -> Result<Store, StoreError> {
        let path = dir.join(STORE);
        if path.exists() {
            let (said, _): (Description, _) = sealed::read(&path)?;
            return Ok(Store { dir: dir.to_owned(), fingerprint: said.key_fingerprint });
        }
        let dir = dir.to_owned();
        Err(if is_blank(&dir)? { StoreError::NoStore { path: dir } } else { StoreError::NotAStore { path: dir } })
    }

    /// The store in a folder, if it is this key's.
    ///
    /// # Errors
    /// As [`Store::at`]; another key.
    pub fn open(dir: &Path, key: &Key) -> Result<Store, StoreError> {
        let store = Store::at(dir)?;
        store.must_match(key)?;
        Ok(store)
    }

    /// The store in a folder, made there if there is none.
    ///
    /// # Errors
    /// As [`Store::open`]; a folder that cannot be written.
    pub fn create(dir: &Path, key: &Key) -> Result<Store, StoreError> {
        Store::making(dir)?.store(key)
    }

    /// Makes the folder and keeps others from making a store in it.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn making(dir: &Path) -> Result<Making, StoreError> {
        fs::create_dir_all(dir).map_err(StoreError::io(dir))?;
        Ok(Making { dir: dir.to_owned(), _lock: Lock::wait(dir, STORE)? })
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The fingerprint of its key.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn must_match(&self, key: &Key) -> Result<(), StoreError> {
        let here = key.fingerprint();
        if here == self.fingerprint {
            return Ok(());
        }
        Err(StoreError::OtherKey { path: self.dir.clone(), there: self.fingerprint.clone(), here })
    }
}

impl Making {
    /// The store, made if it is not there.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn store(self, key: &Key) -> Result<Store, StoreError> {
        match Store::open(&self.dir, key) {
            Err(StoreError::NoStore { .. }) => {}
            other => return other,
        }
        let fingerprint = key.fingerprint();
        let said = Description {
            schema_version: sealed::VERSION,
            program: "kvittens".to_owned(),
            key_fingerprint: fingerprint.clone(),
        };
        put(&self.dir, STORE, &sealed::text(&said)?)?;
        if let Some(parent) = self.dir.parent() {
            folder::sync(parent);
        }
        Ok(Store { dir: self.dir, fingerprint })
    }
}

/// Whether a folder is missing, or holds nothing but a key and hidden files.
fn is_blank(dir: &Path) -> Result<bool, StoreError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        entries => entries.map_err(StoreError::io(dir))?,
    };
    for entry in entries {
        let name = entry.map_err(StoreError::io(dir))?.file_name();
        if name != KEY && !name.to_string_lossy().starts_with('.') {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes a file of the store aside and puts it in place of the former one. The caller holds a lock.
fn put(dir: &Path, name: &str, text: &[u8]) -> Result<(), StoreError> {
    let (aside, path) = (dir.join(format!(".{name}.ny")), dir.join(name));
    let write = || {
        let mut file = File::create(&aside)?;
        file.write_all(text)?;
        file.sync_all()?;
        fs::rename(&aside, &path)
    };
    write().map_err(|source| {
        let _ = fs::remove_file(&aside);
        StoreError::Io { path: path.clone(), source }
    })?;
    folder::sync(dir);
    Ok(())
}
