//! A customer's performed time against what is granted, service by service, over the days on which both can be told.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::companion::Decision;
use kvittens_model::{Finding, Id, Local, NO_ID, Scope, Subject, clock};

use crate::away::Away;
use crate::decided::{self, Decided};
use crate::explain;
use crate::judge::{self, Judging};
use crate::limits::Limits;
use crate::rule::{Meta, Report, Tally};
use crate::scene::Scene;

/// Parts of a second: a number that one to twelve services share without a rest.
const PARTS: i64 = 27_720;

/// The slug of the measure: decisions in force in the month without an amount a month, of all.
const UNTOLD: &str = "untold-decisions";

/// Performed and granted of one customer and service.
#[derive(Debug)]
pub struct Compared {
    /// The service; [`NO_ID`]: all that no decision of their own is on.
    pub service: Id,
    /// The visits counted, in order.
    pub visits: Vec<u32>,
    /// In [`PARTS`] of a second.
    performed: i64,
    /// Seconds a month, summed over the days.
    granted: i64,
    /// Days of the month.
    days: i64,
}

#[allow(clippy::cast_precision_loss, reason = "both stay far below 2^52")]
impl Compared {
    /// Performed minutes.
    pub fn performed(&self) -> f64 {
        self.performed as f64 / (PARTS * 60) as f64
    }

    /// Granted minutes: of each day its share of the monthly amount.
    pub fn granted(&self) -> f64 {
        self.granted as f64 / (self.days * 60) as f64
    }

    /// Performed and granted in whole minutes, both rounded down.
    pub fn whole(&self) -> (i64, i64) {
        (self.performed / (PARTS * 60), self.granted / (self.days * 60))
    }

    /// A finding on the customer. Asked is the provider with most of the visits counted; where there is none the one
    /// that the last decision on the service names, else the one with most of the customer's visits (`group`).
    pub fn finding(&self, scene: &Scene<'_>, meta: &Meta, decisions: &[Decision], group: &[u32]) -> Option<Finding> {
        let named = || {
            let of_service = decisions.iter().filter(|of| of.service == self.service && of.provider != NO_ID);
            of_service.max_by_key(|of| of.period.from).map(|of| of.provider)
        };
        let provider = scene.asked(&self.visits).or_else(named).or_else(|| scene.asked(group))?;
        let subject = Subject { provider, customer: decisions.first()?.customer, ..Subject::NONE };
        let mut finding = scene.on_subject(meta.code, meta.severity, subject, self.performed(), self.granted());
        finding.services.extend(Some(self.service).filter(|service| *service != NO_ID));
        scene.with_others(&mut finding, self.visits.clone());
        Some(finding)
    }
}

/// Compares what is decided on a customer with the customer's performed visits. `without_absence`: days on which the
/// customer is away from midnight to midnight count on neither side.
pub fn compare(scene: &Scene<'_>, decisions: &[Decision], group: &[u32], without_absence: bool) -> Vec<Compared> {
    let month = scene.month.month;
    let Some(first) = decisions.first() else {
        return Vec::new();
    };
    let decided = Decided::of(month, decisions);
    let left_out = if without_absence { days_away(scene, first.customer) } else { BTreeSet::new() };
    let mut compared: BTreeMap<Id, Compared> = BTreeMap::new();
    for (service, _, grant) in decided.grants().filter(|(_, day, _)| !left_out.contains(day)) {
        if let Some(amount) = grant.amount {
            let days = i64::from(month.days());
            let new = || Compared { service, visits: Vec::new(), performed: 0, granted: 0, days };
            compared.entry(service).or_insert_with(new).granted += amount;
        }
    }
    let twice = twice(scene, group);
    for &visit in group.iter().filter(|visit| scene.facts.timed(**visit)) {
        let day = scene.visits.when(visit).day();
        let services = scene.sets.get(scene.visits.services[visit as usize]);
        // A visit without a service is one part, which only a decision on all services can hold.
        let services = if services.is_empty() { &[NO_ID][..] } else { services };
        for &service in services.iter().filter(|_| !left_out.contains(&day)) {
            let Some((of, grant)) = decided.on(service, day).filter(|(_, grant)| grant.amount.is_some()) else {
                continue;
            };
            let both = if grant.double { 0 } else { twice.get(&visit).copied().unwrap_or_default() };
            let parts = i64::from(scene.facts.length(visit) - both) * PARTS;
            if let Some(of) = compared.get_mut(&of) {
                of.performed += parts / i64::try_from(services.len()).unwrap_or(i64::MAX);
                if of.visits.last() != Some(&visit) {
                    of.visits.push(visit);
                }
            }
        }
    }
    compared.into_values().collect()
}

/// The seconds of each visit that an earlier one of the same double staffing covers too: the longest such overlap.
fn twice(scene: &Scene<'_>, group: &[u32]) -> BTreeMap<u32, i32> {
    let mut twice: BTreeMap<u32, i32> = BTreeMap::new();
    let facts = &scene.facts;
    for (earlier, visit) in explain::overlapping(scene, group.iter().copied()) {
        let overlap = facts.to(earlier).min(facts.to(visit)) - facts.from(visit);
        let longest = twice.entry(visit).or_default();
        *longest = overlap.max(*longest);
    }
    twice
}

/// The days of the month on which a customer is away from midnight to midnight.
fn days_away(scene: &Scene<'_>, customer: Id) -> BTreeSet<i32> {
    let absence = scene.beside.absence(customer);
    if absence.is_empty() {
        return BTreeSet::new();
    }
    let away = Away::of(absence);
    let midnight = |day: i32| clock::real(Local::from_seconds(day * 86_400));
    let whole = |day: &i32| {
        let (from, to) = (midnight(*day), midnight(*day + 1));
        away.seconds(from, to) == i64::from(to - from)
    };
    decided::days(scene.month.month).filter(whole).collect()
}

/// The measure of decisions that nothing can be compared with.
pub fn untold(scene: &Scene<'_>, meta: &Meta, limits: &Limits<'_>) -> Report {
    let days = decided::days(scene.month.month);
    let in_month = |of: &&Decision| days.clone().any(|day| decided::in_force(of, day));
    let (mut numerator, mut denominator) = (0, 0);
    for of in scene.month.companions.decisions.iter().filter(in_month) {
        numerator += i64::from(decided::amount(of).is_none());
        denominator += 1;
    }
    let tally = Tally { name: UNTOLD, scope: Scope::All, subject: Subject::NONE, numerator, denominator };
    let judging = Judging { rule: meta.code, limits, worse: None, min_n: 0, per: 1.0 };
    Report { measures: judge::measures(scene, &judging, &[tally]), ..Report::default() }
}

/// Whether two amounts differ by more than a share of what is granted, and by so many minutes at least.
pub fn differs(by: f64, granted: f64, tolerance: f64, min_minutes: i32) -> bool {
    by > tolerance * granted && by >= f64::from(min_minutes)
}
