//! M302: one planned visit registered as several.

use kvittens_model::{Id, Local};

use super::d201_duplicate_row::copies;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// Visits of one provider and customer that share planned start, planned stop and services.
    pub struct SplitVisit {
        min_visits: i32 = 2, "besök", 2..=1000,
            sv "Minsta antal besök på samma planerade besök",
            en "Fewest visits on one planned visit";
    }
    code "M302", slug "split-visit", per PlannedVisit, severity Info, order Customer,
    needs [Plan], page "m302_split_visit.md", explained [DoubleStaffing]
}

/// Planned start and stop, services, and the visit.
type Planned = (Local, Local, Id, u32);

impl Rule for SplitVisit {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let fewest = self.min_visits.unsigned_abs() as usize;
        let mut planned: Vec<Planned> = Vec::new();
        for group in stretch.groups().filter(|group| group.len() >= fewest) {
            if !may_share(scene, group) {
                continue;
            }
            planned.clear();
            planned.extend(group.iter().filter_map(|visit| plan(scene, *visit)));
            planned.sort_unstable();
            let one_plan = |a: &Planned, b: &Planned| (a.0, a.1, a.2) == (b.0, b.1, b.2);
            if !planned.chunk_by(one_plan).any(|visits| visits.len() >= fewest) {
                continue;
            }
            let asked = asked_already(scene, group);
            for of_plan in planned.chunk_by(one_plan).filter(|visits| visits.len() >= fewest) {
                let left = |visit: &u32| asked.binary_search(visit).is_err() && copies(scene, *visit).is_empty();
                let visits: Vec<u32> = of_plan.iter().map(|(_, _, _, visit)| *visit).filter(left).collect();
                if visits.len() >= fewest {
                    out.findings.push(self.finding(scene, &visits));
                }
            }
        }
    }
}

/// Whether any two visits of a customer have one planned start: nearly always none has, and nothing more is looked at.
fn may_share(scene: &Scene<'_>, group: &[u32]) -> bool {
    let starts = group.iter().map(|visit| scene.visits.planned_start[*visit as usize]).filter(|start| start.is_some());
    let mut starts: Vec<Local> = starts.collect();
    starts.sort_unstable();
    starts.windows(2).any(|pair| pair[0] == pair[1])
}

/// A plan that ends after it starts.
fn plan(scene: &Scene<'_>, visit: u32) -> Option<Planned> {
    let (v, at) = (scene.visits, visit as usize);
    v.planned_length(visit)?;
    Some((v.planned_start[at], v.planned_stop[at], v.services[at], visit))
}

/// The visits of D202's findings and of D203's chains, ascending: those rules ask about them.
fn asked_already(scene: &Scene<'_>, group: &[u32]) -> Vec<u32> {
    let twins = scene.ground.twins.twins(scene, group).into_iter();
    let chains = scene.ground.repeated.found(scene, group).into_keys();
    let mut asked: Vec<u32> = twins.flat_map(|twins| [vec![twins.manual], twins.others].concat()).collect();
    asked.extend(chains.flatten());
    asked.sort_unstable();
    asked
}

impl SplitVisit {
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn finding(&self, scene: &Scene<'_>, visits: &[u32]) -> kvittens_model::Finding {
        let mut finding = scene.on_visits(Self::META.code, Self::META.severity, visits);
        finding.value = Some(visits.len() as f64);
        finding.limit = Some(f64::from(self.min_visits));
        scene.is_about(&mut finding, scene.whole(&visits[1..]));
        finding.services = scene.sets.get(scene.visits.services[visits[0] as usize]).to_vec();
        finding
    }
}
