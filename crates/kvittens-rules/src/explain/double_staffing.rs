//! Two staff were meant to be there: the rows say so (Ja, a Dubbelid, `DUBBELBEMANNING 1`), or two staff stand on one
//! visit id (rules.md, Exact readings).

use kvittens_model::words::Double;
use kvittens_model::{Finding, NO_ID};

use crate::scene::Scene;

/// Whether a finding's visits are one double-staffed visit.
pub(super) fn holds(scene: &Scene<'_>, finding: &Finding) -> bool {
    let Some(visit) = finding.visit else {
        return false;
    };
    !finding.others.is_empty() && finding.others.iter().all(|other| double_staffed(scene, visit, *other))
}

/// Whether two visits are marked as double staffing, share a Dubbelid, or stand on one visit id by two staff.
pub fn double_staffed(scene: &Scene<'_>, a: u32, b: u32) -> bool {
    let (v, a, b) = (scene.visits, a as usize, b as usize);
    let marked = v.double[a] == Double::Yes && v.double[b] == Double::Yes;
    // Two pairs at one customer at once are not each other's second.
    let other_pair = v.double_id[a] != NO_ID && v.double_id[b] != NO_ID && v.double_id[a] != v.double_id[b];
    let one_visit = v.provider[a] == v.provider[b] && v.visit[a] == v.visit[b] && v.staff[a] != v.staff[b];
    one_visit || (marked && !other_pair)
}
