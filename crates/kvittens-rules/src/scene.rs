//! What every rule sees: the month, the settings, and the facts about each visit that several rules ask for.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use kvittens_model::ids::ServiceSets;
use kvittens_model::{
    Class, Code, Finding, Id, Local, Method, Month, NO_ID, Part, Performed, Severity, State, Subject, Thing, Visits,
};

use crate::approvals::Approvals;
use crate::beside::Beside;
use crate::earlier::Known;
use crate::explain::{Changes, Separate};
use crate::facts::Facts;
use crate::ground::Ground;
use crate::orders::Ordered;
use crate::reasons::Reasons;
use crate::services::Settings;

/// A month as the rules see it.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The month.
    pub month: &'a Month,
    /// Its visits; in a scan those of the order that the rule asked for, where a visit's neighbours are its group's.
    pub visits: &'a Visits,
    /// Which services stand together.
    pub sets: &'a ServiceSets,
    /// What the municipality configured.
    pub settings: &'a Settings,
    /// Facts per visit.
    pub facts: Facts,
    /// The month's visits in the order of staff, for judging; in a scan they stand elsewhere.
    pub by_staff: &'a Ordered,
    /// What the other exports say.
    pub beside: Arc<Beside>,
    /// Rules that others build on.
    pub ground: Arc<Ground>,
    /// Services kept as visits of their own.
    pub separate: Arc<Separate>,
    /// The reasons for times typed in by hand.
    pub reasons: Arc<Reasons>,
    changes: Arc<OnceLock<Changes>>,
    approvals: Arc<OnceLock<Approvals>>,
    /// What earlier months say of people, where some are at hand.
    pub earlier: Option<Arc<Known>>,
}

