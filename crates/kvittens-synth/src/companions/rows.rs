//! Rows of the other exports: Windows-1252, `;`, CRLF.

use std::io::{self, Write};

use kvittens_model::YearMonth;

use super::files::{COUNT, FILES, Of};
use crate::calendar::Calendar;
use crate::export::windows_1252;
use crate::visit::{DAY, Minute, Span};

/// The files, and the dates they name.
pub(crate) struct Rows<W> {
    files: [W; COUNT],
    calendar: Calendar,
}

impl<W: Write> Rows<W> {
    pub(crate) fn new(month: YearMonth, files: [W; COUNT]) -> Rows<W> {
        Rows { files, calendar: Calendar::new(month) }
    }

    /// The first row of each file.
    pub(crate) fn headers(&mut self) -> io::Result<()> {
        self.files.iter_mut().zip(FILES).try_for_each(|(file, (_, header))| file.write_all(&line(header)))
    }

    /// A row of a file.
    pub(crate) fn write(&mut self, file: Of, cells: &[&str]) -> io::Result<()> {
        self.files[file as usize].write_all(&line(&cells.join(";")))
    }

    /// `2022-03-01`.
    pub(crate) fn date(&self, time: Minute) -> String {
        String::from_utf8_lossy(self.calendar.date(time)).into_owned()
    }

    /// `2022-03-01 07:15`.
    pub(crate) fn stamp(&self, time: Minute) -> String {
        String::from_utf8_lossy(&self.calendar.stamp(time)).into_owned()
    }

    /// From and to; a whole last day is named by its date.
    pub(crate) fn period(&self, Span { start, stop }: Span) -> (String, String) {
        match (start % DAY, stop % DAY) {
            (0, 0) => (self.date(start), self.date(stop - 1)),
            _ => (self.stamp(start), self.stamp(stop)),
        }
    }

    pub(crate) fn finish(mut self) -> io::Result<[W; COUNT]> {
        self.files.iter_mut().try_for_each(Write::flush)?;
        Ok(self.files)
    }
}

fn line(text: &str) -> Vec<u8> {
    let mut line = windows_1252(text);
    line.extend_from_slice(b"\r\n");
    line
}
