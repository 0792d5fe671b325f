//! The files that stay as they are when reports are made again, and those among them that are read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use kvittens_tables::folder::{Folder, FolderError, Written};

use super::AgainError;
use super::former::Former;
use crate::write::WriteError;

/// The tables of a month's folder.
pub struct Files {
    folder: PathBuf,
    tables: BTreeMap<String, Table>,
    /// Tables that the manifest tells of and that are not there.
    pub missing: Vec<String>,
}

struct Table {
    bytes: Vec<u8>,
    /// As the manifest tells of it.
    written: Written,
}

/// Whether a file is a table of the controller's: no report, and nothing of a provider's folder.
fn is_table(path: &str) -> bool {
    !path.contains('/') && (path.ends_with(".parquet") || path.ends_with(".csv"))
}

impl Files {
    /// Reads what the manifest tells of.
    pub fn read(folder: &Path, former: &Former) -> Result<Files, AgainError> {
        let mut files = Files { folder: folder.to_owned(), tables: BTreeMap::new(), missing: Vec::new() };
        for written in former.files.iter().filter(|file| is_table(&file.path)) {
            let path = folder.join(&written.path);
            match fs::read(&path) {
                Ok(bytes) => {
                    files.tables.insert(written.path.clone(), Table { bytes, written: written.clone() });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => files.missing.push(written.path.clone()),
                Err(source) => return Err(AgainError::File(FolderError { path, source })),
            }
        }
        Ok(files)
    }

    /// Where a file stands.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// A table that is read: it must be as it was written.
    pub fn get(&self, file: &str) -> Result<Option<&[u8]>, AgainError> {
        let Some(table) = self.tables.get(file) else {
            return Ok(None);
        };
        if blake3::hash(&table.bytes).to_hex().as_str() == table.written.blake3 {
            Ok(Some(&table.bytes))
        } else {
            Err(AgainError::Changed { path: self.path(file) })
        }
    }

    /// As [`Files::get`], of a table that the reports cannot be made without.
    pub fn need(&self, file: &str) -> Result<&[u8], AgainError> {
        self.get(file)?.ok_or_else(|| AgainError::Missing { path: self.path(file) })
    }

    /// Puts the tables into the new folder as they are. One that was changed by hand keeps the hash it was written with,
    /// so that it is seen to be changed still.
    pub fn carry_over(&self, folder: &mut Folder) -> Result<(), AgainError> {
        for (path, table) in &self.tables {
            folder.write(path, &table.bytes).map_err(WriteError::from)?;
            folder.add(table.written.clone());
        }
        Ok(())
    }
}
