//! What a backtest gives: a row per month, provider and rule, and a sum per rule.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use kvittens_model::YearMonth;

use super::compare::Paired;
use super::labels::Judged;
use super::overlap::Overlap;
use super::stability::Stability;
use super::sweep::Sweep;

/// Open findings of baseline and candidate, and how they pair up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Open findings of the baseline.
    pub baseline: u64,
    /// Open findings of the candidate.
    pub candidate: u64,
    /// How they pair up.
    pub paired: Paired,
    /// Explained findings of the baseline.
    pub baseline_explained: u64,
    /// Explained findings of the candidate.
    pub candidate_explained: u64,
    /// Minutes of registered time that the baseline's open findings question.
    pub baseline_minutes: i64,
    /// Those of the candidate's.
    pub candidate_minutes: i64,
    /// Whether each registered minute is counted once; else minutes are the findings' sum.
    pub once: bool,
}

impl Default for Counts {
    fn default() -> Counts {
        Counts {
            baseline: 0,
            candidate: 0,
            paired: Paired::default(),
            baseline_explained: 0,
            candidate_explained: 0,
            baseline_minutes: 0,
            candidate_minutes: 0,
            once: true,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.baseline += other.baseline;
        self.candidate += other.candidate;
        self.paired.same += other.paired.same;
        self.paired.changed += other.paired.changed;
        self.paired.new += other.paired.new;
        self.paired.gone += other.paired.gone;
        self.baseline_explained += other.baseline_explained;
        self.candidate_explained += other.candidate_explained;
        self.baseline_minutes += other.baseline_minutes;
        self.candidate_minutes += other.candidate_minutes;
        self.once &= other.once;
    }
}

/// One month of one provider or of all, by one rule or by all.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The month.
    pub month: YearMonth,
    /// The rule; `None` for all together.
    pub rule: Option<String>,
    /// The provider; `None` for all together.
    pub provider: Option<String>,
    /// Performed visits.
    pub visits: u64,
    /// The findings.
    pub counts: Counts,
    /// The candidate's visits that another rule finds too, by that rule's code.
    pub overlap: BTreeMap<String, Overlap>,
    /// The candidate against its labels, where there are any.
    pub judged: Option<Judged>,
    /// The baseline against the same labels.
    pub baseline_judged: Option<Judged>,
    /// Milliseconds of baseline and candidate; of all providers together only.
    pub milliseconds: [Option<f64>; 2],
}

/// All months of one rule, or of all rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// The rule; `None` for all together.
    pub rule: Option<String>,
    /// The findings.
    pub counts: Counts,
    /// The candidate's visits that another rule finds too.
    pub overlap: BTreeMap<String, Overlap>,
    /// The candidate against its labels.
    pub judged: Option<Judged>,
    /// The baseline against the same labels.
    pub baseline_judged: Option<Judged>,
    /// How steady the candidate's findings are.
    pub stability: Stability,
    /// Milliseconds of baseline and candidate.
    pub milliseconds: [Option<f64>; 2],
}

/// What a backtest gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// The months, in order.
    pub months: Vec<YearMonth>,
    /// The providers, by name.
    pub providers: Vec<String>,
    /// By month, rule (all last) and provider (all last).
    pub rows: Vec<Row>,
    /// By rule, all last.
    pub whole: Vec<Whole>,
    /// The sweep.
    pub sweep: Option<Sweep>,
    /// Minutes that a controller spends on a finding.
    pub minutes_per_finding: f64,
    /// Rules and months that the cache knew, and those that were run.
    pub heard: (u64, u64),
}

impl Backtest {
    /// A controller's hours for so many findings.
    #[allow(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
    pub fn hours(&self, findings: u64) -> f64 {
        findings as f64 * self.minutes_per_finding / 60.0
    }

    /// The sum of all rules.
    pub fn all(&self) -> Option<&Whole> {
        self.whole.iter().find(|whole| whole.rule.is_none())
    }

    /// The row of a month, a rule and a provider; `None` for all together.
    pub fn row(&self, month: YearMonth, rule: Option<&str>, provider: Option<&str>) -> Option<&Row> {
        let is = |row: &&Row| row.month == month && row.rule.as_deref() == rule && row.provider.as_deref() == provider;
        self.rows.iter().find(is)
    }
}
