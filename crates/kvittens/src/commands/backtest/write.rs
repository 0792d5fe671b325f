//! The files of a backtest, each written aside and renamed into place.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_history::backtest::{Backtest, table};
use kvittens_report::html::backtest::{About, render};

use crate::error::Failure;

/// Writes backtest.html and backtest.parquet; where the page lies.
pub fn write(backtest: &Backtest, about: &About, out: &Path) -> Result<PathBuf, Failure> {
    fs::create_dir_all(out).map_err(Failure::file(out))?;
    put(out, "backtest.parquet", &table::bytes(backtest)?)?;
    put(out, "backtest.html", render(backtest, about)?.as_bytes())
}

fn put(out: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let (aside, path) = (out.join(format!(".{name}.ny")), out.join(name));
    let done = fs::write(&aside, bytes).and_then(|()| fs::rename(&aside, &path));
    done.map_err(|source| {
        let _ = fs::remove_file(&aside);
        Failure::File { path: path.clone(), source }
    })?;
    Ok(path)
}
