//! M301: visits with no time between them.

use std::collections::BTreeSet;

use kvittens_model::{Explanation, Id, State};

use super::d203_repeated_service::finding;
use crate::chains::{self, Chain};
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
        for group in stretch.groups().filter(|group| group.len() > 1) {
            for chain in chains::chains(scene, group.iter().copied(), self.max_gap * 60) {
                let mut finding = finding(scene, Self::META.code, &chain, self.max_gap);
                if chain.planned(scene, self.max_gap * 60) {
                    finding.state = State::Explained(Explanation::Planned);
                } else if kept_apart(scene, &chain) {
                    finding.state = State::Explained(Explanation::Service);
                }
                out.findings.push(finding);
            }
        }
    }
}

/// Whether every link joins services that the municipality keeps as visits of their own: the groups of the two visits
/// are disjoint, and all services of one of them are configured as separate.
fn kept_apart(scene: &Scene<'_>, chain: &Chain) -> bool {
    chain.links.iter().all(|(former, later)| {
        let (a, b) = (groups(scene, *former), groups(scene, *later));
        match (a, b) {
            (Some(a), Some(b)) => a.groups.is_disjoint(&b.groups) && (a.separate || b.separate),
            _ => false,
        }
    })
}

struct Groups<'a> {
    groups: BTreeSet<&'a str>,
    separate: bool,
}

/// The service groups of a visit; `None` where a service has none.
fn groups<'a>(scene: &'a Scene<'_>, visit: u32) -> Option<Groups<'a>> {
    let services: &[Id] = scene.sets.get(scene.visits.services[visit as usize]);
    let rules: Vec<_> = services
        .iter()
        .map(|service| scene.settings.services.get(scene.month.ids.service.text(*service)))
        .collect::<Option<_>>()?;
    let groups: BTreeSet<&str> = rules.iter().map(|rule| rule.group.as_deref()).collect::<Option<_>>()?;
    (!groups.is_empty()).then(|| Groups { groups, separate: rules.iter().all(|rule| rule.separate) })
}
