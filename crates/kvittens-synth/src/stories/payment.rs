//! What is billed, reported to the fee officers and approved.

use super::{About, Story, workdays};
use crate::companions::{Bill, Reported};
use crate::services::only;
use crate::visit::Minute;

/// Day of the next month on which the month is locked (`kvittens.toml`).
const LOCK_DAY: u32 = 5;

impl Story<'_> {
    pub(super) fn billed(&mut self, bill: Bill) -> Option<About> {
        for day in workdays().take(8) {
            let (start, length) = (self.about(9 * 60), self.about(25));
            self.visit((0, day % 2), only::CARE, day, start, length);
        }
        self.own(0).bill = bill;
        self.on_customer()
    }

    /// Four visits with a supplement. All but the first are reported when the month is over, the first on a day of the
    /// next month, or never.
    pub(super) fn supplements(&mut self, first: Option<u32>) -> Option<About> {
        for (turn, day) in (0..).zip(workdays().take(4)) {
            let (start, length) = (self.about(9 * 60), self.about(20));
            self.visit((0, day % 2), only::ALARM, day, start, length);
            let on = if turn == 0 { first } else { Some(1) };
            if let Some(on) = on {
                let at = self.end_of_next(on) - 10;
                self.own(0).reported.push(Reported { day, at });
            }
        }
        self.on_customer()
    }

    /// As reported in time, and once more for a day on which nobody came.
    pub(super) fn supplement_without_visit(&mut self) -> Option<About> {
        let about = self.supplements(Some(1))?;
        let (day, at) = (20, self.end_of_next(1) - 5);
        self.own(0).reported.push(Reported { day, at });
        Some(About { extra: (day + 1).to_string(), ..about })
    }

    /// The first visit is approved in the last minute, or never.
    pub(super) fn approval(&mut self, at_lock: bool) -> Option<About> {
        let lock: Minute = self.end_of_next(LOCK_DAY);
        for (turn, day) in (0..).zip(workdays().take(3)) {
            let (start, length) = (self.about(9 * 60), self.about(20));
            let visit = self.visit((0, turn), only::CARE, day, start, length);
            match (turn, at_lock) {
                (0, true) => visit.approved = lock - 1,
                (0, false) => visit.marks.unapproved = true,
                _ => {}
            }
        }
        self.on_customer()
    }
}
