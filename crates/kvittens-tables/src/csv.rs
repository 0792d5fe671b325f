//! CSV as a Swedish spreadsheet opens it, or plain. No cell can be taken for a formula.

use std::io::{self, Write};

/// How CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// UTF-8 with byte-order mark, `;`, decimal comma, CRLF.
    #[default]
    Swedish,
    /// UTF-8, `,`, decimal point, LF.
    Plain,
}

impl Dialect {
    /// The word in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Swedish => "swedish",
            Dialect::Plain => "plain",
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, made safe against being read as a formula.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number; the shortest digits that read back as the same.
    Number(f64),
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Cell {
        text.map_or(Cell::Empty, Cell::Text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Cell {
        number.map_or(Cell::Empty, Cell::Number)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Cell {
        number.map_or(Cell::Empty, Cell::Integer)
    }
}

/// Writes rows.
pub struct Writer<W> {
    out: W,
    dialect: Dialect,
    line: String,
}

impl<W: Write> Writer<W> {
    /// Starts with the headers.
    ///
    /// # Errors
    /// As the writer's.
    pub fn new(mut out: W, dialect: Dialect, headers: &[&str]) -> io::Result<Writer<W>> {
        if dialect == Dialect::Swedish {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = Writer { out, dialect, line: String::new() };
        let cells: Vec<Cell> = headers.iter().map(|header| Cell::from(*header)).collect();
        writer.row(&cells)?;
        Ok(writer)
    }

    /// Writes a row.
    ///
    /// # Errors
    /// As the writer's.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let (separator, end) = match self.dialect {
            Dialect::Swedish => (';', "\r\n"),
            Dialect::Plain => (',', "\n"),
        };
        self.line.clear();
        for (position, cell) in cells.iter().enumerate() {
            if position > 0 {
                self.line.push(separator);
            }
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => push_text(&mut self.line, text, separator),
                Cell::Integer(number) => self.line.push_str(&number.to_string()),
                Cell::Number(number) if self.dialect == Dialect::Swedish => {
                    self.line.push_str(&number.to_string().replace('.', ","));
                }
                Cell::Number(number) => self.line.push_str(&number.to_string()),
            }
        }
        self.line.push_str(end);
        self.out.write_all(self.line.as_bytes())
    }

    /// Everything written.
    ///
    /// # Errors
    /// As the writer's.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Bytes that may need care; a text without them is written as it is.
const SPECIAL: &[u8] = b"=+-@\t\r\n\";,";

/// The text behind a cell that [`Writer`] made safe against being read as a formula.
pub fn behind_apostrophe(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA));
    rest.unwrap_or(cell)
}

/// What a spreadsheet takes for the begin of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection); line breaks
/// become spaces, so that a row is a line.
fn push_text(line: &mut String, text: &str, separator: char) {
    if !text.bytes().any(|byte| SPECIAL.contains(&byte)) {
        line.push_str(text);
        return;
    }
    let formula = text.starts_with(FORMULA);
    let quoted = text.contains([separator, '"', '\n', '\r', ';', ',']);
    if quoted {
        line.push('"');
    }
    if formula {
        line.push('\'');
    }
    for letter in text.chars() {
        match letter {
            '"' => line.push_str("\"\""),
            '\n' | '\r' => line.push(' '),
            other => line.push(other),
        }
    }
    if quoted {
        line.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(dialect: Dialect, cells: &[Cell]) -> String {
        let mut writer = Writer::new(Vec::new(), dialect, &["a", "b"]).unwrap();
        writer.row(cells).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_swedish_spreadsheet_opens_it() {
        let text = written(Dialect::Swedish, &[Cell::Number(0.25), Cell::from("a;b")]);
        assert_eq!(text, "\u{feff}a;b\r\n0,25;\"a;b\"\r\n");
    }

    #[test]
    fn plain_has_points_and_commas() {
        assert_eq!(written(Dialect::Plain, &[Cell::Number(-0.5), Cell::Integer(-3)]), "a,b\n-0.5,-3\n");
    }

    #[test]
    fn what_was_made_safe_reads_back() {
        for (cell, text) in [("'=1", "=1"), ("'abc", "'abc"), ("-1", "-1"), ("", "")] {
            assert_eq!(behind_apostrophe(cell), text);
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1"] {
            let line = written(Dialect::Plain, &[Cell::from(text), Cell::Empty]);
            assert!(line.lines().nth(1).unwrap().trim_start_matches('"').starts_with('\''), "{line}");
        }
    }
}
