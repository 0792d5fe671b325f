//! `--fail-if 'precision < 0.8'`: what makes a backtest fail, so that a build stops a worse rule.

use std::fmt;
use std::str::FromStr;

use super::row::{Backtest, Whole};

/// What is held against a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Right findings of those labelled.
    Precision,
    /// Right labels found.
    Recall,
    /// The harmonic mean of both.
    F1,
    /// The candidate's open findings.
    Findings,
    /// Those the baseline does not have.
    New,
    /// Those the candidate no longer has.
    Gone,
    /// Minutes in question.
    Minutes,
    /// A controller's hours.
    Hours,
    /// Time the candidate's rules took.
    Milliseconds,
}

/// The names.
const METRICS: [(&str, Metric); 9] = [
    ("precision", Metric::Precision),
    ("recall", Metric::Recall),
    ("f1", Metric::F1),
    ("findings", Metric::Findings),
    ("new", Metric::New),
    ("gone", Metric::Gone),
    ("minutes", Metric::Minutes),
    ("hours", Metric::Hours),
    ("milliseconds", Metric::Milliseconds),
];

impl Metric {
    /// Its name.
    pub fn name(self) -> &'static str {
        METRICS.iter().find(|(_, metric)| *metric == self).map_or("", |(name, _)| name)
    }

    /// Whether labels are needed for it.
    pub fn needs_labels(self) -> bool {
        matches!(self, Metric::Precision | Metric::Recall | Metric::F1)
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
    fn of(self, whole: &Whole, backtest: &Backtest) -> Option<f64> {
        let counts = whole.counts;
        match self {
            Metric::Precision => whole.judged?.precision().map(|share| share.value),
            Metric::Recall => whole.judged?.recall().map(|share| share.value),
            Metric::F1 => whole.judged?.f1().map(|share| share.value),
            Metric::Findings => Some(counts.candidate as f64),
            Metric::New => Some(counts.paired.new as f64),
            Metric::Gone => Some(counts.paired.gone as f64),
            Metric::Minutes => Some(counts.candidate_minutes as f64),
            Metric::Hours => Some(backtest.hours(counts.candidate)),
            Metric::Milliseconds => whole.milliseconds[1],
        }
    }
}

/// How it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Less,
    AtMost,
    More,
    AtLeast,
}

const OPERATORS: [(&str, Operator); 4] =
    [("<=", Operator::AtMost), (">=", Operator::AtLeast), ("<", Operator::Less), (">", Operator::More)];

/// A condition: fails if it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The rule it is about; `None` for any.
    pub rule: Option<String>,
    /// What is measured.
    pub metric: Metric,
    operator: Operator,
    limit: f64,
    text: String,
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A text that is no condition.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is no condition (expected a metric, one of < <= > >=, and a number; metrics: {})", Condition::METRICS.join(", "))]
pub struct NoCondition {
    /// As written.
    pub text: String,
}

impl FromStr for Condition {
    type Err = NoCondition;

    fn from_str(text: &str) -> Result<Condition, NoCondition> {
        let fail = || NoCondition { text: text.to_owned() };
        let found = OPERATORS.iter().find_map(|(sign, operator)| Some((text.split_once(sign)?, *operator)));
        let ((left, right), operator) = found.ok_or_else(fail)?;
        let (rule, name) = match left.trim().rsplit_once('.') {
            Some((rule, name)) => (Some(rule.strip_prefix("rules.").unwrap_or(rule).to_uppercase()), name),
            None => (None, left.trim()),
        };
        let metric = METRICS.iter().find(|(of, _)| name.eq_ignore_ascii_case(of)).ok_or_else(fail)?.1;
        let limit = crate::said::number(right).ok_or_else(fail)?;
        Ok(Condition { rule, metric, operator, limit, text: text.trim().to_owned() })
    }
}

/// A condition that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// The condition, as written.
    pub condition: String,
    /// The rule it holds for; `None` for all together.
    pub rule: Option<String>,
    /// What was measured.
    pub value: f64,
}

impl Condition {
    /// The names of what can be measured.
    pub const METRICS: [&'static str; 9] =
        ["precision", "recall", "f1", "findings", "new", "gone", "minutes", "hours", "milliseconds"];

    /// Where it holds. With a rule in front, for that rule. Without, shares are held rule by rule, since a mean would
    /// hide a bad one, and everything else as the sum of all rules.
    pub fn fails(&self, backtest: &Backtest) -> Vec<Failed> {
        let meant = |whole: &&Whole| match (&self.rule, self.metric.needs_labels()) {
            (Some(rule), _) => whole.rule.as_ref() == Some(rule),
            (None, true) => whole.rule.is_some(),
            (None, false) => whole.rule.is_none(),
        };
        let failed = |whole: &Whole| {
            let value = self.metric.of(whole, backtest)?;
            self.holds(value).then(|| Failed { condition: self.text.clone(), rule: whole.rule.clone(), value })
        };
        backtest.whole.iter().filter(meant).filter_map(failed).collect()
    }

    fn holds(&self, value: f64) -> bool {
        match self.operator {
            Operator::Less => value < self.limit,
            Operator::AtMost => value <= self.limit,
            Operator::More => value > self.limit,
            Operator::AtLeast => value >= self.limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_has_a_metric_an_operator_and_a_number() {
        let read = |text: &str| text.parse::<Condition>();
        assert!(read("precision < 0.8").unwrap().holds(0.79) && !read("precision<0,8").unwrap().holds(0.8));
        assert!(read("findings >= 10").unwrap().holds(10.0) && !read("findings > 10").unwrap().holds(10.0));
        assert_eq!(read("m301.f1 <= 0.5").unwrap().rule.as_deref(), Some("M301"));
        for text in ["precision", "prec < 1", "precision < x", "< 3", ""] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(METRICS.map(|(name, _)| name), Condition::METRICS);
    }
}
