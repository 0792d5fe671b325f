//! A customer moved from one provider to another. The old one is paid for up to five weekdays more, so both may stand in
//! the export for that long (Botkyrka, Byte av utförare inom hemtjänsten, 2021).

use kvittens_model::{Id, Local, Month, Performed, Visits, YearMonth};
use rustc_hash::FxHashMap;

/// Weekdays (Monday to Friday, public holidays too) after the new provider's first visit.
const WEEKDAYS: usize = 5;

/// When each provider was first and last with each customer in the month, by customer and provider.
#[derive(Debug)]
pub struct Changes {
    seen: Vec<Seen>,
}

#[derive(Debug)]
struct Seen {
    customer: Id,
    provider: Id,
    first: Local,
    last: Local,
}

impl Changes {
    /// Of the month's performed visits.
    #[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
    pub fn of(month: &Month) -> Changes {
        let v = &month.visits;
        let mut of: FxHashMap<(Id, Id), (Local, Local)> = FxHashMap::default();
        for at in (0..v.len()).filter(|at| v.performed[*at] == Performed::Yes) {
            let when = v.when(at as u32);
            let (first, last) = of.entry((v.customer[at], v.provider[at])).or_insert((when, when));
            (*first, *last) = ((*first).min(when), (*last).max(when));
        }
        let seen = of.into_iter().map(|((customer, provider), (first, last))| Seen { customer, provider, first, last });
        let mut seen: Vec<Seen> = seen.collect();
        seen.sort_unstable_by_key(|seen| (seen.customer, seen.provider));
        Changes { seen }
    }

    /// Whether two visits of a customer are of its old and its new provider.
    pub fn hold(&self, v: &Visits, a: u32, b: u32) -> bool {
        let (a, b) = (a as usize, b as usize);
        if v.customer[a] != v.customer[b] || v.provider[a] == v.provider[b] {
            return false;
        }
        let seen = |provider: Id| {
            let place = self.seen.binary_search_by_key(&(v.customer[a], provider), |one| (one.customer, one.provider));
            place.ok().map(|place| &self.seen[place])
        };
        match (seen(v.provider[a]), seen(v.provider[b])) {
            (Some(a), Some(b)) => changed(a, b) || changed(b, a),
            _ => false,
        }
    }
}

/// The old provider was there first, its last visit is at most five weekdays after the new one's first, and the new one
/// is there on that day or later.
fn changed(old: &Seen, new: &Seen) -> bool {
    let days = new.first.day() + 1..=old.last.day();
    let weekdays = days.filter(|day| YearMonth::weekday(*day) < 5).count();
    old.first < new.first && weekdays <= WEEKDAYS && new.last.day() >= old.last.day()
}
