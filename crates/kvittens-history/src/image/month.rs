//! What a month is of: long columns, and the little that is left.

use std::borrow::Cow;
use std::mem;

use kvittens_model::companion::Companions;
use kvittens_model::ids::{Dictionary, ServiceSets};
use kvittens_model::notes::{Note, Rejected};
use kvittens_model::rows::Entries;
use kvittens_model::{Ids, InputFile, Month, Rows, Visits, YearMonth};
use kvittens_parse::Reading;
use serde::{Deserialize, Serialize};

use super::column::Column;

/// What is no column.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rest<'m> {
    month: YearMonth,
    files: Cow<'m, [InputFile]>,
    rejected: Cow<'m, [Rejected]>,
    notes: Cow<'m, [Note]>,
    companions: Cow<'m, Companions>,
    has_manual: bool,
    skipped: Cow<'m, [String]>,
}

impl Rest<'_> {
    /// Of a reading.
    pub fn of(reading: &Reading) -> Rest<'_> {
        let Month { month, files, rejected, notes, companions, has_manual, .. } = &reading.month;
        Rest {
            month: *month,
            files: files.into(),
            rejected: rejected.into(),
            notes: notes.into(),
            companions: Cow::Borrowed(companions),
            has_manual: *has_manual,
            skipped: (&reading.skipped).into(),
        }
    }
}

/// A month taken apart.
#[derive(Debug, Default)]
pub struct Parts {
    rows: Rows,
    visits: Visits,
    /// The letters of each dictionary, and where its texts end.
    texts: [(Vec<u8>, Vec<u32>); 10],
    sets: (Vec<u32>, Vec<u32>),
}

/// The fields of a struct as columns.
macro_rules! columns {
    ($of:expr; $($field:ident),* $(,)?) => { vec![$(&mut $of.$field as &mut dyn Column),*] };
}

impl Parts {
    /// What a reading is of; its rows and visits are lent, until [`Parts::give_back`].
    pub fn of(reading: &mut Reading) -> Parts {
        let month = &mut reading.month;
        let (rows, visits, ids) = (mem::take(&mut month.rows), mem::take(&mut month.visits), &month.ids);
        let part = |dictionary: &Dictionary| {
            let (text, ends) = dictionary.parts();
            (text.as_bytes().to_vec(), ends.to_vec())
        };
        let texts = [
            &ids.provider,
            &ids.unit,
            &ids.customer,
            &ids.staff,
            &ids.service,
            &ids.tag,
            &ids.device,
            &ids.reason,
            &ids.double,
            &ids.visit,
        ]
        .map(part);
        let (members, ends) = ids.sets.parts();
        Parts { rows, visits, texts, sets: (members.to_vec(), ends.to_vec()) }
    }

    /// Gives rows and visits back.
    pub fn give_back(self, reading: &mut Reading) {
        (reading.month.rows, reading.month.visits) = (self.rows, self.visits);
    }

    /// The columns, in an order of their own.
    pub fn columns(&mut self) -> Vec<&mut dyn Column> {
        let mut all = entries(&mut self.rows.entries);
        all.extend(columns!(self.rows; services, double, line));
        all.extend(visits(&mut self.visits));
        for (text, ends) in &mut self.texts {
            all.extend([text as &mut dyn Column, ends]);
        }
        all.extend([&mut self.sets.0 as &mut dyn Column, &mut self.sets.1]);
        all
    }

    /// The reading; `None` where the parts do not fit each other.
    pub fn together(mut self, rest: Rest<'_>) -> Option<Reading> {
        self.fit().then_some(())?;
        let mut texts = self.texts.into_iter();
        let mut dictionary = || {
            let (text, ends) = texts.next()?;
            Dictionary::from_parts(String::from_utf8(text).ok()?, ends)
        };
        let ids = Ids {
            provider: dictionary()?,
            unit: dictionary()?,
            customer: dictionary()?,
            staff: dictionary()?,
            service: dictionary()?,
            tag: dictionary()?,
            device: dictionary()?,
            reason: dictionary()?,
            double: dictionary()?,
            visit: dictionary()?,
            sets: ServiceSets::from_parts(self.sets.0, self.sets.1)?,
        };
        self.rows.number();
        let Rest { month, files, rejected, notes, companions, has_manual, skipped } = rest;
        let month = Month {
            month,
            ids,
            rows: self.rows,
            visits: self.visits,
            files: files.into_owned(),
            rejected: rejected.into_owned(),
            notes: notes.into_owned(),
            companions: companions.into_owned(),
            has_manual,
        };
        Some(Reading { month, skipped: skipped.into_owned() })
    }

    /// Whether columns of one table are of one length, and what ends in another ends where that does.
    fn fit(&mut self) -> bool {
        let alike = |columns: Vec<&mut dyn Column>| columns.windows(2).all(|two| two[0].count() == two[1].count());
        let last = |ends: &[u32]| ends.last().map_or(0, |end| *end as usize);
        let (rows, of_visits) = (self.rows.line.len(), self.visits.rows.len());
        let ends = [(&self.rows.entries.ends, rows), (&self.visits.row_ends, of_visits)];
        let ends = ends.iter().all(|(ends, end)| last(ends) == *end && ends.is_sorted());
        let counts = [self.rows.services.len(), self.rows.double.len()];
        let mut visits = visits(&mut self.visits);
        // The last are the visits' rows, of which a visit has several.
        visits.pop();
        ends && counts.iter().all(|count| *count == rows) && alike(visits) && alike(entries(&mut self.rows.entries))
    }
}

fn entries(of: &mut Entries) -> Vec<&mut dyn Column> {
    columns!(of; provider, unit, visit, customer, staff, planned_start, planned_stop, start, stop, in_method, out_method,
        tag, device, reason, entered_at, entered_by, approved_at, performed, double_id, file, ends)
}

fn visits(of: &mut Visits) -> Vec<&mut dyn Column> {
    columns!(of; provider, unit, visit, customer, staff, services, start, stop, planned_start, planned_stop, in_method,
        out_method, performed, double, double_id, reason, entered_at, entered_by, approved_at, tag, device, row_ends, rows)
}
