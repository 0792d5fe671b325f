//! Why a file or a delivery cannot be used. The texts here are for developers; the command line words them for people.

use std::io;
use std::path::Path;

use kvittens_model::YearMonth;
use kvittens_model::notes::Rejection;

use crate::content::{BrokenUtf16, TooLarge};

/// A file or delivery that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {kind}")]
pub struct ReadError {
    /// The file or folder as the user named it.
    pub file: String,
    /// Why.
    pub kind: Kind,
}

impl ReadError {
    pub(crate) fn new(file: impl Into<String>, kind: Kind) -> ReadError {
        ReadError { file: file.into(), kind }
    }

    pub(crate) fn io(path: &Path, error: io::Error) -> ReadError {
        ReadError::new(path.display().to_string(), Kind::Io(error))
    }
}

/// What a file is that is not a table of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotATable {
    /// A PDF.
    Pdf,
    /// A zip archive that is no workbook.
    Zip,
    /// An old or encrypted workbook.
    Ole,
    /// Bytes that are no text.
    Binary,
}

/// Why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Kind {
    /// The operating system refused.
    #[error("cannot be read: {0}")]
    Io(#[source] io::Error),
    /// Compressed, and cut off or damaged.
    #[error("a damaged archive: {0}")]
    Damaged(#[source] io::Error),
    /// Compressed, and larger than an export can be.
    #[error("grows past {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// Another kind of file.
    #[error("not a table of text: {0:?}")]
    NotATable(NotATable),
    /// No line among the first has headers that are known.
    #[error("no known header in the first {lines} lines; found {found:?}")]
    NoKnownHeader {
        /// Lines looked at.
        lines: usize,
        /// The cells of the likeliest line, where they look like headers.
        found: Vec<String>,
    },
    /// The headers fit a layout but for these.
    #[error("layout {layout} needs {missing:?}; found {found:?}")]
    MissingColumn {
        /// The nearest layout.
        layout: String,
        /// What is missing, and the header of the file that is nearest to one of its names.
        missing: Vec<Missing>,
        /// How many of the layout's needs the file meets.
        present: usize,
        /// The file's headers.
        found: Vec<String>,
    },
    /// No such layout.
    #[error("no layout is called {name}; known are {known:?}")]
    UnknownLayout {
        /// As the user wrote it.
        name: String,
        /// All names.
        known: Vec<String>,
    },
    /// A quoted field has no end.
    #[error("row {row}: a quoted field is never closed")]
    UnclosedQuote {
        /// The row it starts in.
        row: u64,
        /// The header of the column it starts in, where headers were found before it.
        column: Option<String>,
    },
    /// Lines end as on an old Macintosh, so the whole file is one line.
    #[error("row {row}: lines end with CR alone")]
    LoneCr {
        /// The row that holds the rows behind it too.
        row: u64,
    },
    /// A row without end.
    #[error("row {row}: longer than {limit} bytes")]
    RowTooLong {
        /// Which.
        row: u64,
        /// Most bytes of a row.
        limit: usize,
    },
    /// More columns than a table of registrations can have.
    #[error("row {row}: more than {limit} columns")]
    TooManyColumns {
        /// Which.
        row: u64,
        /// Most columns.
        limit: usize,
    },
    /// A workbook without the sheet that was asked for.
    #[error("no sheet is called {name}; known are {known:?}")]
    NoSuchSheet {
        /// As the user wrote it.
        name: String,
        /// The workbook's sheets.
        known: Vec<String>,
    },
    /// A column of a Parquet table holds something else.
    #[error("column {column}: expected {expected}, found {found}")]
    WrongType {
        /// Its name.
        column: String,
        /// What it should hold.
        expected: &'static str,
        /// What it holds.
        found: String,
    },
    /// A table of another version of the program.
    #[error("a table {found}; this program reads {expected}")]
    OtherVersion {
        /// What this program reads.
        expected: &'static str,
        /// What the table says.
        found: String,
    },
    /// The file was written to while it was read.
    #[error("changed while it was read")]
    Changed,
    /// Bytes of two encodings.
    #[error("row {row}, column {column}: bytes that are not {expected}")]
    Encoding {
        /// Which row.
        row: u64,
        /// Which column.
        column: String,
        /// The encoding of the rows before.
        expected: &'static str,
    },
    /// A pattern that is none.
    #[error("no pattern: {0}")]
    Pattern(&'static str),
    /// A folder or a pattern with nothing to read.
    #[error("no export in the folder")]
    NoExports,
    /// UTF-16 that is cut off inside a letter.
    #[error("row {row}: no whole UTF-16")]
    Utf16 {
        /// The row in which it ends.
        row: u64,
    },
    /// Rows, but none that can be used.
    #[error("none of {rows} rows can be used; the first, row {row}, column {column:?}: {why:?}")]
    NoneUsable {
        /// Rows set aside that are no sums, empty rows or headers.
        rows: u64,
        /// The first of them.
        row: u64,
        /// The header of the column, where one column is to blame.
        column: Option<String>,
        /// Why.
        why: Rejection,
    },
    /// Headers, but no row.
    #[error("no row behind the headers")]
    NoRows,
    /// The same bytes twice.
    #[error("the same content as {0}")]
    SameAs(String),
    /// Two months, none clearly the one.
    #[error("rows of {first} ({first_rows}) and {second} ({second_rows})")]
    TwoMonths {
        /// The month with most rows.
        first: YearMonth,
        /// How many.
        first_rows: u64,
        /// The next.
        second: YearMonth,
        /// How many.
        second_rows: u64,
    },
    /// The month asked for has no row.
    #[error("no row of {wanted}; most are of {found}")]
    OtherMonth {
        /// Asked for.
        wanted: YearMonth,
        /// Found.
        found: YearMonth,
    },
    /// More than the program counts to.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// The sum does not hold: an error of the program, never of the data.
    #[error("{read} rows read, but {used} used + {rejected} set aside + {other} of other months")]
    Unreconciled {
        /// Rows read.
        read: u64,
        /// Rows used.
        used: u64,
        /// Rows set aside.
        rejected: u64,
        /// Rows of other months.
        other: u64,
    },
}

impl From<io::Error> for Kind {
    fn from(error: io::Error) -> Kind {
        if let Some(too_large) = error.get_ref().and_then(|inner| inner.downcast_ref::<TooLarge>()) {
            return Kind::TooLarge { limit: too_large.0 };
        }
        if let Some(broken) = error.get_ref().and_then(|inner| inner.downcast_ref::<BrokenUtf16>()) {
            return Kind::Utf16 { row: broken.0 };
        }
        match error.kind() {
            // A plain file has no such errors: they come from a decompressor.
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Kind::Damaged(error)
            }
            // So zstd calls damage; the system's own errors have a number.
            io::ErrorKind::Other if error.raw_os_error().is_none() => Kind::Damaged(error),
            _ => Kind::Io(error),
        }
    }
}

/// A column that a layout needs and a file lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The name of the column, first of the known ones.
    pub column: String,
    /// The header of the file that is nearest to a known name.
    pub nearest: Option<String>,
}
