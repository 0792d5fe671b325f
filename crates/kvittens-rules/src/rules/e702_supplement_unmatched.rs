//! E702: supplements that were reported and not registered, registered and not reported, or reported late.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use kvittens_model::companion::Supplement;
use kvittens_model::{Id, Measure, NO_ID, Performed, Scope, Subject, Thing};

use crate::judge::{self, Judging};
use crate::limits::Limits;
use crate::lock_day::LockDay;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

crate::rule! {
    /// A customer's supplement whose reports and registrations do not answer each other.
    pub struct SupplementUnmatched {
        min_count: i32 = 1, "gånger", 1..=1000,
            sv "Minsta antal av ett slag hos en brukare under månaden",
            en "Fewest of one kind for a customer in the month";
        per_visit: i32 = 1, "", 1..=1000,
            sv "Så många av ett tillägg får rapporteras för ett besök",
            en "This many of a supplement may be reported for one visit";
        cutoff_day: i32 = 5, "", 1..=28,
            sv "Sista rapporteringsdag i följande månad, där ingen låsdag är satt",
            en "Last day of reporting in the following month, where no lock day is set";
    }
    code "E702", slug "supplement-unmatched", per Customer, severity Minor, order Time,
    needs [Services, Supplements], page "e702_supplement_unmatched.md", compares "gånger"
}

/// A customer's service on a day.
type Day = (Id, Id, i32);

/// Hundredths of a day that are taken for true; more is a slip of the keyboard, and sums must not overflow.
const MOST: i64 = 100_000_000_000;

/// What was counted of one kind.
#[derive(Default)]
struct Counts {
    /// By provider, customer and service: how many, and the visits of these days.
    found: BTreeMap<(Id, Id, Id), (i64, Vec<u32>)>,
    /// By provider: how many of how many.
    shares: BTreeMap<Id, (i64, i64)>,
}

impl Counts {
    /// Some of so many are of the kind.
    fn add(&mut self, whose: Id, (customer, service, _): Day, (some, of): (i64, i64), visits: &[u32]) {
        let share = self.shares.entry(whose).or_default();
        *share = (share.0 + some, share.1 + of);
        if some > 0 {
            let found = self.found.entry((whose, customer, service)).or_default();
            found.0 += some;
            found.1.extend_from_slice(visits);
        }
    }
}

impl Rule for SupplementUnmatched {
    crate::card!();

    fn scan(&self, _: &Scene<'_>, _: &Stretch<'_>, _: &mut Sink) {}

    /// A report without a visit stands in no order: so the month is read here.
    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, _: &[Tally]) -> Report {
        let reports = reports(scene);
        let held = held(scene, &supplements(scene));
        let kinds = [
            ("reported-without-registration", "reported-without", self.unregistered(&reports, &held)),
            ("registered-without-report", "without-report", unreported(scene, &held)),
            ("late", "late", self.late(scene, &reports, &held)),
        ];
        let mut report = Report::default();
        for (kind, share, counts) in kinds {
            report.measures.extend(measures(scene, limits, share, &counts.shares));
            self.findings(scene, kind, counts.found, &mut report);
        }
        report
    }
}

impl SupplementUnmatched {
    /// What is reported beyond the visits of its day.
    fn unregistered(&self, reports: &[Supplement], held: &[(Day, u32)]) -> Counts {
        let mut counts = Counts::default();
        for of in reports.chunk_by(|a, b| (a.provider, day(a)) == (b.provider, day(b))) {
            // Half a piece is one that was reported.
            let reported = (hundredths(of).clamp(0, MOST) + 99) / 100;
            let visits = visits_of(held, day(&of[0]));
            let answered = i64::try_from(visits.len()).unwrap_or(i64::MAX).saturating_mul(self.per_visit.into());
            counts.add(of[0].provider, day(&of[0]), ((reported - answered).max(0), reported), &visits);
        }
        counts
    }

    /// Rows that were reported behind the lock day, else behind the last day of reporting.
    #[allow(clippy::cast_possible_wrap, reason = "rows are counted in u32")]
    fn late(&self, scene: &Scene<'_>, reports: &[Supplement], held: &[(Day, u32)]) -> Counts {
        let own = || u8::try_from(self.cutoff_day).ok().and_then(|day| LockDay::try_from(day).ok());
        let end = scene.settings.lock_day.or_else(own).map(|day| day.of(scene.month.month));
        let mut counts = Counts::default();
        for of in reports.chunk_by(|a, b| (a.provider, day(a)) == (b.provider, day(b))) {
            let told = of.iter().filter(|of| of.reported_at.is_some()).count() as i64;
            let late = of.iter().filter(|of| end.is_some_and(|end| of.reported_at >= end)).count() as i64;
            if told > 0 {
                counts.add(of[0].provider, day(&of[0]), (late, told), &visits_of(held, day(&of[0])));
            }
        }
        counts
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of a month are far below 2^52")]
    fn findings(
        &self,
        scene: &Scene<'_>,
        kind: &'static str,
        found: BTreeMap<(Id, Id, Id), (i64, Vec<u32>)>,
        report: &mut Report,
    ) {
        for ((whose, customer, service), (count, visits)) in found {
            if count < i64::from(self.min_count) {
                continue;
            }
            let subject = Subject { customer, ..provider(whose) };
            let (value, limit) = (count as f64, f64::from(self.min_count));
            let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, value, limit);
            finding.services = vec![service];
            finding.thing = Thing::Kind(kind);
            scene.with_others(&mut finding, visits);
            report.findings.push(finding);
        }
    }
}

