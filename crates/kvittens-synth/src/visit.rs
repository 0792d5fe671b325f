//! A visit, as it was planned, as it was and as it is shown in the files.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::plan::Slot;
use crate::services::Services;

/// Minutes since the month began.
pub(crate) type Minute = i32;

/// Minutes in a day.
pub(crate) const DAY: Minute = 24 * 60;

/// An end without a receipt needs a reason (orsak).
pub(crate) const REASONS: [&str; 6] =
    ["Glömt telefon", "Tagg saknas", "Tekniskt fel", "Brukaren vill inte ha tagg", "Insats utanför hemmet", "Annat"];

/// Positions in [`REASONS`].
pub(crate) const NO_TAG: usize = 1;
/// See [`NO_TAG`].
pub(crate) const TECHNICAL: usize = 2;
/// See [`NO_TAG`].
pub(crate) const UNWILLING: usize = 3;
/// See [`NO_TAG`].
pub(crate) const OUTSIDE: usize = 4;
/// See [`NO_TAG`].
pub(crate) const OTHER: usize = 5;

/// A start and a stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub(crate) start: Minute,
    pub(crate) stop: Minute,
}

impl Span {
    /// `length` minutes from `start`.
    pub(crate) fn from(start: Minute, length: Minute) -> Span {
        Span { start, stop: start + length }
    }

    pub(crate) fn length(self) -> Minute {
        self.stop - self.start
    }

    /// Minutes that both spans cover; negative where they lie apart.
    pub(crate) fn overlap(self, other: Span) -> Minute {
        self.stop.min(other.stop) - self.start.max(other.start)
    }
}

/// At which ends the tag was read; the other end is by hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Receipts {
    Both,
    In,
    Out,
    /// Stands in `manuell.csv` only.
    None,
}

/// Which ends have a time in `tagg.csv`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shown {
    Both,
    NoStart,
    NoStop,
    /// No stop in `tagg.csv`; both ends stand in `manuell.csv` under the same visit id.
    Corrected,
    /// As [`Shown::Corrected`], but no start.
    CorrectedStart,
}

/// Whether the visit came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    Performed,
    Declined,
    Absent,
}

/// What gives a receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Reader {
    #[default]
    Tag,
    Lock,
    Pen,
}

/// The other one of a double-staffed visit: comes and goes some minutes apart from the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Second {
    pub(crate) staff: u32,
    pub(crate) comes: Minute,
    pub(crate) goes: Minute,
}

/// What few visits have; nothing of it on an ordinary one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    /// Another tag than the customer's own, by number.
    pub(crate) tag: Option<u32>,
    /// The member of staff whose phone was used, if not one's own.
    pub(crate) phone: Option<u32>,
    /// Position in [`EDITED`]: the end by hand is an edited one.
    pub(crate) edited: Option<usize>,
    pub(crate) reader: Reader,
    /// Not in the plan.
    pub(crate) unplanned: bool,
    /// Made by the unit [`NIGHT_UNIT`].
    pub(crate) night: bool,
    /// The number (Dubbelid) it shares with the visit of the other one.
    pub(crate) pair: Option<u32>,
    /// The number of another provider, whose visit it is.
    pub(crate) elsewhere: Option<u32>,
    /// Nobody approved it.
    pub(crate) unapproved: bool,
}

/// Words for an edited end.
pub(crate) const EDITED: [&str; 3] = ["Redigerad", "Ändrad", "Justerad"];

/// The unit of night patrol.
pub(crate) const NIGHT_UNIT: &str = "Natt";

/// One visit of one customer. Customer and staff are positions within the provider.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    pub(crate) id: u32,
    pub(crate) customer: u32,
    pub(crate) staff: u32,
    pub(crate) second: Option<Second>,
    pub(crate) services: Services,
    pub(crate) planned: Span,
    pub(crate) actual: Span,
    pub(crate) receipts: Receipts,
    pub(crate) shown: Shown,
    pub(crate) status: Status,
    /// Position in [`REASONS`]; written where an end is by hand.
    pub(crate) reason: Option<usize>,
    /// When the entry by hand was made.
    pub(crate) entered: Minute,
    /// When that was approved.
    pub(crate) approved: Minute,
    /// How often the rows stand once more.
    pub(crate) copies: u32,
    pub(crate) marks: Marks,
    /// Whether a deviation was planted here; such rows are never spoiled.
    pub(crate) planted: bool,
}

impl Visit {
    /// The visit of a slot on the day that begins at `midnight`: up to 8 minutes early or late, and its length off by
    /// at most a fifth and 7 minutes. Id, staff and receipts come later.
    pub(crate) fn planned(customer: u32, slot: &Slot, midnight: Minute, rng: &mut Pcg64Mcg) -> Visit {
        let planned = Span { start: midnight + slot.start, stop: midnight + slot.start + slot.length };
        let start = planned.start + rng.random_range(-4..=4) + rng.random_range(-4..=4);
        let off = (slot.length / 5).clamp(2, 7);
        let stop = start + slot.length + rng.random_range(-off..=off);
        let reason = rng.random_range(0..REASONS.len());
        let entered = stop + rng.random_range(1..30 * 60);
        Visit { planned, reason: Some(reason), ..Visit::at(customer, 0, slot.services, Span { start, stop }, entered) }
    }

    /// A visit as planned, with a receipt at both ends; approved two hours to a day after an entry.
    pub(crate) fn at(customer: u32, staff: u32, services: Services, actual: Span, entered: Minute) -> Visit {
        Visit {
            id: 0,
            customer,
            staff,
            second: None,
            services,
            planned: actual,
            actual,
            receipts: Receipts::Both,
            shown: Shown::Both,
            status: Status::Performed,
            reason: None,
            entered,
            approved: entered + 120 + entered.rem_euclid(1320),
            copies: 0,
            marks: Marks::default(),
            planted: false,
        }
    }

    /// Enters a visit at a time, approved two hours later.
    pub(crate) fn enter(&mut self, entered: Minute) {
        self.entered = entered;
        self.approved = entered + 120;
    }
}
