//! What every rule sees: the month, the settings, and the facts about each visit that several rules ask for.

use kvittens_model::ids::ServiceSets;
use kvittens_model::{Class, Code, Finding, Id, Local, Method, Month, Severity, State, Subject, Thing, Visits};

use crate::facts::{Facts, Long};
use crate::orders::Ordered;
use crate::reasons::Reasons;
use crate::services::Settings;

/// A month as the rules see it.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The month.
    pub month: &'a Month,
    /// Its visits.
    pub visits: &'a Visits,
    /// Which services stand together.
    pub sets: &'a ServiceSets,
    /// What the municipality configured.
    pub settings: &'a Settings,
    /// Facts per visit.
    pub facts: Facts,
    /// The reasons for times typed in by hand.
    pub reasons: Reasons,
}

impl<'a> Scene<'a> {
    /// Sets the scene. `staff`: the visits in the order of staff.
    pub fn new(month: &'a Month, settings: &'a Settings, long: Long, staff: &Ordered) -> Scene<'a> {
        let facts = Facts::gather(month, settings, long, staff);
        Scene { month, visits: &month.visits, sets: &month.ids.sets, settings, facts, reasons: Reasons::of(month) }
    }

    /// How a visit was registered.
    pub fn class(&self, visit: u32) -> Class {
        self.visits.class(visit, self.settings.receipts)
    }

    /// Whether one of a visit's ends was registered so.
    pub fn has_end(&self, visit: u32, method: Method) -> bool {
        self.visits.in_method[visit as usize] == method || self.visits.out_method[visit as usize] == method
    }

    /// A visit's length in whole minutes; 0 where it has none.
    pub fn minutes(&self, visit: u32) -> i32 {
        if self.facts.timed(visit) { self.facts.length(visit) / 60 } else { 0 }
    }

    /// The household of a customer. Without a file of households each customer is one.
    pub fn household(&self, customer: Id) -> Id {
        customer
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
            rows: self.visits.rows_of(visit).to_vec(),
            thing: Thing::None,
            case: None,
        }
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
            rows: Vec::new(),
            thing: Thing::None,
            case: None,
        }
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
