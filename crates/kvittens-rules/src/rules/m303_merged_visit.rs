//! M303: several planned visits registered as one.

use kvittens_model::companion::Planned;
use kvittens_model::{Explanation, Finding, Id, NO_ID, Performed, State, clock};
use rayon::prelude::*;

use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;

crate::rule! {
    /// A visit that covers the time of several planned visits, of which one at least has no registration.
    pub struct MergedVisit {
        min_planned: i32 = 2, "besök", 2..=100,
            sv "Minsta antal planerade besök som ett besök täcker",
            en "Fewest planned visits that one visit covers";
        cover: f64 = 0.8, "", 0.01..=1.0,
            sv "Minsta andel av ett planerat besöks tid som besöket täcker",
            en "Least share of a planned visit's time that the visit covers";
        near_minutes: i32 = 120, "min", 0..=1440,
            sv "Så långt från den planerade starten får ett besök högst börja för att vara dess registrering",
            en "At most this far from the planned start a visit may begin to be its registration";
    }
    code "M303", slug "merged-visit", per Visit, severity Minor, order Time,
    needs [PlannedVisits], page "m303_merged_visit.md"
}

/// A span on the real clock, in seconds.
type Span = (i32, i32);

/// A planned visit: planned rows of one provider and customer that overlap are one.
struct Time {
    span: Span,
    services: Vec<Id>,
}

impl Rule for MergedVisit {
    crate::card!();

    fn scan(&self, _: &Scene<'_>, _: &Stretch<'_>, _: &mut Sink) {}

    /// Visits that were not performed answer for a planned visit too, and no order has them: so the month is read here.
    fn judge(&self, scene: &Scene<'_>, _: &Limits<'_>, _: &[Tally]) -> Report {
        let v = scene.visits;
        let mut plan: Vec<&Planned> = scene.month.companions.plan.iter().collect();
        plan.sort_unstable_by_key(|of| (of.customer, **of));
        let of_customer = |customer: Id| -> &[&Planned] {
            let from = plan.partition_point(|of| of.customer < customer);
            let to = from + plan[from..].partition_point(|of| of.customer == customer);
            &plan[from..to]
        };
        let mut visits: Vec<(Id, u32)> = (0..).zip(&v.customer).map(|(visit, customer)| (*customer, visit)).collect();
        visits.retain(|(customer, _)| plan.binary_search_by_key(customer, |of| of.customer).is_ok());
        visits.par_sort_unstable();
        let customers: Vec<&[(Id, u32)]> = visits.chunk_by(|a, b| a.0 == b.0).collect();
        let of = |visits: &&[(Id, u32)]| {
            let all: Vec<u32> = visits.iter().map(|(_, visit)| *visit).collect();
            self.customer(scene, of_customer(visits[0].0), &all)
        };
        Report { findings: customers.par_iter().flat_map_iter(of).collect(), ..Report::default() }
    }
}

impl MergedVisit {
    /// A customer's findings, provider by provider.
    fn customer(&self, scene: &Scene<'_>, plan: &[&Planned], visits: &[u32]) -> Vec<Finding> {
        let provider = |visit: u32| scene.visits.provider[visit as usize];
        let mut providers: Vec<Id> = visits.iter().map(|visit| provider(*visit)).collect();
        providers.sort_unstable();
        providers.dedup();
        let anyones = plan.iter().any(|of| of.provider == NO_ID);
        let mut found = Vec::new();
        for of in providers {
            let times = times(plan.iter().filter(|planned| planned.provider == of || planned.provider == NO_ID));
            if times.len() < self.min_planned.unsigned_abs() as usize {
                continue;
            }
            let mut registered = vec![false; times.len()];
            for &visit in visits.iter().filter(|visit| anyones || provider(**visit) == of) {
                if let Some(place) = self.place(scene, &times, visit) {
                    registered[place] = true;
                }
            }
            let own = visits.iter().filter(|visit| provider(**visit) == of);
            found.extend(own.filter_map(|visit| self.finding(scene, &times, &registered, *visit)));
        }
        found
    }

