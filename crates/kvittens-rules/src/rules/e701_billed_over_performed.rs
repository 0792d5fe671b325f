//! E701: more minutes are billed than were registered.

use kvittens_model::companion::Billed;
use kvittens_model::{Id, Measure, NO_ID, Performed, Scope, Status, Subject};

use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

crate::rule! {
    /// A customer's service for which more minutes are billed than its performed visits hold.
    pub struct BilledOverPerformed {
        min_minutes: i32 = 1, "min", 1..=100_000,
            sv "Minsta skillnad i månaden: mindre är avrundning",
            en "Least difference in the month: less is rounding";
    }
    code "E701", slug "billed-over-performed", per Customer, severity Major, order Time,
    needs [Billing], page "e701_billed_over_performed.md", compares "min"
}

/// The slug of the measure: billed minutes beyond the registered ones, of all billed.
const MINUTES: &str = "over-billed-minutes";
/// The slug of the measure: the kronor for these minutes, of all billed.
const KRONOR: &str = "over-billed-kronor";

/// Seconds of the hour that the clock change leaves unsure.
const HOUR: i64 = 3600;

/// In the place of the services of a visit that tells none: it may have been any.
const UNTOLD: Id = NO_ID - 1;

/// A visit of a provider, a customer and one of its services; with [`NO_ID`] once more for all services.
type Holding = (Id, Id, Id, u32);

impl Rule for BilledOverPerformed {
    crate::card!();

    fn scan(&self, _: &Scene<'_>, _: &Stretch<'_>, _: &mut Sink) {}

    /// What is billed for a customer without a visit stands in no order: so the month is read here.
    #[allow(clippy::cast_precision_loss, reason = "seconds of a month are far below 2^52")]
    fn judge(&self, scene: &Scene<'_>, _: &Limits<'_>, _: &[Tally]) -> Report {
        let billing = &scene.month.companions.billing;
        let holdings = holdings(scene, billing);
        let mut report = Report::default();
        let mut sums: Vec<(Id, Sum)> = Vec::new();
        for of in billing.chunk_by(|a, b| key(a) == key(b)) {
            let (whose, customer, service) = key(&of[0]);
            let untold = of_key(&holdings, (whose, customer, UNTOLD)).iter().filter(|_| service != NO_ID);
            let held = of_key(&holdings, key(&of[0])).iter().chain(untold);
            let visits: Vec<u32> = held.map(|(_, _, _, visit)| *visit).collect();
            let billed = of.iter().fold(0, |sum: i64, of| sum.saturating_add(of.seconds));
            let performed: i64 = visits.iter().map(|visit| registered(scene, *visit)).sum();
            let beyond = Some(billed - performed).filter(|beyond| *beyond >= i64::from(self.min_minutes) * 60);
            let ore = of.iter().try_fold(0, |sum: i64, of| Some(sum.saturating_add(of.ore?))).filter(|ore| *ore > 0);
            sums.push((whose, Sum::of(billed, beyond.unwrap_or(0), ore)));
            let Some(beyond) = beyond else { continue };
            let subject = Subject { customer, ..provider(whose) };
            let (value, limit) = (billed as f64 / 60.0, performed as f64 / 60.0);
            let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, value, limit);
            finding.services = Some(service).filter(|service| *service != NO_ID).into_iter().collect();
            finding.minutes = i32::try_from(beyond / 60).unwrap_or(i32::MAX);
            scene.with_others(&mut finding, visits);
            report.findings.push(finding);
        }
        report.measures = measures(&sums);
        report
    }
}

fn key(of: &Billed) -> (Id, Id, Id) {
    (of.provider, of.customer, of.service)
}

