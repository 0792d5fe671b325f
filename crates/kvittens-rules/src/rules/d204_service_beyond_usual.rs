//! D204: a service registered more times in a day than planned or usual.

use std::collections::BTreeMap;

use kvittens_model::{Class, Finding, Id, Local};

use crate::chains::Disjoint;
use crate::explain;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A customer's service on a day with more visits than the plan has, or far more than its other days have.
    pub struct ServiceBeyondUsual {
        min_count: i32 = 4, "besök", 1..=1000,
            sv "Utan planering: minsta antal besök med insatsen på en dag",
            en "Without a plan: fewest visits with the service on a day";
        factor: f64 = 3.0, "", 1.0..=100.0,
            sv "Utan planering: fler än så många gånger brukarens mediandag",
            en "Without a plan: more than this many times the customer's median day";
        min_days: i32 = 3, "dagar", 1..=31,
            sv "Minsta antal andra dagar med insatsen för att ha en mediandag",
            en "Fewest other days with the service for there to be a median day";
    }
    code "D204", slug "service-beyond-usual", per CustomerDay, severity Info, order Customer,
    needs [Services], page "d204_service_beyond_usual.md"
}

/// A visit that holds a service on a day.
type Holding = (Id, i32, u32);

impl Rule for ServiceBeyondUsual {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut holding: Vec<Holding> = Vec::new();
        for group in stretch.groups().filter(|group| group.len() > 1) {
            holding.clear();
            for &visit in group.iter().filter(|visit| scene.facts.timed(**visit)) {
                let day = scene.visits.start[visit as usize].day();
                let services = scene.sets.get(scene.visits.services[visit as usize]);
                holding.extend(services.iter().map(|service| (*service, day, visit)));
            }
            holding.sort_unstable();
            let mut twins = None;
            for of_service in holding.chunk_by(|a, b| a.0 == b.0) {
                let days: Vec<Vec<u32>> = of_service.chunk_by(|a, b| a.1 == b.1).map(visits_of).collect();
                // One visit a day is never more than planned, and mostly there is one.
                if self.min_count > 1 && days.iter().all(|day| day.len() < 2) {
                    continue;
                }
                let twins: &Named = twins.get_or_insert_with(|| name_twins(scene, group));
                let chains = name_chains(scene, of_service);
                let usual: Vec<usize> = days.iter().map(|day| once(scene, day).count()).collect();
                for (at, day) in days.iter().enumerate() {
                    let occasions = asked_once(scene, day, twins, &chains);
                    if let Some(limit) = self.beyond(scene, day, &occasions, &usual, at) {
                        let mut finding = finding(scene, day, &occasions, limit);
                        finding.services = vec![of_service[0].0];
                        out.findings.push(finding);
                    }
                }
            }
        }
    }
}

fn visits_of(day: &[Holding]) -> Vec<u32> {
    day.iter().map(|(_, _, visit)| *visit).collect()
}

/// Visits with the name of what they are part of, by visit.
type Named = BTreeMap<u32, u32>;

/// Visits that are one registered twice (D202), each with the manual visit that leads to the others.
fn name_twins(scene: &Scene<'_>, group: &[u32]) -> Named {
    let mut places = Disjoint::new(group.len());
    let place = |visit: u32| group.binary_search(&visit).unwrap_or(0);
    let mut members: Vec<u32> = Vec::new();
    for twins in scene.ground.twins.twins(scene, group) {
        twins.others.iter().for_each(|other| places.join(place(twins.manual), place(*other)));
        members.push(twins.manual);
        members.extend(twins.others);
    }
    members.into_iter().map(|visit| (visit, group[places.root(place(visit))])).collect()
}

/// Visits of the chains of a service (D203) that the plan does not have too, each with the chain's first visit.
fn name_chains(scene: &Scene<'_>, of_service: &[Holding]) -> Named {
    // By day, and so in order.
    let visits = of_service.iter().map(|(_, _, visit)| *visit);
    let chains = scene.ground.repeated.chains(scene, visits).into_iter();
    let open = chains.filter(|(_, planned)| !planned).map(|(chain, _)| chain.visits);
    open.flat_map(|visits| visits.clone().into_iter().map(move |visit| (visit, visits[0]))).collect()
}

/// The visits of a day, parted into those that count as one.
struct Occasions {
    /// The place of the first visit of the occasion that each visit is of, by place in the day.
    of: Vec<usize>,
}

