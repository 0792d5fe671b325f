//! What a file holds, by its first bytes and never by its ending: text, a workbook or a table that becomes text, or the
//! store's own table of registrations.

use std::fs::File;
use std::io::{self, Cursor, Read};

use bytes::Bytes;

use crate::Options;
use crate::content::Content;
use crate::error::{Kind, NotATable};
use crate::registrations::{NEARLY, RegistrationsError, Table};
use crate::sheet::{self, Sheet, SheetError};
use crate::table::{self, TableError};

/// What a file holds.
#[derive(Debug)]
pub enum Body {
    /// Delimited text.
    Text(Content),
    /// Registrations in columns.
    Table(Box<Table>),
}

impl Body {
    /// Looks into a file. Workbooks and foreign tables are made text here, whole.
    ///
    /// # Errors
    /// What is no table of any kind, is damaged, or grows past what an export can be.
    pub fn of(content: Content, options: &Options) -> Result<Body, Kind> {
        let mut first = Vec::new();
        content.bytes()?.0.take(4).read_to_end(&mut first)?;
        match first[..] {
            [b'P', b'K', 3, 4] => {
                let sheet = options.sheet.as_deref();
                let Sheet { text, .. } = match &content {
                    Content::File(path) => sheet::text(io::BufReader::new(File::open(path)?), sheet)?,
                    other => sheet::text(Cursor::new(held(other)?), sheet)?,
                };
                Ok(Body::Text(Content::Made { text, from: Box::new(content), form: "xlsx" }))
            }
            [b'P', b'A', b'R', b'1'] => table(content, options),
            _ => Ok(Body::Text(content)),
        }
    }
}

fn table(content: Content, options: &Options) -> Result<Body, Kind> {
    let bytes = Bytes::from(held(&content)?);
    match Table::open(bytes, options.provider.is_some()) {
        Ok(table) => Ok(Body::Table(Box::new(table))),
        // An analyst's table has the headers of an export, or it is none.
        Err(RegistrationsError::MissingColumns { missing, .. }) if missing.len() > NEARLY => {
            let text = match &content {
                Content::File(path) => table::text_of_file(File::open(path)?)?,
                other => table::text_of_bytes(held(other)?)?,
            };
            Ok(Body::Text(Content::Made { text, from: Box::new(content), form: "parquet" }))
        }
        Err(error) => Err(error.into()),
    }
}

fn held(content: &Content) -> Result<Vec<u8>, Kind> {
    let mut bytes = Vec::new();
    content.bytes()?.0.read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl From<SheetError> for Kind {
    fn from(error: SheetError) -> Kind {
        match error {
            SheetError::NotAWorkbook => Kind::NotATable(NotATable::Zip),
            SheetError::NoSuchSheet { name, known } => Kind::NoSuchSheet { name, known },
            SheetError::TooLarge { limit } => Kind::TooLarge { limit },
            SheetError::TooManyColumns { limit } => Kind::TooManyColumns { row: 1, limit: limit as usize },
            SheetError::Damaged(why) => Kind::Damaged(io::Error::other(why)),
            SheetError::Io(error) => error.into(),
        }
    }
}

impl From<TableError> for Kind {
    fn from(error: TableError) -> Kind {
        match error {
            TableError::TooLarge { limit } => Kind::TooLarge { limit },
            TableError::Unsupported { column, kind } => {
                Kind::WrongType { column, expected: "text, number, date or time", found: kind }
            }
            TableError::Damaged(why) => Kind::Damaged(io::Error::other(why)),
        }
    }
}

impl From<RegistrationsError> for Kind {
    fn from(error: RegistrationsError) -> Kind {
        match error {
            RegistrationsError::MissingColumns { missing, found } => Kind::MissingColumn {
                layout: crate::registrations::LAYOUT.to_owned(),
                present: missing.len(),
                missing,
                found,
            },
            RegistrationsError::WrongType { column, expected, found } => {
                Kind::WrongType { column: column.to_owned(), expected, found }
            }
            RegistrationsError::Version { found } => {
                Kind::OtherVersion { expected: crate::registrations::VERSION, found }
            }
            RegistrationsError::TooMany(what) => Kind::TooMany(what),
            other => Kind::Damaged(io::Error::other(other.to_string())),
        }
    }
}
