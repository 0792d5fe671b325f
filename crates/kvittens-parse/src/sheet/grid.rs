//! Cells in their order to lines of text, all of the same width.

use super::SheetError;
use super::position::ROWS;
use crate::delimited::{DELIMITER, field};

/// Most columns: an export has twenty; past this a stray cell would make most of the text delimiters.
const MOST_COLUMNS: u32 = 4_096;

/// The text so far. A row that holds nothing is an empty line; the others get the width of the widest at the end, since
/// cells that are empty at the end of a row are not written in a sheet.
pub struct Grid {
    text: Vec<u8>,
    /// Where each finished row ends, and its fields.
    rows: Vec<(usize, u32)>,
    /// Fields of the row under way.
    fields: u32,
    limit: u64,
}

impl Grid {
    /// For a text of so many bytes at most.
    pub fn new(limit: u64) -> Grid {
        Grid { text: Vec::new(), rows: Vec::new(), fields: 0, limit }
    }

    /// A cell, behind all before it; one without text makes no row and no column.
    pub fn cell(&mut self, row: u32, column: u32, text: &str) -> Result<(), SheetError> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            return Err(SheetError::TooManyColumns { limit: MOST_COLUMNS });
        }
        if row >= ROWS {
            return Err(SheetError::Damaged("more rows than a sheet has"));
        }
        while self.rows.len() < row as usize {
            self.end_row();
        }
        if self.rows.len() > row as usize || column < self.fields {
            return Err(SheetError::Damaged("the cells of the sheet are not in order"));
        }
        let delimiters = column - self.fields.saturating_sub(1);
        self.text.extend((0..delimiters).map(|_| DELIMITER));
        field(&mut self.text, text);
        self.fields = column + 1;
        self.within(self.text.len() as u64)
    }

    fn end_row(&mut self) {
        self.text.push(b'\n');
        self.rows.push((self.text.len(), self.fields));
        self.fields = 0;
    }

    fn within(&self, bytes: u64) -> Result<(), SheetError> {
        if bytes > self.limit { Err(SheetError::TooLarge { limit: self.limit }) } else { Ok(()) }
    }

    /// The text. Rows are moved apart from the last to the first, so that no second text is held.
    pub fn finish(mut self) -> Result<Vec<u8>, SheetError> {
        if self.fields > 0 {
            self.end_row();
        }
        let widest = self.rows.iter().map(|(_, fields)| *fields).max().unwrap_or(0);
        let lacking = |fields: u32| if fields == 0 { 0 } else { (widest - fields) as usize };
        let added: usize = self.rows.iter().map(|(_, fields)| lacking(*fields)).sum();
        self.within((self.text.len() + added) as u64)?;
        let mut to = self.text.len() + added;
        self.text.resize(to, DELIMITER);
        for (row, (end, fields)) in self.rows.iter().enumerate().rev() {
            if to == *end {
                break; // All rows before are as wide as the widest, or empty.
            }
            let start = row.checked_sub(1).map_or(0, |before| self.rows[before].0);
            to -= 1;
            self.text[to] = b'\n';
            let filled = to - lacking(*fields);
            self.text[filled..to].fill(DELIMITER);
            to = filled - (end - 1 - start);
            self.text.copy_within(start..end - 1, to);
        }
        Ok(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cells: &[(u32, u32, &str)]) -> Result<String, SheetError> {
        let mut grid = Grid::new(1000);
        for (row, column, text) in cells {
            grid.cell(*row, *column, text)?;
        }
        Ok(String::from_utf8(grid.finish()?).unwrap())
    }

    #[test]
    fn rows_are_as_wide_as_the_widest_and_empty_ones_empty() {
        assert_eq!(text(&[]).unwrap(), "");
        assert_eq!(text(&[(0, 0, "a"), (0, 1, "b"), (1, 1, "c")]).unwrap(), "a;b\n;c\n");
        let report = [(0, 0, "Rapport"), (2, 0, "Kund"), (2, 2, "Start"), (3, 1, "x;y"), (5, 0, "1"), (5, 5, "")];
        assert_eq!(text(&report).unwrap(), "Rapport;;\n\nKund;;Start\n;\"x;y\";\n\n1;;\n");
    }

    #[test]
    fn a_cell_out_of_order_or_outside_is_an_error() {
        assert!(matches!(text(&[(1, 0, "a"), (0, 0, "b")]), Err(SheetError::Damaged(_))));
        assert!(matches!(text(&[(0, 1, "a"), (0, 1, "b")]), Err(SheetError::Damaged(_))));
        assert!(matches!(text(&[(0, 4096, "a")]), Err(SheetError::TooManyColumns { limit: 4096 })));
        assert!(text(&[(0, 4096, "")]).is_ok() && text(&[(0, 900, "a")]).is_ok());
    }

    #[test]
    fn the_text_is_bounded_before_it_is_made_wide() {
        assert!(matches!(text(&[(0, 0, &"a".repeat(1001))]), Err(SheetError::TooLarge { limit: 1000 })));
        assert!(matches!(text(&[(0, 0, "a"), (1, 0, "b"), (2, 600, "c")]), Err(SheetError::TooLarge { .. })));
    }
}
