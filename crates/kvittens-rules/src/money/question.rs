//! How much registered time the open findings are about, and what it is paid: each registered second of a visit counts
//! once, in whatever number of findings it stands. Two visits at the same time are two registrations, each with its own
//! time. Findings that are explained or accepted, rules on trial, and findings whose minutes are 0 count nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use kvittens_model::{Code, Finding, Id, Part, State};
use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use super::divide;
use super::pay::{Model, Per};
use super::prices::Prices;
use crate::scene::Scene;

/// Time in question and what it is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Registered time, in seconds.
    pub seconds: i64,
    /// Of that, paid by time or occasion, and no rate holds.
    pub unpriced: i64,
    /// Of that, paid by granted time or schablon, or night patrol's: no kronor follow from it.
    pub fixed: i64,
    /// Öre times 3 600, so that an hour's price times seconds is whole.
    pay: i128,
}

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Sum) {
        self.seconds += other.seconds;
        self.unpriced += other.unpriced;
        self.fixed += other.fixed;
        self.pay += other.pay;
    }
}

impl Sum {
    /// Whole minutes, rounded down once.
    pub fn minutes(&self) -> i64 {
        self.seconds / 60
    }

    /// Öre, rounded once. `None` where something lacks a rate and nothing has a price: unknown is not zero. Where only
    /// a part lacks one, the öre of the rest.
    pub fn ore(&self) -> Option<i64> {
        let known = self.unpriced == 0 || self.pay > 0;
        known.then(|| i64::try_from((self.pay + 1800) / 3600).unwrap_or(i64::MAX))
    }
}

/// Sums of each provider, and of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// By provider, those with something in question.
    pub providers: BTreeMap<Id, Sum>,
}

impl Sums {
    /// Of one provider.
    pub fn of(&self, provider: Id) -> Sum {
        self.providers.get(&provider).copied().unwrap_or_default()
    }

    /// Of all.
    pub fn all(&self) -> Sum {
        let mut all = Sum::default();
        self.providers.values().for_each(|sum| all += *sum);
        all
    }
}

/// What the open findings of a month are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questioned {
    /// Over all rules.
    pub total: Sums,
    /// By rule, those with something in question.
    pub rules: BTreeMap<Code, Sums>,
    /// By the position of a case's primary finding.
    pub cases: BTreeMap<u32, Sum>,
    /// Registered time of each provider, in seconds.
    pub registered: BTreeMap<Id, i64>,
    /// Whether the municipality configured how services are paid; without that nothing is said of kronor.
    pub priced: bool,
}

impl Questioned {
    /// Of a month's findings. `apart`: rules that are not counted.
    pub fn of(scene: &Scene<'_>, findings: &[Finding], apart: &BTreeSet<Code>) -> Questioned {
        let prices = Prices::of(scene.month, scene.settings);
        let mut told: Vec<(&Finding, Part)> = Vec::new();
        for finding in findings.iter().filter(|finding| !apart.contains(&finding.rule)) {
            told.extend(parts(scene, finding).into_iter().map(|part| (finding, part)));
        }
        let (mut of_rules, mut of_cases) = (BTreeMap::<Code, Vec<Part>>::new(), BTreeMap::<u32, Vec<Part>>::new());
        for (finding, part) in &told {
            of_rules.entry(finding.rule).or_default().push(*part);
            if let Some(case) = finding.case {
                of_cases.entry(case).or_default().push(*part);
            }
        }
        let sums = |parts: Vec<Part>| sums(scene, &prices, &union(parts));
        let ((total, registered), (rules, cases)) = rayon::join(
            || (sums(told.iter().map(|(_, part)| *part).collect()), registered(scene)),
            || {
                let rules = of_rules.into_par_iter().map(|(rule, parts)| (rule, sums(parts))).collect();
                (rules, of_cases.into_par_iter().map(|(case, parts)| (case, sums(parts).all())).collect())
            },
        );
        Questioned { total, rules, cases, registered, priced: prices.configured }
    }

    /// Registered time of all, in seconds.
    pub fn registered(&self) -> i64 {
        self.registered.values().sum()
    }
}

/// The registered time that a finding asks about.
pub fn parts(scene: &Scene<'_>, finding: &Finding) -> Vec<Part> {
    if finding.state != State::Open || finding.minutes <= 0 {
        return Vec::new();
    }
    let whole = || finding.visit.map(|visit| scene.whole(&[visit])).unwrap_or_default();
    finding.parts.clone().unwrap_or_else(whole)
}

