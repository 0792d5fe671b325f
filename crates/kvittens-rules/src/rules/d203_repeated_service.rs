//! D203: the same service registered again right after.

use std::collections::BTreeMap;

use kvittens_model::{Explanation, Id, Severity, State};

use crate::chains::{self, Chain};
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A chain of visits of one provider and customer that hold the same service.
    pub struct RepeatedService {
        max_gap: i32 = 5, "min", 0..=1440,
            sv "Största lucka mellan två besök i en kedja",
            en "Largest gap between two visits of a chain";
    }
    code "D203", slug "repeated-service", per Chain, severity Minor, order Customer,
    needs [Services], page "d203_repeated_service.md"
}

/// A chain's visits, with the services it holds and whether the plan has it too.
pub type Found = BTreeMap<Vec<u32>, (Vec<Id>, Chain, bool)>;

impl Rule for RepeatedService {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for group in stretch.groups() {
            for (services, chain, planned) in self.found(scene, group).into_values() {
                let mut finding = finding(scene, Self::META.code, &chain, self.max_gap);
                finding.services = services;
                if planned {
                    finding.state = State::Explained(Explanation::Planned);
                }
                out.findings.push(finding);
            }
        }
    }
}

impl RepeatedService {
    /// The chains of a customer's visits; chains of the same visits are one.
    pub fn found(&self, scene: &Scene<'_>, group: &[u32]) -> Found {
        let mut found = Found::new();
        if group.len() < 2 {
            return found;
        }
        let shared = chains::shared_soon(scene, group, self.max_gap * 60);
        let is_asked = |service: &&Id| shared.as_ref().is_none_or(|shared| shared.binary_search(service).is_ok());
        if shared.as_ref().is_some_and(Vec::is_empty) {
            return found;
        }
        let mut holding: Vec<(Id, u32)> = Vec::new();
        for &visit in group.iter().filter(|visit| scene.facts.timed(**visit)) {
            let services = scene.sets.get(scene.visits.services[visit as usize]);
            holding.extend(services.iter().filter(is_asked).map(|service| (*service, visit)));
        }
        holding.sort_unstable();
        for of_service in holding.chunk_by(|a, b| a.0 == b.0) {
            for (chain, planned) in self.chains(scene, of_service.iter().map(|(_, visit)| *visit)) {
                let entry = found.entry(chain.visits.clone()).or_insert((Vec::new(), chain, true));
                entry.0.push(of_service[0].0);
                entry.2 &= planned;
            }
        }
        found
    }

    /// The chains among a customer's visits that hold one service, and whether the plan has each too.
    pub fn chains(&self, scene: &Scene<'_>, holding: impl Iterator<Item = u32>) -> Vec<(Chain, bool)> {
        let max_gap = self.max_gap * 60;
        let chains = chains::chains(scene, holding, max_gap).into_iter();
        chains.map(|chain| (chain.planned(scene, max_gap), chain)).map(|(planned, chain)| (chain, planned)).collect()
    }
}

/// A chain's finding: on its first visit, from its first start to its last stop; two visits are worth knowing, three
/// worth asking about.
pub fn finding(scene: &Scene<'_>, rule: kvittens_model::Code, chain: &Chain, max_gap: i32) -> kvittens_model::Finding {
    let severity = if chain.visits.len() > 2 { Severity::Minor } else { Severity::Info };
    let mut finding = scene.on_visits(rule, severity, &chain.visits);
    finding.value = Some(f64::from(chain.largest_gap(scene)) / 60.0);
    finding.limit = Some(f64::from(max_gap));
    scene.is_about(&mut finding, scene.whole(&chain.visits[1..]));
    finding
}
