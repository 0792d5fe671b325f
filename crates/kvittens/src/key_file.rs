//! Where the key comes from: `--key`, else the configuration, else beside it, else the store, else the output folder,
//! where the first run makes one.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use kvittens_history::Store;
use kvittens_report::Key;

use crate::config::Loaded;
use crate::error::Failure;

/// The file's name.
pub const NAME: &str = "kvittens.key";

/// A key, and the file it was just made in.
pub struct Found {
    /// The key.
    pub key: Key,
    /// Where it was made, on the first run.
    pub made: Option<PathBuf>,
}

/// Finds the key, or makes one in the root of a folder: of the reports, or of the store when it is made.
pub fn find(named: Option<&Path>, loaded: &Loaded, folder: &Path) -> Result<Found, Failure> {
    known(named, loaded, folder)?.map_or_else(|| make(&folder.join(NAME)), Ok)
}

/// Finds the key; the one in a folder's root comes last.
pub fn known(named: Option<&Path>, loaded: &Loaded, folder: &Path) -> Result<Option<Found>, Failure> {
    let beside = loaded.path.as_deref().and_then(Path::parent);
    let configured = loaded.config.key.as_ref().map(|key| beside.unwrap_or(Path::new("")).join(key));
    if let Some(path) = named.map(Path::to_owned).or(configured) {
        return read(&path).map(Some);
    }
    let beside = beside.map(|folder| folder.join(NAME)).filter(|path| path.is_file());
    let in_folder = Some(folder.join(NAME)).filter(|path| path.is_file());
    beside.or(in_folder).map(|path| read(&path)).transpose()
}

/// Opens a store with its key, which is never made here: what was named with the lost one would be nobody's.
pub fn open(dir: &Path, named: Option<&Path>, loaded: &Loaded) -> Result<(Store, Found), Failure> {
    let store = Store::at(dir)?;
    let lost = || Failure::NoKey { store: dir.to_owned(), fingerprint: store.fingerprint().to_owned() };
    let found = known(named, loaded, dir)?.ok_or_else(lost)?;
    Ok((Store::open(dir, &found.key)?, found))
}

fn read(path: &Path) -> Result<Found, Failure> {
    let text = fs::read_to_string(path).map_err(Failure::file(path))?;
    let key = Key::read(&text).map_err(|source| Failure::Key { path: path.to_owned(), source })?;
    Ok(Found { key, made: None })
}

/// Makes a key in a file that is not there yet, readable by its owner alone.
pub fn make(path: &Path) -> Result<Found, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::File { path: path.to_owned(), source: error.into() })?;
    let key = Key::new(bytes);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    }
    // Written aside, so that a run that is stopped leaves no half key, and never put over another.
    let aside = path.with_file_name(format!(".{NAME}.{}", std::process::id()));
    let done = put(&aside, path, &key);
    let _ = fs::remove_file(&aside);
    done.map_err(Failure::file(path))?;
    Ok(Found { key, made: Some(path.to_owned()) })
}

fn put(aside: &Path, path: &Path, key: &Key) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(aside)?;
    file.write_all(key.to_text().as_bytes())?;
    file.sync_all()?;
    match fs::hard_link(aside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists && path.symlink_metadata().is_err() => {
            // A file system without links.
            fs::rename(aside, path)
        }
        done => done,
    }
}

/// Refuses to write over a month that was written with another key: its pseudonyms would change in silence.
pub fn must_match(key: &Key, month_folder: &Path) -> Result<(), Failure> {
    let Ok(text) = fs::read(month_folder.join("manifest.json")) else {
        return Ok(());
    };
    let manifest: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let here = key.fingerprint();
    match manifest.get("key_fingerprint").and_then(serde_json::Value::as_str) {
        Some(there) if there != here => {
            Err(Failure::OtherKey { folder: month_folder.to_owned(), there: there.to_owned(), here })
        }
        _ => Ok(()),
    }
}
