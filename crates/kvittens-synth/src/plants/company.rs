//! Who is where with whom: two customers at once, two staff at once, one phone.

use rand::RngExt;

use super::{EXTRA, QUIET, Site, text};
use crate::kinds::Kind;
use crate::services::{Services, only};
use crate::visit::{Minute, Second, Span, Visit};

/// Staff numbers of another provider's people who come once.
const GUESTS: u32 = 90_000;

/// A visit is not drawn out further than this towards the next one.
const NEAR: Minute = 12;

impl Site<'_, '_> {
    /// The visit gets the staff of an earlier one that lasts into it.
    pub(super) fn staff_overlap(&mut self) -> Option<String> {
        let visit = self.visit();
        let other = self.earlier(|earlier, other| {
            earlier.actual.start < visit.actual.start
                && earlier.actual.overlap(visit.actual) >= 5
                && self.day.staff_free(earlier.staff, visit.actual, &[other])
        })?;
        self.day.hand_over(self.at, self.day.visits[other].staff);
        self.day.disturb(other);
        Some(text(self.day.visits[other].id))
    }

    /// The visit lasts until the next one of the same staff begins, or a minute more.
    pub(super) fn border_overlap(&mut self) -> Option<String> {
        let (visit, minutes) = (self.visit(), self.one_of([0, 1]));
        let next = (self.at + 1..self.day.visits.len().min(self.at + 200)).find(|&next| {
            let later = &self.day.visits[next];
            later.staff == visit.staff
                && later.customer != visit.customer
                && (0..=NEAR).contains(&(later.actual.start - visit.actual.stop))
                && later.actual.length() > 5
                && self.day.is_ordinary(next)
        })?;
        let stop = self.day.visits[next].actual.start + minutes;
        let span = Span { stop, ..visit.actual };
        if !self.day.customer_free(self.at, span, QUIET) || !self.day.staff_free(visit.staff, span, &[self.at, next]) {
            return None;
        }
        self.day.disturb(next);
        self.change(|visit| visit.actual.stop = stop)?;
        Some(minutes.to_string())
    }

    /// The second one stays at the own customer.
    pub(super) fn double_elsewhere(&mut self) -> Option<String> {
        let visit = self.visit();
        let other = self.earlier(|earlier, other| {
            earlier.actual.overlap(visit.actual) >= 5 && self.day.staff_free(earlier.staff, visit.actual, &[other])
        })?;
        let staff = self.day.visits[other].staff;
        self.day.double(self.at, Second { staff, comes: 0, goes: 0 });
        self.day.disturb(other);
        Some(text(self.day.visits[other].id))
    }

    /// The second one is of the same area, comes a little later and goes a little earlier or later.
    pub(super) fn double_staffing(&mut self) -> Option<String> {
        let second = self.second()?;
        self.day.double(self.at, second);
        Some(String::new())
    }

    fn second(&mut self) -> Option<Second> {
        let (comes, goes) = (self.rng.random_range(0..=2), self.rng.random_range(-1..=2));
        let actual = self.visit().actual;
        if actual.length() < 6 {
            return None;
        }
        let staff = self.another_staff(Span { stop: actual.stop + goes.max(0), ..actual })?;
        Some(Second { staff, comes, goes })
    }

    pub(super) fn two_ids(&mut self, kind: Kind) -> Option<String> {
        let second = self.second()?;
        let visit = self.visit();
        let by_text = kind == Kind::DoubleByText;
        let marked = |services: Services, mark: Services| if by_text { services.with(mark) } else { services };
        let mut other = Visit { staff: second.staff, ..visit };
        if !by_text {
            other.marks.pair = Some(visit.id);
        }
        let Span { start, stop } = visit.actual;
        let actual = Span { start: start + second.comes, stop: stop + second.goes };
        let id = self.add(other, marked(visit.services, only::DOUBLE[1]), actual)?;
        self.change(|visit| {
            visit.marks.pair = other.marks.pair;
            visit.services = marked(visit.services, only::DOUBLE[0]);
        })?;
        Some(id)
    }

    /// The other one comes with another service before the visit ends.
    pub(super) fn customer_overlap(&mut self, kind: Kind) -> Option<String> {
        let visit = self.visit();
        let (border, length) = (kind == Kind::BorderCustomerOverlap, visit.actual.length());
        let minutes = if border { self.one_of([4, 5]) } else { 6.max(length / 2) };
        if length <= minutes {
            return None;
        }
        let actual = Span::from(visit.actual.stop - minutes, minutes + EXTRA);
        self.room_until(actual.stop)?;
        let other = Visit { staff: self.another_staff(actual)?, ..visit };
        let id = self.add(other, visit.services.another(), actual)?;
        Some(if border { minutes.to_string() } else { id })
    }

    pub(super) fn two_providers(&mut self) -> Option<String> {
        let visit = self.visit();
        let elsewhere = self.day.provider.other?;
        let often = self.day.provider.customers[visit.customer as usize].weekly() >= 7;
        // Near the end of the month it would look like a change of provider.
        if visit.actual.length() < 10 || !often || !self.early_in_month() {
            return None;
        }
        let actual = Span::from(visit.actual.start + 3, visit.actual.length());
        self.room_until(actual.stop)?;
        let mut other = visit;
        other.marks.elsewhere = Some(elsewhere);
        // Not in the day's list of staff: that is the provider's own.
        other.staff = GUESTS + visit.customer % 1_000;
        let id = self.ids.extra();
        self.day.guest(Visit { id, services: visit.services.another(), actual, planted: true, ..other });
        Some(text(id))
    }

    pub(super) fn shared_device(&mut self) -> Option<String> {
        let visit = self.visit();
        let other = self.earlier(|earlier, _| earlier.actual.overlap(visit.actual) >= 3)?;
        let staff = self.day.visits[other].staff;
        self.day.disturb(other);
        self.change(|visit| visit.marks.phone = Some(staff))?;
        Some(text(self.day.visits[other].id))
    }
}
