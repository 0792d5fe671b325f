//! Runs the rules over a month: each order made once, each stretch of it on whatever core is free, and the results
//! put together in an order of their own, so that neither the cutting nor the cores show.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use kvittens_model::companion::Companion;
use kvittens_model::measure::Reason;
use kvittens_model::words::Receipts;
use kvittens_model::{Code, Finding, Id, Measure, Month, NO_ID, Past, Performed, Scope, State, Status, Subject, Thing};
use rayon::prelude::*;

use crate::accept::Accepts;
use crate::arrange::Same;
use crate::config::Configured;
use crate::earlier::{Earlier, Known};
use crate::ground::Ground;
use crate::judge::{self, Judging};
use crate::limits::{Limits, Worse};
use crate::money::{self, Comparison, Questioned};
use crate::orders::{Ordered, Stretch, USUAL_STRETCH};
use crate::rule::{Need, Order, Report, Sink, Tally, provider};
use crate::scene::Scene;
use crate::services::Settings;
use crate::{accept, arrange, cases, customers, explain};

/// Visits a provider must have for its findings per 1 000 visits to be judged.
const LEAST_VISITS: i64 = 30;

/// Fewer rules than this are not worth putting the visits in their order for.
const FEW: usize = 3;

/// Visits that are put side by side at a time: so many that what is fetched of a column is mostly used for several of them,
/// so few that the copy takes little memory.
const BLOCK: usize = 1 << 19;

/// How many times longer than usual a stretch is that is shared by rule.
const LONG: usize = 4;

/// The slug of the measure that every rule on visits has.
pub const FINDINGS: &str = "findings";

/// What runs the rules.
pub struct Engine<'a> {
    /// The catalogue as configured.
    pub rules: &'a [Configured],
    /// What the municipality said.
    pub settings: &'a Settings,
    /// What earlier months say of people; `None` where none is at hand.
    pub earlier: Option<&'a Earlier>,
    /// Visits of a stretch; changes no result.
    pub stretch: usize,
    /// Says which findings are accepted.
    pub accepts: Option<&'a dyn Accepts>,
    /// Nanoseconds from any fixed moment, to tell how long a rule took. The rules themselves know no clock.
    pub now: fn() -> u64,
}

/// How a rule's run went.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRun {
    /// The rule.
    pub code: Code,
    /// Why it did not run.
    pub not_run: Option<Reason>,
    /// What stopped it, where it failed: never a cell's content.
    pub failure: Option<String>,
    /// Findings, explained ones included.
    pub findings: u64,
    /// Open findings.
    pub open: u64,
    /// Time over all cores, in nanoseconds.
    pub nanoseconds: u64,
}

/// What a month's check gives.
#[derive(Debug)]
pub struct Outcome {
    /// By rule, provider and place.
    pub findings: Vec<Finding>,
    /// By rule, name, scope and subject.
    pub measures: Vec<Measure>,
    /// Every rule of the catalogue, by code.
    pub runs: Vec<RuleRun>,
    /// Staff that stand for many people: provider (or [`NO_ID`]) and staff.
    pub placeholders: Vec<(Id, Id)>,
    /// Whether each visit, by position, is counted in the rates of receipts.
    pub expects_receipt: Vec<bool>,
    /// The methods that counted as a receipt.
    pub receipts: Receipts,
    /// Who accepted answers, by role.
    pub deciders: Vec<String>,
    /// How much registered time and pay the open findings are about.
    pub questioned: Questioned,
    /// What was granted, planned, performed and billed, where something can be held against the registrations.
    pub comparison: Option<Comparison>,
    /// What earlier months say; empty until a history says something.
    pub past: Past,
}

impl Outcome {
    /// The role of who accepted an answer.
    pub fn decider(&self, by: Id) -> &str {
        self.deciders.get(by as usize).map_or("", String::as_str)
    }
}