/// What was reported together, in hundredths.
fn hundredths(of: &[Supplement]) -> i64 {
    of.iter().fold(0, |sum: i64, of| sum.saturating_add(of.quantity))
}

fn day(of: &Supplement) -> Day {
    (of.customer, of.service, of.day)
}

/// Whether each service is a supplement: reported at least once in the month, or configured so.
fn supplements(scene: &Scene<'_>) -> Vec<bool> {
    let named = |name: &str| scene.settings.services.get(name).is_some_and(|rule| rule.supplement);
    let mut is: Vec<bool> = scene.month.ids.service.iter().map(named).collect();
    for of in &scene.month.companions.supplements {
        if let Some(is) = is.get_mut(of.service as usize) {
            *is = true;
        }
    }
    is
}

/// The performed visits that hold a supplement, by customer, service and day.
fn held(scene: &Scene<'_>, supplements: &[bool]) -> Vec<(Day, u32)> {
    let v = scene.visits;
    let is = |service: &&Id| supplements.get(**service as usize) == Some(&true);
    let mut found: Vec<(Day, u32)> = Vec::new();
    for (visit, at) in (0u32..).zip(0..v.len()).filter(|(_, at)| v.performed[*at] == Performed::Yes) {
        let services = scene.sets.get(v.services[at]).iter().filter(is);
        found.extend(services.map(|service| ((v.customer[at], *service, v.when(visit).day()), visit)));
    }
    found.sort_unstable();
    found
}

fn visits_of(held: &[(Day, u32)], day: Day) -> Vec<u32> {
    let from = held.partition_point(|(of, _)| *of < day);
    held[from..].iter().take_while(|(of, _)| *of == day).map(|(_, visit)| *visit).collect()
}

/// The reports by provider and day. One that names no provider is the one's who has most of the customer's visits in the
/// month, of several the first by name.
fn reports(scene: &Scene<'_>) -> Vec<Supplement> {
    let mut reports = scene.month.companions.supplements.clone();
    if reports.iter().any(|of| of.provider == NO_ID) {
        let v = scene.visits;
        let mut visits: BTreeMap<Id, BTreeMap<Id, usize>> =
            reports.iter().filter(|of| of.provider == NO_ID).map(|of| (of.customer, BTreeMap::new())).collect();
        for at in (0..v.len()).filter(|at| v.performed[*at] == Performed::Yes) {
            if let Some(providers) = visits.get_mut(&v.customer[at]) {
                *providers.entry(v.provider[at]).or_default() += 1;
            }
        }
        for of in reports.iter_mut().filter(|of| of.provider == NO_ID) {
            let providers = visits.get(&of.customer).into_iter().flatten();
            let most = providers.max_by_key(|(provider, count)| (**count, Reverse(**provider)));
            of.provider = most.map_or(NO_ID, |(provider, _)| *provider);
        }
    }
    reports.sort_unstable_by_key(|of| (of.provider, day(of), of.quantity, of.reported_at));
    reports
}

/// Visits on whose day nobody reported the service.
fn unreported(scene: &Scene<'_>, held: &[(Day, u32)]) -> Counts {
    let mut reported: BTreeMap<Day, i64> = BTreeMap::new();
    for of in &scene.month.companions.supplements {
        let sum = reported.entry(day(of)).or_default();
        *sum = sum.saturating_add(of.quantity);
    }
    let mut counts = Counts::default();
    for (of, visit) in held {
        let missing = reported.get(of).is_none_or(|quantity| *quantity <= 0);
        counts.add(scene.visits.provider[*visit as usize], *of, (i64::from(missing), 1), &[*visit]);
    }
    counts
}

/// Of all and of each provider; they are shown and not judged.
fn measures(
    scene: &Scene<'_>,
    limits: &Limits<'_>,
    name: &'static str,
    shares: &BTreeMap<Id, (i64, i64)>,
) -> Vec<Measure> {
    let tally = |scope, subject, (numerator, denominator)| Tally { name, scope, subject, numerator, denominator };
    let named = shares.iter().filter(|(of, _)| **of != NO_ID);
    let each: Vec<Tally> = named.map(|(of, share)| tally(Scope::Provider, provider(*of), *share)).collect();
    let sum = shares.values().copied().reduce(|sum, share| (sum.0 + share.0, sum.1 + share.1));
    let all: Vec<Tally> = sum.map(|sum| tally(Scope::All, Subject::NONE, sum)).into_iter().collect();
    let judging = Judging { rule: SupplementUnmatched::META.code, limits, worse: None, min_n: 1, per: 1.0 };
    [judge::measures(scene, &judging, &each), judge::measures(scene, &judging, &all)].concat()
}
