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
type Found = BTreeMap<Vec<u32>, (Vec<Id>, Chain, bool)>;

impl Rule for RepeatedService {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut holding: Vec<(Id, u32)> = Vec::new();
        for group in stretch.groups().filter(|group| group.len() > 1) {
            holding.clear();
            for &visit in group.iter().filter(|visit| scene.facts.timed(**visit)) {
                let services = scene.sets.get(scene.visits.services[visit as usize]);
                holding.extend(services.iter().map(|service| (*service, visit)));
            }
            holding.sort_unstable();
            let mut found = Found::new();
            for of_service in holding.chunk_by(|a, b| a.0 == b.0) {
                for chain in chains::chains(scene, of_service.iter().map(|(_, visit)| *visit), self.max_gap * 60) {
                    let planned = chain.planned(scene, self.max_gap * 60);
                    let entry = found.entry(chain.visits.clone()).or_insert((Vec::new(), chain, true));
                    entry.0.push(of_service[0].0);
                    entry.2 &= planned;
                }
            }
            for (services, chain, planned) in found.into_values() {
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

/// A chain's finding: on its first visit, from its first start to its last stop; two visits are worth knowing, three
/// worth asking about. Staff stands only where it is the same all along.
pub fn finding(scene: &Scene<'_>, rule: kvittens_model::Code, chain: &Chain, max_gap: i32) -> kvittens_model::Finding {
    let severity = if chain.visits.len() > 2 { Severity::Minor } else { Severity::Info };
    let v = scene.visits;
    let mut finding = scene.on_visit(rule, severity, chain.visits[0]);
    finding.stop = chain.visits.iter().map(|visit| v.stop[*visit as usize]).max().unwrap_or(finding.stop);
    finding.value = Some(f64::from(chain.largest_gap(scene)) / 60.0);
    finding.limit = Some(f64::from(max_gap));
    finding.minutes = i32::try_from(chain.length_after_first(scene) / 60).unwrap_or(i32::MAX);
    if chain.visits.iter().any(|visit| v.staff[*visit as usize] != finding.subject.staff) {
        finding.subject.staff = kvittens_model::NO_ID;
    }
    scene.with_others(&mut finding, chain.visits[1..].to_vec());
    finding
}