impl<'a> Engine<'a> {
    /// With the usual stretches and no clock.
    pub fn new(rules: &'a [Configured], settings: &'a Settings) -> Engine<'a> {
        Engine { rules, settings, earlier: None, stretch: USUAL_STRETCH, accepts: None, now: || 0 }
    }

    /// Checks a month.
    pub fn run(&self, month: &Month) -> Outcome {
        let earlier = self.earlier.filter(|earlier| !earlier.months.is_empty());
        let cannot_run = |rule| cannot_run(rule, month, earlier.is_some());
        let not_run: Vec<Option<Reason>> = self.rules.iter().map(cannot_run).collect();
        let orders = self.orders(month, &not_run);
        let mut scene = Scene::new(month, self.settings, Ground::of(self.rules), &orders[&Order::Staff]);
        scene.earlier = earlier.map(|earlier| Arc::new(Known::new(earlier, month)));
        let mut parts: Vec<Gathered> = self.rules.iter().map(|_| Gathered::default()).collect();
        let wanting = |order: Order| -> Vec<usize> {
            let wants = |place: &usize| not_run[*place].is_none() && self.rules[*place].rule.meta().order == order;
            (0..self.rules.len()).filter(wants).collect()
        };
        let same = Same::of(&month.visits);
        for (order, ordered) in &orders {
            let places = wanting(*order);
            let customers = if *order == Order::Home { wanting(Order::Customer) } else { Vec::new() };
            self.scan_all(&scene, (*order, ordered, &same), [&places, &customers], &mut parts);
        }
        let visits = visits_per_provider(month);
        let judged: Vec<(RuleRun, Report)> = parts
            .into_par_iter()
            .enumerate()
            .map(|(place, part)| self.judge(&scene, &self.rules[place], not_run[place], part, &visits))
            .collect();
        let (mut findings, mut measures, mut runs) = (Vec::new(), Vec::new(), Vec::new());
        for (run, report) in judged {
            runs.push(run);
            findings.extend(report.findings);
            measures.extend(report.measures);
        }
        // Each rule's are in order already.
        findings.sort_by_key(|finding: &Finding| finding.rule);
        // What is on trial is nobody's question yet, so it neither leads a case nor joins two of them.
        let apart: BTreeSet<Code> = self.rules.iter().filter(|rule| rule.on_trial()).map(Configured::code).collect();
        cases::assign(&mut findings, &apart);
        let (questioned, comparison) =
            rayon::join(|| Questioned::of(&scene, &findings, &apart), || Comparison::of(&scene));
        for (rule, _) in self.rules.iter().zip(&runs).filter(|(rule, run)| counts_minutes(&questioned, rule, run)) {
            measures.extend(money::measures::of_rule(&questioned, rule.code(), visits.keys().copied()));
        }
        measures.extend(customers::measures(month));
        measures.sort_by(|a: &Measure, b: &Measure| {
            (a.rule, a.name, a.scope, a.subject, &a.bucket).cmp(&(b.rule, b.name, b.scope, b.subject, &b.bucket))
        });
        let count = u32::try_from(month.visits.len()).unwrap_or(u32::MAX);
        let expects_receipt = (0..count).map(|visit| scene.facts.expects_receipt(visit)).collect();
        let deciders = self.accepts.map(Accepts::deciders).unwrap_or_default();
        let (placeholders, receipts) = (scene.facts.placeholders, self.settings.receipts);
        Outcome {
            findings,
            measures,
            runs,
            placeholders,
            expects_receipt,
            receipts,
            deciders,
            questioned,
            comparison,
            past: Past::default(),
        }
    }

    fn orders(&self, month: &Month, not_run: &[Option<Reason>]) -> BTreeMap<Order, Ordered> {
        let running = self.rules.iter().zip(not_run).filter(|(_, not_run)| not_run.is_none());
        let mut wanted: Vec<Order> = running.map(|(rule, _)| rule.rule.meta().order).collect();
        // Placeholder staff are found in this order, whatever the rules want.
        wanted.push(Order::Staff);
        // The order of customers at one provider is that of homes, parted.
        wanted.iter_mut().filter(|order| **order == Order::Customer).for_each(|order| *order = Order::Home);
        wanted.sort_unstable();
        wanted.dedup();
        let municipal = self.settings.municipal_staff;
        wanted.into_par_iter().map(|order| (order, Ordered::make(month, order, municipal))).collect()
    }

    /// Runs the rules of an order. The visits of a group lie far apart in memory, so they are put side by side first, once
    /// for all these rules; what they find is then on the month's own positions again. `parted`: rules on the same order
    /// parted by provider.
    fn scan_all(
        &self,
        scene: &Scene<'_>,
        (order, ordered, same): (Order, &Ordered, &Same),
        [places, parted]: [&[usize]; 2],
        parts: &mut [Gathered],
    ) {
        let scan =
            |scene: &Scene<'_>, ordered: &Ordered, settle: &(dyn Fn(&mut Sink) + Sync), parts: &mut [Gathered]| {
                if !places.is_empty() {
                    self.scan_tasks(scene, ordered, places, parts, settle);
                }
                if !parted.is_empty() {
                    let ordered = ordered.parted(|at| scene.visits.provider[at as usize]);
                    self.scan_tasks(scene, &ordered, parted, parts, settle);
                }
            };
        if order == Order::Time || places.len() + parted.len() < FEW {
            scan(scene, ordered, &|_| {}, parts);
            return;
        }
        for block in ordered.blocks(BLOCK) {
            let visits = arrange::visits(scene.visits, same, block.visits());
            let near = scene.arranged(&visits, block.visits());
            let place = |visit: u32| block.visits()[visit as usize];
            let settle = |sink: &mut Sink| {
                sink.findings.iter_mut().for_each(|finding| finding.on(place));
                sink.pairs.iter_mut().for_each(|pair| *pair = (place(pair.0), place(pair.1)));
            };
            scan(&near, &block.in_place(), &settle, parts);
        }
    }

    /// The rules of an order over a short stretch of it, one after the other, so that the visits that the first one
    /// fetched are at hand for the others; a stretch that a single id makes long is shared by rule.
    fn scan_tasks(
        &self,
        scene: &Scene<'_>,
        ordered: &Ordered,
        places: &[usize],
        parts: &mut [Gathered],
        settle: &(dyn Fn(&mut Sink) + Sync),
    ) {
        let mut tasks: Vec<(Vec<usize>, Stretch<'_>)> = Vec::new();
        for stretch in ordered.stretches(self.stretch) {
            if stretch.visits().len() > LONG * self.stretch {
                tasks.extend(places.iter().map(|place| (vec![*place], stretch)));
            } else {
                tasks.push((places.to_vec(), stretch));
            }
        }
        let scan = |(places, stretch): &(Vec<usize>, Stretch<'_>)| -> Vec<Scanned> {
            let scanned = places.iter().map(|place| self.scan(scene, *place, stretch));
            let settled = scanned.map(|mut scanned| {
                if let Ok(sink) = &mut scanned.result {
                    settle(sink);
                }
                scanned
            });
            settled.collect()
        };
        let scanned: Vec<Vec<Scanned>> = tasks.par_iter().map(scan).collect();
        for (scanned, (places, _)) in scanned.into_iter().zip(&tasks) {
            for (scanned, place) in scanned.into_iter().zip(places) {
                parts[*place].add(scanned);
            }
        }
    }

    fn scan(&self, scene: &Scene<'_>, place: usize, stretch: &Stretch<'_>) -> Scanned {
        let start = (self.now)();
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut sink = Sink::default();
            self.rules[place].rule.scan(scene, stretch, &mut sink);
            sink
        }));
        Scanned {
            result: result.map_err(|panic| said(panic.as_ref())),
            nanoseconds: (self.now)().saturating_sub(start),
        }
    }

    fn judge(
        &self,
        scene: &Scene<'_>,
        configured: &Configured,
        not_run: Option<Reason>,
        part: Gathered,
        visits: &BTreeMap<Id, i64>,
    ) -> (RuleRun, Report) {
        let meta = configured.rule.meta();
        let limits = Limits::new(&configured.limits, scene.month.month);
        let mut failure = part.failure;
        let Sink { findings, tallies, pairs } = Gathered::together(part.sinks);
        let mut report = Report { findings, ..Report::default() };
        if failure.is_none() && not_run.is_none() {
            let tallies = summed(tallies);
            let judged = catch_unwind(AssertUnwindSafe(|| {
                let mut judged = configured.rule.judge(scene, &limits, &tallies);
                let of_pairs = configured.rule.judge_pairs(scene, &limits, &pairs);
                judged.findings.extend(of_pairs.findings);
                judged.measures.extend(of_pairs.measures);
                judged
            }));
            match judged {
                Ok(judged) => {
                    report.findings.extend(judged.findings);
                    report.measures = judged.measures;
                    failure = judged.failure;
                }
                Err(panic) => failure = Some(said(panic.as_ref())),
            }
        }
        explain::explain(scene, &meta, &mut report.findings);
        if let Some(accepts) = self.accepts {
            accept::accept(accepts, scene.month, &meta, &mut report.findings);
        }
        let not_run = if failure.is_some() { Some(Reason::Failed) } else { not_run };
        if let Some(reason) = not_run {
            report = Report { measures: vec![unrun(meta.code, reason)], ..Report::default() };
        } else if meta.per.on_visits() {
            report.measures.extend(per_thousand(scene, meta.code, &limits, &report.findings, visits));
        }
        if let Some(severity) = configured.severity {
            report.findings.iter_mut().for_each(|finding| finding.severity = severity);
        }
        report.findings.sort_by(|a, b| place_of(a).cmp(&place_of(b)));
        let open = report.findings.iter().filter(|finding| finding.state == State::Open).count() as u64;
        let run = RuleRun {
            code: meta.code,
            not_run,
            failure,
            findings: report.findings.len() as u64,
            open,
            nanoseconds: part.nanoseconds,
        };
        (run, report)
    }
}

