//! Two deliveries of one month: what the second adds, leaves out and has otherwise.

use crate::local::Local;
use crate::words::Method;

/// What happened from the first delivery to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Happened {
    /// Only in the second.
    Added,
    /// Only in the first.
    Removed,
    /// In both, with other values.
    Changed,
}

impl Happened {
    /// Everything that can happen.
    pub const ALL: [Happened; 3] = [Happened::Added, Happened::Removed, Happened::Changed];

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Happened::Added => "added",
            Happened::Removed => "removed",
            Happened::Changed => "changed",
        }
    }
}

/// What a change is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A registration.
    Row,
    /// A finding.
    Finding {
        /// The rule's code.
        rule: String,
        /// Its id, where it has one.
        id: Option<String>,
    },
}

/// The values of a row or finding that are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Values {
    /// Start.
    pub start: Local,
    /// Stop.
    pub stop: Local,
    /// How the start came, of a row.
    pub in_method: Option<Method>,
    /// How the stop came, of a row.
    pub out_method: Option<Method>,
    /// What the rule compares, of a finding.
    pub value: Option<f64>,
    /// Minutes it is about, of a finding.
    pub minutes: Option<i32>,
    /// Open, explained or accepted, of a finding.
    pub status: Option<&'static str>,
}

/// One change. Texts are those of the exports.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Of a row or a finding.
    pub of: Of,
    /// What happened.
    pub happened: Happened,
    /// Utförare.
    pub provider: String,
    /// Besöks-ID.
    pub visit: Option<String>,
    /// Brukare.
    pub customer: Option<String>,
    /// Personal.
    pub staff: Option<String>,
    /// Insats, several joined with ` + `.
    pub service: Option<String>,
    /// The first delivery's values.
    pub before: Option<Values>,
    /// The second delivery's values.
    pub after: Option<Values>,
    /// The names of the values that differ.
    pub fields: Vec<&'static str>,
    /// When the row of the second delivery was entered.
    pub entered_at: Local,
    /// When it was approved.
    pub approved_at: Local,
    /// Whether it was entered or approved after the lock date; `None` where no date or no time says so.
    pub after_lock: Option<bool>,
}

/// Two deliveries of a month, compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deliveries {
    /// Rows that are alike in both.
    pub same_rows: u64,
    /// Findings that are alike in both.
    pub same_findings: u64,
    /// What differs: rows first, each by provider, visit, customer, staff and service.
    pub changes: Vec<Change>,
}

impl Deliveries {
    /// How many rows (`true`) or findings had this happen.
    pub fn count(&self, rows: bool, happened: Happened) -> u64 {
        let wanted = |change: &&Change| (change.of == Of::Row) == rows && change.happened == happened;
        self.changes.iter().filter(wanted).count() as u64
    }

    /// How many rows were entered or approved after the lock date.
    pub fn after_lock(&self) -> u64 {
        self.changes.iter().filter(|change| change.after_lock == Some(true)).count() as u64
    }
}
