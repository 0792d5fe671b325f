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
        let mut of_rows = month.rows.provider.iter().zip(&month.rows.file).peekable();
        // Rows of a provider mostly stand together.
        while let Some((provider, file)) = of_rows.next() {
            let mut count = 1;
            while of_rows.next_if_eq(&(provider, file)).is_some() {
                count += 1;
            }
            *rows.entry((*provider, *file)).or_default() += count;
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
