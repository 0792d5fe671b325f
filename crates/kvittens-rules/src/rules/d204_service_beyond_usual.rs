//! D204: a service registered more times in a day than planned or usual.

use std::cell::OnceCell;
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

    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let fewest = self.min_count.unsigned_abs().max(1) as usize;
        let (mut holding, mut visits): (Vec<Holding>, Vec<u32>) = (Vec::new(), Vec::new());
        let (mut asked, mut counts): (Vec<Id>, Vec<(Id, usize)>) = (Vec::new(), Vec::new());
        let day = |visit: &u32| scene.visits.start[*visit as usize].day();
        for group in stretch.groups().filter(|group| group.len() > 1) {
            asked.clear();
            let of_days = group.chunk_by(|a, b| day(a) == day(b));
            for visits in of_days.filter(|visits| may_be_beyond(scene, visits, fewest)) {
                count_services(scene, visits, &mut counts);
                // A plan that is known is one visit at least.
                for (service, count) in counts.iter().copied().filter(|(_, count)| *count >= fewest.min(2)) {
                    let holds = |visit: &u32| scene.facts.timed(*visit) && services(scene, *visit).contains(&service);
                    if may_be(count, planned(scene, visits.iter().copied().filter(holds)), fewest) {
                        asked.push(service);
                    }
                }
            }
            if asked.is_empty() {
                continue;
            }
            asked.sort_unstable();
            hold(scene, group, |service| asked.binary_search(&service).is_ok(), &mut holding);
            for of_service in holding.chunk_by(|a, b| a.0 == b.0) {
                visits.clear();
                visits.extend(of_service.iter().map(|(_, _, visit)| *visit));
                let days: Vec<&[u32]> = visits.chunk_by(|a, b| day(a) == day(b)).collect();
                let plans: Vec<Option<usize>> = days.iter().map(|day| planned(scene, day.iter().copied())).collect();
                let usual = OnceCell::new();
                for at in (0..days.len()).filter(|at| may_be(days[*at].len(), plans[*at], fewest)) {
                    let day = days[at];
                    let occasions = once(scene, day);
                    let usual =
                        || usual.get_or_init(|| days.iter().map(|day| once(scene, day).count()).collect::<Vec<_>>());
                    let limit = match plans[at] {
                        Some(plans) => Some(plans as f64),
                        None => self.usual_limit(occasions.count(), usual(), at),
                    };
                    if let Some(limit) = limit.filter(|limit| occasions.count() as f64 > *limit) {
                        let mut finding = finding(scene, day, &occasions, limit);
                        finding.services = vec![of_service[0].0];
                        out.findings.push(finding);
                    }
                }
            }
        }
    }
}

fn services<'a>(scene: &Scene<'a>, visit: u32) -> &'a [Id] {
    scene.sets.get(scene.visits.services[visit as usize])
}

/// How many of the timed visits of a day hold each service.
fn count_services(scene: &Scene<'_>, day: &[u32], counts: &mut Vec<(Id, usize)>) {
    counts.clear();
    for visit in day.iter().filter(|visit| scene.facts.timed(**visit)) {
        for service in services(scene, *visit) {
            match counts.iter_mut().find(|(of, _)| of == service) {
                Some((_, count)) => *count += 1,
                None => counts.push((*service, 1)),
            }
        }
    }
}

/// The services of the timed visits, in order.
fn hold(scene: &Scene<'_>, visits: &[u32], is_asked: impl Fn(Id) -> bool, holding: &mut Vec<Holding>) {
    holding.clear();
    for &visit in visits.iter().filter(|visit| scene.facts.timed(**visit)) {
        let day = scene.visits.start[visit as usize].day();
        holding.extend(
            services(scene, visit).iter().filter(|service| is_asked(**service)).map(|service| (*service, day, visit)),
        );
    }
    holding.sort_unstable();
}

/// Whether so many visits of a day can be beyond the plans, or be many where no plan is known.
fn may_be(visits: usize, plans: Option<usize>, fewest: usize) -> bool {
    visits > plans.unwrap_or(fewest - 1)
}

