//! Exports in, a [`Month`] out.
//!
//! `files → blocks → records → cells → rows → visits → month`: each word is a module. Files are recognised by content,
//! rows that cannot be used are set aside with their reason, and a month in which a row is unaccounted for is an error.
//! Nothing here knows a rule, and no message holds the content of a cell.

mod assemble;
mod blocks;
mod body;
mod cells;
mod chunk;
mod companion;
mod completion;
mod content;
mod delimited;
mod dictionaries;
mod encoding;
mod error;
mod fields;
mod file;
mod fit;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod header;
mod inspect;
mod intern;
mod layout;
mod lines;
mod merge;
mod months;
mod notes;
mod pool;
mod readings;
mod records;
pub mod registrations;
mod sets;
mod sheet;
mod source;
mod table;
mod times;
mod visits;
mod volume;
mod why;
mod zeros;

use std::collections::BTreeMap;
use std::path::PathBuf;

use kvittens_model::words::Receipts;
use kvittens_model::{Month, YearMonth};

pub use companion::write as write_companion;
pub use error::{Kind, NotATable, ReadError};
pub use fields::Field;
pub use inspect::{Column, Inspection, LayoutFit, Shared, inspect};
pub use layout::{Layout, LayoutError, LayoutFile, built_in as built_in_layouts};
pub use sheet::{Sheet, SheetError, text as sheet};
pub use volume::{Volume, volume};

/// What the caller wants of the reading. The default takes everything from the files.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The month, where the files hold several that are equally likely.
    pub month: Option<YearMonth>,
    /// Names of the only layouts to try; empty for all.
    pub layouts: Vec<String>,
    /// The municipality's own layouts, tried before the built-in ones.
    pub own_layouts: Vec<Layout>,
    /// Fields that are not wanted of the store's own table: taken for empty, and not decoded.
    pub without: Vec<Field>,
    /// The sheet of workbooks, where it is not the first that is shown.
    pub sheet: Option<String>,
    /// The provider of files without a provider column.
    pub provider: Option<String>,
    /// The methods that count as a receipt.
    pub receipts: Receipts,
    /// Service words of the municipality: what an export writes, and what it means. Compared without case.
    pub service_aliases: BTreeMap<String, String>,
    /// Other names of a provider, as for services.
    pub provider_aliases: BTreeMap<String, String>,
    /// The providers of the municipality: one without a row is noted (Q912).
    pub expected_providers: Vec<String>,
    /// The services the municipality has named; others are noted (Q909). Empty: every word is known.
    pub known_services: Vec<String>,
    /// Bytes read at a time; 0 takes the usual size. Changes no result.
    pub block_size: usize,
}

/// A month and what was seen beside it.
#[derive(Debug)]
pub struct Reading {
    /// The month.
    pub month: Month,
    /// Files of a folder that are no exports, by name; they were left alone.
    pub skipped: Vec<String>,
}

/// Reads exports: files, folders whose files are looked at one by one, and standard input (`-`).
///
/// `progress` is told of bytes and rows as they are read, from several threads.
///
/// # Errors
/// The first file that cannot be used, with the way out; see [`Kind`].
pub fn read(paths: &[PathBuf], options: &Options, progress: &(dyn Fn(u64, u64) + Sync)) -> Result<Reading, ReadError> {
    let layouts = layout::choose(&options.own_layouts, &options.layouts)?;
    let found = source::find(paths, &layouts, options)?;
    let mut assembly = assemble::Assembly::new(options);
    for source in found.sources {
        file::read(source, options, progress, &mut assembly)?;
    }
    let month = assembly.finish()?;
    Ok(Reading { month, skipped: found.skipped })
}
