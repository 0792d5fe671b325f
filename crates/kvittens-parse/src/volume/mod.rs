//! How much a delivery holds, told before it is read: a text by its first records, a packed one by what it says of its
//! size, a workbook by its directory, a table by its count of rows. No file is read whole. What cannot be told here counts
//! as nothing: reading says what is wrong with it.

mod sample;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{BufReader, Read};
use std::iter::Sum;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::file::metadata::ParquetMetaDataReader;

use crate::Options;
use crate::companion::CompanionTable;
use crate::delimited::{DELIMITER, field};
use crate::error::Kind;
use crate::header::{self, Given};
use crate::layout::{self, Layout};
use crate::registrations;
use crate::sheet::{self, Size};
use crate::source;
use sample::Sample;

/// Bytes of a cell and its delimiter as text: times have seventeen, ids ten, and many cells are empty.
const A_CELL: u64 = 16;

/// How much lies in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Volume {
    /// Registrations, about.
    pub rows: u64,
    /// Bytes that are held while they are read: the text that a workbook or a table becomes, the file of a table.
    pub held: u64,
    /// Bytes of the other exports as text; they are held whole.
    pub beside: u64,
}

impl Sum for Volume {
    fn sum<I: Iterator<Item = Volume>>(all: I) -> Volume {
        all.fold(Volume::default(), |sum, of| Volume {
            rows: sum.rows.saturating_add(of.rows),
            held: sum.held.saturating_add(of.held),
            beside: sum.beside.saturating_add(of.beside),
        })
    }
}

/// How much the exports at these paths hold. Standard input is not counted: only reading it would tell.
pub fn volume(paths: &[PathBuf], options: &Options) -> Volume {
    let Ok(layouts) = layout::choose(&options.own_layouts, &options.layouts) else { return Volume::default() };
    let files = source::files(paths).unwrap_or_default();
    files.iter().filter_map(|path| of_file(path, &layouts, options).ok()).sum()
}

fn of_file(path: &Path, layouts: &[Arc<Layout>], options: &Options) -> Result<Volume, Kind> {
    let mut first = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut first)?;
    match first[..] {
        [b'P', b'K', 3, 4] => workbook(path, options),
        [b'P', b'A', b'R', b'1'] => table(path, layouts, options),
        _ => text(path, layouts, options),
    }
}

fn text(path: &Path, layouts: &[Arc<Layout>], options: &Options) -> Result<Volume, Kind> {
    let sample = Sample::of(path)?;
    let mark = if sample.text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let head = &sample.text[mark..sample.text.len().min(usize::try_from(source::HEAD).unwrap_or(usize::MAX))];
    let given = Given { bom: mark > 0, cut: sample.is_cut(), provider: options.provider.is_some() };
    Ok(match header::find(head, given, layouts) {
        Ok(header) => Volume { rows: sample.lines_from(header.body + mark), held: sample.held, beside: 0 },
        Err(_) => beside(head, path, sample.whole),
    })
}

/// A text that is no registration: one of the other exports, or nothing that stays in memory.
fn beside(head: &[u8], path: &Path, bytes: u64) -> Volume {
    let is_one = CompanionTable::of(head.to_vec(), &source::name(path)).is_some();
    Volume { beside: if is_one { bytes } else { 0 }, ..Volume::default() }
}

/// A workbook is taken for registrations: what it is would be known only from its strings. It becomes text whole, and a
/// cell of some ten letters is at least twice that in XML.
fn workbook(path: &Path, options: &Options) -> Result<Volume, Kind> {
    let file = BufReader::new(File::open(path)?);
    let Size { rows, xml, strings } = sheet::size(file, options.sheet.as_deref())?;
    Ok(Volume { rows, held: (xml / 2).saturating_add(strings.saturating_mul(2)), beside: 0 })
}

fn table(path: &Path, layouts: &[Arc<Layout>], options: &Options) -> Result<Volume, Kind> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let damaged = |_| Kind::Damaged(std::io::Error::other("a table"));
    let metadata = registrations::contained(|| Ok(ParquetMetaDataReader::new().parse_and_finish(&file)));
    let metadata = metadata.map_err(Kind::from)?.map_err(damaged)?;
    let rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or_default();
    let columns = metadata.file_metadata().schema_descr().root_schema().get_fields();
    if registrations::has_our_columns(|name| columns.iter().any(|column| column.name() == name)) {
        return Ok(Volume { rows, held: bytes, beside: 0 });
    }
    let mut line = Vec::new();
    for column in columns {
        field(&mut line, column.name());
        line.push(DELIMITER);
    }
    line.push(b'\n');
    let text = rows.saturating_mul(A_CELL).saturating_mul(columns.len() as u64);
    let given = Given { cut: true, provider: options.provider.is_some(), ..Given::default() };
    Ok(match header::find(&line, given, layouts) {
        Ok(_) => Volume { rows, held: bytes.saturating_add(text), beside: 0 },
        Err(_) => beside(&line, path, text),
    })
}
