//! How much a sheet holds, without reading it.

use std::io::{Read, Seek};

use super::SheetError;
use super::archive::Archive;
use super::workbook::Workbook;

/// Bytes of a sheet's XML that are looked at.
const LOOKED_AT: u64 = 256 << 10;

/// What a sheet is said to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Rows, about, by the first ones.
    pub rows: u64,
    /// Bytes of its XML.
    pub xml: u64,
    /// Bytes of the texts that the workbook's cells share.
    pub strings: u64,
}

/// The sheet that [`super::text`] would read.
///
/// # Errors
/// As reading it, as far as it is looked at.
pub fn size<R: Read + Seek>(reader: R, name: Option<&str>) -> Result<Size, SheetError> {
    let mut archive = Archive::open(reader)?;
    let workbook = Workbook::read(&mut archive)?;
    let part = workbook.part_of(workbook.choose(name)?)?;
    let strings = workbook.strings_part().map_or(0, |part| archive.size(part));
    let (xml, head) = (archive.size(part), archive.head(part, LOOKED_AT)?);
    // Where a row ends, whatever prefix its name has.
    let ends = memchr::memmem::find_iter(&head, b"row>").count() as u64;
    Ok(Size { rows: ends.saturating_mul(xml) / (head.len() as u64).max(1), xml, strings })
}
