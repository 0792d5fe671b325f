//! The visits of a month: the rows of one (provider, visit id, customer, staff), performed or not, as one.

use crate::clock::{self, Certainty};
use crate::ids::{Id, VisitId};
use crate::local::Local;
use crate::words::{Class, Double, Method, Performed, Receipts};

/// The visits, a column per field, in the order (start, stop, visit id, provider, customer, staff): a visit's position
/// is its place in that order, so comparing two positions compares the visits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// Utförare.
    pub provider: Vec<Id>,
    /// Enhet.
    pub unit: Vec<Id>,
    /// Besöks-ID, or the key (`~`…) of a visit without one.
    pub visit: Vec<VisitId>,
    /// Brukare.
    pub customer: Vec<Id>,
    /// Personal.
    pub staff: Vec<Id>,
    /// The union of the rows' services, a set of [`crate::ServiceSets`].
    pub services: Vec<Id>,
    /// Start, Swedish wall clock.
    pub start: Vec<Local>,
    /// Stop, Swedish wall clock.
    pub stop: Vec<Local>,
    /// Earliest planned start of the rows.
    pub planned_start: Vec<Local>,
    /// Latest planned stop of the rows.
    pub planned_stop: Vec<Local>,
    /// How the start came; [`Method::None`] where no start stands.
    pub in_method: Vec<Method>,
    /// How the stop came; [`Method::None`] where no stop stands.
    pub out_method: Vec<Method>,
    /// Status.
    pub performed: Vec<Performed>,
    /// Marked as double staffing by one row at least.
    pub double: Vec<Double>,
    /// Dubbelid.
    pub double_id: Vec<Id>,
    /// Why the time was typed in, from the row that gave the start.
    pub reason: Vec<Id>,
    /// When that row was entered.
    pub entered_at: Vec<Local>,
    /// By whom.
    pub entered_by: Vec<Id>,
    /// When it was approved.
    pub approved_at: Vec<Local>,
    /// The tag that was read.
    pub tag: Vec<Id>,
    /// The phone.
    pub device: Vec<Id>,
    /// Where the rows of each visit end in [`Visits::rows`].
    pub row_ends: Vec<u32>,
    /// Positions in [`crate::Rows`], visit by visit, ascending by (file, line) within a visit.
    pub rows: Vec<u32>,
}

impl Visits {
    /// How many visits there are.
    pub fn len(&self) -> usize {
        self.visit.len()
    }

    /// How many were performed: the visits that every rate is taken over.
    pub fn performed_count(&self) -> u64 {
        self.performed.iter().filter(|performed| **performed == Performed::Yes).count() as u64
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.visit.is_empty()
    }

    /// The positions of a visit's rows.
    pub fn rows_of(&self, visit: u32) -> &[u32] {
        let visit = visit as usize;
        let start = if visit == 0 { 0 } else { self.row_ends[visit - 1] };
        &self.rows[start as usize..self.row_ends[visit] as usize]
    }

    /// The time a visit belongs to: its start, else its stop, else its planned start.
    pub fn when(&self, visit: u32) -> Local {
        let visit = visit as usize;
        self.start[visit].or(self.stop[visit]).or(self.planned_start[visit])
    }

    /// Stop − start over the real clock, in seconds; negative where the stop comes first. `None` without both times,
    /// and where the clock change leaves one of them unsure (Q905: noted, never flagged).
    pub fn length(&self, visit: u32) -> Option<i32> {
        let (start, stop) = (self.start[visit as usize], self.stop[visit as usize]);
        let sure = |time: Local| time.is_some() && clock::certainty(time) == Certainty::Sure;
        (sure(start) && sure(stop)).then(|| clock::real(stop) - clock::real(start))
    }

    /// Planned stop − planned start over the real clock, in seconds; `None` without a plan that ends after it starts.
    pub fn planned_length(&self, visit: u32) -> Option<i32> {
        let (start, stop) = (self.planned_start[visit as usize], self.planned_stop[visit as usize]);
        (start.is_some() && stop.is_some()).then(|| clock::between(start, stop)).filter(|length| *length > 0)
    }

    /// How the visit was registered.
    pub fn class(&self, visit: u32, receipts: Receipts) -> Class {
        Class::of(receipts.holds(self.in_method[visit as usize]), receipts.holds(self.out_method[visit as usize]))
    }
}