/// Whether a rule's minutes in question are measured: it ran, it is not on trial, and it is on visits or has some.
fn counts_minutes(questioned: &Questioned, rule: &Configured, run: &RuleRun) -> bool {
    let on_visits = rule.rule.meta().per.on_visits() || questioned.rules.contains_key(&run.code);
    on_visits && run.not_run.is_none() && !rule.on_trial()
}

/// Where a finding stands among the others. Row numbers play no part: findings alike in all this (D201's groups of one
/// visit and service) keep the order their rule gave them, which is one of content.
type Place<'a> = (Code, Subject, Option<u32>, &'a [Id], Thing);

fn place_of(finding: &Finding) -> Place<'_> {
    (finding.rule, finding.subject, finding.visit, &finding.services, finding.thing)
}

struct Scanned {
    result: Result<Sink, String>,
    nanoseconds: u64,
}

/// What a rule found in each stretch, in order.
#[derive(Default)]
struct Gathered {
    sinks: Vec<Sink>,
    failure: Option<String>,
    nanoseconds: u64,
}

impl Gathered {
    fn add(&mut self, scanned: Scanned) {
        self.nanoseconds += scanned.nanoseconds;
        match scanned.result {
            Ok(sink) => self.sinks.push(sink),
            Err(said) => self.failure = self.failure.take().or(Some(said)),
        }
    }

