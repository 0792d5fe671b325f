//! A month as the commands take it in: from exports, or from the store.

use std::path::{Path, PathBuf};

use kvittens_history::Store;
use kvittens_model::YearMonth;
use kvittens_parse::{Options, Reading, Volume};
use kvittens_report::Lang;

use crate::config::Loaded;
use crate::error::Failure;
use crate::progress::Progress;
use crate::words;

/// Which exports, and what the user says of them.
#[derive(Clone, Copy, Debug)]
pub struct Exports<'a> {
    /// Files, folders, or `-`.
    pub paths: &'a [PathBuf],
    /// The month, where the exports do not tell.
    pub month: Option<YearMonth>,
    /// The provider of files without such a column.
    pub provider: Option<&'a str>,
    /// The sheet of workbooks.
    pub sheet: Option<&'a str>,
    /// The only layouts to try.
    pub layouts: &'a [String],
}

impl Exports<'_> {
    fn options(&self, loaded: &Loaded) -> Result<Options, Failure> {
        Ok(Options {
            month: self.month,
            provider: self.provider.map(str::to_owned),
            sheet: self.sheet.map(str::to_owned),
            ..loaded.reading(self.layouts)?
        })
    }

    /// How much they hold, told before they are read.
    pub fn volume(&self, loaded: &Loaded) -> Result<Volume, Failure> {
        Ok(kvittens_parse::volume(self.paths, &self.options(loaded)?))
    }

    /// Reads them, under a progress bar.
    pub fn read(&self, loaded: &Loaded, lang: Lang) -> Result<Reading, Failure> {
        let options = self.options(loaded)?;
        let progress = Progress::new(self.paths.iter().map(|path| bytes(path)).sum(), words::of(lang).rows_a_second);
        let reading = kvittens_parse::read(self.paths, &options, &|bytes, rows| progress.add(bytes, rows));
        progress.done();
        Ok(reading?)
    }
}

/// Reads a month of the store, under a progress bar.
pub fn stored(store: &Store, month: YearMonth, loaded: &Loaded, lang: Lang) -> Result<Reading, Failure> {
    let progress = Progress::new(store.size(month), words::of(lang).rows_a_second);
    let reading = store.read(month, &loaded.reading(&[])?, &|bytes, rows| progress.add(bytes, rows));
    progress.done();
    Ok(reading?)
}

/// Bytes below a path, for the progress bar alone.
fn bytes(path: &Path) -> u64 {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|found| found.len()).sum(),
        Err(_) => path.metadata().map_or(0, |found| found.len()),
    }
}

/// Whether any file had more of its rows set aside than the municipality accepts. Sum rows, empty rows and repeated
/// headers are no data, so they count on neither side.
#[allow(clippy::cast_precision_loss, reason = "counts of rows are far below 2^52")]
pub fn too_many_rejected(reading: &Reading, most: f64) -> bool {
    let month = &reading.month;
    let no_data = |file: u16| {
        let of_file = month.rejected.iter().filter(|rejected| rejected.file == file);
        of_file.filter(|rejected| rejected.why.code().as_str() == "Q903").count() as f64
    };
    (0u16..).zip(&month.files).any(|(number, file)| {
        let no_data = no_data(number);
        file.rejected as f64 - no_data > most * (file.read as f64 - no_data)
    })
}
