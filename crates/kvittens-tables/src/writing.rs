//! A file of a folder while it is written: its bytes go to the disk as they come, and its hash is known when it ends, so
//! that no table has to stand in memory whole.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::folder::{FolderError, Written};

/// A file that is being written.
#[derive(Debug)]
pub struct Writing {
    path: PathBuf,
    file: File,
    hasher: blake3::Hasher,
    /// What the system said. Libraries between wrap it, and whoever asks wants to read of the file.
    failure: Option<io::Error>,
}

impl Writing {
    /// A new file.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub(crate) fn new(path: PathBuf) -> Result<Writing, FolderError> {
        let file = File::create(&path).map_err(FolderError::at(&path))?;
        Ok(Writing { path, file, hasher: blake3::Hasher::new(), failure: None })
    }

    /// Ends it. `name`: its path below the folder.
    ///
    /// # Errors
    /// What stopped it from being written.
    pub(crate) fn finish(self, name: &str) -> Result<Written, FolderError> {
        match self.failure {
            Some(source) => Err(FolderError { path: self.path, source }),
            None => Ok(Written { path: name.to_owned(), blake3: self.hasher.finalize().to_hex().to_string() }),
        }
    }

    /// Whether a write failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.file.write(bytes) {
            Ok(count) => {
                self.hasher.update(&bytes[..count]);
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let told = io::Error::from(error.kind());
                self.failure = Some(error);
                Err(told)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_what_stands_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let mut writing = Writing::new(path.clone()).unwrap();
        writing.write_all(b"one;").unwrap();
        writing.write_all(b"two").unwrap();
        let written = writing.finish("a.csv").unwrap();
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(
            (bytes.as_slice(), written.blake3),
            (&b"one;two"[..], blake3::hash(b"one;two").to_hex().to_string())
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_with_the_file_however_the_error_came_back() {
        let mut writing = Writing::new("/dev/full".into()).unwrap();
        assert!(writing.write_all(b"one").is_err() && writing.has_failed());
        let error = writing.finish("a.csv").unwrap_err();
        assert_eq!((error.path, error.source.kind()), ("/dev/full".into(), io::ErrorKind::StorageFull));
    }
}
