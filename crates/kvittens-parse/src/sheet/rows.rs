//! The cells of a sheet's part, as text.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::SheetError;
use super::format::Shown;
use super::grid::Grid;
use super::position;
use super::strings::Strings;
use super::xml::{Xml, append, raw_attribute, unescape};
use crate::delimited::NO_VALUE;

/// What a cell's value needs beside itself.
pub struct Values<'a> {
    /// The strings that cells share.
    pub strings: &'a Strings,
    /// How each style shows a number.
    pub shown: &'a [Shown],
    /// Serial dates count from 1904.
    pub from_1904: bool,
}

/// What the value of a cell is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    /// The number of a shared string.
    Shared,
    /// A string in the cell itself, in `is`.
    Inline,
    /// What a formula gave, or a date as text.
    Text,
    Boolean,
    Error,
}

/// The cell under way.
struct Cell {
    row: u32,
    column: u32,
    kind: Kind,
    shown: Shown,
    /// What stands in the part.
    raw: String,
    /// What it means; kept for its memory.
    text: String,
}

const NO_PLACE: SheetError = SheetError::Damaged("a cell stands outside the sheet");

/// Reads all of a part.
pub fn read<R: BufRead>(mut part: Xml<R>, values: &Values<'_>, limit: u64) -> Result<Vec<u8>, SheetError> {
    let (mut grid, mut buffer) = (Grid::new(limit), Vec::new());
    let (raw, text) = (String::new(), String::new());
    let mut cell = Cell { row: 0, column: 0, kind: Kind::Number, shown: Shown::Number, raw, text };
    // Inside the rows; inside a cell; inside the element of its value; inside how a word is pronounced.
    let (mut in_rows, mut in_cell, mut in_value, mut in_phonetic) = (false, false, false, false);
    let mut seen = false;
    while let Some(event) = part.next(&mut buffer)? {
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "v" => in_value = in_cell && cell.kind != Kind::Inline,
                "t" => in_value = in_cell && cell.kind == Kind::Inline && !in_phonetic,
                "c" if in_rows => {
                    cell.start(element, values)?;
                    in_cell = true;
                }
                "row" if in_rows => cell.start_row(element)?,
                "rPh" => in_phonetic = true,
                "sheetData" => (in_rows, seen) = (true, true),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "v" | "t" => in_value = false,
                "c" if in_cell => {
                    in_cell = false;
                    grid.cell(cell.row, cell.column, cell.finish(values)?)?;
                    cell.column += 1;
                }
                "row" if in_rows => cell.row += 1,
                "rPh" => in_phonetic = false,
                "sheetData" => in_rows = false,
                _ => {}
            },
            event if in_value => append(&mut cell.raw, event)?,
            _ => {}
        }
    }
    if seen { grid.finish() } else { Err(SheetError::Damaged("the sheet has no rows")) }
}

impl Cell {
    /// A row says which it is, or is the next one.
    fn start_row(&mut self, element: &BytesStart<'_>) -> Result<(), SheetError> {
        self.column = 0;
        if let Some(row) = raw_attribute(element, "r")? {
            self.row = position::of_row(&row).ok_or(NO_PLACE)?;
        }
        Ok(())
    }

    /// A cell says where it stands, or is the next one of its row.
    fn start(&mut self, element: &BytesStart<'_>, values: &Values<'_>) -> Result<(), SheetError> {
        (self.kind, self.shown) = (Kind::Number, Shown::Number);
        self.raw.clear();
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| SheetError::Damaged("a cell is not well-formed"))?;
            match attribute.key.as_ref() {
                "r" => (self.row, self.column) = position::of_cell(&attribute.value).ok_or(NO_PLACE)?,
                "s" => {
                    let style = attribute.value.parse().ok().and_then(|style: usize| values.shown.get(style));
                    self.shown = style.copied().unwrap_or(Shown::Number);
                }
                "t" => {
                    self.kind = match &*attribute.value {
                        "n" => Kind::Number,
                        "s" => Kind::Shared,
                        "inlineStr" => Kind::Inline,
                        "b" => Kind::Boolean,
                        "e" => Kind::Error,
                        // `str`, `d`, and what a later format may bring.
                        _ => Kind::Text,
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The text of a cell that was read; empty where it has no value.
    fn finish<'a>(&'a mut self, values: &Values<'a>) -> Result<&'a str, SheetError> {
        if self.raw.is_empty() {
            return Ok("");
        }
        match self.kind {
            Kind::Shared => {
                let string = self.raw.parse().ok().and_then(|number| values.strings.get(number));
                string.ok_or(SheetError::Damaged("a cell's string is missing"))
            }
            Kind::Inline | Kind::Text => {
                unescape(&mut self.raw);
                Ok(&self.raw)
            }
            Kind::Boolean => Ok(match &*self.raw {
                "1" | "true" => "Ja",
                "0" | "false" => "Nej",
                _ => NO_VALUE,
            }),
            Kind::Error => Ok(NO_VALUE),
            Kind::Number => {
                // What is no number is shown as it stands.
                let Ok(number) = self.raw.trim().parse::<f64>() else {
                    return Ok(&self.raw);
                };
                self.text.clear();
                // Writing to a string cannot fail.
                let _ = self.shown.write(&mut self.text, number, values.from_1904);
                Ok(&self.text)
            }
        }
    }
}
