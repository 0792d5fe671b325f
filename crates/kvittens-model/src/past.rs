//! What earlier months and an earlier delivery say of a month: beside its findings and measures, never in their place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::deliveries::Deliveries;
use crate::finding::Subject;
use crate::local::YearMonth;
use crate::measure::{Measure, Scope};

/// How a finding of a series stands to the months before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// In no month before.
    New,
    /// In the month before too.
    Persisting,
    /// In a month before, but not in the last one.
    Returned,
}

impl Memory {
    /// Every memory.
    pub const ALL: [Memory; 3] = [Memory::New, Memory::Persisting, Memory::Returned];

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Memory::New => "new",
            Memory::Persisting => "persisting",
            Memory::Returned => "returned",
        }
    }
}

/// A side of a centre line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// More than the centre.
    Above,
    /// Less.
    Below,
}

/// A count of one month, as a point of a chart. Values are in the measure's unit: a share, or findings per 1 000 visits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Which month.
    pub month: YearMonth,
    /// How many.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
    /// The rate.
    pub value: f64,
    /// The 3-sigma limits for this denominator; `None` where too few are expected on either side to judge.
    pub limits: Option<(f64, f64)>,
    /// Western Electric rule 1: beyond a limit.
    pub beyond: Option<Side>,
    /// Western Electric rule 4: of eight or more in a row on one side of the centre line.
    pub run: Option<Side>,
}

/// A p-chart: one share of one provider, month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The months that have a value, ascending.
    pub points: Vec<Point>,
    /// The centre line: the pooled rate of the reference.
    pub centre: f64,
    /// First and last month of the reference, and how many they are.
    pub reference: (YearMonth, YearMonth, u32),
    /// What the latest month belongs to, if it is a change.
    pub changed: Option<Changed>,
}

/// A change that still holds in the latest month, and its evidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// The first month of the evidence.
    pub since: YearMonth,
    /// How many months in a row have lain on this side since then, the latest included.
    pub months: u32,
    /// How many of them lie beyond the limit.
    pub beyond: u32,
    /// On which side.
    pub side: Side,
    /// The centre line.
    pub centre: f64,
    /// The pooled rate of these months.
    pub value: f64,
}

/// A measure's value in an earlier month, in its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Former {
    /// Which month.
    pub month: YearMonth,
    /// The rate.
    pub value: f64,
}

/// A measure beside its own past.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The value of the month before.
    pub former: Option<f64>,
    /// The months that the baseline pools; 0 where there are too few.
    pub months: u32,
    /// The 3-sigma limits around the baseline for this month's denominator.
    pub limits: Option<(f64, f64)>,
    /// A change that still holds.
    pub changed: Option<Changed>,
    /// The earlier months that have a value, ascending; only of all, providers and units.
    pub before: Vec<Former>,
}

/// A finding of last month's whose series is not seen this month. Texts, as last month's export had them: the person
/// may have no visit any more.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    /// The rule.
    pub rule: Code,
    /// Utförare.
    pub provider: String,
    /// Enhet.
    pub unit: Option<String>,
    /// Brukare.
    pub customer: Option<String>,
    /// Personal.
    pub staff: Option<String>,
    /// What the rule compared last month.
    pub value: Option<f64>,
    /// What it was held against.
    pub limit: Option<f64>,
}

/// What tells one measure of a month from another.
pub type MeasureKey = (Code, &'static str, Scope, Subject, Option<String>);

/// What the past says of a month. Empty where no past was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// How many months before were looked at.
    pub months: u32,
    /// Of each finding, by position: how it stands to the months before. Empty without a past.
    pub memory: Vec<Option<Memory>>,
    /// Of each finding, by position: months in a row that its series is seen, this one included; 0 for a finding that
    /// belongs to no series. Empty without a past.
    pub in_a_row: Vec<u32>,
    /// Measures beside their own past.
    pub compared: BTreeMap<MeasureKey, Comparison>,
    /// Last month's findings that are not seen any more.
    pub fixed: Vec<Fixed>,
    /// Of the follow-up ladder: by provider and rule, in how many of the last three months, this one included, a measure
    /// of a rule of weight major was beyond its limit.
    pub recurrence: BTreeMap<(String, Code), u32>,
    /// What differs from an earlier delivery of the same month.
    pub deliveries: Option<Deliveries>,
}

impl Past {
    /// How a finding stands to the months before.
    pub fn memory(&self, finding: usize) -> Option<Memory> {
        self.memory.get(finding).copied().flatten()
    }

    /// Months in a row that a finding's series is seen.
    pub fn in_a_row(&self, finding: usize) -> u32 {
        self.in_a_row.get(finding).copied().unwrap_or_default()
    }

    /// A measure beside its own past.
    pub fn of(&self, measure: &Measure) -> Option<&Comparison> {
        self.compared.get(&key(measure))
    }
}

/// What tells a measure from the others of its month.
pub fn key(measure: &Measure) -> MeasureKey {
    (measure.rule, measure.name, measure.scope, measure.subject, measure.bucket.clone())
}

/// A share of a provider, or of all, over the months.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The rule.
    pub rule: Code,
    /// What is measured, as a slug.
    pub measure: String,
    /// Utförare; `None`: all together.
    pub provider: Option<String>,
    /// The months and their limits.
    pub chart: Chart,
}

/// Every share over the months.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    /// The months at hand, ascending.
    pub months: Vec<YearMonth>,
    /// By provider (all first), rule and measure.
    pub series: Vec<Series>,
}
