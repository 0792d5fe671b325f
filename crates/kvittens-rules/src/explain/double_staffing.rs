//! Two staff were meant to be there: the rows say so (Ja, a shared Dubbelid, `DUBBELBEMANNING 1`), or two staff stand on
//! one visit id (rules.md, Exact readings).

use kvittens_model::words::Double;
use kvittens_model::{NO_ID, Visits};

use crate::going_on::GoingOn;
use crate::scene::Scene;

/// Whether two visits of one provider are registered as double staffing: both are marked, they share a Dubbelid, or they
/// are two staff's on one visit id. Two of different Dubbelid are two pairs, and not each other's second.
pub fn double_staffed(scene: &Scene<'_>, a: u32, b: u32) -> bool {
    let (v, a, b) = (scene.visits, a as usize, b as usize);
    if v.provider[a] != v.provider[b] || v.customer[a] != v.customer[b] {
        return false;
    }
    let one_visit = v.visit[a] == v.visit[b] && v.staff[a] != v.staff[b];
    let (has_ids, same_id) = (v.double_id[a] != NO_ID && v.double_id[b] != NO_ID, v.double_id[a] == v.double_id[b]);
    one_visit || (has_ids && same_id) || (marked(v, a) && marked(v, b) && !has_ids)
}

fn marked(v: &Visits, at: usize) -> bool {
    v.double[at] == Double::Yes || v.double_id[at] != NO_ID
}

/// Whether anything in the month is registered as double staffing.
pub fn any_double(v: &Visits) -> bool {
    if (0..v.len()).any(|at| marked(v, at)) {
        return true;
    }
    let named = (0..v.len()).filter(|at| v.staff[*at] != NO_ID);
    let mut ids: Vec<_> = named.map(|at| (v.provider[at], v.visit[at], v.customer[at], v.staff[at])).collect();
    ids.sort_unstable();
    ids.windows(2)
        .any(|pair| (pair[0].0, pair[0].1, pair[0].2) == (pair[1].0, pair[1].1, pair[1].2) && pair[0].3 != pair[1].3)
}

/// The visits of a customer, in order, that are double-staffed and overlap: each earlier one with each later one.
pub fn overlapping(scene: &Scene<'_>, visits: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let (mut going_on, mut pairs) = (GoingOn::new(), Vec::new());
    for visit in visits.filter(|visit| scene.facts.timed(*visit) && scene.facts.length(*visit) > 0) {
        going_on.meet(&scene.facts, visit, |earlier| {
            if double_staffed(scene, earlier, visit) {
                pairs.push((earlier, visit));
            }
        });
    }
    pairs
}
