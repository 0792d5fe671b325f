//! Cells of a sheet: texts that are never taken for formulas, numbers, days and times.

use std::borrow::Cow;

use kvittens_model::{Local, Status};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::looks::{self, Kind, Looks};

/// Most units of UTF-16 in a cell (ECMA-376; Excel's limit).
pub const LONGEST: usize = 32_767;

/// The serial number of 2000-01-01, where [`Local`] begins to count.
const OF_2000: f64 = 36_526.0;

const SECONDS_A_DAY: f64 = 86_400.0;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, not even a format.
    Empty,
    /// A text as it stands.
    Text(String),
    /// A number in the column's form.
    Number(f64),
    /// A share in a column of other numbers.
    Share(f64),
    /// A count that is coloured as its measure stands.
    Marked(f64, Status),
    /// A day.
    Day(Local),
    /// A time of day.
    Clock(Local),
    /// A day and a time, in a column of times.
    Stamp(Local),
}

impl Cell {
    /// A whole number.
    #[allow(clippy::cast_precision_loss, reason = "counts of a month are far below 2^52")]
    pub fn count(number: i64) -> Cell {
        Cell::Number(number as f64)
    }

    /// A number, where there is one.
    pub fn number(number: Option<f64>) -> Cell {
        number.map_or(Cell::Empty, Cell::Number)
    }

    /// Letters of a text, for the width of its column.
    pub fn letters(&self) -> usize {
        match self {
            Cell::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
            Cell::Stamp(_) => 16,
            _ => 0,
        }
    }

    /// Lines it takes in a column of so many letters.
    pub fn lines(&self, width: f64) -> usize {
        match self {
            Cell::Text(text) => broken(text, width),
            _ => 1,
        }
    }
}

/// Lines of a text that breaks between words in a column of so many letters.
#[allow(clippy::cast_precision_loss, reason = "a line has some dozens of letters")]
pub fn broken(text: &str, width: f64) -> usize {
    let lines = |line: &str| {
        let (mut lines, mut filled) = (1, 0);
        for word in line.split(' ').map(|word| word.chars().count()) {
            if filled > 0 && (filled + 1 + word) as f64 > width {
                lines += 1;
                filled = word;
            } else {
                filled += word + usize::from(filled > 0);
            }
        }
        lines
    };
    text.split('\n').map(lines).sum()
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
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

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Cell {
        number.map_or(Cell::Empty, Cell::count)
    }
}

/// Writes a cell. `format`: another than the column's.
pub fn write(
    sheet: &mut Worksheet,
    looks: &Looks,
    (row, column): (u32, u16),
    kind: Kind,
    cell: &Cell,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    let number = |sheet: &mut Worksheet, value: f64, own: Option<&Format>| {
        match format.or(own) {
            Some(format) => sheet.write_number_with_format(row, column, value, format),
            None => sheet.write_number(row, column, value),
        }
        .map(|_| ())
    };
    match cell {
        Cell::Empty => format.map_or(Ok(()), |format| sheet.write_blank(row, column, format).map(|_| ())),
        // There is no number beside these in a sheet; nothing measured says nothing.
        Cell::Number(value) | Cell::Share(value) | Cell::Marked(value, _) if !value.is_finite() => Ok(()),
        Cell::Number(value) => number(sheet, *value, None),
        Cell::Share(value) => number(sheet, *value, Some(looks.of(Kind::Share))),
        Cell::Marked(value, status) => {
            let own = looks::of_status(*status).map(|marked| looks.of(kind).clone().merge(&marked));
            number(sheet, *value, own.as_ref())
        }
        Cell::Day(time) => number(sheet, serial(*time).floor(), None),
        Cell::Clock(time) => number(sheet, serial(*time), None),
        Cell::Stamp(time) => number(sheet, serial(*time), Some(&looks.stamp)),
        Cell::Text(text) => {
            let text = fitting(text);
            let quoted = (format.is_none() && like_a_formula(&text)).then(|| looks.of(kind).clone().set_quote_prefix());
            match format.or(quoted.as_ref()) {
                Some(format) => sheet.write_string_with_format(row, column, text, format),
                None => sheet.write_string(row, column, text),
            }
            .map(|_| ())
        }
    }
}

/// A time as a sheet counts it: days since 1899-12-30.
fn serial(time: Local) -> f64 {
    OF_2000 + f64::from(time.seconds()) / SECONDS_A_DAY
}

/// Whether somebody who edits the cell would get a formula of it: such a text is marked as a text.
fn like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text that a cell can hold: control characters, which XML has none of, as U+FFFD; and no longer than a cell.
pub fn fitting(text: &str) -> Cow<'_, str> {
    let wrong = |letter: char| {
        (letter.is_control() && !matches!(letter, '\n' | '\t')) || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    let text = if text.contains(wrong) {
        Cow::Owned(text.replace("\r\n", "\n").replace(wrong, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    };
    // No letter has fewer bytes than units of UTF-16.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let mut room = LONGEST - 1;
    let held = text.char_indices().find(|(_, letter)| match room.checked_sub(letter.len_utf16()) {
        Some(left) => {
            room = left;
            false
        }
        None => true,
    });
    let end = held.map_or(text.len(), |(end, _)| end);
    Cow::Owned(format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_a_cell() {
        assert_eq!(fitting("00012"), "00012");
        assert_eq!(fitting("a\u{1}b\r\nc\u{ffff}"), "a\u{fffd}b\nc\u{fffd}");
        for letter in ["a", "ö", "𝄞"] {
            let long = letter.repeat(LONGEST + 1);
            let held = fitting(&long);
            let units = held.encode_utf16().count();
            assert!((LONGEST - 1..=LONGEST).contains(&units) && held.ends_with('…'), "{letter}: {units}");
        }
        let most = "a".repeat(LONGEST);
        assert_eq!(fitting(&most), most);
    }

    #[test]
    fn a_text_breaks_between_words() {
        assert_eq!([broken("", 10.0), broken("ett två", 10.0), broken("ett två tre", 7.0)], [1, 1, 2]);
        assert_eq!(broken("ett\ntvå tre fyra", 8.0), 3);
        assert_eq!(broken("ettlångtord två", 5.0), 2);
    }

    #[test]
    fn a_time_is_the_sheets_serial_number() {
        let of = |text: (u32, u32)| serial(Local::new(2022, 3, 1, text.0, text.1, 0).unwrap());
        assert!((of((7, 15)) - 44_621.302_083_333).abs() < 1e-6);
        assert!((of((0, 0)) - 44_621.0).abs() < 1e-9);
    }
}
