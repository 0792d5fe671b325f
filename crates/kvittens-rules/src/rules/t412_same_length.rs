//! T412: one length at nearly all visits of a staff with a customer.

use kvittens_model::{Finding, Id, NO_ID, Subject};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A member of staff whose visits with a customer are of one length, to the minute, that the plan does not explain.
    pub struct SameLength {
        share: f64 = 0.8, "", 0.01..=1.0,
            sv "Minsta andel av besöken som har samma längd",
            en "Least share of the visits that have one length";
        min_visits: i32 = 20, "besök", 1..=10_000,
            sv "Minsta antal besök av medarbetaren hos brukaren",
            en "Fewest visits of the staff member with the customer";
    }
    code "T412", slug "same-length", per Pair, severity Info, order Customer,
    needs [Staff], page "t412_same_length.md"
}

impl Rule for SameLength {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut by_staff: Vec<(Id, i32, u32)> = Vec::new();
        let fewest = self.min_visits.unsigned_abs() as usize;
        for group in stretch.groups().filter(|group| group.len() >= fewest) {
            by_staff.clear();
            by_staff.extend(group.iter().filter_map(|visit| unplanned(scene, *visit)));
            by_staff.sort_unstable();
            for visits in by_staff.chunk_by(|a, b| a.0 == b.0).filter(|visits| visits.len() >= fewest) {
                out.findings.extend(self.weigh(scene, visits));
            }
        }
    }
}

/// Staff and length in whole minutes, of a visit that has both and whose plan has another length or none.
fn unplanned(scene: &Scene<'_>, visit: u32) -> Option<(Id, i32, u32)> {
    let (facts, staff) = (&scene.facts, scene.visits.staff[visit as usize]);
    if staff == NO_ID || facts.placeholder(visit) || !facts.timed(visit) {
        return None;
    }
    let length = facts.length(visit) / 60;
    let planned = scene.visits.planned_length(visit).map(|planned| planned / 60);
    (planned != Some(length)).then_some((staff, length, visit))
}

impl SameLength {
    /// `visits` stand by length, so the shortest of the most common lengths is met first.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn weigh(&self, scene: &Scene<'_>, visits: &[(Id, i32, u32)]) -> Option<Finding> {
        let mut most: &[(Id, i32, u32)] = &[];
        for alike in visits.chunk_by(|a, b| a.1 == b.1) {
            if alike.len() > most.len() {
                most = alike;
            }
        }
        let share = most.len() as f64 / visits.len() as f64;
        if share < self.share {
            return None;
        }
        let subject = Subject { unit: NO_ID, ..scene.subject(most.first()?.2) };
        let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, share, self.share);
        scene.with_others(&mut finding, most.iter().map(|(_, _, visit)| *visit).collect());
        Some(finding)
    }
}
