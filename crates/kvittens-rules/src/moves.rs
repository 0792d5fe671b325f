//! From one visit of a staff to the next (rules.md, Exact readings, M304 and T410).

use crate::scene::Scene;

/// Neighbours in the order among the timed visits of one staff, on one calendar day and with two households: the former
/// and the next.
pub fn moves(scene: &Scene<'_>, group: &[u32]) -> Vec<(u32, u32)> {
    let v = scene.visits;
    let timed: Vec<u32> = group.iter().copied().filter(|visit| scene.facts.timed(*visit)).collect();
    let day = |visit: u32| v.start[visit as usize].day();
    let household = |visit: u32| scene.household(v.customer[visit as usize]);
    let pairs = timed.windows(2).map(|pair| (pair[0], pair[1]));
    pairs.filter(|(former, next)| day(*former) == day(*next) && household(*former) != household(*next)).collect()
}
