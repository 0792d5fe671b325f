//! The rows of another export as texts. Such a file has thousands of rows, not millions: it is held whole.

use std::io::Read as _;

use kvittens_model::companion::Companion;
use kvittens_model::notes::Rejection;

use super::kinds::{Columns, recognise};
use crate::content::{Content, TooLarge};
use crate::encoding::{Encoding, tidy};
use crate::error::Kind;
use crate::records::{self, Span};

/// Most bytes of such a file.
const MOST: u64 = 1 << 30;

/// Lines a report may have above its headers.
const LINES: usize = 40;

/// A file that is one of them.
#[derive(Debug)]
pub struct Table {
    /// What it holds.
    pub kind: Companion,
    /// Its headers.
    pub headers: Vec<String>,
    /// Where each column stands.
    pub columns: Columns,
    /// How its bytes are read.
    pub encoding: Encoding,
    /// Between two fields.
    pub delimiter: u8,
    /// Lines above the headers.
    pub lines_above: u32,
    /// BLAKE3 of the text, in hexadecimal.
    pub hash: String,
    text: Vec<u8>,
    body: usize,
}

/// A row: its number as a spreadsheet shows it, and its cells or why it holds none.
pub type Row = (u32, Result<Vec<String>, Rejection>);

impl Table {
    /// Looks whether a file is one of them; `name` decides where the headers do not.
    ///
    /// # Errors
    /// As reading.
    pub fn find(content: &Content, name: &str) -> Result<Option<Table>, Kind> {
        let mut text = Vec::new();
        content.open()?.text.take(MOST + 1).read_to_end(&mut text)?;
        if text.len() as u64 > MOST {
            return Err(std::io::Error::other(TooLarge(MOST)).into());
        }
        Ok(Table::of(text, name))
    }

    /// Looks whether a text is one of them.
    pub fn of(text: Vec<u8>, name: &str) -> Option<Table> {
        let hash = blake3::hash(&text).to_hex().to_string();
        let bom = text.starts_with(b"\xef\xbb\xbf");
        let (mut at, mut spans) = (if bom { 3 } else { 0 }, Vec::new());
        for above in 0..LINES {
            if at >= text.len() {
                break;
            }
            let delimiter = records::likeliest_delimiter(&text[at..at + records::line_end(&text[at..])]);
            let Some(next) = records::next(&text, at, delimiter, &mut spans) else {
                break;
            };
            let encoding = if bom { Encoding::Utf8Bom } else { Encoding::of_header(&text[at..next]) };
            let headers: Vec<String> =
                spans.iter().map(|span| cell(&text, *span, encoding).unwrap_or_default()).collect();
            if let Some((kind, columns)) = recognise(&headers, name) {
                let lines_above = u32::try_from(above).unwrap_or(u32::MAX);
                let body = next;
                return Some(Table { kind, headers, columns, encoding, delimiter, lines_above, hash, text, body });
            }
            at = next;
        }
        None
    }

    /// Headers that no column of the kind wants.
    pub fn ignored(&self) -> Vec<String> {
        let unknown = |(at, name): &(usize, &String)| !name.is_empty() && !self.columns.wants(*at);
        self.headers.iter().enumerate().filter(unknown).map(|(_, name)| name.clone()).collect()
    }

    /// The rows behind the headers, in order.
    ///
    /// # Errors
    /// A quoted field without end.
    pub fn rows(&self) -> Result<Vec<Row>, Kind> {
        let (mut at, mut spans, mut rows) = (self.body, Vec::new(), Vec::new());
        let mut line = self.lines_above + 1;
        while at < self.text.len() {
            line = line.checked_add(1).ok_or(Kind::TooMany("rows"))?;
            let next = records::next(&self.text, at, self.delimiter, &mut spans);
            at = next.ok_or(Kind::UnclosedQuote { row: u64::from(line), column: None })?;
            rows.push((line, self.row(&spans)));
        }
        Ok(rows)
    }

    fn row(&self, spans: &[Span]) -> Result<Vec<String>, Rejection> {
        let read = |span: &Span| cell(&self.text, *span, self.encoding);
        let mut cells: Vec<String> = spans.iter().map(read).collect::<Option<_>>().ok_or(Rejection::Unreadable)?;
        let first = cells.iter().find(|cell| !cell.is_empty()).ok_or(Rejection::Empty)?.to_lowercase();
        if first.starts_with("summa") || first.starts_with("totalt") {
            return Err(Rejection::Sum);
        }
        if cells == self.headers {
            return Err(Rejection::RepeatedHeader);
        }
        while cells.len() > self.headers.len() && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (found, expected) = (counted(cells.len()), counted(self.headers.len()));
        if found == expected { Ok(cells) } else { Err(Rejection::Fields { found, expected }) }
    }
}

/// The text of a cell; `None` where the bytes are not of the encoding.
fn cell(text: &[u8], span: Span, encoding: Encoding) -> Option<String> {
    let mut scratch = Vec::new();
    let bytes = records::cell(text, span, &mut scratch);
    Some(tidy(&encoding.decode(bytes)?).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Option<Table> {
        Table::find(&Content::Held(text.as_bytes().to_vec()), "fil.csv").unwrap()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let text = "Frånvaro mars\n\nBrukare-ID;Från;Till;Typ\nB1;2022-03-01;;Sjukhus\n;;;\nB2;x\nSumma;2;;\n";
        let table = table(text).unwrap();
        assert_eq!((table.kind.name(), table.lines_above), ("franvaro", 2));
        let rows = table.rows().unwrap();
        assert_eq!(rows[0], (4, Ok(vec!["B1".into(), "2022-03-01".into(), String::new(), "Sjukhus".into()])));
        assert_eq!(rows[1], (5, Err(Rejection::Empty)));
        assert_eq!(rows[2], (6, Err(Rejection::Fields { found: 2, expected: 4 })));
        assert_eq!(rows[3], (7, Err(Rejection::Sum)));
    }

    #[test]
    fn the_bytes_are_read_as_the_headers_are() {
        let text = b"Brukare-ID;Fr\xe5n;Till;Typ\nB\xf6;2022-03-01;;S\n";
        let table = Table::find(&Content::Held(text.to_vec()), "x").unwrap().unwrap();
        assert_eq!(table.rows().unwrap()[0].1.as_ref().unwrap()[0], "Bö");
    }

    #[test]
    fn other_tables_are_none_of_them() {
        assert!(table("Utförare;Antal\nA;1\n").is_none());
        assert!(table("").is_none());
    }
}