    /// What was found in all stretches, put together once.
    fn together(sinks: Vec<Sink>) -> Sink {
        let count = |of: fn(&Sink) -> usize| sinks.iter().map(of).sum();
        let mut all = Sink {
            findings: Vec::with_capacity(count(|sink| sink.findings.len())),
            tallies: Vec::with_capacity(count(|sink| sink.tallies.len())),
            pairs: Vec::with_capacity(count(|sink| sink.pairs.len())),
        };
        for sink in sinks {
            all.findings.extend(sink.findings);
            all.tallies.extend(sink.tallies);
            all.pairs.extend(sink.pairs);
        }
        all
    }
}

/// What a panic said. A rule's own words: rules put no cell into them.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("the rule stopped").to_owned()
}

fn cannot_run(configured: &Configured, month: &Month, has_earlier: bool) -> Option<Reason> {
    let v = &month.visits;
    let none = |ids: &[Id]| ids.iter().all(|id| *id == NO_ID);
    let lacks_file = |kind: Companion| (!month.companions.has(kind)).then_some(Reason::NoFile(kind));
    let lacks = |need: &Need| match need {
        Need::Manual => (!month.has_manual).then_some(Reason::NoManualExport),
        Need::Staff => none(&v.staff).then_some(Reason::NoStaff),
        Need::Services => month.ids.sets.is_empty().then_some(Reason::NoServices),
        Need::Tags => none(&v.tag).then_some(Reason::NoTags),
        Need::Devices => none(&v.device).then_some(Reason::NoDevices),
        Need::Reasons => none(&month.rows.entries.reason).then_some(Reason::NoReasons),
        Need::EntryTimes => {
            month.rows.entries.entered_at.iter().all(|time| time.is_none()).then_some(Reason::NoEntryTimes)
        }
        Need::EntryNames => none(&v.entered_by).then_some(Reason::NoEntryNames),
        Need::Approvals => {
            month.rows.entries.approved_at.iter().all(|time| time.is_none()).then_some(Reason::NoApprovals)
        }
        Need::Plan => v.planned_start.iter().all(|time| time.is_none()).then_some(Reason::NoPlan),
        Need::Doubles => (!explain::any_double(v)).then_some(Reason::NoDoubles),
        Need::Statuses => v.performed.iter().all(|status| *status == Performed::Yes).then_some(Reason::NoStatuses),
        Need::History => (!has_earlier).then_some(Reason::NoHistory),
        Need::Decisions => lacks_file(Companion::Decisions),
        Need::PlannedVisits => lacks_file(Companion::Plan),
        Need::Absence => lacks_file(Companion::Absence),
        Need::Exemptions => lacks_file(Companion::Exemptions),
        Need::Billing => lacks_file(Companion::Billing),
        Need::Supplements => lacks_file(Companion::Supplements),
        Need::File(kind) => lacks_file(*kind),
        Need::Households => lacks_file(Companion::Households),
        Need::TagRegister => lacks_file(Companion::Tags),
        Need::Places => {
            let placed = month.companions.households.iter().any(|of| of.place.is_some());
            lacks_file(Companion::Households).or((!placed).then_some(Reason::NoPlaces))
        }
    };
    configured.held_back().or_else(|| configured.rule.meta().needs.iter().find_map(lacks))
}

