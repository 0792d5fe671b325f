//! Reads one file: text block by block, each block in pieces on all cores, joined in the file's order; a table of
//! registrations by its row groups.

use kvittens_model::InputFile;
use rayon::prelude::*;

use crate::assemble::Assembly;
use crate::blocks::{Blocks, Stop, too_long};
use crate::chunk::Chunk;
use crate::content::{Content, Stamp};
use crate::encoding::Encoding;
use crate::error::{Kind, ReadError};
use crate::fields::Field;
use crate::header::Header;
use crate::intern::Evidence;
use crate::layout::Of;
use crate::pool::Pool;
use crate::source::{Readable, Source};
use crate::{Options, chunk, companion, records};

/// Reads a file into the assembly.
pub fn read(
    source: Source,
    options: &Options,
    progress: &(dyn Fn(u64, u64) + Sync),
    assembly: &mut Assembly,
) -> Result<(), ReadError> {
    let (shown, name, path, stamp) = (source.shown.clone(), source.name(), source.path, source.stamp);
    let fail = |kind| ReadError::new(shown.clone(), kind);
    match source.read {
        Readable::Text(content, header) => {
            text(&content, &header, name, options, progress, assembly).map_err(fail)?;
        }
        Readable::Table(table) => {
            let pieces = table
                .read(&name, options.provider.as_deref(), &options.without, progress)
                .map_err(|error| fail(error.into()))?;
            assembly.table(&table, pieces, &name).map_err(fail)?;
        }
        Readable::Companion(content, table) => {
            companion(&content, &table, name, options, progress, assembly).map_err(fail)?;
        }
    }
    if Stamp::of(path.as_deref()).map_err(|error| fail(error.into()))? != stamp {
        return Err(fail(Kind::Changed));
    }
    Ok(())
}