/// The performed visits of every provider and customer that something is billed for, in order.
fn holdings(scene: &Scene<'_>, billing: &[Billed]) -> Vec<Holding> {
    let v = scene.visits;
    let is_billed = |whose: (Id, Id)| billing.binary_search_by_key(&whose, |of| (of.provider, of.customer)).is_ok();
    let mut found: Vec<Holding> = Vec::new();
    for (visit, at) in (0u32..).zip(0..v.len()).filter(|(_, at)| v.performed[*at] == Performed::Yes) {
        if is_billed((v.provider[at], v.customer[at])) {
            let services = scene.sets.get(v.services[at]);
            let untold = services.is_empty().then_some(UNTOLD);
            let all = services.iter().copied().chain(untold).chain([NO_ID]);
            found.extend(all.map(|service| (v.provider[at], v.customer[at], service, visit)));
        }
    }
    found.sort_unstable();
    found
}

fn of_key(holdings: &[Holding], key: (Id, Id, Id)) -> &[Holding] {
    let of = |holding: &Holding| (holding.0, holding.1, holding.2);
    let from = holdings.partition_point(|holding| of(holding) < key);
    let to = from + holdings[from..].partition_point(|holding| of(holding) == key);
    &holdings[from..to]
}

/// Seconds of a visit. With a time in the unsure hour of the clock change it is as long as it can have been.
fn registered(scene: &Scene<'_>, visit: u32) -> i64 {
    let (start, stop) = (scene.visits.start[visit as usize], scene.visits.stop[visit as usize]);
    if scene.facts.timed(visit) {
        i64::from(scene.facts.length(visit))
    } else if start.is_some() && stop >= start {
        i64::from(stop.seconds() - start.seconds()) + HOUR
    } else {
        0
    }
}

/// What is billed and how much of it is beyond the registered time; in öre where every amount is told.
#[derive(Clone, Copy, Default)]
struct Sum {
    seconds: i64,
    beyond: i64,
    ore: i64,
    ore_beyond: i64,
}

impl Sum {
    fn of(seconds: i64, beyond: i64, ore: Option<i64>) -> Sum {
        let part = |ore: i64| i128::from(ore) * i128::from(beyond) / i128::from(seconds.max(1));
        let ore_beyond = ore.and_then(|ore| i64::try_from(part(ore)).ok()).unwrap_or(0);
        Sum { seconds, beyond, ore: ore.unwrap_or(0), ore_beyond }
    }

    fn and(self, other: Sum) -> Sum {
        Sum {
            seconds: self.seconds.saturating_add(other.seconds),
            beyond: self.beyond.saturating_add(other.beyond),
            ore: self.ore.saturating_add(other.ore),
            ore_beyond: self.ore_beyond.saturating_add(other.ore_beyond),
        }
    }
}

/// Of each provider and of all; they are shown and not judged. `sums` come by provider.
fn measures(sums: &[(Id, Sum)]) -> Vec<Measure> {
    let together = |sums: &[(Id, Sum)]| sums.iter().map(|(_, sum)| *sum).fold(Sum::default(), Sum::and);
    let of_each = sums.chunk_by(|a, b| a.0 == b.0).map(|of| (Scope::Provider, provider(of[0].0), together(of)));
    let of_all = (!sums.is_empty()).then(|| (Scope::All, Subject::NONE, together(sums)));
    let mut made = Vec::new();
    for (scope, subject, sum) in of_each.chain(of_all) {
        made.push(measure(MINUTES, scope, subject, sum.beyond / 60, sum.seconds / 60));
        if sum.ore >= 100 {
            made.push(measure(KRONOR, scope, subject, sum.ore_beyond / 100, sum.ore / 100));
        }
    }
    made
}

#[allow(clippy::cast_precision_loss, reason = "minutes and kronor of a month are far below 2^52")]
fn measure(name: &'static str, scope: Scope, subject: Subject, numerator: i64, denominator: i64) -> Measure {
    Measure {
        rule: BilledOverPerformed::META.code,
        name,
        scope,
        subject,
        bucket: None,
        numerator: Some(numerator),
        denominator: Some(denominator),
        value: (denominator > 0).then(|| numerator as f64 / denominator as f64),
        interval: None,
        limit: None,
        limit_source: None,
        peer: None,
        funnel: None,
        baseline: None,
        status: Status::Ok,
        reason: None,
    }
}
