//! What was granted, and when.

use super::{About, Story, workdays};
use crate::companions::Grant;
use crate::services::only;
use crate::visit::Second;

/// Weekdays within which a decision may follow the first visit (B603).
const GRACE: usize = 3;

impl Story<'_> {
    /// About an hour each time, by two staff in turn.
    pub(super) fn granted(&mut self, visits: usize, grant: Grant) -> Option<About> {
        for day in workdays().take(visits) {
            let (start, length) = (self.about(9 * 60), self.about(55));
            self.visit((0, day % 2), only::CARE, day, start, length);
        }
        self.own(0).grant = grant;
        self.on_customer()
    }

    /// From the first workday's week on; the decision holds from the third weekday after the first visit.
    pub(super) fn decision_in_grace(&mut self) -> Option<About> {
        for day in [3, 4, 5, 9, 10] {
            let (start, length) = (self.about(9 * 60), self.about(25));
            self.visit((0, day % 2), only::CARE, day, start, length);
        }
        let weekdays = (4..15).filter(|day| self.weekday(*day) < 5);
        let from = weekdays.take(GRACE).last()?;
        self.own(0).grant = Grant::From(from);
        self.on_customer()
    }

    /// Two come, but for the first `single` times.
    pub(super) fn double_granted(&mut self, single: u32) -> Option<About> {
        let second = self.staff + 1;
        for (turn, day) in (0..).zip(workdays().take(6)) {
            let (start, length) = (self.about(10 * 60), self.about(30));
            let visit = self.visit((0, 0), only::CARE, day, start, length);
            if turn >= single {
                visit.second = Some(Second { staff: second, comes: 1, goes: 2 });
            }
        }
        self.own(0).grant = Grant::Double;
        self.on_customer()
    }
}
