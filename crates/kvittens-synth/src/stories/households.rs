//! Homes: whose tag it is, who lives with whom, how far it is, and who is the fast omsorgskontakt.

use super::{About, Story, workdays};
use crate::ids::tag_text;
use crate::services::only;

impl Story<'_> {
    /// Customers 0 and 1 live together.
    fn couple(&mut self) {
        let first = self.customers;
        self.own(1).lives_with = Some(first);
    }

    /// Six visits of one and three of another, whose come first. `read`: which of them read the story's spare tag.
    fn two_homes(&mut self, read: impl Fn(u32, u32) -> bool) -> u32 {
        let tag = self.spare_tag();
        for (turn, day) in (0..).zip(workdays().take(6)) {
            for (customer, clock) in [(1, 14 * 60), (0, 9 * 60)] {
                if customer == 1 && turn % 2 == 1 {
                    continue;
                }
                let (start, length) = (self.about(clock), self.about(20));
                let visit = self.visit((customer, (turn + customer) % 2), only::CARE, day, start, length);
                visit.marks.tag = read(customer, turn).then_some(tag);
            }
        }
        tag
    }

    /// The other's first visit reads the one's tag.
    pub(super) fn anothers_tag(&mut self) -> Option<About> {
        let tag = self.two_homes(|customer, turn| customer == 1 && turn == 0);
        self.own(0).tags = Some(vec![tag]);
        self.own(1).tags = Some(Vec::new());
        Some(About { customer: Some(self.customers + 1), ..About::default() })
    }

    /// Some visits of the one read the tag of the other, who lives there too.
    pub(super) fn household_tag(&mut self) -> Option<About> {
        let tag = self.two_homes(|customer, turn| customer == 1 || turn % 3 == 0);
        self.couple();
        self.own(0).tags = Some(Vec::new());
        self.own(1).tags = Some(vec![tag]);
        self.on_customer()
    }

    /// All visits of both read the one's tag.
    pub(super) fn travelling_tag(&mut self) -> Option<About> {
        let tag = self.two_homes(|_, _| true);
        self.own(0).tags = Some(vec![tag]);
        self.own(1).tags = Some(Vec::new());
        Some(About { extra: tag_text(tag), ..self.on_customer()? })
    }

    /// From one home to the other, twenty kilometres off, in ten minutes; or to the other one in the home in one.
    pub(super) fn travel(&mut self, far: bool) -> Option<About> {
        for day in [3, 4] {
            let (start, length) = (self.about(9 * 60), self.about(25));
            let after = start + length + if far { 10 } else { 1 };
            // The finding is on the later visit.
            self.visit((1, 0), only::CARE, day, after, 20);
            self.visit((0, 0), only::CARE, day, start, length);
        }
        if far {
            self.own(1).far = 20;
        } else {
            self.couple();
        }
        self.on_staff()
    }

    /// Three mornings with both at once.
    pub(super) fn couple_overlap(&mut self) -> Option<About> {
        for day in [3, 4, 7] {
            let (start, length) = (self.about(9 * 60), self.about(30));
            for customer in 0..2 {
                self.visit((customer, 0), only::CARE, day, start + customer.cast_signed() * 5, length);
            }
        }
        self.couple();
        self.on_staff()
    }

    /// All of one customer's visits on twenty days, and others' on the same days.
    pub(super) fn contact_same_staff(&mut self) -> Option<About> {
        for (turn, day) in (0u32..).zip(workdays()) {
            for (customer, clock) in [(0, 9 * 60), (1 + turn % 4, 13 * 60)] {
                let (start, length) = (self.about(clock), self.about(25 + turn.cast_signed() % 10));
                self.visit((customer, 0), only::CARE, day, start, length);
            }
        }
        let staff = self.staff;
        self.own(0).contact = Some(staff);
        self.on_pair()
    }
}
