//! A visit, as it was planned, as it was and as it is shown in the files.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::plan::Slot;
use crate::services::Services;

/// Minutes since the month began.
pub(crate) type Minute = i32;

/// Minutes in a day.
pub(crate) const DAY: Minute = 24 * 60;

/// A visit without a receipt needs a reason (orsak).
pub(crate) const REASONS: [&str; 6] =
    ["Glömt telefon", "Tagg saknas", "Tekniskt fel", "Brukaren vill inte ha tagg", "Insats utanför hemmet", "Annat"];

/// A start and a stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub(crate) start: Minute,
    pub(crate) stop: Minute,
}

impl Span {
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
}

/// Whether the visit came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    Performed,
    Declined,
    Absent,
}

/// One visit of one customer. Customer and staff are positions within the provider.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    pub(crate) id: u32,
    pub(crate) customer: u32,
    pub(crate) staff: u32,
    /// The other one of a double-staffed visit.
    pub(crate) second: Option<u32>,
    pub(crate) services: Services,
    pub(crate) planned: Span,
    pub(crate) actual: Span,
    pub(crate) receipts: Receipts,
    pub(crate) shown: Shown,
    pub(crate) status: Status,
    /// Position in [`REASONS`]; written only in `manuell.csv`.
    pub(crate) reason: usize,
    /// When the manual entry was made.
    pub(crate) entered: Minute,
    /// How often the rows stand once more.
    pub(crate) copies: u32,
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
        Visit {
            id: 0,
            customer,
            staff: 0,
            second: None,
            services: slot.services,
            planned,
            actual: Span { start, stop },
            receipts: Receipts::Both,
            shown: Shown::Both,
            status: Status::Performed,
            reason: rng.random_range(0..REASONS.len()),
            entered: stop + rng.random_range(1..30 * 60),
            copies: 0,
            planted: false,
        }
    }
}
