//! The same twice, and visits beside, after and inside each other.

use rand::RngExt;

use super::{EXTRA, QUIET, Site};
use crate::kinds::Kind;
use crate::visit::{Minute, Receipts, Span, Visit};

/// Minutes between a visit and one outside the plan.
const AWAY: Minute = 30;

impl Site<'_, '_> {
    pub(super) fn exact_duplicate(&mut self) -> Option<String> {
        let copies = self.rng.random_range(1..=2);
        self.change(|visit| visit.copies = copies)?;
        Some(copies.to_string())
    }

    /// The manual twin begins some minutes later and holds the first service.
    pub(super) fn tag_and_manual(&mut self) -> Option<String> {
        let visit = self.visit();
        let late = self.rng.random_range(0..=2);
        if visit.actual.length() < 6 || !self.stays_usual(1) {
            return None;
        }
        let actual = Span { start: visit.actual.start + late, ..visit.actual };
        self.add(Visit { receipts: Receipts::None, ..visit }, visit.services.first(), actual)
    }

    /// Two to four minutes between, so that only the repeated service shows (M301 begins at one).
    pub(super) fn repeat_service(&mut self) -> Option<String> {
        let (times, gap) = (self.rng.random_range(1..=2), self.rng.random_range(2..=4));
        self.again(times, gap)?;
        Some(format!("\"{times};{gap}\""))
    }

    pub(super) fn border_gap(&mut self) -> Option<String> {
        let gap = self.one_of([1, 2, 5, 6]);
        // With the same services too, six minutes would look like one planned visit in two parts (M302).
        if gap == 6 && self.visit().services.len() == 1 {
            return None;
        }
        self.again(1, gap)?;
        Some(gap.to_string())
    }

    /// The visit's first service again after `gap` minutes, several times.
    fn again(&mut self, times: Minute, gap: Minute) -> Option<()> {
        let visit = self.visit();
        if !self.stays_usual(times) {
            return None;
        }
        self.room_until(visit.actual.stop + times * (gap + EXTRA))?;
        for time in 0..times {
            let start = visit.actual.stop + gap + time * (gap + EXTRA);
            self.add(visit, visit.services.first(), Span::from(start, EXTRA))?;
        }
        Some(())
    }

    /// The visit ends half-way; another service takes the rest of its time.
    pub(super) fn one_minute_gap(&mut self) -> Option<String> {
        let visit = self.visit();
        let Span { start, stop } = visit.actual;
        if visit.actual.length() < 15 {
            return None;
        }
        let cut = start + visit.actual.length() / 2;
        self.add(visit, visit.services.another(), Span { start: cut + 1, stop })?;
        self.change(|visit| visit.actual.stop = cut)
    }

    /// As [`Site::one_minute_gap`], but behind the visit and planned so.
    pub(super) fn adjacent_planned(&mut self) -> Option<String> {
        let visit = self.visit();
        let actual = Span::from(visit.actual.stop + 1, 15);
        self.room_until(actual.stop)?;
        let planned = Span::from(visit.planned.stop, 15);
        self.add(Visit { planned, ..visit }, visit.services.another(), actual)
    }

    /// Three minutes from each end; at the border over the visit's stop.
    pub(super) fn inside_visit(&mut self, kind: Kind) -> Option<String> {
        let visit = self.visit();
        if visit.actual.length() < 15 {
            return None;
        }
        let stop = visit.actual.stop + if kind == Kind::BorderInside { 1 } else { -3 };
        self.room_until(stop)?;
        self.add(visit, visit.services.another(), Span { start: visit.actual.start + 3, stop })
    }

    /// The second part a quarter of an hour later: neither adjacent nor a repetition.
    pub(super) fn split_visit(&mut self) -> Option<String> {
        let visit = self.visit();
        let actual = Span::from(visit.actual.stop + 15, EXTRA);
        if !self.stays_usual(1) {
            return None;
        }
        self.room_until(actual.stop)?;
        self.add(visit, visit.services, actual)
    }

    /// Until the service stands four times that day, and oftener than planned.
    pub(super) fn beyond_usual(&mut self) -> Option<String> {
        let visit = self.visit();
        let times = (4 - self.day.with_first_service(self.at)).max(1);
        let (first, each) = (visit.actual.stop + AWAY, EXTRA + AWAY);
        let all = Span { start: first, stop: first + times * each };
        if !self.day.customer_free(self.at, all, QUIET) {
            return None;
        }
        self.room_until(all.stop)?;
        let mut extra = visit;
        extra.marks.unplanned = true;
        for time in 0..times {
            self.add(extra, visit.services.first(), Span::from(first + time * each, EXTRA))?;
        }
        Some(times.to_string())
    }
}
