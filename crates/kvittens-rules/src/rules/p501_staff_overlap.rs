//! P501: the same staff with two customers at once.

use kvittens_model::{Finding, Part};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit that overlaps an earlier one of the same staff with another customer.
    pub struct StaffOverlap {
        min_minutes: i32 = 1, "min", 1..=1440,
            sv "Minsta överlapp som räknas",
            en "Least overlap that counts";
    }
    code "P501", slug "staff-overlap", per VisitPair, severity Major, order Staff,
    needs [Staff], page "p501_staff_overlap.md", explained [Household, TooLong]
}

impl Rule for StaffOverlap {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let facts = &scene.facts;
        let mut going_on: Vec<u32> = Vec::new();
        for group in stretch.groups().filter(|group| !facts.placeholder(group[0])) {
            going_on.clear();
            for &visit in group.iter().filter(|visit| facts.timed(**visit) && !facts.shared(**visit)) {
                going_on.retain(|earlier| facts.to(*earlier) > facts.from(visit));
                out.findings.extend(self.overlap(scene, visit, &going_on));
                going_on.push(visit);
            }
        }
    }
}

impl StaffOverlap {
    /// The finding of a visit that overlaps earlier ones.
    fn overlap(&self, scene: &Scene<'_>, visit: u32, going_on: &[u32]) -> Option<Finding> {
        let facts = &scene.facts;
        let customer = |visit: u32| scene.visits.customer[visit as usize];
        let (mut others, mut longest) = (Vec::new(), 0);
        for &earlier in going_on.iter().filter(|earlier| customer(**earlier) != customer(visit)) {
            let overlap = facts.to(earlier).min(facts.to(visit)) - facts.from(visit);
            if overlap >= self.min_minutes * 60 {
                others.push(earlier);
                longest = longest.max(overlap);
            }
        }
        if others.is_empty() {
            return None;
        }
        let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
        finding.value = Some(f64::from(longest) / 60.0);
        finding.limit = Some(f64::from(self.min_minutes));
        let from = scene.facts.from(visit);
        scene.is_about(&mut finding, vec![Part { visit, from, to: from + longest }]);
        scene.with_others(&mut finding, others);
        Some(finding)
    }
}
