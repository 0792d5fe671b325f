//! CSV as a Swedish spreadsheet opens it, or plain. No cell can be taken for a formula.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use kvittens_model::Local;
use rayon::prelude::*;

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
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, made safe against being read as a formula.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A number; the shortest digits that read back as the same.
    Number(f64),
    /// A wall-clock time; empty where none stands.
    Time(Local),
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(text.into())
    }
}

impl From<Option<String>> for Cell<'_> {
    fn from(text: Option<String>) -> Self {
        text.map_or(Cell::Empty, Cell::from)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(text.into())
    }
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Cell::Empty, Cell::from)
    }
}

impl<'a> From<Option<Cow<'a, str>>> for Cell<'a> {
    fn from(text: Option<Cow<'a, str>>) -> Self {
        text.map_or(Cell::Empty, Cell::Text)
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Cell::Empty, Cell::Number)
    }
}

impl From<Option<i64>> for Cell<'_> {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Cell::Empty, Cell::Integer)
    }
}

impl From<Local> for Cell<'_> {
    fn from(time: Local) -> Self {
        Cell::Time(time)
    }
}

/// Rows of a table that one thread makes at a time.
const PIECE: usize = 4096;

/// Pieces that are made at a time, while those before them are written.
const AT_A_TIME: usize = 32;

/// A long table: its rows are made in pieces at once, and written in their order. Few pieces are in memory: the findings of
/// a nation's month are most of a gigabyte of text.
///
/// # Errors
/// As of [`Writer::row`].
pub fn table<R: Sync, W: Write + Send>(
    out: &mut W,
    dialect: Dialect,
    headers: &[&str],
    rows: &[R],
    write: impl Fn(&mut Writer<Vec<u8>>, &R) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let piece = |rows: &[R]| {
        let mut writer = Writer { out: Vec::new(), dialect, line: String::new() };
        rows.iter().try_for_each(|row| write(&mut writer, row))?;
        writer.finish()
    };
    let mut put = |pieces: &[Vec<u8>]| pieces.iter().try_for_each(|piece| out.write_all(piece));
    let mut made = vec![Writer::new(Vec::new(), dialect, headers)?.finish()?];
    for rows in rows.chunks(PIECE * AT_A_TIME) {
        let (written, next) =
            rayon::join(|| put(&made), || rows.par_chunks(PIECE).map(piece).collect::<io::Result<Vec<Vec<u8>>>>());
        written?;
        made = next?;
    }
    put(&made)
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
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
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
                Cell::Text(text) => push_text(&mut self.line, text),
                Cell::Integer(number) => self.line.push_str(itoa::Buffer::new().format(*number)),
                Cell::Number(number) => push_number(&mut self.line, *number, self.dialect),
                // Writing to memory does not fail.
                Cell::Time(time) => write!(self.line, "{time}").unwrap_or_default(),
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

/// The text behind a cell that [`Writer`] made safe against being read as a formula.
pub fn behind_apostrophe(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA));
    rest.unwrap_or(cell)
}

/// Whether a byte makes its cell stand in quotes: what ends a cell or a row in either dialect, and the quote itself.
const QUOTED: [bool; 256] = {
    let mut of = [false; 256];
    let bytes = b"\"\r\n;,";
    let mut at = 0;
    while at < bytes.len() {
        of[bytes[at] as usize] = true;
        at += 1;
    }
    of
};

/// What a spreadsheet takes for the begin of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection); line breaks
/// become spaces, so that a row is a line.
fn push_text(line: &mut String, text: &str) {
    let quoted = text.bytes().any(|byte| QUOTED[usize::from(byte)]);
    if quoted {
        line.push('"');
    }
    if text.starts_with(FORMULA) {
        line.push('\'');
    }
    if !quoted {
        line.push_str(text);
        return;
    }
    for letter in text.chars() {
        match letter {
            '"' => line.push_str("\"\""),
            '\n' | '\r' => line.push(' '),
            other => line.push(other),
        }
    }
    line.push('"');
}

/// The shortest digits that read back as the same number, without an exponent.
fn push_number(line: &mut String, number: f64, dialect: Dialect) {
    let mut buffer = zmij::Buffer::new();
    // Two texts can be as short and as near only of a fraction of a power of two, or beyond what is exact: there the
    // standard library's is the one in every file so far.
    let (beyond, fraction) = (number.abs() >= 1e15, (number * 4_294_967_296.0).fract() == 0.0 && number.fract() != 0.0);
    let shortest = if number.is_nan() || beyond || fraction { "" } else { buffer.format_finite(number) };
    let mut text = Cow::Borrowed(shortest.strip_suffix(".0").unwrap_or(shortest));
    if text.is_empty() || text.contains('e') {
        text = number.to_string().into();
    }
    match text.split_once('.') {
        Some((whole, decimals)) if dialect == Dialect::Swedish => line.extend([whole, ",", decimals]),
        _ => line.push_str(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(dialect: Dialect, cells: &[Cell<'_>]) -> String {
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
    fn numbers_are_written_as_the_standard_library_writes_them() {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state
        };
        let part = |bits: u64| f64::from((bits >> 32) as u32);
        let any: Vec<f64> = (0..20_000).map(|_| f64::from_bits(next())).collect();
        let shares: Vec<f64> = (0..20_000).map(|at| part(next()) / part(next() >> (at % 32))).collect();
        let ties: Vec<f64> = (0..20_000).map(|at| part(next()) / 2.0_f64.powi(at % 53)).collect();
        let whole = (0..200).map(f64::from);
        let tie = 1_888_570_120_608_320.0 + 0.25;
        let edges = [-0.0, 1e-5, 1e-4, 123e-7, 1e15, tie, 1e16, 1e300, f64::MAX, f64::MIN_POSITIVE, f64::NAN];
        for number in any.into_iter().chain(shares).chain(ties).chain(whole).chain(edges) {
            let mut line = String::new();
            push_number(&mut line, number, Dialect::Plain);
            assert_eq!(line, number.to_string());
        }
    }

    #[test]
    fn a_long_table_is_the_one_that_is_written_row_by_row() {
        let rows: Vec<i64> = (0..(PIECE * (AT_A_TIME + 1)) as i64 + 7).collect();
        let mut long = Vec::new();
        let cell = |writer: &mut Writer<Vec<u8>>, row: &i64| writer.row(&[Cell::Integer(*row)]);
        table(&mut long, Dialect::Swedish, &["a"], &rows, cell).unwrap();
        let mut writer = Writer::new(Vec::new(), Dialect::Swedish, &["a"]).unwrap();
        rows.iter().for_each(|row| writer.row(&[Cell::Integer(*row)]).unwrap());
        assert!(long == writer.finish().unwrap());
        let mut empty = Vec::new();
        table(&mut empty, Dialect::Plain, &["a"], &rows[..0], cell).unwrap();
        assert_eq!(empty, b"a\n");
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
