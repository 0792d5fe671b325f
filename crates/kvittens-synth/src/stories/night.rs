//! Night patrol: outside the hours of the day, over midnight, around the change of the clock.

use kvittens_model::YearMonth;

use super::{About, Story};
use crate::services::only;
use crate::visit::Minute;

/// Sunday, where Monday is 0.
const SUNDAY: u32 = 6;

impl Story<'_> {
    /// One before midnight and one in the early morning, so that both have their rest.
    pub(super) fn night_patrol(&mut self) -> Option<About> {
        for night in 2..6 {
            for (customer, staff, clock) in [(0, 0, 22 * 60 + 35), (1, 0, 23 * 60 + 10), (0, 1, 4 * 60), (1, 1, 5 * 60)]
            {
                self.at_night((customer, staff), night, clock, 20);
            }
        }
        self.on_staff()
    }

    pub(super) fn over_midnight(&mut self) -> Option<About> {
        for night in 2..5 {
            self.at_night((0, 0), night, 23 * 60 + 40, 35);
        }
        self.on_staff()
    }

    /// In March a visit of twenty minutes that looks like eighty. In October the second visit is after the hour was put
    /// back, and looks as if it began before the first one ended.
    pub(super) fn clock_change(&mut self) -> Option<About> {
        let last_sunday = (0..self.month.days()).rev().find(|day| self.weekday(*day) == SUNDAY)?;
        let visits: &[(Minute, Minute)] = match self.month.month {
            3 => &[(80, 20), (110, 80), (200, 20)],
            10 => &[(80, 20), (110, 40), (130, 30)],
            _ => return None,
        };
        for (customer, (clock, length)) in (0..).zip(visits) {
            self.at_night((customer, 0), last_sunday, *clock, *length);
        }
        self.on_staff()
    }

    pub(super) fn weekday(&self, day: u32) -> u32 {
        YearMonth::weekday(self.first_day + day.cast_signed())
    }

    fn at_night(&mut self, who: (u32, u32), day: u32, clock: Minute, length: Minute) {
        let (start, length) = (self.about(clock), length);
        self.visit(who, only::CHECK, day, start, length).marks.night = true;
    }
}