/// The seconds of each visit that the parts cover together, ascending by visit.
pub fn union(mut parts: Vec<Part>) -> Vec<(u32, i64)> {
    parts.sort_unstable();
    let mut covered: Vec<(u32, i64)> = Vec::new();
    for of_visit in parts.chunk_by(|a, b| a.visit == b.visit) {
        let (mut seconds, mut until) = (0, i32::MIN);
        for part in of_visit.iter().filter(|part| part.from < part.to) {
            seconds += i64::from(part.to.max(until)) - i64::from(part.from.max(until));
            until = until.max(part.to);
        }
        covered.push((of_visit[0].visit, seconds));
    }
    covered
}

fn sums(scene: &Scene<'_>, prices: &Prices, covered: &[(u32, i64)]) -> Sums {
    let mut sums = Sums::default();
    for (visit, seconds) in covered.iter().filter(|(_, seconds)| *seconds > 0) {
        *sums.providers.entry(scene.visits.provider[*visit as usize]).or_default() +=
            paid(scene, prices, *visit, *seconds);
    }
    sums
}

/// What so many seconds of a visit are paid. They are divided equally on its services; an occasion counts once a visit
/// and service group, however many seconds are in question. Night patrol is paid by a rate that names its provider, and
/// else not by registered time.
fn paid(scene: &Scene<'_>, prices: &Prices, visit: u32, seconds: i64) -> Sum {
    let (v, at) = (scene.visits, visit as usize);
    let (provider, day, night) = (v.provider[at], v.start[at].civil(), scene.facts.night(visit));
    let mut sum = Sum { seconds, ..Sum::default() };
    let mut occasions = BTreeSet::new();
    for (service, seconds) in divide::equally(seconds, scene.sets.get(v.services[at])) {
        let group = prices.group(service);
        let (price, times) = match prices.model(group) {
            Model::Granted | Model::Schablon => {
                sum.fixed += seconds;
                continue;
            }
            Model::Performed => (prices.ore(Per::Hour, provider, night, group, day), seconds),
            Model::Occasion => {
                let first = occasions.insert(group);
                (prices.ore(Per::Occasion, provider, night, group, day), if first { 3600 } else { 0 })
            }
        };
        match price {
            Some(ore) => sum.pay += i128::from(ore) * i128::from(times),
            None if night => sum.fixed += seconds,
            None => sum.unpriced += seconds,
        }
    }
    sum
}

/// The registered time of each provider: the lengths of its performed visits.
fn registered(scene: &Scene<'_>) -> BTreeMap<Id, i64> {
    let mut registered = vec![None; scene.month.ids.provider.len() as usize];
    for (visit, provider) in (0u32..).zip(&scene.visits.provider) {
        if scene.facts.timed(visit) {
            *registered[*provider as usize].get_or_insert(0) += i64::from(scene.facts.length(visit));
        }
    }
    (0..).zip(registered).filter_map(|(provider, seconds)| Some((provider, seconds?))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(visit: u32, from: i32, to: i32) -> Part {
        Part { visit, from, to }
    }

    #[test]
    fn a_registered_second_counts_once() {
        let parts = vec![part(1, 0, 60), part(1, 30, 90), part(1, 90, 100), part(2, 0, 60), part(1, 40, 50)];
        assert_eq!(union(parts), [(1, 100), (2, 60)]);
        assert_eq!(union(vec![part(3, 5, 5)]), [(3, 0)]);
    }

    #[test]
    fn ore_are_rounded_once_and_unknown_is_not_zero() {
        let sum = |unpriced, pay| Sum { seconds: 60, unpriced, pay, ..Sum::default() };
        assert_eq!([sum(0, 1799), sum(0, 1800)].map(|sum| sum.ore()), [Some(0), Some(1)]);
        assert_eq!((sum(60, 0).ore(), sum(30, 3600).ore()), (None, Some(1)));
    }

    proptest! {
        #[test]
        fn the_union_is_what_a_count_of_seconds_gives(
            parts in proptest::collection::vec((0u32..3, 0i32..40, 0i32..20), 0..12)
        ) {
            let parts: Vec<Part> = parts.into_iter().map(|(visit, from, length)| part(visit, from, from + length)).collect();
            let naive = |visit: u32| {
                let holds = |second: &i32| parts.iter().any(|p| p.visit == visit && p.from <= *second && *second < p.to);
                (0..60).filter(holds).count() as i64
            };
            let found = union(parts.clone());
            prop_assert!(found.iter().all(|(visit, seconds)| naive(*visit) == *seconds));
            prop_assert!((0..3).all(|visit| naive(visit) == 0 || found.iter().any(|(of, _)| *of == visit)));
            prop_assert_eq!(union(parts.into_iter().rev().collect()), found);
        }
    }
}
