//! The times of a row: date and clock in one column or two, a stop without a date over midnight, a planned length.

use kvittens_model::notes::Rejection;
use kvittens_model::{Local, clock};

use crate::cells::{self, Event, Time};
use crate::chunk::{Blame, Reader, cell};
use crate::encoding::tidy;
use crate::fields::Field;
use crate::layout::Of;
use crate::records;

/// The times a row gives; [`Local::NONE`] where a cell is empty.
pub struct Times {
    /// Start.
    pub start: Local,
    /// Stop.
    pub stop: Local,
    /// Planned start.
    pub planned_start: Local,
    /// Planned stop.
    pub planned_stop: Local,
}

impl Reader<'_> {
    /// Reads them; an unreadable time is never a missing one.
    pub fn times(&mut self, line: u32) -> Result<Times, Blame> {
        let date = match self.time(Field::Date) {
            Time::Empty => None,
            Time::Day(day) => Some(day),
            Time::Stamp(stamp) => Some(stamp.day()),
            Time::Impossible => return Err((self.header.column(Field::Date), Rejection::ImpossibleDate)),
            _ => return Err((self.header.column(Field::Date), Rejection::Unreadable)),
        };
        if self.header.layout.of == Of::Readings {
            return self.reading(date);
        }
        let start = self.stamp(Field::Start, date)?;
        let stop = self.stop(Field::Stop, date, start)?;
        let planned_start = self.stamp(Field::PlannedStart, date)?;
        let mut planned_stop = self.stop(Field::PlannedStop, date, planned_start)?;
        if planned_stop.is_none() && planned_start.is_some() && self.header.column(Field::PlannedLength).is_some() {
            planned_stop = self.planned_end(planned_start)?;
        }
        if start.is_none() && stop.is_none() && planned_start.is_none() {
            return Err((self.header.column(Field::Start), Rejection::NoTime));
        }
        self.compare_stated(start, stop, line);
        Ok(Times { start, stop, planned_start, planned_stop })
    }

    /// One reading: the start or the stop of a visit that is put together when all are read.
    fn reading(&mut self, date: Option<i32>) -> Result<Times, Blame> {
        let blame = |reader: &Self, field, why| Err((reader.header.column(field), why));
        let time = self.stamp(Field::Time, date)?;
        if time.is_none() {
            return blame(self, Field::Time, Rejection::Missing);
        }
        let cell = cell!(self, Field::Event);
        if cell.is_empty() {
            return blame(self, Field::Event, Rejection::Missing);
        }
        let word = self.header.encoding.decode(cell).unwrap_or_default();
        let (start, stop) = match self.header.layout.event_of(&tidy(&word).0) {
            Some(Event::In) => (time, Local::NONE),
            Some(Event::Out) => (Local::NONE, time),
            None => return blame(self, Field::Event, Rejection::Unreadable),
        };
        Ok(Times { start, stop, planned_start: Local::NONE, planned_stop: Local::NONE })
    }

    fn time(&mut self, field: Field) -> Time {
        let cell = cell!(self, field);
        if cell.is_ascii() {
            return self.dates.time(cell);
        }
        let Some(text) = self.header.encoding.decode(cell) else {
            return Time::Unreadable;
        };
        let (text, mended) = tidy(&text);
        if mended {
            self.chunk.repaired_times.at(self.chunk.lines);
        }
        cells::time(text.as_bytes())
    }

    /// When something was entered or approved: a date alone is its midnight, since many exports write no more.
    pub fn entry(&mut self, field: Field) -> Result<Local, Blame> {
        match self.time(field) {
            Time::Day(day) => Ok(Local::from_seconds(day * 86_400)),
            Time::Empty => Ok(Local::NONE),
            Time::Stamp(stamp) => Ok(stamp),
            _ => self.stamp(field, None),
        }
    }

    /// A time of one column, or of it and the date's.
    pub fn stamp(&mut self, field: Field, date: Option<i32>) -> Result<Local, Blame> {
        match (self.time(field), date) {
            (Time::Empty, _) => Ok(Local::NONE),
            (Time::Stamp(stamp), _) => Ok(stamp),
            (Time::OfDay(seconds), Some(day)) => Ok(Local::from_seconds(day * 86_400 + seconds)),
            (Time::Impossible, _) => Err((self.header.column(field), Rejection::ImpossibleDate)),
            _ => Err((self.header.column(field), Rejection::Unreadable)),
        }
    }

    /// A clock time alone that lies before the start means the next day, if that makes at most 12 hours.
    fn stop(&mut self, field: Field, date: Option<i32>, start: Local) -> Result<Local, Blame> {
        let stop = self.stamp(field, date)?;
        if stop.is_some() && start.is_some() && stop < start && matches!(self.time(field), Time::OfDay(_)) {
            let next_day = Local::from_seconds(stop.seconds() + 86_400);
            if next_day.seconds() - start.seconds() <= 12 * 3600 {
                return Ok(next_day);
            }
        }
        Ok(stop)
    }

    fn planned_end(&mut self, planned_start: Local) -> Result<Local, Blame> {
        let cell = cell!(self, Field::PlannedLength);
        if cell.is_empty() {
            return Ok(Local::NONE);
        }
        let minutes = std::str::from_utf8(cell).ok().and_then(cells::whole_minutes);
        let minutes = minutes.ok_or((self.header.column(Field::PlannedLength), Rejection::Unreadable))?;
        Ok(Local::from_seconds(planned_start.seconds() + minutes * 60))
    }

    /// Q906. Minutes that are whole in the export differ by less than one from seconds.
    fn compare_stated(&mut self, start: Local, stop: Local, line: u32) {
        let Some(unit) = self.header.layout.minutes else { return };
        let cell = cell!(self, Field::Minutes);
        let stated = std::str::from_utf8(cell).ok().and_then(|text| cells::stated_seconds(text, unit));
        if let Some(stated) = stated
            && start.is_some()
            && stop.is_some()
            && (stated - (clock::real(stop) - clock::real(start))).abs() >= 60
        {
            self.chunk.stated.at(line);
        }
    }
}
