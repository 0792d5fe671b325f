//! The registrations of a month as the exports give them: one row = one insats at one visit.

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

/// A column per field of [`Row`], all of the same length.
macro_rules! rows {
    ($($field:ident: $type:ty),* $(,)?) => {
        /// The registrations, a column per field of [`Row`].
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each column is documented at its field of Row")]
        pub struct Rows { $(pub $field: Vec<$type>),* }

        impl Rows {
            /// Adds a row.
            pub fn push(&mut self, row: Row) {
                $(self.$field.push(row.$field);)*
            }

            /// The row at a position.
            pub fn get(&self, at: usize) -> Row {
                Row { $($field: self.$field[at]),* }
            }

            /// How many rows there are.
            pub fn len(&self) -> usize {
                self.line.len()
            }

            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.line.is_empty()
            }
        }
    };
}

rows! {
    provider: Id, unit: Id, visit: VisitId, customer: Id, staff: Id, services: Id,
    planned_start: Local, planned_stop: Local, start: Local, stop: Local, in_method: Method, out_method: Method,
    tag: Id, device: Id, reason: Id, entered_at: Local, entered_by: Id, approved_at: Local,
    performed: Performed, double: Double, double_id: Id, file: u16, line: u32,
}
