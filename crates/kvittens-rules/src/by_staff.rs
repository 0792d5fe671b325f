//! Counts over the month's visits, of whatever status, for all, each provider, unit and member of staff, in one pass. A
//! stretch of time has nearly every member of staff in it, so counts by stretch would be as many as the visits.

use std::collections::BTreeMap;

use kvittens_model::{Id, NO_ID, Scope, Subject};

use crate::rule::{Tally, provider};
use crate::scene::Scene;

/// How many, of how many.
type Counts = (i64, i64);

/// Counts of a provider, unit and member of staff.
type OfOne = ((Id, Id, Id), Counts);

/// Tallies of a name, in order. `count`: what a visit adds; `None` where it is not counted. A placeholder is no member
/// of staff: its visits count for the provider and the unit alone.
pub fn tallies(scene: &Scene<'_>, name: &'static str, count: impl Fn(u32) -> Option<Counts>) -> Vec<Tally> {
    let mut sums: BTreeMap<(Scope, Subject), Counts> = BTreeMap::new();
    for ((of, unit, staff), counts) in each(scene, count) {
        let mut add = |scope, subject| {
            let sum = sums.entry((scope, subject)).or_default();
            *sum = (sum.0 + counts.0, sum.1 + counts.1);
        };
        add(Scope::All, Subject::NONE);
        add(Scope::Provider, provider(of));
        if unit != NO_ID {
            add(Scope::Unit, Subject { unit, ..provider(of) });
        }
        if staff != NO_ID {
            add(Scope::Staff, Subject { staff, ..provider(of) });
        }
    }
    let tally = |((scope, subject), (numerator, denominator))| Tally { name, scope, subject, numerator, denominator };
    sums.into_iter().map(tally).collect()
}

/// By provider, unit and staff. Of a member of staff there are few, so each visit costs a short look.
fn each(scene: &Scene<'_>, count: impl Fn(u32) -> Option<Counts>) -> impl Iterator<Item = OfOne> {
    let v = scene.visits;
    let mut each: Vec<Vec<OfOne>> = vec![Vec::new(); scene.month.ids.staff.len() as usize + 1];
    let nobody = each.len() - 1;
    for (visit, at) in (0u32..).zip(0..v.len()) {
        let Some(counts) = count(visit) else { continue };
        let staff = if scene.facts.placeholder(visit) { NO_ID } else { v.staff[at] };
        let key = (v.provider[at], v.unit[at], staff);
        let of_staff = &mut each[if staff == NO_ID { nobody } else { staff as usize }];
        match of_staff.iter_mut().find(|(of, _)| *of == key) {
            Some((_, sum)) => *sum = (sum.0 + counts.0, sum.1 + counts.1),
            None => of_staff.push((key, counts)),
        }
    }
    each.into_iter().flatten()
}
