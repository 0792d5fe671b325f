//! B605: a visit while the customer is away.

use crate::away::Away;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit that overlaps the customer's absence.
    pub struct VisitDuringAbsence {
        min_minutes: i32 = 1, "min", 1..=1440,
            sv "Minsta överlapp som räknas",
            en "Least overlap that counts";
    }
    code "B605", slug "visit-during-absence", per Visit, severity Major, order Home,
    needs [Absence], page "b605_visit_during_absence.md"
}

impl Rule for VisitDuringAbsence {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let facts = &scene.facts;
        for group in stretch.groups() {
            let absence = scene.beside.absence(scene.visits.customer[group[0] as usize]);
            if absence.is_empty() {
                continue;
            }
            let away = Away::of(absence);
            for &visit in group.iter().filter(|visit| facts.timed(**visit)) {
                // At most the visit's length.
                let overlap = i32::try_from(away.seconds(facts.from(visit), facts.to(visit))).unwrap_or(i32::MAX);
                if overlap >= self.min_minutes * 60 {
                    let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
                    finding.value = Some(f64::from(overlap) / 60.0);
                    finding.limit = Some(f64::from(self.min_minutes));
                    finding.minutes = scene.minutes(&[visit]);
                    out.findings.push(finding);
                }
            }
        }
    }
}