/// Another export: its rows are few, and read whole.
fn companion(
    content: &Content,
    table: &companion::CompanionTable,
    name: String,
    options: &Options,
    progress: &(dyn Fn(u64, u64) + Sync),
    assembly: &mut Assembly,
) -> Result<(), Kind> {
    let rows = table.rows()?;
    progress(0, rows.len() as u64);
    let file = InputFile {
        name,
        hash: content.hash()?,
        layout: table.kind.name().to_owned(),
        companion: Some(table.kind),
        manual: false,
        score: (count(table.columns.known()), count(table.headers.len())),
        encoding: content.form().unwrap_or(table.encoding.name()).into(),
        delimiter: content.form().is_none().then_some(char::from(table.delimiter)),
        within: None,
        ignored_columns: table.ignored(),
        duplicate_columns: Vec::new(),
        lines_above_header: table.lines_above,
        read: rows.len() as u64,
        used: 0,
        rejected: 0,
        other_month: 0,
    };
    assembly.companion(table, rows, file, options)
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn text(
    content: &Content,
    header: &Header,
    name: String,
    options: &Options,
    progress: &(dyn Fn(u64, u64) + Sync),
    assembly: &mut Assembly,
) -> Result<(), Kind> {
    let number = assembly.next()?;
    let opened = content.open()?;
    let mut blocks = Blocks::new(opened.text, options.block_size);
    blocks.skip(header.body)?;
    let mut reading = Reading {
        header,
        number,
        line: u64::from(header.lines_above) + 2,
        evidence: Evidence::new(header.encoding),
        assembly,
    };
    let pool = Pool::default();
    let parse = |piece: &[u8]| {
        let provider = options.provider.as_deref();
        let chunk = pool.lend(|number, words| chunk::parse(piece, header, provider, (number, words)));
        progress(piece.len() as u64, u64::from(chunk.lines));
        chunk
    };
    let (mut next, mut parsed) = (blocks.next(header.delimiter), Vec::new());
    while let Ok(Some(block)) = next {
        let former = std::mem::take(&mut parsed);
        // While a block is parsed the former one's rows are put in place and the next one is read.
        let (chunks, following) = rayon::join(
            || {
                let pieces = records::split(&block, header.delimiter, rayon::current_num_threads() * 2);
                pieces.into_par_iter().map(parse).collect::<Vec<Chunk>>()
            },
            || reading.add(former).map(|()| blocks.next(header.delimiter)),
        );
        (next, parsed) = (following?, chunks);
        blocks.give_back(block);
    }
    reading.add(parsed)?;
    let (line, evidence) = (reading.line, reading.evidence);
    match next {
        Ok(_) => {}
        Err(Stop::Io(error)) => return Err(error.into()),
        Err(Stop::TooLong) => return Err(too_long(line)),
        Err(Stop::Unclosed(column)) => {
            let column = header.names.get(column).filter(|name| !name.is_empty()).cloned();
            return Err(Kind::UnclosedQuote { row: line, column });
        }
    }
    assembly.words(&pool.into_all(), number, header)?;
    let encoding = settle(header, &evidence)?;
    let text_hash = blocks.hash();
    let hash = if opened.plain { text_hash.clone() } else { content.hash()? };
    let counts = assembly.counts(number);
    let file = InputFile {
        name,
        hash,
        layout: header.layout.name.clone(),
        companion: None,
        manual: header.layout.of == Of::Manual,
        score: (header.known, u32::try_from(header.names.len()).unwrap_or(u32::MAX)),
        encoding: content.form().unwrap_or(encoding.name()).into(),
        delimiter: content.form().is_none().then_some(char::from(header.delimiter)),
        within: None,
        ignored_columns: header.ignored.clone(),
        duplicate_columns: header.duplicates.clone(),
        lines_above_header: header.lines_above,
        read: counts.0,
        used: 0,
        rejected: counts.1,
        other_month: 0,
    };
    assembly.close(file, text_hash, header.layout.of, header.fields().collect())
}

/// A file while it is read.
struct Reading<'a, 'o> {
    header: &'a Header,
    number: u16,
    /// The line of the next row.
    line: u64,
    evidence: Evidence,
    assembly: &'a mut Assembly<'o>,
}

impl Reading<'_, '_> {
    /// Puts the rows of a block in place.
    fn add(&mut self, chunks: Vec<Chunk>) -> Result<(), Kind> {
        for chunk in chunks {
            let first = u32::try_from(self.line).map_err(|_| Kind::TooMany("rows"))?;
            let at = |seen: Option<(u32, Field)>| seen.map(|(relative, field)| (first + relative, field));
            self.evidence.utf8 = self.evidence.utf8.or(at(chunk.evidence.utf8));
            self.evidence.other = self.evidence.other.or(at(chunk.evidence.other));
            if let Some(relative) = chunk.too_long {
                return Err(too_long(u64::from(first + relative)));
            }
            self.line += u64::from(chunk.lines);
            self.assembly.add(chunk, self.number, first, self.header);
        }
        Ok(())
    }
}

/// The encoding of the whole file; bytes of two encodings are refused, since one of them would be read wrongly.
fn settle(header: &Header, evidence: &Evidence) -> Result<Encoding, Kind> {
    let wrong = |(row, field): (u32, Field), expected| {
        let column = header.column(field).and_then(|at| header.names.get(at).cloned()).unwrap_or_default();
        Kind::Encoding { row: u64::from(row), column, expected }
    };
    match (header.encoding, evidence.utf8, evidence.other) {
        (Encoding::Utf8 | Encoding::Utf8Bom, _, Some(other)) => Err(wrong(other, "UTF-8")),
        // No word of Windows-1252 is UTF-8 by chance: its letters beyond ASCII would have to stand in pairs.
        (Encoding::Windows1252, Some(utf8), _) => Err(wrong(utf8, "Windows-1252")),
        (Encoding::Undecided, Some(utf8), Some(other)) if other.0 > utf8.0 => Err(wrong(other, "UTF-8")),
        (Encoding::Undecided, Some(utf8), Some(_)) => Err(wrong(utf8, "Windows-1252")),
        (Encoding::Undecided, Some(_), None) => Ok(Encoding::Utf8),
        (Encoding::Undecided, None, Some(_)) => Ok(Encoding::Windows1252),
        (known, _, _) => Ok(known),
    }
}
