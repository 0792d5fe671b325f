//! The registrations of a month as the exports give them: one row = one insats at one visit.

use std::ops::Range;

use crate::ids::{Id, NO_ID, VisitId};
use crate::local::Local;
use crate::words::{Double, Method, Performed};

/// One registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Utförare.
    pub provider: Id,
    /// Enhet.
    pub unit: Id,
    /// Besöks-ID, or the key made for rows without one.
    pub visit: VisitId,
    /// Brukare.
    pub customer: Id,
    /// Personal.
    pub staff: Id,
    /// The services of the row, a set of [`crate::ServiceSets`].
    pub services: Id,
    /// Planned start.
    pub planned_start: Local,
    /// Planned stop.
    pub planned_stop: Local,
    /// Registered start.
    pub start: Local,
    /// Registered stop.
    pub stop: Local,
    /// How the start came.
    pub in_method: Method,
    /// How the stop came.
    pub out_method: Method,
    /// The tag that was read.
    pub tag: Id,
    /// The phone.
    pub device: Id,
    /// Why the time was typed in.
    pub reason: Id,
    /// When the row was entered.
    pub entered_at: Local,
    /// By whom: an id of the staff dictionary.
    pub entered_by: Id,
    /// When it was approved.
    pub approved_at: Local,
    /// Status.
    pub performed: Performed,
    /// Marked as double staffing.
    pub double: Double,
    /// Dubbelid.
    pub double_id: Id,
    /// Position in [`crate::Month::files`].
    pub file: u16,
    /// The row as a spreadsheet shows it: the first line of the file is 1.
    pub line: u32,
}

impl Row {
    /// A row that says nothing.
    pub const NONE: Row = Row {
        provider: NO_ID,
        unit: NO_ID,
        visit: VisitId::NONE,
        customer: NO_ID,
        staff: NO_ID,
        services: NO_ID,
        planned_start: Local::NONE,
        planned_stop: Local::NONE,
        start: Local::NONE,
        stop: Local::NONE,
        in_method: Method::None,
        out_method: Method::None,
        tag: NO_ID,
        device: NO_ID,
        reason: NO_ID,
        entered_at: Local::NONE,
        entered_by: NO_ID,
        approved_at: Local::NONE,
        performed: Performed::Unknown,
        double: Double::No,
        double_id: NO_ID,
        file: 0,
        line: 0,
    };
}

/// What the rows of an entry share, a column per field; the fields that tell its rows apart stand in [`Rows`].
macro_rules! entries {
    ($($field:ident: $type:ty),* $(,)?) => {
        /// What rows that differ in the service alone have in common, once for all of them: a column per field of [`Row`].
        /// The rows of an entry stand behind each other, so exports with a row for each insats take half the memory.
        #[derive(Clone, Debug, Default)]
        #[allow(missing_docs, reason = "each column is documented at its field of Row")]
        pub struct Entries {
            $(pub $field: Vec<$type>,)*
            /// Where the rows of each entry end in [`Rows`].
            pub ends: Vec<u32>,
        }

        impl Entries {
            fn with_capacity(count: usize) -> Entries {
                Entries { $($field: Vec::with_capacity(count),)* ends: Vec::with_capacity(count) }
            }

            fn push(&mut self, row: &Row, end: u32) {
                $(self.$field.push(row.$field);)*
                self.ends.push(end);
            }

            fn append(&mut self, mut other: Entries, rows: u32) {
                $(self.$field.append(&mut other.$field);)*
                self.ends.extend(other.ends.into_iter().map(|end| rows + end));
            }

            /// Keeps the entries that stay, in order; their ends are then those of the rows that stay.
            fn keep(&mut self, stays: &[bool]) {
                $(keep(&mut self.$field, stays);)*
                let mut last = 0;
                let mut end = 0;
                let ends = self.ends.iter().zip(stays).filter_map(|(of, stays)| {
                    let rows = of - std::mem::replace(&mut last, *of);
                    end += if *stays { rows } else { 0 };
                    stays.then_some(end)
                });
                self.ends = ends.collect();
            }

            /// Of neighbours that agree in every column only the first is kept, and ends with the last of them. Every
            /// entry is of one row before.
            fn join_neighbours(&mut self) {
                let mut differs = vec![false; self.ends.len()];
                $(
                    for (differs, two) in differs.iter_mut().skip(1).zip(self.$field.windows(2)) {
                        *differs |= two[0] != two[1];
                    }
                )*
                if let Some(first) = differs.first_mut() {
                    *first = true;
                }
                $(keep(&mut self.$field, &differs);)*
                let mut ends: Vec<u32> = (0u32..).zip(&differs).skip(1).filter(|(_, new)| **new).map(|(at, _)| at).collect();
                ends.extend(self.ends.last());
                self.ends = ends;
            }
        }

        impl Rows {
            $(
                #[doc = concat!("`", stringify!($field), "` of a row.")]
                pub fn $field(&self, at: usize) -> $type {
                    self.entries.$field[self.entry[at] as usize]
                }
            )*

            /// The row at a position.
            pub fn get(&self, at: usize) -> Row {
                let entry = self.entry[at] as usize;
                let (services, double, line) = (self.services[at], self.double[at], self.line[at]);
                Row { $($field: self.entries.$field[entry],)* services, double, line }
            }
        }
    };
}

