//! A table of somebody's, as texts: Parquet of any writer, CSV, or a sheet of a workbook. A column is asked for by the names it may have.

use std::fs::File;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::{can_cast_types, cast};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use bytes::Bytes;
use kvittens_parse::SheetError;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;

/// What is wrong with a table, and which one.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", file.display())]
pub struct GridError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a table. A cell's content is never told.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It could not be opened.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is no Parquet file, or a damaged one.
    #[error("no whole Parquet file ({0})")]
    Damaged(String),
    /// A column that is needed is not there.
    #[error("no column {wanted}; found {}", .found.join(", "))]
    NoColumn {
        /// The names it may have.
        wanted: &'static str,
        /// The columns that are there.
        found: Vec<String>,
    },
    /// A column of a type that says nothing here.
    #[error("column {column}: expected {expected}, found {found}")]
    Type {
        /// The column.
        column: String,
        /// What it should hold.
        expected: &'static str,
        /// Its type.
        found: String,
    },
    /// A cell that is empty or cannot be read.
    #[error("column {column}, row {row}: expected {expected}")]
    Cell {
        /// The column.
        column: String,
        /// The row, the first below the headers being 1.
        row: usize,
        /// What it should hold.
        expected: &'static str,
    },
    /// A workbook that cannot be read.
    #[error("a workbook that cannot be read ({0})")]
    Workbook(String),
    /// A workbook without the sheet.
    #[error("no sheet {sheet}; found {}", .found.join(", "))]
    NoSheet {
        /// The sheet that is needed.
        sheet: &'static str,
        /// The sheets that are there.
        found: Vec<String>,
    },
    /// A cell of a sheet that is empty or cannot be read.
    #[error("sheet {sheet}, column {column}, row {row}: expected {expected}")]
    SheetCell {
        /// The sheet.
        sheet: &'static str,
        /// The column, as it is headed.
        column: String,
        /// The row, as the spreadsheet numbers it.
        row: usize,
        /// What it should hold.
        expected: &'static str,
    },
}

impl From<ParquetError> for Problem {
    fn from(error: ParquetError) -> Problem {
        Problem::Damaged(error.to_string())
    }
}

impl From<ArrowError> for Problem {
    fn from(error: ArrowError) -> Problem {
        Problem::Damaged(error.to_string())
    }
}

/// A column: its name and its texts.
type Column = (String, Vec<Option<String>>);

/// A table of texts.
#[derive(Debug, Default)]
pub struct Grid {
    columns: Vec<Column>,
    rows: usize,
    /// The sheet it stands on, and lines above its headers.
    sheet: Option<(&'static str, usize)>,
}

/// A zip archive, as a workbook is.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// Rows in which the headers of a sheet are looked for.
const ABOVE: usize = 50;

/// Between the parts of a list.
pub const LIST: char = '|';

impl Grid {
    /// Reads a file: Parquet by its first bytes, else CSV.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(path: &Path) -> Result<Grid, GridError> {
        let fail = |problem| GridError { file: path.to_owned(), problem };
        let bytes = std::fs::read(path).map_err(|error| fail(error.into()))?;
        if bytes.starts_with(b"PAR1") { Grid::parquet(bytes.into()).map_err(fail) } else { Ok(Grid::csv(&bytes)) }
    }

    /// Reads the sheet of a workbook, else as [`Grid::read`]. Its headers stand in the first row that has one of each of
    /// `headers`; what somebody wrote above them is passed over.
    ///
    /// # Errors
    /// What cannot be read, or a workbook without the sheet.
    pub fn read_sheet(path: &Path, sheet: &'static str, headers: &[&[&str]]) -> Result<Grid, GridError> {
        let fail = |problem| GridError { file: path.to_owned(), problem };
        let bytes = std::fs::read(path).map_err(|error| fail(error.into()))?;
        if !bytes.starts_with(ARCHIVE) {
            return Grid::read(path);
        }
        let read = kvittens_parse::sheet(Cursor::new(&bytes), Some(sheet)).map_err(|error| match error {
            SheetError::NoSuchSheet { known, .. } => fail(Problem::NoSheet { sheet, found: known }),
            other => fail(Problem::Workbook(other.to_string())),
        })?;
        let text = String::from_utf8_lossy(&read.text);
        let mut records = records(&text, ';');
        let has = |record: &[String], names: &[&str]| record.iter().any(|cell| names.contains(&&*named(cell)));
        let found = records.iter().take(ABOVE).position(|record| headers.iter().all(|names| has(record, names)));
        let above = found.unwrap_or(0);
        records.drain(..above);
        Ok(Grid { sheet: Some((sheet, above)), ..Grid::of_records(records, true) })
    }