impl Occasions {
    fn of(mut same: Disjoint, visits: usize) -> Occasions {
        Occasions { of: (0..visits).map(|place| same.root(place)).collect() }
    }

    fn count(&self) -> usize {
        self.of.iter().enumerate().filter(|(place, first)| place == *first).count()
    }
}

/// A double-staffed visit is one: a visit id or a Dubbelid in common, or both marked and at the same time.
fn doubles(scene: &Scene<'_>, day: &[u32]) -> Disjoint {
    let v = scene.visits;
    let mut same = Disjoint::new(day.len());
    join_by(&mut same, day, |visit| Some(v.visit[visit as usize]));
    join_by(&mut same, day, |visit| Some(v.double_id[visit as usize]).filter(|id| *id != kvittens_model::NO_ID));
    let place = |visit: u32| day.binary_search(&visit).unwrap_or(0);
    for (a, b) in explain::overlapping(scene, day.iter().copied()) {
        same.join(place(a), place(b));
    }
    same
}

fn once(scene: &Scene<'_>, day: &[u32]) -> Occasions {
    Occasions::of(doubles(scene, day), day.len())
}

/// What D202, D203 and M302 ask about counts once here.
fn asked_once(scene: &Scene<'_>, day: &[u32], twins: &Named, chains: &Named) -> Occasions {
    let mut same = doubles(scene, day);
    join_by(&mut same, day, |visit| twins.get(&visit));
    join_by(&mut same, day, |visit| chains.get(&visit));
    join_by(&mut same, day, |visit| plan(scene, visit));
    Occasions::of(same, day.len())
}

fn join_by<K: Ord>(same: &mut Disjoint, day: &[u32], name: impl Fn(u32) -> Option<K>) {
    let mut first: BTreeMap<K, usize> = BTreeMap::new();
    for (place, visit) in day.iter().enumerate() {
        if let Some(name) = name(*visit) {
            same.join(*first.entry(name).or_insert(place), place);
        }
    }
}

/// A plan that ends after it starts.
fn plan(scene: &Scene<'_>, visit: u32) -> Option<(Local, Local)> {
    scene.visits.planned_length(visit)?;
    Some((scene.visits.planned_start[visit as usize], scene.visits.planned_stop[visit as usize]))
}

impl ServiceBeyondUsual {
    /// What the day's count is beyond, if it is: the number of planned visits where the day's plan is known, else
    /// `factor` times the median of the other days. A visit typed in by hand often has no plan in the export, so a day
    /// with one has no plan that is known.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn beyond(&self, scene: &Scene<'_>, day: &[u32], occasions: &Occasions, usual: &[usize], at: usize) -> Option<f64> {
        let count = occasions.count();
        let mut plans: Vec<(Local, Local)> = day.iter().filter_map(|visit| plan(scene, *visit)).collect();
        plans.sort_unstable();
        plans.dedup();
        let told = |visit: &u32| plan(scene, *visit).is_some() || scene.class(*visit) != Class::NoTag;
        let limit = if !plans.is_empty() && day.iter().all(told) {
            plans.len() as f64
        } else {
            let mut others: Vec<usize> = [&usual[..at], &usual[at + 1..]].concat();
            let few = count < self.min_count.unsigned_abs() as usize;
            if few || others.len() < self.min_days.unsigned_abs() as usize {
                return None;
            }
            others.sort_unstable();
            let middle = others.len() / 2;
            let median = if others.len() % 2 == 1 {
                others[middle] as f64
            } else {
                (others[middle - 1] + others[middle]) as f64 / 2.0
            };
            median * self.factor
        };
        (count as f64 > limit).then_some(limit)
    }
}

/// The finding of a day; its minutes are those of the visits beyond the number compared with.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small counts")]
fn finding(scene: &Scene<'_>, day: &[u32], occasions: &Occasions, limit: f64) -> Finding {
    let meta = ServiceBeyondUsual::META;
    let mut finding = scene.on_visits(meta.code, meta.severity, day);
    finding.value = Some(occasions.count() as f64);
    finding.limit = Some(limit);
    let firsts: Vec<usize> = (0..day.len()).filter(|place| occasions.of[*place] == *place).collect();
    let beyond = &firsts[(limit as usize).min(firsts.len())..];
    let of_those = |place: &usize| beyond.binary_search(&occasions.of[*place]).is_ok();
    let visits: Vec<u32> = (0..day.len()).filter(of_those).map(|place| day[place]).collect();
    scene.is_about(&mut finding, scene.whole(&visits));
    finding
}
