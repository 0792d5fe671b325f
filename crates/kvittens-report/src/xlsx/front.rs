//! The first sheet: the month in sentences, what could not be checked and why, and what the other sheets hold.

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::cells;
use super::sheet::{self, Setting, height};
use crate::html::table::Table;

/// Widths of the three columns in letters, and what a line over all of them holds.
const WIDTHS: [f64; 3] = [24.0, 60.0, 66.0];
const LINE: f64 = 158.0;

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A sentence.
    Plain,
    /// What must be known before a number is read.
    Warning,
    /// The heading of a part.
    Part,
}

/// What stands on the first sheet.
pub struct Front {
    /// Its name.
    pub name: &'static str,
    /// Whom or what the workbook is about.
    pub title: String,
    /// What stands under it.
    pub under: String,
    /// The sentences.
    pub lines: Vec<(Tone, String)>,
    /// Rules that did not run, and why.
    pub not_run: Option<Table>,
    /// Name, what it holds, and rows of each other sheet.
    pub contents: Vec<(String, &'static str, u32)>,
}

impl Front {
    /// The sheet.
    ///
    /// # Errors
    /// As the writer's.
    pub fn sheet(&self, setting: &Setting<'_>) -> Result<Worksheet, XlsxError> {
        let (looks, words) = (setting.looks, setting.lang.words());
        let mut sheet = Worksheet::new();
        sheet.set_name(self.name)?.set_screen_gridlines(false);
        for (at, width) in (0..).zip(WIDTHS) {
            sheet.set_column_width(at, width)?;
        }
        sheet.write_string_with_format(0, 0, cells::fitting(&self.title), &looks.title)?;
        sheet.set_row_height(0, 26)?;
        sheet.write_string_with_format(1, 0, cells::fitting(&self.under), &looks.under)?;
        let mut row = 3;
        for (tone, text) in &self.lines {
            match tone {
                Tone::Plain => line(&mut sheet, row, text, &looks.line)?,
                Tone::Warning => line(&mut sheet, row, text, &looks.warning)?,
                Tone::Part => {
                    row += 1;
                    sheet.write_string_with_format(row, 0, text, &looks.part)?;
                }
            }
            row += 1;
        }
        row += 1;
        sheet.write_string_with_format(row, 0, words.html.tables.not_run, &looks.part)?;
        row += 1;
        match &self.not_run {
            None => line(&mut sheet, row, words.html.tables.all_ran, &looks.line)?,
            Some(table) => {
                for (at, column) in (0..).zip(&table.columns) {
                    sheet.write_string_with_format(row, at, &column.head, &looks.head)?;
                }
                for texts in &table.rows {
                    row += 1;
                    for (at, text) in (0..).zip(texts) {
                        sheet.write_string_with_format(row, at, text, &looks.line)?;
                    }
                    let lines = texts.iter().zip(WIDTHS).map(|(text, width)| cells::broken(text, width));
                    sheet.set_row_height(row, height(lines.max().unwrap_or(1)))?;
                }
            }
        }
        row += 2;
        sheet.write_string_with_format(row, 0, words.workbook.contents, &looks.part)?;
        row += 1;
        let heads = &words.workbook.heads;
        for (at, head) in (0..).zip([heads.sheet, heads.holds, words.html.tables.count]) {
            sheet.write_string_with_format(row, at, head, &looks.head)?;
        }
        for (name, about, rows) in &self.contents {
            row += 1;
            // The only links there are: to sheets, whose names are words of the program.
            sheet.write_url(row, 0, Url::new(format!("internal:'{name}'!A1")).set_text(name))?;
            sheet.write_string_with_format(row, 1, *about, &looks.line)?;
            if *rows > 0 {
                let left = looks.line.clone().set_num_format("#,##0").set_align(rust_xlsxwriter::FormatAlign::Left);
                sheet.write_number_with_format(row, 2, *rows, &left)?;
            }
        }
        sheet::print(&mut sheet, setting);
        Ok(sheet)
    }
}

/// A sentence over all columns, as high as it needs.
fn line(sheet: &mut Worksheet, row: u32, text: &str, look: &Format) -> Result<(), XlsxError> {
    let text = cells::fitting(text);
    sheet.merge_range(row, 0, row, 2, &text, look)?;
    sheet.set_row_height(row, height(cells::broken(&text, LINE)))?;
    Ok(())
}
