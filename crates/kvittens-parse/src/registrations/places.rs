//! Where the rows of a batch came from, and what was seen there: remarks and rows set aside are told of the original
//! export, not of the table.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use kvittens_model::NoteCode;
use kvittens_model::notes::Rejection;

use super::RegistrationsError;
use super::coded::Coded;
use super::piece::OfFile;
use super::schema::{EXPORT, FILE, ROW};
use super::words;
use crate::fields::Field;
use crate::intern::Seen;

/// Files of a piece, as many as [`kvittens_model::rows::Row::file`] can number.
const MOST_FILES: usize = u16::MAX as usize;

/// Where each row came from.
#[derive(Debug)]
pub struct Places {
    /// The files of the piece.
    pub files: Vec<OfFile>,
    /// A position in `files`, by row.
    pub file: Vec<u16>,
    /// The row there, as a spreadsheet shows it, by row.
    pub line: Vec<u32>,
}

impl Places {
    /// Of a batch whose first row is row `first` of the table (counted from 0). A row without file or row of its own is
    /// cited by the table's name and its own place, as a spreadsheet would show it under a header.
    pub fn of(batch: &RecordBatch, table: &str, first: u64) -> Result<Places, RegistrationsError> {
        let count = batch.num_rows();
        let own = u32::try_from(first + 2).map_err(|_| RegistrationsError::TooMany("rows"))?;
        own.checked_add(u32::try_from(count).unwrap_or(u32::MAX)).ok_or(RegistrationsError::TooMany("rows"))?;
        let mut names = vec![table];
        let mut named = match batch.column_by_name(FILE) {
            Some(column) => Coded::of(column)?.map(0, |name| number(name, &mut names))?,
            None => vec![0; count],
        };
        let manual = match batch.column_by_name(EXPORT) {
            Some(column) => Coded::of(column)?.map(false, words::is_manual)?,
            None => vec![false; count],
        };
        let mut line: Vec<u32> = (own..).take(count).collect();
        match batch.column_by_name(ROW).and_then(|column| column.as_primitive_opt::<Int64Type>()) {
            Some(rows) => {
                for (at, (line, named)) in line.iter_mut().zip(&mut named).enumerate() {
                    let row = u32::try_from(rows.value(at)).unwrap_or(0);
                    if row == 0 || rows.is_null(at) {
                        *named = 0;
                    } else if *named != 0 {
                        *line = row;
                    }
                }
            }
            None => named.fill(0),
        }
        let mut places = Places { files: Vec::new(), file: Vec::with_capacity(count), line };
        let mut known: Vec<Option<u16>> = vec![None; names.len() * 2];
        for (named, manual) in named.into_iter().zip(manual) {
            let place = &mut known[named * 2 + usize::from(manual)];
            let file = match *place {
                Some(file) => file,
                None => *place.insert(places.add(names[named], manual)?),
            };
            places.file.push(file);
            places.files[usize::from(file)].rows += 1;
        }
        Ok(places)
    }

    fn add(&mut self, name: &str, manual: bool) -> Result<u16, RegistrationsError> {
        let number = u16::try_from(self.files.len()).ok().filter(|number| usize::from(*number) < MOST_FILES);
        let file = OfFile { name: name.to_owned(), manual, rows: 0, rejected: Vec::new(), seen: Vec::new() };
        self.files.push(file);
        number.ok_or(RegistrationsError::TooMany("files"))
    }

    /// Sets a row aside; `column` is the column of the table that is to blame.
    pub fn reject(&mut self, at: usize, column: Option<usize>, why: Rejection) {
        self.files[usize::from(self.file[at])].rejected.push((self.line[at], column, why));
    }

    /// Remarks on a field of a row.
    pub fn see(&mut self, at: usize, code: NoteCode, field: Field) {
        let (line, file) = (self.line[at], &mut self.files[usize::from(self.file[at])]);
        match file.seen.iter_mut().find(|(known, of, _)| (*known, *of) == (code, field)) {
            // The rows stand in the table's order, not in the export's.
            Some((_, _, seen)) => *seen = Seen { count: seen.count + 1, first: seen.first.min(line) },
            None => file.seen.push((code, field, Seen { count: 1, first: line })),
        }
    }

    /// Keeps the rows that were not set aside.
    pub fn keep(&mut self, stays: &[bool]) {
        keep(&mut self.file, stays);
        keep(&mut self.line, stays);
    }
}

/// Keeps those of a column's rows that stay.
pub fn keep<T>(column: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    column.retain(|_| stays.next().copied().unwrap_or_default());
}

/// The number of a file's name; 0, the table's own, for none.
fn number<'a>(name: &'a str, names: &mut Vec<&'a str>) -> usize {
    if name.is_empty() {
        return 0;
    }
    names.push(name);
    names.len() - 1
}
