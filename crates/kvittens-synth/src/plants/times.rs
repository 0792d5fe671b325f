//! When a visit begins and how long it is.

use rand::RngExt;

use super::{QUIET, Site};
use crate::kinds::Kind;
use crate::people::Shift;
use crate::plan::{CLOSE, OPEN};
use crate::services::only;
use crate::visit::{DAY, Minute, Span};

impl Site<'_, '_> {
    pub(super) fn stop_before_start(&mut self) -> Option<String> {
        let Span { start, .. } = self.visit().actual;
        let stop = start - self.rng.random_range(40..=80);
        // Early in the day the stop would lie outside the hours of home care as well (T404).
        if stop - self.day.midnight < OPEN {
            return None;
        }
        self.change(|visit| visit.actual.stop = stop)
    }

    /// The length in minutes, where one can be short without being planned so.
    pub(super) fn short(&mut self, from: Minute, to: Minute) -> Option<Minute> {
        let length = self.rng.random_range(from..=to);
        if self.visit().planned.length() < 10 {
            return None;
        }
        self.change(|visit| visit.actual.stop = visit.actual.start + length)?;
        Some(length)
    }

    pub(super) fn border_short(&mut self) -> Option<String> {
        let length = self.one_of([2, 3]);
        self.short(length, length).map(|length| length.to_string())
    }

    pub(super) fn brief_service(&mut self) -> Option<String> {
        self.short(1, 2)?;
        self.change(|visit| visit.services = only::TOILET)
    }

    pub(super) fn brief_planned(&mut self) -> Option<String> {
        if self.visit().planned.length() > 5 {
            return None;
        }
        self.change(|visit| visit.actual.stop = visit.actual.start + 2)
    }

    /// From the afternoon until four to six the next morning: over nine hours, after the hour that the clock change
    /// repeats or leaves out, and before the next day's visits.
    pub(super) fn too_long(&mut self) -> Option<String> {
        let visit = self.visit();
        let stop = self.day.midnight + DAY + 4 * 60 + self.rng.random_range(0..120);
        let span = Span { stop, ..visit.actual };
        let afternoon = (13 * 60..=18 * 60 + 30).contains(&(visit.actual.start - self.day.midnight));
        if !afternoon
            || visit.planned.length() > 120
            || !self.day.customer_free(self.at, span, QUIET)
            || !self.day.staff_free(visit.staff, span, &[self.at])
        {
            return None;
        }
        self.change(|visit| visit.actual.stop = stop)
    }

    /// A visit of the first or last two hours is moved before or after the hours of home care, by someone whose shift
    /// leaves a long rest still.
    pub(super) fn outside_window(&mut self, kind: Kind) -> Option<String> {
        let visit = self.visit();
        let (start, length) = (visit.actual.start - self.day.midnight, visit.actual.length().min(60));
        let minutes = if kind == Kind::BorderWindow { self.one_of([15, 16]) } else { self.rng.random_range(30..=60) };
        let shift = self.day.provider.staff[visit.staff as usize].shift;
        let start = match shift {
            Shift::Day if start < OPEN + 120 => OPEN - minutes,
            Shift::Evening if start > CLOSE - 120 => CLOSE + minutes - length,
            _ => return None,
        };
        let actual = Span::from(self.day.midnight + start, length);
        // The two spans together: what lies between them must be free too.
        let between = Span { start: actual.start.min(visit.actual.start), stop: actual.stop.max(visit.actual.stop) };
        if !self.day.customer_free(self.at, between, QUIET) || !self.day.staff_free(visit.staff, between, &[self.at]) {
            return None;
        }
        self.change(|visit| visit.actual = actual)?;
        Some(if kind == Kind::BorderWindow { minutes.to_string() } else { String::new() })
    }
}
