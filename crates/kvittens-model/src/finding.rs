//! A finding: what a rule saw, in ids and positions. Texts are made when it is written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::ids::{Id, NO_ID};
use crate::local::Local;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth asking about.
    Minor,
    /// Must be asked about.
    Major,
}

impl Severity {
    /// Every weight.
    pub const ALL: [Severity; 3] = [Severity::Info, Severity::Minor, Severity::Major];

    /// The word in tables and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Minor => "minor",
            Severity::Major => "major",
        }
    }
}

/// What explains a finding, so that it is shown apart and not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Explanation {
    /// The plan has it so too.
    Planned,
    /// Two staff were meant to be there.
    DoubleStaffing,
    /// The services are kept apart by configuration.
    Service,
    /// It stands on a visit that is too long (T403).
    TooLong,
    /// The customer moved from one provider to another in these days.
    ProviderChange,
    /// The customers live together.
    Household,
    /// The customer is exempt from receipts (dispens).
    Exemption,
    /// The system was down (avbrott).
    Outage,
    /// The staff is the customer's fast omsorgskontakt.
    CareContact,
    /// An acute decision's days of grace.
    Grace,
}

impl Explanation {
    /// Every explanation.
    pub const ALL: [Explanation; 10] = [
        Explanation::Planned,
        Explanation::DoubleStaffing,
        Explanation::Service,
        Explanation::TooLong,
        Explanation::ProviderChange,
        Explanation::Household,
        Explanation::Exemption,
        Explanation::Outage,
        Explanation::CareContact,
        Explanation::Grace,
    ];

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Explanation::Planned => "planned",
            Explanation::DoubleStaffing => "double-staffing",
            Explanation::Service => "service",
            Explanation::TooLong => "too-long",
            Explanation::ProviderChange => "provider-change",
            Explanation::Household => "household",
            Explanation::Exemption => "exemption",
            Explanation::Outage => "outage",
            Explanation::CareContact => "care-contact",
            Explanation::Grace => "grace",
        }
    }
}

/// Whether a finding is a question, or answered already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// A question to the provider.
    Open,
    /// Explained by data: kept, shown apart, not counted.
    Explained(Explanation),
    /// Answered, and the answer accepted: kept, shown apart, not counted. By whom: a position in a list of roles.
    Accepted(Id),
}

impl State {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Explained(_) => "explained",
            State::Accepted(_) => "accepted",
        }
    }

    /// What data explains it, if any does.
    pub fn explanation(self) -> Option<Explanation> {
        match self {
            State::Open | State::Accepted(_) => None,
            State::Explained(explanation) => Some(explanation),
        }
    }
}

/// Whom a finding or measure is about; [`NO_ID`] where it is about all or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Utförare.
    pub provider: Id,
    /// Enhet.
    pub unit: Id,
    /// Brukare.
    pub customer: Id,
    /// Personal.
    pub staff: Id,
}

impl Subject {
    /// Nobody.
    pub const NONE: Subject = Subject { provider: NO_ID, unit: NO_ID, customer: NO_ID, staff: NO_ID };
}

/// What a finding is about beside people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// People alone.
    #[default]
    None,
    /// A phone.
    Device(Id),
    /// A tag.
    Tag(Id),
    /// A reason for an entry by hand.
    Reason(Id),
    /// Another customer, where a rule is on two.
    Customer(Id),
    /// Another member of staff, where a rule is on two.
    Staff(Id),
    /// One of several kinds that a rule tells apart: working time a day, a month, rest.
    Kind(&'static str),
}

/// A part of a visit's registered time, in seconds of the real clock ([`crate::clock::real`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// Position in [`crate::Visits`].
    pub visit: u32,
    /// Its begin.
    pub from: i32,
    /// Its end.
    pub to: i32,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: Code,
    /// Its weight.
    pub severity: Severity,
    /// Open or explained.
    pub state: State,
    /// Whom it is about.
    pub subject: Subject,
    /// The services it is about, ascending ids.
    pub services: Vec<Id>,
    /// The visit it stands on: position in [`crate::Visits`]; `None` for a rule that is not on visits.
    pub visit: Option<u32>,
    /// The other visits in it, ascending positions.
    pub others: Vec<u32>,
    /// Start of the visit, of a chain the first; [`Local::NONE`] for a rule that is not on visits.
    pub start: Local,
    /// Stop of the visit, of a chain the last.
    pub stop: Local,
    /// What the rule compares, in the unit of `limit`.
    pub value: Option<f64>,
    /// What it was held against.
    pub limit: Option<f64>,
    /// Minutes of registered time it is about, rounded down.
    pub minutes: i32,
    /// Which registered time that is; `None` where it is the whole of `visit`, none where `minutes` are of another kind.
    pub parts: Option<Vec<Part>>,
    /// Positions in [`crate::Rows`] it stands on.
    pub rows: Vec<u32>,
    /// What it is about beside people, where the rule is on such a thing: it tells two findings apart.
    pub thing: Thing,
    /// The case it belongs to: the position of the case's primary finding, `None` outside cases.
    pub case: Option<u32>,
}

impl Finding {
    /// Puts another position in the place of every visit's.
    pub fn on(&mut self, place: impl Fn(u32) -> u32) {
        let parts = self.parts.iter_mut().flatten().map(|part| &mut part.visit);
        for visit in self.visit.iter_mut().chain(&mut self.others).chain(parts) {
            *visit = place(*visit);
        }
        self.others.sort_unstable();
    }
}
