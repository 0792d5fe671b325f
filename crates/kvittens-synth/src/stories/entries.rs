//! What is entered by hand, when and why.

use super::{About, Story, workdays};
use crate::services::only;
use crate::visit::{DAY, NO_TAG, OTHER, OUTSIDE};

impl Story<'_> {
    /// Once a day by two staff in turn, fewer than twenty visits so that nothing else can be said of them (K104).
    pub(super) fn same_reason(&mut self, days: u32) -> Option<About> {
        for day in 0..days {
            let (start, length) = (self.about(9 * 60), self.about(20));
            self.visit((0, day % 2), only::CARE, day, start, length).because(NO_TAG);
        }
        self.on_customer()
    }

    /// Nineteen visits (K103 asks for twenty), most by hand.
    pub(super) fn few_other_reasons(&mut self) -> Option<About> {
        for (turn, day) in (0..19).zip(workdays()) {
            let (start, length) = (self.about(9 * 60), self.about(20));
            let visit = self.visit((turn % 4, 0), only::CARE, day, start, length);
            match turn {
                5 | 11 | 17 => {}
                _ if turn % 5 == 0 => visit.because(OTHER),
                _ => visit.by_hand(turn),
            }
        }
        self.on_staff()
    }

    /// Two days' visits, entered in the second evening.
    pub(super) fn bulk_entry(&mut self, count: u32) -> Option<About> {
        for turn in 0..count {
            let (start, length) = (self.about(8 * 60 + (turn % 5).cast_signed() * 90), self.about(20));
            let visit = self.visit((turn % 5, 0), only::CARE, 2 + turn / 5, start, length);
            visit.by_hand(turn);
            visit.enter(3 * DAY + 20 * 60);
        }
        self.on_staff()
    }

    /// Twice a day on eleven days by two staff in turn.
    pub(super) fn escort_customer(&mut self) -> Option<About> {
        for day in 0..11 {
            for clock in [10 * 60, 14 * 60] {
                let (start, length) = (self.about(clock), self.about(60));
                self.visit((0, day % 2), only::ESCORT, day, start, length).because(OUTSIDE);
            }
        }
        self.on_customer()
    }
}