entries! {
    provider: Id, unit: Id, visit: VisitId, customer: Id, staff: Id,
    planned_start: Local, planned_stop: Local, start: Local, stop: Local, in_method: Method, out_method: Method,
    tag: Id, device: Id, reason: Id, entered_at: Local, entered_by: Id, approved_at: Local,
    performed: Performed, double_id: Id, file: u16,
}

impl Entries {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The rows of an entry.
    pub fn rows(&self, entry: usize) -> Range<usize> {
        let start = if entry == 0 { 0 } else { self.ends[entry - 1] };
        start as usize..self.ends[entry] as usize
    }
}

/// The registrations. What an entry's rows share is asked for by row: [`Rows::provider`] and so on.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// What rows share.
    pub entries: Entries,
    /// The entry of each row; never falls from one row to the next.
    pub entry: Vec<u32>,
    /// The services of each row.
    pub services: Vec<Id>,
    /// Whether each row is marked as double staffing: a service can say so.
    pub double: Vec<Double>,
    /// The line of each row.
    pub line: Vec<u32>,
}

impl Rows {
    /// None, with memory for as many.
    pub fn with_capacity(count: usize) -> Rows {
        Rows {
            entries: Entries::with_capacity(count / 2),
            entry: Vec::with_capacity(count),
            services: Vec::with_capacity(count),
            double: Vec::with_capacity(count),
            line: Vec::with_capacity(count),
        }
    }

    /// Adds other rows behind these.
    #[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
    pub fn append(&mut self, mut other: Rows) {
        let (entries, rows) = (self.entries.len() as u32, self.len() as u32);
        self.entries.append(other.entries, rows);
        self.entry.extend(other.entry.into_iter().map(|entry| entries + entry));
        self.services.append(&mut other.services);
        self.double.append(&mut other.double);
        self.line.append(&mut other.line);
    }

    /// Adds a row that shares nothing.
    #[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
    pub fn push(&mut self, row: Row) {
        self.entries.push(&row, self.line.len() as u32);
        self.push_again(row.services, row.double, row.line);
    }

    /// Adds a row that is the former one in all but this; nothing where there is no former one.
    #[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
    pub fn push_again(&mut self, services: Id, double: Double, line: u32) {
        let Some(end) = self.entries.ends.last_mut() else { return };
        *end += 1;
        self.entry.push(self.entries.ends.len() as u32 - 1);
        self.services.push(services);
        self.double.push(double);
        self.line.push(line);
    }

    /// Rows in columns: the fields that rows can share with a value for each row, and the others. Neighbours that differ
    /// in the service alone become one entry.
    #[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
    pub fn of_columns(mut entries: Entries, services: Vec<Id>, double: Vec<Double>, line: Vec<u32>) -> Rows {
        entries.ends = (1..=line.len() as u32).collect();
        entries.join_neighbours();
        let mut rows = Rows { entries, entry: Vec::new(), services, double, line };
        rows.number();
        rows
    }