/// Tallies of one name and subject as one, in order.
fn summed(mut tallies: Vec<Tally>) -> Vec<Tally> {
    tallies.sort_unstable_by_key(|tally| (tally.name, tally.scope, tally.subject));
    tallies.dedup_by(|next, kept| {
        let same = (next.name, next.scope, next.subject) == (kept.name, kept.scope, kept.subject);
        if same {
            kept.numerator += next.numerator;
            kept.denominator += next.denominator;
        }
        same
    });
    tallies
}

fn visits_per_provider(month: &Month) -> BTreeMap<Id, i64> {
    let mut visits = vec![0; month.ids.provider.len() as usize];
    for (provider, performed) in month.visits.provider.iter().zip(&month.visits.performed) {
        visits[*provider as usize] += i64::from(*performed == Performed::Yes);
    }
    (0..).zip(visits).collect()
}

/// Open findings per 1 000 performed visits, of each provider and of all.
fn per_thousand(
    scene: &Scene<'_>,
    rule: Code,
    limits: &Limits<'_>,
    findings: &[Finding],
    visits: &BTreeMap<Id, i64>,
) -> Vec<Measure> {
    let mut open: BTreeMap<Id, i64> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.state == State::Open) {
        *open.entry(finding.subject.provider).or_default() += 1;
    }
    let of = |id: &Id| open.get(id).copied().unwrap_or_default();
    let tally =
        |scope, subject, numerator, denominator| Tally { name: FINDINGS, scope, subject, numerator, denominator };
    let each: Vec<Tally> =
        visits.iter().map(|(id, count)| tally(Scope::Provider, provider(*id), of(id), *count)).collect();
    let all = [tally(Scope::All, Subject::NONE, open.values().sum(), visits.values().sum())];
    let judging = Judging { rule, limits, worse: Some(Worse::Above), min_n: LEAST_VISITS, per: judge::per(FINDINGS) };
    let unjudged = Judging { worse: None, ..judging };
    [judge::measures(scene, &judging, &each), judge::measures(scene, &unjudged, &all)].concat()
}

fn unrun(rule: Code, reason: Reason) -> Measure {
    Measure {
        rule,
        name: FINDINGS,
        scope: Scope::All,
        subject: Subject::NONE,
        bucket: None,
        numerator: None,
        denominator: None,
        value: None,
        interval: None,
        limit: None,
        limit_source: None,
        peer: None,
        funnel: None,
        baseline: None,
        status: Status::NotRun,
        reason: Some(reason),
    }
}
