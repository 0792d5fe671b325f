//! Deviations that show only over a month: one customer's one member of staff, and those who hardly ever tag.

use crate::kinds::Kind;
use crate::people::Provider;
use crate::truth::Truth;
use crate::visit::{REASONS, Receipts, Visit};

/// Of the visits of someone who hardly ever tags, one of so many has its receipts.
const TAGGED_OF: u32 = 12;

/// A pattern with fewer visits than this is not there: no rule could tell it from chance.
const LEAST_VISITS: u32 = 24;

/// What a provider's patterns have come to this month.
pub(crate) struct Tallies(Vec<Tally>);

#[derive(Clone, Default)]
struct Tally {
    first: u32,
    visits: u32,
}

impl Tallies {
    pub(crate) fn new(provider: &Provider) -> Tallies {
        Tallies(vec![Tally::default(); provider.patterns.len()])
    }

    /// Counts a visit where it belongs and gives it the receipts of the pattern. The first of a pattern is kept clean,
    /// because the truth names it.
    pub(crate) fn count(&mut self, provider: &Provider, visit: &mut Visit) {
        let of_customer = provider.customers[visit.customer as usize].pattern;
        let of_staff = provider.staff[visit.staff as usize].pattern;
        for at in of_customer.into_iter().chain(of_staff.filter(|_| of_staff != of_customer)) {
            let (pattern, tally) = (&provider.patterns[at], &mut self.0[at]);
            if pattern.customer.is_some_and(|one| one != visit.customer)
                || pattern.staff.is_some_and(|one| one != visit.staff)
            {
                continue;
            }
            if tally.visits == 0 {
                tally.first = visit.id;
                visit.planted = true;
            }
            tally.visits += 1;
            if pattern.kind != Kind::SameStaff {
                let tagged = tally.visits.is_multiple_of(TAGGED_OF);
                visit.receipts = if tagged { Receipts::Both } else { Receipts::None };
                // In turn, so that none of them stands on most days (K111).
                visit.reason = Some(tally.visits as usize % REASONS.len());
            }
        }
    }

    /// The patterns that came about, each named by its first visit.
    pub(crate) fn truths(&self, provider: &Provider) -> Vec<Truth> {
        provider
            .patterns
            .iter()
            .zip(&self.0)
            .filter(|(_, tally)| tally.visits >= LEAST_VISITS)
            .map(|(pattern, tally)| Truth {
                kind: pattern.kind,
                customer: pattern.customer,
                staff: pattern.staff,
                visit: Some(tally.first),
                extra: String::new(),
            })
            .collect()
    }
}
