//! How the ends of a visit were registered, and what was entered by hand.

use rand::RngExt;

use super::Site;
use crate::kinds::Kind;
use crate::services::only;
use crate::visit::{DAY, EDITED, Minute, OUTSIDE, Reader, Receipts, Shown, Status};

/// An entry is late after so many minutes (T407).
const LATE: Minute = 3 * DAY;

/// Readings that a customer's own tag is known by, and well more (K107: ten), a week.
const WEEKLY_READINGS: u32 = 7;

impl Site<'_, '_> {
    /// An end without a time; where it is corrected, the manual export has it three hours later, and the tag export the
    /// reason.
    pub(super) fn show(&mut self, kind: Kind) -> Option<String> {
        self.change(|visit| {
            visit.shown = match kind {
                Kind::MissingIn => Shown::NoStart,
                Kind::MissingOut => Shown::NoStop,
                Kind::CorrectedStart => Shown::CorrectedStart,
                _ => Shown::Corrected,
            };
            visit.reason = Some(0);
            visit.enter(visit.actual.stop + 180);
        })
    }

    pub(super) fn one_tag(&mut self, kind: Kind) -> Option<String> {
        self.change(|visit| visit.receipts = if kind == Kind::OnlyOutTag { Receipts::Out } else { Receipts::In })
    }

    pub(super) fn foreign_tag(&mut self) -> Option<String> {
        let customer = &self.day.provider.customers[self.visit().customer as usize];
        if customer.weekly() < WEEKLY_READINGS {
            return None;
        }
        self.change(|visit| visit.marks.tag = Some(visit.id))
    }

    pub(super) fn no_reason(&mut self) -> Option<String> {
        let receipts = [Receipts::In, Receipts::Out, Receipts::None][self.rng.random_range(0..3)];
        self.change(|visit| {
            visit.receipts = receipts;
            visit.reason = None;
        })
    }

    pub(super) fn edited(&mut self, kind: Kind) -> Option<String> {
        let word = self.rng.random_range(0..EDITED.len());
        self.change(|visit| {
            visit.receipts = Receipts::In;
            visit.marks.edited = Some(word);
            if kind == Kind::EditedNoReason {
                visit.reason = None;
            }
        })
    }

    /// Not over the change of the clock, where three days are an hour more or less.
    pub(super) fn late_entry(&mut self, kind: Kind) -> Option<String> {
        if !self.early_in_month() {
            return None;
        }
        let late = if kind == Kind::OnThirdDay { 0 } else { self.rng.random_range(1..3 * DAY) };
        self.change(|visit| {
            visit.receipts = Receipts::None;
            visit.enter(visit.actual.stop + LATE + late);
        })?;
        Some(if late == 0 { String::new() } else { late.to_string() })
    }

    /// An approval stands in the tag export alone.
    pub(super) fn entered_before_end(&mut self) -> Option<String> {
        let early = self.rng.random_range(1..=20);
        if self.turn.is_multiple_of(2) {
            self.change(|visit| {
                visit.receipts = Receipts::None;
                visit.enter(visit.actual.stop - early);
            })?;
            return Some("entered".to_owned());
        }
        self.change(|visit| {
            visit.receipts = Receipts::In;
            visit.approved = visit.entered - early;
        })?;
        Some("approved".to_owned())
    }

    pub(super) fn entered_at_stop(&mut self) -> Option<String> {
        self.change(|visit| {
            visit.receipts = Receipts::None;
            visit.enter(visit.actual.stop);
        })
    }

    pub(super) fn lock_receipt(&mut self) -> Option<String> {
        let reader = if self.rng.random() { Reader::Lock } else { Reader::Pen };
        self.change(|visit| visit.marks.reader = reader)
    }

    pub(super) fn phone_contact(&mut self) -> Option<String> {
        self.change(|visit| {
            visit.services = only::CALL;
            visit.receipts = Receipts::None;
            visit.reason = Some(OUTSIDE);
        })
    }

    pub(super) fn errand_in_only(&mut self) -> Option<String> {
        self.change(|visit| {
            visit.services = only::SHOPPING;
            visit.receipts = Receipts::In;
            visit.reason = Some(OUTSIDE);
        })
    }

    pub(super) fn declined(&mut self) -> Option<String> {
        let status = if self.rng.random() { Status::Declined } else { Status::Absent };
        self.change(|visit| visit.status = status)
    }
}
