//! P509: two staff, or two providers, with one customer at once.

use kvittens_model::{Finding, NO_ID, Part};

use crate::going_on::GoingOn;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit that overlaps an earlier one of the same customer by other staff, or by another provider.
    pub struct CustomerOverlap {
        min_minutes: i32 = 5, "min", 1..=1440,
            sv "Minsta överlapp som räknas",
            en "Least overlap that counts";
    }
    code "P509", slug "customer-overlap", per VisitPair, severity Minor, order Home,
    needs [Staff], page "p509_customer_overlap.md", explained [DoubleStaffing, ProviderChange, TooLong, Service]
}

impl Rule for CustomerOverlap {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let facts = &scene.facts;
        let can_be = |visit: &u32| facts.timed(*visit) && !facts.shared(*visit) && !facts.placeholder(*visit);
        for group in stretch.groups().filter(|group| group.len() > 1) {
            let mut going_on = GoingOn::new();
            for visit in group.iter().copied().filter(can_be) {
                let (mut others, mut longest) = (Vec::new(), 0);
                going_on.meet(facts, visit, |earlier| {
                    let overlap = facts.to(earlier).min(facts.to(visit)) - facts.from(visit);
                    if overlap >= self.min_minutes * 60 && by_others(scene, earlier, visit) {
                        others.push(earlier);
                        longest = longest.max(overlap);
                    }
                });
                if !others.is_empty() {
                    out.findings.push(self.finding(scene, visit, others, longest));
                }
            }
        }
    }
}

/// Whether two visits of a customer are two providers', or two staff's of one provider.
fn by_others(scene: &Scene<'_>, a: u32, b: u32) -> bool {
    let (v, a, b) = (scene.visits, a as usize, b as usize);
    let (one, other) = (v.staff[a], v.staff[b]);
    v.provider[a] != v.provider[b] || (one != other && one != NO_ID && other != NO_ID)
}

impl CustomerOverlap {
    fn finding(&self, scene: &Scene<'_>, visit: u32, others: Vec<u32>, longest: i32) -> Finding {
        let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
        finding.value = Some(f64::from(longest) / 60.0);
        finding.limit = Some(f64::from(self.min_minutes));
        let from = scene.facts.from(visit);
        scene.is_about(&mut finding, vec![Part { visit, from, to: from + longest }]);
        scene.with_others(&mut finding, others);
        finding
    }
}
