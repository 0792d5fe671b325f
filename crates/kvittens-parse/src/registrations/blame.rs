//! Which rows of a batch cannot be used, and why. All that can fail comes before the first word is kept.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use kvittens_model::Local;
use kvittens_model::notes::Rejection;

use super::RegistrationsError;
use super::coded::Coded;
use super::places::keep;
use super::schema::name_of;
use super::stamps;
use crate::fields::Field;

/// Why each row is set aside, by its position. As in every export, the first reason stands.
#[derive(Debug, Default)]
pub struct Blames(pub BTreeMap<usize, (Field, Rejection)>);

impl Blames {
    /// Sets a row aside.
    fn add(&mut self, at: usize, field: Field, why: Rejection) {
        self.0.entry(at).or_insert((field, why));
    }

    /// Sets the rows aside in which a needed text is missing.
    pub fn blanks(&mut self, batch: &RecordBatch, field: Field) -> Result<(), RegistrationsError> {
        let Some(column) = name_of(field).and_then(|name| batch.column_by_name(name)) else {
            return Ok(());
        };
        for at in Coded::of(column)?.blanks()? {
            self.add(at, field, Rejection::Missing);
        }
        Ok(())
    }
}

/// The times of a batch, by row.
#[derive(Debug)]
#[allow(missing_docs, reason = "the columns are documented at kvittens_model::rows::Row")]
pub struct Times {
    pub start: Vec<Local>,
    pub stop: Vec<Local>,
    pub planned_start: Vec<Local>,
    pub planned_stop: Vec<Local>,
    pub entered_at: Vec<Local>,
    pub approved_at: Vec<Local>,
}

impl Times {
    /// Reads them, and sets the rows aside that have an impossible one or none.
    pub fn of(batch: &RecordBatch, blames: &mut Blames) -> Result<Times, RegistrationsError> {
        let mut read = |field: Field| match name_of(field).and_then(|name| batch.column_by_name(name)) {
            Some(column) => stamps::times(column, |at| blames.add(at, field, Rejection::ImpossibleDate)),
            None => Ok(vec![Local::NONE; batch.num_rows()]),
        };
        let times = Times {
            start: read(Field::Start)?,
            stop: read(Field::Stop)?,
            planned_start: read(Field::PlannedStart)?,
            planned_stop: read(Field::PlannedStop)?,
            entered_at: read(Field::EnteredAt)?,
            approved_at: read(Field::ApprovedAt)?,
        };
        for (at, ((start, stop), planned)) in times.start.iter().zip(&times.stop).zip(&times.planned_start).enumerate()
        {
            if start.is_none() && stop.is_none() && planned.is_none() {
                blames.add(at, Field::Start, Rejection::NoTime);
            }
        }
        Ok(times)
    }

    /// Keeps the rows that were not set aside.
    pub fn keep(&mut self, stays: &[bool]) {
        for column in [
            &mut self.start,
            &mut self.stop,
            &mut self.planned_start,
            &mut self.planned_stop,
            &mut self.entered_at,
            &mut self.approved_at,
        ] {
            keep(column, stays);
        }
    }
}
