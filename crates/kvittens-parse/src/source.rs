//! The files of a delivery: what lies in a folder, what each file is, and which are no exports.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::Options;
use crate::body::Body;
use crate::companion;
use crate::content::{Content, Stamp};
use crate::error::{Kind, NotATable, ReadError};
use crate::header::{self, Given, Header};
use crate::layout::Layout;
use crate::registrations::Table;

/// Bytes looked at to tell what a file is.
pub const HEAD: u64 = 256 << 10;

/// How standard input is named.
const STANDARD_INPUT: &str = "-";

/// A file that is an export.
#[derive(Debug)]
pub struct Source {
    /// As the user named it.
    pub shown: String,
    /// Where it lies; standard input lies nowhere.
    pub path: Option<PathBuf>,
    /// What is read of it.
    pub read: Readable,
    /// How the file looked before its headers were read.
    pub stamp: Stamp,
}

impl Source {
    /// The file's name without its folder, as it stands in reports.
    pub fn name(&self) -> String {
        name(Path::new(&self.shown))
    }
}

/// What is read of a file.
#[derive(Debug)]
pub enum Readable {
    /// Its text; the headers' `body` counts from the first byte of it.
    Text(Content, Box<Header>),
    /// Its columns.
    Table(Box<Table>),
    /// Another export, looked at whole.
    Companion(Content, Box<companion::CompanionTable>),
}

/// Exports, and the files of folders that are none.
pub struct Found {
    /// By name.
    pub sources: Vec<Source>,
    /// Names.
    pub skipped: Vec<String>,
}

/// Looks at every file. A file that is named must be an export; in a folder, what has no known header is left alone,
/// but a file that is nearly an export is refused: leaving it out in silence could make a month look perfect.
pub fn find(paths: &[PathBuf], layouts: &[Arc<Layout>], options: &Options) -> Result<Found, ReadError> {
    let mut found = Found { sources: Vec::new(), skipped: Vec::new() };
    let export = |shown: String, content: Content| {
        let fail = |kind| ReadError::new(shown.clone(), kind);
        let path = content.path().map(Path::to_owned);
        let stamp = Stamp::of(path.as_deref()).map_err(|error| fail(error.into()))?;
        let read = look(content, &shown, layouts, options).map_err(fail)?;
        Ok(Source { shown, path, read, stamp })
    };
    for path in &named(paths)? {
        if path.as_os_str() == STANDARD_INPUT {
            let content = Content::standard_input();
            let content = content.map_err(|error| ReadError::new(STANDARD_INPUT, error.into()))?;
            found.sources.push(export(STANDARD_INPUT.to_owned(), content)?);
            continue;
        }
        if !fs::metadata(path).map_err(|error| ReadError::io(path, error))?.is_dir() {
            found.sources.push(export(shown(path), Content::File(path.clone()))?);
            continue;
        }
        let before = found.sources.len();
        for file in files_of(path)? {
            match export(shown(&file), Content::File(file.clone())) {
                Ok(source) => found.sources.push(source),
                Err(error) if is_no_export(&error.kind) => found.skipped.push(name(&file)),
                Err(error) => return Err(error),
            }
        }
        if found.sources.len() == before {
            return Err(ReadError::new(shown(path), Kind::NoExports));
        }
    }
    found.sources.sort_by_key(|source| (source.name(), source.shown.clone()));
    Ok(found)
}

/// Every file that is looked at: those that are named, and those of folders.
///
/// # Errors
/// As listing a folder; a pattern that is none, or fits nothing.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ReadError> {
    let mut all = Vec::new();
    for path in named(paths)? {
        if path.is_dir() {
            all.extend(files_of(&path)?);
        } else {
            all.push(path);
        }
    }
    Ok(all)
}

/// The paths, patterns such as `mars/*.csv` put out: a shell on Windows leaves them as they are.
fn named(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ReadError> {
    let mut all = Vec::new();
    for path in paths {
        let text = shown(path);
        if !text.contains(['*', '?', '[']) || path.exists() {
            all.push(path.clone());
            continue;
        }
        let before = all.len();
        let matches = glob::glob(&text).map_err(|error| ReadError::new(text.clone(), Kind::Pattern(error.msg)))?;
        for path in matches {
            all.push(path.map_err(|error| ReadError::io(error.path(), io::Error::other(error.to_string())))?);
        }
        if all.len() == before {
            return Err(ReadError::new(text, Kind::NoExports));
        }
    }
    Ok(all)
}

/// Whether a file of a folder can be left alone: no table at all, or one that is far from any export. A workbook or an
/// archive could be the manual export that is missing, and a table that lacks a column or two could be meant as one.
fn is_no_export(kind: &Kind) -> bool {
    const NEARLY: usize = 2;
    match kind {
        Kind::NoKnownHeader { .. } | Kind::NotATable(NotATable::Pdf | NotATable::Binary) => true,
        Kind::MissingColumn { missing, present, .. } => missing.len() > NEARLY || *present < missing.len(),
        _ => false,
    }
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| ReadError::io(folder, error))? {
        let path = entry.map_err(|error| ReadError::io(folder, error))?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn look(content: Content, shown: &str, layouts: &[Arc<Layout>], options: &Options) -> Result<Readable, Kind> {
    let text = match Body::of(content, options)? {
        Body::Table(table) => return Ok(Readable::Table(table)),
        Body::Text(text) => text,
    };
    let head = Head::read(&text, options)?;
    match header::find(&head.bytes[head.mark..], head.given, layouts) {
        Ok(mut header) => {
            header.body += head.mark;
            Ok(Readable::Text(text, Box::new(header)))
        }
        // What is no registration may be one of the other exports of the month.
        Err(kind @ (Kind::NoKnownHeader { .. } | Kind::MissingColumn { .. })) => {
            match companion::CompanionTable::find(&text, &name(Path::new(shown)))? {
                Some(table) => Ok(Readable::Companion(text, Box::new(table))),
                None => Err(kind),
            }
        }
        Err(kind) => Err(kind),
    }
}

/// The first bytes of a file's text.
pub struct Head {
    /// The bytes, the byte-order mark among them.
    pub bytes: Vec<u8>,
    /// The length of the mark.
    pub mark: usize,
    /// What is known before the headers are looked for.
    pub given: Given,
}

impl Head {
    /// Reads them.
    ///
    /// # Errors
    /// As reading; an empty file; what is no table of text.
    pub fn read(content: &Content, options: &Options) -> Result<Head, Kind> {
        let mut head = Vec::new();
        content.open().and_then(|opened| opened.text.take(HEAD).read_to_end(&mut head))?;
        let cut = head.len() as u64 == HEAD;
        if head.is_empty() {
            return Err(Kind::Empty);
        }
        if let Some(other) = not_a_table(&head) {
            return Err(Kind::NotATable(other));
        }
        let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let given = Given { bom: mark > 0, cut, provider: options.provider.is_some() };
        Ok(Head { bytes: head, mark, given })
    }
}

/// By the first bytes, never by the ending.
fn not_a_table(head: &[u8]) -> Option<NotATable> {
    const MAGIC: [(&[u8], NotATable); 2] = [(b"%PDF", NotATable::Pdf), (b"\xd0\xcf\x11\xe0", NotATable::Ole)];
    let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what);
    known.or_else(|| memchr::memchr(0, head).map(|_| NotATable::Binary))
}

/// A file's name without its folder.
pub fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| shown(path), |name| name.to_string_lossy().into_owned())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
