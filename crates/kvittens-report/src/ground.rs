//! What the pages say of rows and visits, counted once: so that a page needs neither, and can be made again without
//! them.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Id, Month, NO_ID};
use kvittens_rules::Outcome;

/// The counts of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// Rows of each provider in each file.
    pub rows: BTreeMap<(Id, u16), u64>,
    /// Staff that stand for many people, in the order of the outcome.
    pub placeholders: Vec<Placeholder>,
}

/// Staff that stand for many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The id is one of the whole municipality.
    pub common: bool,
    /// The providers that have visits of it; where it is not common, the one whose it is.
    pub providers: Vec<Id>,
    /// Personal.
    pub staff: Id,
}

impl Ground {
    /// Of a month and what the rules said of it.
    pub fn of(month: &Month, outcome: &Outcome) -> Ground {
        let mut rows = BTreeMap::new();
        let entries = &month.rows.entries;
        let mut of_entries = entries.provider.iter().zip(&entries.file).zip(0..).peekable();
        // Rows of a provider mostly stand together.
        while let Some((of, first)) = of_entries.next() {
            let mut last = first;
            while let Some((_, at)) = of_entries.next_if(|(next, _)| *next == of) {
                last = at;
            }
            let count = entries.rows(last).end - entries.rows(first).start;
            *rows.entry((*of.0, *of.1)).or_default() += count as u64;
        }
        let placeholder = |(provider, staff): &(Id, Id)| {
            let common = *provider == NO_ID;
            let providers = if common { of_visits(month, *staff) } else { vec![*provider] };
            Placeholder { common, providers, staff: *staff }
        };
        Ground { rows, placeholders: outcome.placeholders.iter().map(placeholder).collect() }
    }
}

/// The providers that have visits of somebody.
fn of_visits(month: &Month, staff: Id) -> Vec<Id> {
    let seen = month.visits.provider.iter().zip(&month.visits.staff).filter(|(_, of)| **of == staff);
    seen.map(|(provider, _)| *provider).collect::<BTreeSet<Id>>().into_iter().collect()
}
