//! P502: one staff has nearly all of a customer's visits.

use std::collections::BTreeSet;

use kvittens_model::ids::VisitId;
use kvittens_model::{Finding, Id, NO_ID, Subject};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A customer most of whose visits are one staff's, over a good part of the month.
    pub struct SameStaff {
        share: f64 = 0.8, "", 0.01..=1.0,
            sv "Minsta andel av kundens besök",
            en "Least share of the customer's visits";
        min_visits: i32 = 20, "besök", 1..=10_000,
            sv "Minsta antal besök av samma personal hos kunden",
            en "Fewest visits of the staff with the customer";
        min_days: i32 = 14, "dagar", 1..=31,
            sv "Minsta antal dagar i månaden",
            en "Fewest days of the month";
    }
    code "P502", slug "same-staff", per Customer, severity Minor, order Customer,
    needs [Staff], page "p502_same_staff.md"
}

impl Rule for SameStaff {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut by_staff: Vec<(Id, u32)> = Vec::new();
        for group in stretch.groups() {
            by_staff.clear();
            by_staff.extend(group.iter().map(|visit| (scene.visits.staff[*visit as usize], *visit)));
            by_staff.sort_unstable();
            let of_staff = by_staff.chunk_by(|a, b| a.0 == b.0);
            for visits in of_staff.filter(|visits| visits.len() >= self.min_visits.unsigned_abs() as usize) {
                let named = visits[0].0 != NO_ID && !scene.facts.placeholder(visits[0].1);
                if named {
                    out.findings.extend(self.weigh(scene, group, visits));
                }
            }
        }
    }
}

impl SameStaff {
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn weigh(&self, scene: &Scene<'_>, group: &[u32], visits: &[(Id, u32)]) -> Option<Finding> {
        let own = occasions(scene, visits.iter().map(|(_, visit)| *visit));
        let all = occasions(scene, group.iter().copied());
        let days: BTreeSet<i32> = visits.iter().map(|(_, visit)| scene.visits.when(*visit).day()).collect();
        let share = own as f64 / all as f64;
        let enough = own >= self.min_visits.unsigned_abs() as usize && days.len() >= self.min_days.unsigned_abs() as usize;
        if !enough || share < self.share {
            return None;
        }
        let (staff, first) = visits[0];
        let subject = Subject { staff, unit: NO_ID, ..scene.subject(first) };
        let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, share, self.share);
        scene.with_others(&mut finding, visits.iter().map(|(_, visit)| *visit).collect());
        Some(finding)
    }
}

/// Visits, a double-staffed one counted once: two staff on one visit id, or two visits that share a Dubbelid on a day.
fn occasions(scene: &Scene<'_>, visits: impl Iterator<Item = u32>) -> usize {
    let v = scene.visits;
    let mut seen: BTreeSet<(VisitId, Id, i32)> = BTreeSet::new();
    for visit in visits {
        let at = visit as usize;
        if v.double_id[at] == NO_ID {
            seen.insert((v.visit[at], NO_ID, 0));
        } else {
            seen.insert((VisitId::NONE, v.double_id[at], v.when(visit).day()));
        }
    }
    seen.len()
}
