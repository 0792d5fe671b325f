//! Months and rules for tests.
#![allow(dead_code, reason = "each test uses some of it")]

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::Month;
use kvittens_rules::{Own, OwnError, Owns};

/// A path in the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The rules of files, ready to be asked.
pub fn owns(files: &[PathBuf]) -> Result<Owns, OwnError> {
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Own::read(&name, &fs::read_to_string(path).unwrap())
    };
    Owns::new(files.iter().map(read).collect::<Result<_, _>>()?, kvittens_sql::compile)
}

/// Files of a folder with an ending, in order.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    files.sort();
    files
}

/// A month of exports.
pub fn month(folder: &Path) -> Month {
    kvittens_parse::read(&[folder.to_owned()], &kvittens_parse::Options::default(), &|_, _| {}).unwrap().month
}
