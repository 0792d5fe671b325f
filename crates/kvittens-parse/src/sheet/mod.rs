//! A sheet of a workbook (XLSX) as delimited text, so that all that reads text reads workbooks: line N of the text is row N
//! of the sheet.
//!
//! The parts are read here and not by a workbook crate: the one there is (calamine 0.38) believes a declared count of
//! strings and copies a format's text for every cell style, so that a file of 18 KB ends the process, and it refuses a
//! sheet for an error value it does not know (`#SPILL!`). Here nothing is held but strings, one byte a style, and the text;
//! each part is read no further than the archive's directory declares, and the sum of that is bounded.

mod archive;
mod format;
mod grid;
mod position;
mod rows;
mod size;
mod strings;
mod styles;
mod workbook;
mod xml;

use std::io::{self, Read, Seek};

use archive::Archive;
use workbook::Workbook;

pub use size::{Size, size};

/// A sheet as text.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet {
    /// `;` between fields, UTF-8, the same number of fields in every row that holds something.
    pub text: Vec<u8>,
    /// The sheet's name.
    pub name: String,
}

/// Why a workbook cannot be used. Never with the content of a cell.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// A zip archive of something else, or no archive.
    #[error("not a workbook")]
    NotAWorkbook,
    /// No worksheet has the name.
    #[error("no sheet is called {name}; known are {known:?}")]
    NoSuchSheet {
        /// As the user wrote it.
        name: String,
        /// The workbook's worksheets.
        known: Vec<String>,
    },
    /// It grows past what an export can be.
    #[error("grows past {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// A cell stands further to the right than a table reaches.
    #[error("more than {limit} columns")]
    TooManyColumns {
        /// Columns allowed.
        limit: u32,
    },
    /// Cut off, or not as the format says.
    #[error("a damaged workbook: {0}")]
    Damaged(&'static str),
    /// The operating system refused.
    #[error("cannot be read: {0}")]
    Io(#[source] io::Error),
}

/// The first visible worksheet of a workbook as text, or the named one; case does not count in a sheet's name.
///
/// # Errors
/// See [`SheetError`].
pub fn text<R: Read + Seek>(reader: R, name: Option<&str>) -> Result<Sheet, SheetError> {
    let mut archive = Archive::open(reader)?;
    let workbook = Workbook::read(&mut archive)?;
    let listed = workbook.choose(name)?;
    let strings = strings::read(&mut archive, workbook.strings_part())?;
    let shown = styles::read(&mut archive, workbook.styles_part())?;
    let allowed = archive.allowed();
    let part = archive.needed(workbook.part_of(listed)?)?;
    let values = rows::Values { strings: &strings, shown: &shown, from_1904: workbook.from_1904 };
    Ok(Sheet { text: rows::read(part, &values, allowed)?, name: listed.name.clone() })
}

#[cfg(test)]
mod tests;