/// Whether any service could be registered too often among a customer's visits of one day. Nearly every day has a plan of
/// its own for each visit with a receipt, and too few visits to be many without one; such a day needs no closer look.
fn may_be_beyond(scene: &Scene<'_>, visits: &[u32], fewest: usize) -> bool {
    let mut latest: Option<(Local, Local)> = None;
    for &visit in visits.iter().filter(|_| visits.len() > 1) {
        match plan(scene, visit) {
            None if visits.len() >= fewest || scene.class(visit) != Class::NoTag => return true,
            None => {}
            // Plans mostly come in their order; where they do not, two may be the same.
            Some(plan) if latest.is_some_and(|latest| plan <= latest) => return true,
            Some(plan) => latest = Some(plan),
        }
    }
    false
}

/// The visits of a day, parted into those that count as one.
struct Occasions {
    /// The place of the first visit of the occasion that each visit is of, by place in the day.
    of: Vec<u32>,
}

impl Occasions {
    fn of(mut same: Disjoint, visits: usize) -> Occasions {
        Occasions { of: (0..).take(visits).map(|place| same.root(place)).collect() }
    }

    fn count(&self) -> usize {
        (0..).zip(&self.of).filter(|(place, first)| place == *first).count()
    }
}

/// A double-staffed visit is one: a visit id or a Dubbelid in common, or both marked and at the same time.
fn doubles(scene: &Scene<'_>, day: &[u32]) -> Disjoint {
    let v = scene.visits;
    let mut same = Disjoint::new(day.len());
    join_by(&mut same, day, |visit| Some(v.visit[visit as usize]));
    join_by(&mut same, day, |visit| Some(v.double_id[visit as usize]).filter(|id| *id != kvittens_model::NO_ID));
    let place = |visit: u32| day.binary_search(&visit).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
    for (a, b) in explain::overlapping(scene, day.iter().copied()) {
        same.join(place(a), place(b));
    }
    same
}

fn once(scene: &Scene<'_>, day: &[u32]) -> Occasions {
    Occasions::of(doubles(scene, day), day.len())
}

fn join_by<K: Ord>(same: &mut Disjoint, day: &[u32], name: impl Fn(u32) -> Option<K>) {
    let mut first: BTreeMap<K, u32> = BTreeMap::new();
    for (place, visit) in (0..).zip(day) {
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

/// How many different plans a day has, where its plan is known: one of the visits at least has planned times, and every
/// visit without them a receipt. A visit typed in by hand often has no plan in the export, so a day with one has no plan
/// that is known.
fn planned(scene: &Scene<'_>, day: impl Iterator<Item = u32> + Clone) -> Option<usize> {
    let told = |visit: u32| plan(scene, visit).is_some() || scene.class(visit) != Class::NoTag;
    if !day.clone().all(told) {
        return None;
    }
    let mut plans: Vec<(Local, Local)> = day.filter_map(|visit| plan(scene, visit)).collect();
    plans.sort_unstable();
    plans.dedup();
    (!plans.is_empty()).then_some(plans.len())
}

impl ServiceBeyondUsual {
    /// Without a plan: `factor` times the median of the other days, for a count that is not few, where there are enough
    /// of them.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn usual_limit(&self, count: usize, usual: &[usize], at: usize) -> Option<f64> {
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
        Some(median * self.factor)
    }
}

/// The finding of a day; its minutes are those of the visits beyond the number compared with.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small counts")]
fn finding(scene: &Scene<'_>, day: &[u32], occasions: &Occasions, limit: f64) -> Finding {
    let meta = ServiceBeyondUsual::META;
    let mut finding = scene.on_visits(meta.code, meta.severity, day);
    finding.value = Some(occasions.count() as f64);
    finding.limit = Some(limit);
    let firsts: Vec<u32> =
        (0..).zip(&occasions.of).filter(|(place, first)| place == *first).map(|(place, _)| place).collect();
    let beyond = &firsts[(limit as usize).min(firsts.len())..];
    let of_those = day.iter().zip(&occasions.of).filter(|(_, first)| beyond.binary_search(first).is_ok());
    let visits: Vec<u32> = of_those.map(|(visit, _)| *visit).collect();
    scene.is_about(&mut finding, scene.whole(&visits));
    finding
}
