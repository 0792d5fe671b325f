//! What a check said of a month, in texts: from a run, from the store, or from findings made elsewhere.

mod findings;
mod grid;
mod of;
mod table;
mod text;

use std::collections::BTreeMap;

use kvittens_model::{Local, Severity, YearMonth};

pub use findings::read_findings;
pub use grid::{Grid, GridError, Problem};
pub use table::TableError;
pub(crate) use text::{month, number};

/// Whether a finding is a question still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A question.
    #[default]
    Open,
    /// Explained by data.
    Explained,
    /// Answered and accepted.
    Accepted,
}

impl Standing {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Explained => "explained",
            Standing::Accepted => "accepted",
        }
    }
}

/// One finding; the columns of findings.parquet. Made elsewhere, it may hold no more than month, rule, provider and a
/// visit or a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The month it was found in.
    pub month: YearMonth,
    /// The rule's code.
    pub rule: String,
    /// Its weight, where it is told.
    pub severity: Option<Severity>,
    /// Open unless told otherwise.
    pub standing: Standing,
    /// What explains it.
    pub explanation: Option<String>,
    /// The same in every delivery and run.
    pub finding_id: Option<String>,
    /// The same in every month, for rules on a provider, unit, staff or customer.
    pub series_id: Option<String>,
    /// Utförare.
    pub provider: String,
    /// Enhet.
    pub unit: Option<String>,
    /// Brukare, as the store's exports write it.
    pub customer: Option<String>,
    /// Personal.
    pub staff: Option<String>,
    /// Insats, several joined with ` + `.
    pub service: Option<String>,
    /// The visit it stands on.
    pub visit: Option<String>,
    /// The other visits in it.
    pub other_visits: Vec<String>,
    /// Start of the visit or the chain.
    pub start: Local,
    /// Its stop.
    pub stop: Local,
    /// What the rule compares.
    pub value: Option<f64>,
    /// What it was held against.
    pub limit: Option<f64>,
    /// Minutes of registered time it is about.
    pub minutes: i32,
}

/// One measure; the columns of measures.parquet that months are compared by.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The rule's code.
    pub rule: String,
    /// What is measured, as a slug.
    pub measure: String,
    /// `all`, `provider`, `unit`, `staff` or `customer`.
    pub scope: String,
    /// Utförare; empty for `all`.
    pub provider: Option<String>,
    /// The unit, staff or customer.
    pub subject: Option<String>,
    /// A cell within it.
    pub bucket: Option<String>,
    /// How many.
    pub numerator: Option<i64>,
    /// Of how many.
    pub denominator: Option<i64>,
    /// The rate.
    pub value: Option<f64>,
    /// 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// `ok`, `watch`, `deviation`, `too-few` or `not-run`.
    pub status: String,
}

/// What a catalogue said of one month.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The month.
    pub month: YearMonth,
    /// The findings, in the order of the run.
    pub findings: Vec<Found>,
    /// The measures, in the order of the run.
    pub measures: Vec<Measured>,
    /// Performed visits of each provider.
    pub visits: BTreeMap<String, u64>,
    /// Rules that did not run, and why, as the manifest words it.
    pub not_run: BTreeMap<String, String>,
    /// Milliseconds of each rule that ran.
    pub milliseconds: BTreeMap<String, f64>,
}
