//! What the other exports say of a customer where it is not what the registrations come to.

use std::ops::Range;

use crate::people::Provider;
use crate::services::Services;
use crate::visit::{Minute, Span};

/// What is granted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Grant {
    /// About what was planned.
    Planned,
    /// About what was performed.
    #[default]
    Performed,
    /// So many minutes more than was performed, to the minute.
    More(Minute),
    /// As performed, and two staff.
    Double,
    /// As performed, from a day of the month on, 0 first.
    From(u32),
    /// Nothing: there is no decision.
    Nothing,
}

/// What is billed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Bill {
    /// What was performed, rounded down.
    #[default]
    Performed,
    /// So many minutes more.
    More(Minute),
    /// What was performed, up to the next hundredth of an hour.
    RoundedUp,
}

/// A report of a supplement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported {
    /// Day of the month, 0 first.
    pub(crate) day: u32,
    /// When it was reported.
    pub(crate) at: Minute,
}

/// A customer in the other exports.
#[derive(Clone, Debug, Default)]
pub(crate) struct Own {
    pub(crate) grant: Grant,
    pub(crate) bill: Bill,
    /// Away; from and to midnight it is written as days.
    pub(crate) away: Option<Span>,
    /// Has a dispens.
    pub(crate) exempt: bool,
    /// The customer whose household it is, if not the own.
    pub(crate) lives_with: Option<u32>,
    /// Kilometres from where it would live.
    pub(crate) far: u32,
    /// Tags of the home, beside its own; nothing told: all that were read there.
    pub(crate) tags: Option<Vec<u32>>,
    /// The fast omsorgskontakt.
    pub(crate) contact: Option<u32>,
    /// Planned visits that nobody registered as planned.
    pub(crate) planned: Vec<(Services, Span)>,
    pub(crate) reported: Vec<Reported>,
}

impl Own {
    /// Of an ordinary customer: as planned, a household of two behind each customer of a pattern, some days away.
    pub(crate) fn ordinary(provider: &Provider, customer: u32) -> Own {
        let of = |customer: u32| provider.customers.get(customer as usize);
        let Some(person) = of(customer) else {
            return Own::default();
        };
        let before = customer.checked_sub(1);
        let couple = |other: &u32| of(*other).is_some_and(|other| other.pattern.is_some() && other.area == person.area);
        let staff = provider.areas.get(person.area).cloned().unwrap_or_default();
        Own {
            grant: Grant::Planned,
            away: person.away.clone().map(days),
            lives_with: before.filter(couple),
            tags: Some(Vec::new()),
            contact: contact(provider, staff, customer),
            ..Own::default()
        }
    }
}

/// From the first day's midnight to the last one's.
fn days(days: Range<u32>) -> Span {
    let at = |day: u32| day.cast_signed() * crate::visit::DAY;
    Span { start: at(days.start), stop: at(days.end) }
}

/// One of the area, never one of a pattern.
fn contact(provider: &Provider, staff: Range<u32>, customer: u32) -> Option<u32> {
    let from = staff.start + customer % u32::try_from(staff.len()).ok().filter(|count| *count > 0)?;
    let free = |staff: &u32| provider.staff.get(*staff as usize).is_some_and(|staff| staff.pattern.is_none());
    (from..staff.end).chain(staff.start..from).find(free)
}