    /// The planned visit that a visit is the registration of: the one it shares most time with, else the one whose start
    /// is nearest; among equals the earlier.
    fn place(&self, scene: &Scene<'_>, times: &[Time], visit: u32) -> Option<usize> {
        let most = span(scene, visit).and_then(|span| {
            let shared = met(times, span).map(|place| (shared(times[place].span, span), place));
            shared.max_by_key(|(seconds, place)| (*seconds, std::cmp::Reverse(*place))).map(|(_, place)| place)
        });
        most.or_else(|| {
            let when = scene.visits.when(visit).get().map(clock::real)?;
            let next = times.partition_point(|time| time.span.0 < when);
            let beside = [next.checked_sub(1), Some(next)].into_iter().flatten().filter(|place| *place < times.len());
            let away = |place: &usize| (times[*place].span.0 - when).abs();
            beside.min_by_key(away).filter(|place| away(place) <= self.near_minutes * 60)
        })
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of planned visits are far below 2^52")]
    fn finding(&self, scene: &Scene<'_>, times: &[Time], registered: &[bool], visit: u32) -> Option<Finding> {
        let span = span(scene, visit)?;
        let covered: Vec<usize> = met(times, span).filter(|place| self.covers(span, &times[*place])).collect();
        let missing: Vec<usize> = covered.iter().copied().filter(|place| !registered[*place]).collect();
        if covered.len() < self.min_planned.unsigned_abs() as usize || missing.is_empty() {
            return None;
        }
        let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
        finding.value = Some(covered.len() as f64);
        finding.limit = Some(f64::from(self.min_planned));
        finding.minutes = scene.minutes(&[visit]);
        finding.services = missing.iter().flat_map(|place| times[*place].services.iter().copied()).collect();
        finding.services.sort_unstable();
        finding.services.dedup();
        if own_plan(scene, visit).is_some_and(|own| covered.iter().all(|place| self.covers(own, &times[*place]))) {
            finding.state = State::Explained(Explanation::Planned);
        }
        Some(finding)
    }

    fn covers(&self, span: Span, time: &Time) -> bool {
        f64::from(shared(span, time.span)) >= self.cover * f64::from(time.span.1 - time.span.0)
    }
}

/// Planned rows as planned visits, in order.
fn times<'a>(plan: impl Iterator<Item = &'a &'a Planned>) -> Vec<Time> {
    let sure = |of: &&Planned| Some((clock::moment(of.start)?, clock::moment(of.stop)?));
    let mut rows: Vec<(Span, Id)> = plan.filter_map(|of| Some((sure(of)?, of.service))).collect();
    rows.retain(|((from, to), _)| from < to);
    rows.sort_unstable();
    let mut times: Vec<Time> = Vec::new();
    for (span, service) in rows {
        let named = (service != NO_ID).then_some(service);
        match times.last_mut() {
            Some(last) if span.0 < last.span.1 => {
                last.span.1 = last.span.1.max(span.1);
                last.services.extend(named);
            }
            _ => times.push(Time { span, services: named.into_iter().collect() }),
        }
    }
    times
}

/// The span of a performed visit that is not too long to be trusted (T403).
fn span(scene: &Scene<'_>, visit: u32) -> Option<Span> {
    let facts = &scene.facts;
    let performed = scene.visits.performed[visit as usize] == Performed::Yes;
    (performed && facts.timed(visit) && !facts.too_long(visit)).then(|| (facts.from(visit), facts.to(visit)))
}

/// The planned time that stands on a visit's own rows.
fn own_plan(scene: &Scene<'_>, visit: u32) -> Option<Span> {
    let (v, at) = (scene.visits, visit as usize);
    Some((clock::moment(v.planned_start[at])?, clock::moment(v.planned_stop[at])?))
}

/// The planned visits that share time with a span, in order.
fn met(times: &[Time], span: Span) -> impl Iterator<Item = usize> {
    let first = times.partition_point(|time| time.span.1 <= span.0);
    let share = move |place: &usize| shared(times[*place].span, span) > 0;
    (first..times.len()).take_while(move |place| times[*place].span.0 < span.1).filter(share)
}

fn shared(a: Span, b: Span) -> i32 {
    a.1.min(b.1) - a.0.max(b.0)
}
