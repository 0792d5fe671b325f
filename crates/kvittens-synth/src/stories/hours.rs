//! How much one member of staff works.

use super::{About, NEWCOMER_MONTHS, NEWCOMERS, Story, workdays};
use crate::services::only;
use crate::visit::{DAY, Minute};

impl Story<'_> {
    pub(super) fn days_in_a_row(&mut self, days: u32) -> Option<About> {
        for turn in 0..days {
            let (start, length) = (self.about(9 * 60), self.about(25));
            self.visit((turn % 3, 0), only::CARE, 5 + turn, start, length);
        }
        self.on_staff()
    }

    /// Five visits with ten minutes between.
    pub(super) fn long_day(&mut self, length: Minute) -> Option<About> {
        for turn in 0..5u32 {
            let start = 7 * 60 + 3 + turn.cast_signed() * (length + 10);
            self.visit((turn, 0), only::RESPITE, 4, start, length);
        }
        self.on_staff()
    }

    /// An evening's last visit and the next day's first one.
    pub(super) fn rest(&mut self, hours: Minute) -> Option<About> {
        let morning = 8 * 60 + 2;
        self.visit((0, 0), only::CARE, 6, morning + DAY - hours * 60 - 30, 30);
        self.visit((1, 0), only::CARE, 7, morning, 30);
        self.on_staff()
    }

    /// 24 days of 530 minutes, six days of seven: 212 hours.
    pub(super) fn long_month(&mut self) -> Option<About> {
        for (turn, day) in (0..).zip((0..28).filter(|day| day % 7 < 6)) {
            self.visit((turn % 4, 0), only::RESPITE, day, 7 * 60 + 31, 450);
            self.visit((4 + turn % 4, 0), only::CARE, day, 15 * 60 + 19, 80);
        }
        self.on_staff()
    }

    /// Twenty days of 455 minutes: 151 hours and forty minutes, by a number that is this month's alone.
    pub(super) fn full_load(&mut self) -> Option<About> {
        let months = self.month.year.unsigned_abs() * 12 + self.month.month;
        self.staff = NEWCOMERS + self.instance * NEWCOMER_MONTHS + months % NEWCOMER_MONTHS;
        for (turn, day) in (0..).zip(workdays()) {
            self.visit((turn % 8, 0), only::RESPITE, day, 8 * 60 + 2, 455);
        }
        self.on_staff()
    }
}
