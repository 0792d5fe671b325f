//! Whether somebody came, whether the customer was there, and whether that can be seen.

use super::{About, Story, workdays};
use crate::companions::OUTAGE;
use crate::services::only;
use crate::visit::{DAY, Shown, Span, Status, UNWILLING};

/// Days of visits around an absence; the first one told is the one the truth names.
const AROUND: [u32; 4] = [8, 2, 4, 10];

impl Story<'_> {
    /// Away that day and the day before; or until the minute of the visit.
    pub(super) fn absence(&mut self, during: bool) -> Option<About> {
        for day in AROUND {
            let (start, length) = (self.about(9 * 60), self.about(25));
            self.visit((0, day / 2 % 2), only::CARE, day, start, length);
        }
        let [first, ..] = AROUND.map(u32::cast_signed);
        let start = self.visits.first()?.actual.start;
        let stop = if during { (first + 1) * DAY } else { start };
        self.own(0).away = Some(Span { start: (first - 2) * DAY, stop });
        self.on_customer()
    }

    /// Two visits on each of twenty days, one of `every` declined.
    pub(super) fn declined_of(&mut self, every: u32) -> Option<About> {
        for (turn, (day, clock)) in (0..).zip(workdays().flat_map(|day| [(day, 9 * 60), (day, 14 * 60)])) {
            let (start, length) = (self.about(clock), self.about(25));
            let visit = self.visit((turn % 8, 0), only::CARE, day, start, length);
            if turn % every == 0 {
                visit.status = Status::Declined;
            }
        }
        self.on_staff()
    }

    /// One visit over two planned ones. Where each has its registration, the first had its own before.
    pub(super) fn merged_visit(&mut self, registered: bool) -> Option<About> {
        let midnight = 3 * DAY;
        self.visit((0, 0), only::CARE, 3, 9 * 60 - 3, 81).marks.unplanned = true;
        if registered {
            self.visit((0, 1), only::MEDICINE, 3, 8 * 60 + 29, 14).marks.unplanned = true;
        }
        for day in [1, 2, 5] {
            let (start, length) = (self.about(9 * 60), self.about(25));
            self.visit((0, day % 2), only::CARE, day, start, length);
        }
        let planned = [(only::MEDICINE, 9 * 60, 25), (only::MEAL, 9 * 60 + 45, 30)];
        self.own(0).planned = planned.map(|(of, clock, length)| (of, Span::from(midnight + clock, length))).into();
        self.on_customer()
    }

    /// Two visits by hand without a reason, two without a start.
    pub(super) fn outage_entries(&mut self) -> Option<About> {
        let day = u32::try_from(OUTAGE.start / DAY).ok()?;
        for customer in 0..4u32 {
            let start = OUTAGE.start % DAY + 2 + customer.cast_signed() * 12;
            let visit = self.visit((customer, 0), only::MEDICINE, day, start, 8);
            if customer % 2 == 0 {
                visit.because(0);
                visit.reason = None;
            } else {
                visit.shown = Shown::NoStart;
            }
        }
        self.on_staff()
    }

    /// Once a day on twenty days and twice on two of them, by four staff in turn; the exempt one for one reason.
    pub(super) fn never_tagged(&mut self, exempt: bool) -> Option<About> {
        let twice = workdays().take(2).map(|day| (day, 15 * 60));
        for (turn, (day, clock)) in (0..).zip(workdays().map(|day| (day, 9 * 60)).chain(twice)) {
            let (start, length) = (self.about(clock), self.about(20));
            let visit = self.visit((0, turn % 4), only::CARE, day, start, length);
            if exempt {
                visit.because(UNWILLING);
            } else {
                visit.by_hand(turn);
            }
        }
        self.own(0).exempt = exempt;
        self.on_customer()
    }
}