impl<'a> Scene<'a> {
    /// Sets the scene. `staff`: the visits in the order of staff.
    pub fn new(month: &'a Month, settings: &'a Settings, ground: Ground, staff: &'a Ordered) -> Scene<'a> {
        let beside = Beside::of(month);
        let facts = || Facts::gather(month, settings, &beside, ground.long, staff);
        let others = || (Separate::of(month, settings), Reasons::of(month));
        let (facts, (separate, reasons)) = rayon::join(facts, others);
        let (visits, sets) = (&month.visits, &month.ids.sets);
        Scene {
            month,
            visits,
            sets,
            settings,
            facts,
            by_staff: staff,
            beside: Arc::new(beside),
            ground: Arc::new(ground),
            separate: Arc::new(separate),
            reasons: Arc::new(reasons),
            changes: Arc::default(),
            approvals: Arc::default(),
            earlier: None,
        }
    }

    /// The same month with its visits in another order: `visits` and `order` as [`crate::arrange::visits`] has them.
    pub fn arranged<'b>(&'b self, visits: &'b Visits, order: &[u32]) -> Scene<'b> {
        Scene {
            month: self.month,
            visits,
            sets: self.sets,
            settings: self.settings,
            facts: self.facts.arranged(order),
            by_staff: self.by_staff,
            beside: Arc::clone(&self.beside),
            ground: Arc::clone(&self.ground),
            separate: Arc::clone(&self.separate),
            reasons: Arc::clone(&self.reasons),
            changes: Arc::clone(&self.changes),
            approvals: Arc::clone(&self.approvals),
            earlier: self.earlier.clone(),
        }
    }

    /// Which customers changed provider in the month: gathered when it is first asked.
    pub fn changes(&self) -> &Changes {
        self.changes.get_or_init(|| Changes::of(self.month))
    }

    /// Where approvals stand: gathered when it is first asked.
    pub fn approvals(&self) -> &Approvals {
        self.approvals.get_or_init(|| Approvals::of(self.month))
    }

    /// Whether a visit was performed.
    pub fn is_performed(&self, visit: u32) -> bool {
        self.visits.performed[visit as usize] == Performed::Yes
    }

    /// How a visit was registered.
    pub fn class(&self, visit: u32) -> Class {
        self.visits.class(visit, self.settings.receipts)
    }

    /// Whether one of a visit's ends was registered so.
    pub fn has_end(&self, visit: u32, method: Method) -> bool {
        self.visits.in_method[visit as usize] == method || self.visits.out_method[visit as usize] == method
    }

    /// The customer that stands for a customer's household. Without a file of households each customer is one.
    pub fn household(&self, customer: Id) -> Id {
        self.beside.household(customer)
    }

    /// Who a visit's staff is: provider (or [`NO_ID`] where staff ids are the municipality's) and staff.
    pub fn person(&self, visit: u32) -> (Id, Id) {
        let at = visit as usize;
        (if self.settings.municipal_staff { NO_ID } else { self.visits.provider[at] }, self.visits.staff[at])
    }

    /// Whom a finding on a person is about, given the person's visits: the provider with most of them is asked, of
    /// several the first by name.
    pub fn staff(&self, visits: &[u32]) -> Subject {
        let staff = visits.first().map_or(NO_ID, |visit| self.visits.staff[*visit as usize]);
        Subject { provider: self.asked(visits).unwrap_or(NO_ID), staff, ..Subject::NONE }
    }

    /// The provider with most of some visits, of several the first by name; `None` where there is no visit.
    pub fn asked(&self, visits: &[u32]) -> Option<Id> {
        let mut counts: BTreeMap<Id, usize> = BTreeMap::new();
        for visit in visits {
            *counts.entry(self.visits.provider[*visit as usize]).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(provider, count)| (*count, Reverse(*provider)));
        most.map(|(provider, _)| provider)
    }

    /// Whom a visit is about.
    pub fn subject(&self, visit: u32) -> Subject {
        let at = visit as usize;
        let v = self.visits;
        Subject { provider: v.provider[at], unit: v.unit[at], customer: v.customer[at], staff: v.staff[at] }
    }

    /// An open finding on a visit and its rows, without minutes; the rule adds what it saw.
    pub fn on_visit(&self, rule: Code, severity: Severity, visit: u32) -> Finding {
        Finding {
            rule,
            severity,
            state: State::Open,
            subject: self.subject(visit),
            services: Vec::new(),
            visit: Some(visit),
            others: Vec::new(),
            start: self.visits.start[visit as usize],
            stop: self.visits.stop[visit as usize],
            value: None,
            limit: None,
            minutes: 0,
            parts: None,
            rows: self.visits.rows_of(visit).to_vec(),
            thing: Thing::None,
            case: None,
        }
    }

    /// An open finding on visits in order: it stands on the first, until the latest stop. Staff stands only where it is
    /// the same all along.
    pub fn on_visits(&self, rule: Code, severity: Severity, visits: &[u32]) -> Finding {
        let mut finding = self.on_visit(rule, severity, visits[0]);
        finding.stop = visits.iter().map(|visit| self.visits.stop[*visit as usize]).max().unwrap_or(finding.stop);
        if visits.iter().any(|visit| self.visits.staff[*visit as usize] != finding.subject.staff) {
            finding.subject.staff = NO_ID;
        }
        self.with_others(&mut finding, visits[1..].to_vec());
        finding
    }

    /// An open finding on a provider, unit, staff or customer.
    pub fn on_subject(&self, rule: Code, severity: Severity, subject: Subject, value: f64, limit: f64) -> Finding {
        Finding {
            rule,
            severity,
            state: State::Open,
            subject,
            services: Vec::new(),
            visit: None,
            others: Vec::new(),
            start: Local::NONE,
            stop: Local::NONE,
            value: Some(value),
            limit: Some(limit),
            minutes: 0,
            parts: None,
            rows: Vec::new(),
            thing: Thing::None,
            case: None,
        }
    }

    /// The lengths of visits together, in minutes, rounded down once; a visit that has none counts as none.
    pub fn minutes(&self, visits: &[u32]) -> i32 {
        let timed = visits.iter().filter(|visit| self.facts.timed(**visit));
        let seconds: i64 = timed.map(|visit| i64::from(self.facts.length(*visit))).sum();
        i32::try_from(seconds / 60).unwrap_or(i32::MAX)
    }

    /// The whole of visits; one that has no length has no time.
    pub fn whole(&self, visits: &[u32]) -> Vec<Part> {
        let timed = visits.iter().filter(|visit| self.facts.timed(**visit));
        timed.map(|visit| Part { visit: *visit, from: self.facts.from(*visit), to: self.facts.to(*visit) }).collect()
    }

    /// Says which registered time a finding is about, where that is not the whole of its visit. Its minutes are the
    /// lengths together, rounded down once.
    pub fn is_about(&self, finding: &mut Finding, parts: Vec<Part>) {
        let seconds: i64 = parts.iter().map(|part| i64::from(part.to - part.from)).sum();
        finding.minutes = i32::try_from(seconds / 60).unwrap_or(i32::MAX);
        finding.parts = Some(parts);
    }

    /// Adds other visits to a finding, with their rows.
    pub fn with_others(&self, finding: &mut Finding, mut others: Vec<u32>) {
        others.sort_unstable();
        others.dedup();
        for other in &others {
            finding.rows.extend_from_slice(self.visits.rows_of(*other));
        }
        finding.rows.sort_unstable();
        finding.others = others;
    }
}
