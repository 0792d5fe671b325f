//! What earlier months say of people, where a history is at hand. Rules read no file: whoever has the months gathers
//! this from them and hands it to the engine.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Id, Month, NO_ID, YearMonth};

/// What the months before the one at hand say, in the texts of their exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The months, ascending.
    pub months: Vec<YearMonth>,
    /// The providers with a performed visit in them.
    pub providers: BTreeSet<String>,
    /// The staff with a performed visit in them, by provider (an empty text where staff ids are the municipality's) and
    /// id: how many days in a row with a visit end with the last day of the month before; 0 where none do.
    pub staff: BTreeMap<(String, String), u32>,
}

/// The same in the ids of the month at hand; who is not in that month is left out.
#[derive(Clone, Debug, Default)]
pub struct Known {
    providers: Vec<bool>,
    /// By provider, or [`NO_ID`] where staff ids are the municipality's, and staff.
    staff: BTreeMap<(Id, Id), u32>,
}

impl Known {
    /// Finds the people of earlier months in a month.
    pub fn new(earlier: &Earlier, month: &Month) -> Known {
        let ids = &month.ids;
        let person = |(provider, staff): &(String, String)| {
            let provider = if provider.is_empty() { Some(NO_ID) } else { ids.provider.find(provider) };
            Some((provider?, ids.staff.find(staff)?))
        };
        let staff = earlier.staff.iter().filter_map(|(who, days)| Some((person(who)?, *days))).collect();
        Known { providers: ids.provider.iter().map(|name| earlier.providers.contains(name)).collect(), staff }
    }

    /// Whether a provider had a visit.
    pub fn provider(&self, provider: Id) -> bool {
        self.providers.get(provider as usize).copied().unwrap_or(false)
    }

    /// The days in a row with visits of a person ([`crate::scene::Scene::person`]) that end with the last day of the
    /// month before; `None` for one who had no visit in any of the months.
    pub fn days(&self, person: (Id, Id)) -> Option<u32> {
        self.staff.get(&person).copied()
    }
}
