//! Who comes to a customer, how often, with which tag and which phone.

use super::{About, Story, workdays};
use crate::ids::STAND_IN;
use crate::people;
use crate::services::only;
use crate::visit::{OUTSIDE, Second};

impl Story<'_> {
    /// Twenty days, twice on two of them.
    pub(super) fn exclusive_pair(&mut self) -> Option<About> {
        for (turn, day) in (0..).zip(workdays()) {
            let (start, length) = (self.about(9 * 60), self.about(25 + turn % 10));
            self.visit((0, 0), only::CARE, day, start, length);
            if turn < 2 {
                let (start, length) = (self.about(15 * 60), self.about(30));
                self.visit((0, 0), only::MEAL, day, start, length);
            }
        }
        self.on_pair()
    }

    /// Ten visits of two staff, `alike` of them in the same minutes.
    pub(super) fn double_pair(&mut self, alike: u32) -> Option<About> {
        let staff = self.staff + 1;
        for (turn, day) in (0..10).zip(workdays()) {
            let (start, length) = (self.about(11 * 60), self.about(30));
            let apart = i32::from(turn >= alike);
            let visit = self.visit((turn % 2, 0), only::CARE, day, start, length);
            visit.second = Some(Second { staff, comes: 2 * apart, goes: apart });
        }
        self.on_staff()
    }

    /// Ten days with one visit, one with `times`, three hours apart; nothing planned.
    pub(super) fn beyond_median(&mut self, times: i32) -> Option<About> {
        let usual = (0..10).map(|day| (day, 0));
        for (day, time) in (0..times).map(|time| (12, time)).chain(usual) {
            let (start, length) = (self.about(8 * 60 + time * 180), self.about(15));
            self.visit((0, day % 2), only::CHECK, day, start, length).marks.unplanned = true;
        }
        self.on_customer()
    }

    pub(super) fn few_readings(&mut self) -> Option<About> {
        let other = self.spare_tag();
        for (turn, day) in (0..9).zip(workdays()) {
            let (start, length) = (self.about(9 * 60), self.about(20));
            let visit = self.visit((0, turn % 2), only::CARE, day, start, length);
            visit.marks.tag = (turn == 4).then_some(other);
        }
        self.on_customer()
    }

    pub(super) fn two_tags(&mut self) -> Option<About> {
        let other = self.spare_tag();
        for (turn, day) in (0..).zip(workdays()) {
            let (start, length) = (self.about(9 * 60), self.about(20));
            let visit = self.visit((0, turn / 2 % 2), only::CARE, day, start, length);
            visit.marks.tag = (turn % 2 == 1).then_some(other);
        }
        self.on_customer()
    }

    pub(super) fn handed_phone(&mut self) -> Option<About> {
        let phone = Some(self.staff);
        for day in 0..3 {
            for (staff, clock) in [(0, 9 * 60), (1, 17 * 60)] {
                let (start, length) = (self.about(clock), self.about(20));
                self.visit((staff, staff), only::CARE, day, start, length).marks.phone = phone;
            }
        }
        self.on_staff()
    }

    /// Four afternoons with four customers, outside their homes.
    pub(super) fn group_activity(&mut self) -> Option<About> {
        for day in [1, 8, 15, 22] {
            let (start, length) = (self.about(13 * 60), self.about(90));
            for customer in 0..4 {
                self.visit((customer, 0), only::GROUP, day, start, length).because(OUTSIDE);
            }
        }
        self.on_staff()
    }

    /// Two mornings with four customers at once, each on a phone of the same number.
    pub(super) fn stand_in(&mut self) -> Option<About> {
        let phone = Some(self.staff);
        self.staff = STAND_IN + self.instance;
        for day in 8..10 {
            for customer in 0..4 {
                let (start, length) = (self.about(9 * 60), self.about(30));
                self.visit((customer, 0), only::CARE, day, start, length).marks.phone = phone;
            }
        }
        self.on_staff()
    }

    /// The old provider in the mornings until the eleventh, the new one in the afternoons from the ninth.
    pub(super) fn provider_change(&mut self) -> Option<About> {
        let new = self.other?;
        for (days, clock, elsewhere) in [(0..11, 9 * 60, None), (8..17, 15 * 60, Some(new))] {
            for day in days {
                let (start, length) = (self.about(clock), self.about(25));
                self.visit((0, day % 2), only::CARE, day, start, length).marks.elsewhere = elsewhere;
            }
        }
        Some(About { extra: people::name(new), ..self.on_customer()? })
    }

    /// Three days, each of one member of staff; planned for five minutes.
    pub(super) fn frequent_brief(&mut self) -> Option<About> {
        for day in 0..3 {
            for time in 0..5 {
                let start = self.about(8 * 60 + time * 150);
                self.visit((0, day % 2), only::TOILET, day, start, 1 + time % 2);
            }
        }
        self.on_customer()
    }
}
