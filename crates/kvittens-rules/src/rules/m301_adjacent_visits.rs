//! M301: visits with no time between them.

use kvittens_model::{Explanation, State};

use super::d203_repeated_service::finding;
use crate::chains;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A chain of visits of one provider and customer, a minute apart at most.
    pub struct AdjacentVisits {
        max_gap: i32 = 1, "min", 0..=1440,
            sv "Största lucka mellan två besök i en kedja",
            en "Largest gap between two visits of a chain";
    }
    code "M301", slug "adjacent-visits", per Chain, severity Minor, order Customer,
    needs [], page "m301_adjacent_visits.md"
}

impl Rule for AdjacentVisits {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let max_gap = self.max_gap * 60;
        for group in stretch.groups().filter(|group| group.len() > 1 && chains::may_be(scene, group, max_gap)) {
            for chain in chains::chains(scene, group.iter().copied(), max_gap) {
                let mut finding = finding(scene, Self::META.code, &chain, self.max_gap);
                if chain.planned(scene, max_gap) {
                    finding.state = State::Explained(Explanation::Planned);
                } else if chain.links.iter().all(|(former, later)| scene.separate.holds(scene, *former, *later)) {
                    finding.state = State::Explained(Explanation::Service);
                }
                out.findings.push(finding);
            }
        }
    }
}