    /// The bytes of a Parquet file.
    ///
    /// # Errors
    /// A damaged file.
    pub fn parquet(bytes: Bytes) -> Result<Grid, Problem> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes)?.build()?;
        let mut grid = Grid::default();
        for batch in reader {
            grid.add(&batch?)?;
        }
        Ok(grid)
    }

    /// As [`Grid::parquet`], of a file that is open.
    ///
    /// # Errors
    /// A damaged file.
    pub fn parquet_file(file: File) -> Result<Grid, Problem> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)?.build()?;
        let mut grid = Grid::default();
        for batch in reader {
            grid.add(&batch?)?;
        }
        Ok(grid)
    }

    fn add(&mut self, batch: &RecordBatch) -> Result<(), Problem> {
        for (at, field) in batch.schema().fields().iter().enumerate() {
            let cells = texts(field.name(), batch.column(at))?;
            match self.columns.get_mut(at) {
                Some(column) => column.1.extend(cells),
                None => self.columns.push((field.name().clone(), cells)),
            }
        }
        self.rows += batch.num_rows();
        Ok(())
    }

    /// CSV with `;`, `,` or tab, quoted or not, with a byte-order mark or without. Bytes that are no UTF-8 are taken
    /// as Windows-1252 would have most of them.
    pub fn csv(bytes: &[u8]) -> Grid {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        };
        let first = text.lines().next().unwrap_or_default();
        let separator = [';', '\t', ','].into_iter().max_by_key(|mark| (first.matches(*mark).count(), *mark == ';'));
        Grid::of_records(records(&text, separator.unwrap_or(';')), false)
    }

    /// The first record are the headers. Empty ones are passed over, but where rows are numbered.
    fn of_records(records: Vec<Vec<String>>, numbered: bool) -> Grid {
        let mut records = records.into_iter();
        let headers = records.next().unwrap_or_default();
        let mut columns: Vec<Column> = headers.into_iter().map(|name| (name.trim().to_owned(), Vec::new())).collect();
        let mut rows = 0;
        for record in records.filter(|record| numbered || record.iter().any(|cell| !cell.trim().is_empty())) {
            let mut cells = record.into_iter();
            for (_, column) in &mut columns {
                column.push(cells.next().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()));
            }
            rows += 1;
        }
        Grid { columns, rows, sheet: None }
    }

    /// The row of the table, from 0, as a spreadsheet numbers it.
    pub fn row_number(&self, at: usize) -> usize {
        at + 2 + self.sheet.map_or(0, |(_, above)| above)
    }

    /// A cell that is wrong. `names`: those its column may have; `column`: what it is called where it has none of them.
    pub fn wrong(&self, at: usize, names: &[&str], column: &str, expected: &'static str) -> Problem {
        let headed = self.columns.iter().map(|(name, _)| name).find(|name| names.contains(&&*named(name)));
        match self.sheet {
            Some((sheet, _)) => {
                let column = headed.map_or(column, String::as_str).to_owned();
                Problem::SheetCell { sheet, column, row: self.row_number(at), expected }
            }
            None => Problem::Cell { column: column.to_owned(), row: at + 1, expected },
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The column that has one of these names, the first first; case does not matter.
    pub fn find(&self, names: &[&str]) -> Option<&[Option<String>]> {
        let of = |wanted: &&str| self.columns.iter().find(|(name, _)| named(name) == **wanted);
        names.iter().find_map(of).map(|(_, cells)| cells.as_slice())
    }

    /// As [`Grid::find`], and an error where there is none. `wanted`: the names, for the message.
    ///
    /// # Errors
    /// No such column.
    pub fn need(&self, names: &[&str], wanted: &'static str) -> Result<&[Option<String>], Problem> {
        let found = || self.columns.iter().map(|(name, _)| name.clone()).collect();
        self.find(names).ok_or_else(|| Problem::NoColumn { wanted, found: found() })
    }
}

/// A header as it is looked for.
fn named(header: &str) -> String {
    header.trim().to_lowercase()
}

/// A column of any type as texts; lists are joined, whole floats lose their decimals (pandas makes floats of whole
/// numbers where one is missing), and a list of structs, which nothing here asks for, is empty.
fn texts(name: &str, array: &ArrayRef) -> Result<Vec<Option<String>>, Problem> {
    if let DataType::List(field) = array.data_type() {
        if field.data_type().is_nested() {
            return Ok(vec![None; array.len()]);
        }
        let parts = |cell: Option<ArrayRef>| -> Result<Option<String>, Problem> {
            let Some(cell) = cell else { return Ok(None) };
            let parts: Vec<String> = texts(name, &cell)?.into_iter().flatten().collect();
            Ok((!parts.is_empty()).then(|| parts.join(&LIST.to_string())))
        };
        return array.as_list::<i32>().iter().map(parts).collect();
    }
    if array.data_type().is_nested() {
        return Ok(vec![None; array.len()]);
    }
    if !can_cast_types(array.data_type(), &DataType::Utf8) {
        let found = array.data_type().to_string();
        return Err(Problem::Type { column: name.to_owned(), expected: "text", found });
    }
    let is_float = array.data_type().is_floating();
    let said = cast(array, &DataType::Utf8)?;
    let said = said.as_string::<i32>();
    let cell = |text: Option<&str>| {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let whole = if is_float { text.strip_suffix(".0").unwrap_or(text) } else { text };
        Some(whole.to_owned())
    };
    Ok(said.iter().map(cell).collect())
}

fn records(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            '\r' if !quoted => {}
            other if other == separator && !quoted => record.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !record.is_empty() {
        record.push(cell);
        records.push(record);
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_read_whatever_its_separator_and_quotes() {
        for text in ["\u{feff}a;B\r\n1;\"x;y\"\r\n;\r\n", "a,b\n1,\"x;y\"\n", "a\tb\n1\tx;y"] {
            let grid = Grid::csv(text.as_bytes());
            assert_eq!(grid.len(), 1, "{text}");
            assert_eq!(grid.find(&["b"]).unwrap(), [Some("x;y".to_owned())]);
        }
        assert!(matches!(Grid::csv(b"a;b\n").need(&["c"], "c"), Err(Problem::NoColumn { wanted: "c", .. })));
    }
}
