//! What was heard, kept by content: a second run hears only what has changed. A file holds what one rule said of one
//! month, or what the month says of its staff, under a name that is a hash of everything it depends on, and begins with the hash of the rest: a file that is
//! damaged, cut short or another's is heard again, never trusted. Files hold ids as the export writes them.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::hear::Heard;

/// The first bytes of every file; the number changes with the form.
const MARK: &[u8] = b"kvittens-cache 1\n";

/// A folder of files.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    /// Tells apart the files that this process is writing.
    written: AtomicU64,
}

/// A name in the cache.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Of everything a rule's words on a month depend on.
    pub fn of(parts: &[&str]) -> Name {
        let mut hasher = blake3::Hasher::new();
        for part in [std::str::from_utf8(MARK).unwrap_or_default()].iter().chain(parts) {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        Name(hasher.finalize().to_hex().to_string())
    }
}

impl Cache {
    /// In a folder, which is made where it is missing.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn new(folder: &Path) -> io::Result<Cache> {
        fs::create_dir_all(folder)?;
        Ok(Cache { folder: folder.to_owned(), written: AtomicU64::new(0) })
    }

    fn path(&self, name: &Name) -> PathBuf {
        self.folder.join(&name.0[..2]).join(&name.0[2..])
    }

    /// What was kept under a name, if it is whole.
    pub(super) fn get(&self, name: &Name) -> Option<Heard> {
        Heard::read(&self.body(name)?)
    }

    /// Keeps it.
    pub(super) fn put(&self, name: &Name, heard: &Heard) {
        if let Some(body) = heard.write() {
            self.keep(name, &body);
        }
    }

    /// The bytes kept under a name, if they are whole.
    pub(crate) fn body(&self, name: &Name) -> Option<Vec<u8>> {
        let bytes = fs::read(self.path(name)).ok()?;
        let behind = bytes.strip_prefix(MARK)?;
        let (seal, body) = behind.split_first_chunk::<{ blake3::OUT_LEN }>()?;
        (blake3::Hash::from_bytes(*seal) == sealed(name, body)).then(|| body.to_vec())
    }

    /// Keeps bytes. A cache that cannot be written costs time next month and is no reason to stop.
    pub(crate) fn keep(&self, name: &Name, body: &[u8]) {
        let _ = self.write(name, body);
    }

    fn write(&self, name: &Name, body: &[u8]) -> io::Result<()> {
        let path = self.path(name);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let aside = folder.join(format!(".{}-{number}.ny", std::process::id()));
        let put = || {
            let mut file = File::create(&aside)?;
            file.write_all(MARK)?;
            file.write_all(sealed(name, body).as_bytes())?;
            file.write_all(body)?;
            drop(file);
            fs::rename(&aside, &path)
        };
        put().inspect_err(|_| drop(fs::remove_file(&aside)))
    }
}

/// The hash of a name and a body: a file under another's name is no more trusted than a damaged one.
fn sealed(name: &Name, body: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(name.0.as_bytes()).update(body);
    hasher.finalize()
}