    /// Numbers the rows by the ends of the entries.
    #[allow(clippy::cast_possible_truncation, reason = "entries are counted in u32")]
    pub fn number(&mut self) {
        self.entry = Vec::with_capacity(self.line.len());
        for (entry, end) in self.entries.ends.iter().enumerate() {
            self.entry.resize(*end as usize, entry as u32);
        }
    }

    /// Keeps the entries that stay, and their rows.
    pub fn keep(&mut self, stays: &[bool]) {
        let rows: Vec<bool> = self.entry.iter().map(|entry| stays[*entry as usize]).collect();
        keep(&mut self.services, &rows);
        keep(&mut self.double, &rows);
        keep(&mut self.line, &rows);
        self.entries.keep(stays);
        self.number();
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.line.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.line.is_empty()
    }

    /// A column of the entries with a value for each row.
    pub fn each<'r, T: Copy>(&'r self, column: &'r [T]) -> impl Iterator<Item = T> + 'r {
        self.entry.iter().map(|entry| column[*entry as usize])
    }

    /// The rows one by one.
    pub fn iter(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.len()).map(|at| self.get(at))
    }
}

impl FromIterator<Row> for Rows {
    fn from_iter<T: IntoIterator<Item = Row>>(rows: T) -> Rows {
        let mut all = Rows::default();
        rows.into_iter().for_each(|row| all.push(row));
        all
    }
}

/// Rows are equal when they say the same: what they share in memory plays no part.
impl PartialEq for Rows {
    fn eq(&self, other: &Rows) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Rows {}

fn keep<T>(column: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    column.retain(|_| stays.next().copied().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(visit: Id, services: Id, line: u32) -> Row {
        Row { visit: VisitId::from_word(visit), services, line, ..Row::NONE }
    }

    fn columns(of: &[Row]) -> Rows {
        let rows: Rows = of.iter().copied().collect();
        Rows::of_columns(rows.entries, rows.services, rows.double, rows.line)
    }

    #[test]
    fn neighbours_that_differ_in_the_service_share_an_entry_and_others_do_not() {
        let of = [row(1, 4, 2), row(1, 5, 3), row(2, 4, 4), row(1, 4, 5)];
        let rows = columns(&of);
        assert_eq!(rows.entry, [0, 0, 1, 2]);
        assert_eq!((rows.entries.rows(0), rows.entries.rows(2)), (0..2, 3..4));
        assert_eq!(rows.iter().collect::<Vec<_>>(), of);
        assert_eq!(rows, of.into_iter().collect(), "what is shared plays no part");
        assert_eq!(columns(&[]), Rows::default());
    }

    #[test]
    fn a_row_again_is_the_former_one_but_for_the_service() {
        let mut rows = Rows::default();
        rows.push(row(1, 4, 2));
        rows.push_again(5, Double::Yes, 3);
        assert_eq!(rows.get(1), Row { double: Double::Yes, ..row(1, 5, 3) });
        assert_eq!(rows.entries.len(), 1);
    }

    #[test]
    fn rows_behind_others_keep_what_they_share() {
        let (of, others) = ([row(1, 4, 2), row(1, 5, 3)], [row(1, 6, 2), row(1, 7, 3), row(2, 4, 4)]);
        let mut rows = columns(&of);
        rows.append(columns(&others));
        assert_eq!(rows, of.into_iter().chain(others).collect());
        assert_eq!((rows.entry, rows.entries.ends), (vec![0, 0, 1, 1, 2], vec![2, 4, 5]));
    }

    #[test]
    fn entries_go_with_all_their_rows() {
        let mut rows = columns(&[row(1, 4, 2), row(1, 5, 3), row(2, 4, 4), row(3, 4, 5), row(3, 6, 6)]);
        rows.keep(&[true, false, true]);
        assert_eq!(rows, [row(1, 4, 2), row(1, 5, 3), row(3, 4, 5), row(3, 6, 6)].into_iter().collect());
        assert_eq!(rows.entry, [0, 0, 1, 1]);
    }
}
