//! Findings as plain values, so that two lists of them can be told apart.

use kvittens_model::{Finding, Id, Local, NO_ID, Subject};

/// What the reference and the kernel must agree on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub rule: String,
    /// Provider, unit, customer, staff.
    pub subject: [Id; 4],
    pub visit: Option<u32>,
    pub others: Vec<u32>,
    pub services: Vec<Id>,
    pub severity: &'static str,
    pub explained: Option<&'static str>,
    pub start: Local,
    pub stop: Local,
    /// In billionths: sums in another order differ in the last bits.
    pub value: Option<i64>,
    pub limit: Option<i64>,
    pub minutes: i32,
    pub rows: Vec<u32>,
}

impl Seen {
    /// A finding of nothing yet.
    pub fn new(rule: &str, severity: &'static str) -> Seen {
        Seen {
            rule: rule.to_owned(),
            subject: [NO_ID; 4],
            visit: None,
            others: Vec::new(),
            services: Vec::new(),
            severity,
            explained: None,
            start: Local::NONE,
            stop: Local::NONE,
            value: None,
            limit: None,
            minutes: 0,
            rows: Vec::new(),
        }
    }

    /// What the kernel says.
    pub fn of(finding: &Finding) -> Seen {
        Seen {
            rule: finding.rule.to_string(),
            subject: ids(finding.subject),
            visit: finding.visit,
            others: finding.others.clone(),
            services: finding.services.clone(),
            severity: finding.severity.name(),
            explained: finding.state.explanation().map(|explanation| explanation.name()),
            start: finding.start,
            stop: finding.stop,
            value: finding.value.map(rounded),
            limit: finding.limit.map(rounded),
            minutes: finding.minutes,
            rows: finding.rows.clone(),
        }
    }

    /// Holds `value` against `limit`.
    pub fn comparing(mut self, value: f64, limit: f64) -> Seen {
        self.value = Some(rounded(value));
        self.limit = Some(rounded(limit));
        self
    }
}

/// A subject's ids.
pub fn ids(subject: Subject) -> [Id; 4] {
    [subject.provider, subject.unit, subject.customer, subject.staff]
}

#[allow(clippy::cast_possible_truncation, reason = "shares, minutes and hours are small")]
fn rounded(value: f64) -> i64 {
    (value * 1e9).round() as i64
}
