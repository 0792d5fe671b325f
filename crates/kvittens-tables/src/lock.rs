//! A lock on a name in a folder, so that two runs do not write the same thing at once. The system gives it back when a
//! run ends, however it ends.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::folder::FolderError;

/// Held while something is written. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Closed after the file is gone, so that nobody gets the lock of a file that is no longer there.
    _file: File,
}

impl Lock {
    /// Takes the lock of `name` below `root`, which must be there.
    ///
    /// # Errors
    /// Where another run holds it ([`FolderError::is_busy`]), or nothing can be written there.
    pub fn take(root: &Path, name: &str) -> Result<Lock, FolderError> {
        acquire(root, name, |file| file.try_lock().map_err(io::Error::from))
    }

    /// The same, but waits until the other run is done: for what takes a moment only.
    ///
    /// # Errors
    /// Where nothing can be written there.
    pub fn wait(root: &Path, name: &str) -> Result<Lock, FolderError> {
        acquire(root, name, File::lock)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn acquire(root: &Path, name: &str, lock: impl Fn(&File) -> io::Result<()>) -> Result<Lock, FolderError> {
    let path = root.join(format!(".{name}.lock"));
    loop {
        let file = File::create(&path).map_err(FolderError::at(&path))?;
        lock(&file).map_err(FolderError::at(&root.join(name)))?;
        // The former holder may have taken the file away between these two lines; then a third run could lock a new one.
        if stands(&file, &path) {
            return Ok(Lock { path, _file: file });
        }
    }
}

/// Whether an open file is the one that stands at a path.
#[cfg(unix)]
fn stands(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |found: io::Result<fs::Metadata>| found.ok().map(|found| (found.dev(), found.ino()));
    let open = place(file.metadata());
    open.is_some() && open == place(path.metadata())
}

/// Where an open file cannot be taken away, it stands.
#[cfg(not(unix))]
fn stands(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_and_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path(), "x").unwrap();
        let refused = Lock::take(root.path(), "x").unwrap_err();
        assert!(refused.is_busy() && refused.path.ends_with("x"));
        assert!(Lock::take(root.path(), "y").is_ok());
        drop(lock);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn one_that_waits_gets_it_when_the_other_is_done() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path(), "x").unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| Lock::wait(root.path(), "x").map(drop));
            drop(lock);
            assert!(waiting.join().unwrap().is_ok());
        });
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_lock_that_a_killed_run_left_is_nobodys() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(".x.lock"), "").unwrap();
        assert!(Lock::take(root.path(), "x").is_ok());
    }
}
