//! The level of follow-up that a provider's measures speak for. A proposal with its reasons: the controller decides.
//!
//! rules.md, Severity and follow-up level: no step · dialog (any watch, or a minor deviation of a measure) · action plan
//! (a major deviation of a measure, or three minor) · in-depth follow-up (a major deviation of the same rule in at least
//! two of the last three months). Findings on single visits never set a level: their measure does. Measures of staff
//! and customers are such findings too. What is on trial sets none.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Code, Id, Measure, Month, Scope, Severity, Status};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{Configured, Rules};
use crate::engine::Outcome;

/// The steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Ingen åtgärd.
    None,
    /// Dialog.
    Dialog,
    /// Åtgärdsplan.
    ActionPlan,
    /// Fördjupad uppföljning.
    InDepth,
}

impl Level {
    /// The word in files that programs read.
    pub fn name(self) -> &'static str {
        match self {
            Level::None => "none",
            Level::Dialog => "dialog",
            Level::ActionPlan => "action-plan",
            Level::InDepth => "in-depth",
        }
    }
}

/// `[follow_up]`: from how many each step is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ladder {
    /// Measures that are watched, or deviate with a weight below major, for a dialog.
    #[schemars(range(min = 1, max = 100))]
    pub dialog: u32,
    /// Measures that deviate with weight major for an action plan.
    #[schemars(range(min = 1, max = 100))]
    pub action_plan_major: u32,
    /// Measures that deviate with weight minor for an action plan.
    #[schemars(range(min = 1, max = 100))]
    pub action_plan_minor: u32,
    /// Of the last three months, this one included, those in which one rule of weight major deviates, for an in-depth
    /// follow-up.
    #[schemars(range(min = 1, max = 3))]
    pub in_depth_months: u32,
}

impl Default for Ladder {
    fn default() -> Ladder {
        Ladder { dialog: 1, action_plan_major: 1, action_plan_minor: 3, in_depth_months: 2 }
    }
}

impl Ladder {
    /// What is out of range, if anything: the key and its upper bound; the lower one is 1.
    pub fn wrong(&self) -> Option<(&'static str, u32)> {
        let held = [
            ("dialog", self.dialog, 100),
            ("action_plan_major", self.action_plan_major, 100),
            ("action_plan_minor", self.action_plan_minor, 100),
            ("in_depth_months", self.in_depth_months, 3),
        ];
        held.into_iter().find(|(_, value, most)| !(1..=*most).contains(value)).map(|(key, _, most)| (key, most))
    }
}

/// A measure that speaks for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Position in [`Outcome::measures`].
    pub measure: usize,
    /// Watched, or a deviation.
    pub status: Status,
    /// The rule's weight.
    pub severity: Severity,
    /// Of the last three months, this one included, those in which the rule deviated with weight major; 0 without a
    /// history.
    pub months: u32,
}

/// What is proposed for a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Utförare.
    pub provider: Id,
    /// The step.
    pub level: Level,
    /// Why, heaviest first.
    pub reasons: Vec<Reason>,
}

/// The proposal for every provider of a month, by provider.
pub fn propose(ladder: &Ladder, rules: &Rules, month: &Month, outcome: &Outcome) -> Vec<Proposal> {
    let mut reasons: BTreeMap<Id, Vec<Reason>> =
        month.ids.provider.iter().zip(0..).map(|(_, id)| (id, Vec::new())).collect();
    for (at, measure) in outcome.measures.iter().enumerate() {
        let Some(rule) = rules.iter().find(|rule| rule.code() == measure.rule && speaks(rule, measure)) else {
            continue;
        };
        let provider = month.ids.provider.text(measure.subject.provider);
        let months = outcome.past.recurrence.get(&(provider.to_owned(), measure.rule)).copied().unwrap_or_default();
        let severity = rule.severity.unwrap_or(rule.rule.meta().severity);
        let reason = Reason { measure: at, status: measure.status, severity, months };
        reasons.entry(measure.subject.provider).or_default().push(reason);
    }
    let proposal = |(provider, mut reasons): (Id, Vec<Reason>)| {
        reasons.sort_by_key(|reason| (std::cmp::Reverse(weight(reason)), reason.measure));
        Proposal { provider, level: ladder.level(outcome, &reasons), reasons }
    };
    reasons.into_iter().map(proposal).collect()
}

fn speaks(rule: &Configured, measure: &Measure) -> bool {
    let of_provider = matches!(measure.scope, Scope::Provider | Scope::Unit);
    of_provider && !rule.on_trial() && matches!(measure.status, Status::Watch | Status::Deviation)
}

fn weight(reason: &Reason) -> (bool, Severity) {
    (reason.status == Status::Deviation, reason.severity)
}

impl Ladder {
    /// The highest step that the reasons reach. A provider's measure and those of its units are one.
    fn level(&self, outcome: &Outcome, reasons: &[Reason]) -> Level {
        let count = |holds: &dyn Fn(&Reason) -> bool| {
            let held = reasons.iter().filter(|reason| holds(reason));
            let names: BTreeSet<(Code, &str)> = held
                .map(|reason| (outcome.measures[reason.measure].rule, outcome.measures[reason.measure].name))
                .collect();
            u32::try_from(names.len()).unwrap_or(u32::MAX)
        };
        let deviates = |reason: &Reason, severity| reason.status == Status::Deviation && reason.severity == severity;
        let major = |reason: &Reason| deviates(reason, Severity::Major);
        // A month that is deviating only now counts as one also without a history.
        let again = |reason: &Reason| major(reason) && reason.months.max(1) >= self.in_depth_months;
        if count(&again) > 0 {
            Level::InDepth
        } else if count(&major) >= self.action_plan_major
            || count(&|reason| deviates(reason, Severity::Minor)) >= self.action_plan_minor
        {
            Level::ActionPlan
        } else if count(&|reason| !major(reason)) >= self.dialog || count(&major) > 0 {
            Level::Dialog
        } else {
            Level::None
        }
    }
}

#[cfg(test)]
mod tests {
    use kvittens_model::words::Receipts;
    use kvittens_model::{Past, Subject};

    use super::*;
    use crate::money::Questioned;

    /// A measure of each: rule, status, weight, months.
    fn level(ladder: Ladder, of: &[(&str, Status, Severity, u32)]) -> Level {
        let measures = of.iter().map(|(rule, status, ..)| Measure {
            rule: Code::new(rule),
            name: "findings",
            scope: Scope::Provider,
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
            status: *status,
            reason: None,
        });
        let outcome = Outcome {
            findings: Vec::new(),
            measures: measures.collect(),
            runs: Vec::new(),
            placeholders: Vec::new(),
            expects_receipt: Vec::new(),
            receipts: Receipts::default(),
            deciders: Vec::new(),
            questioned: Questioned::default(),
            comparison: None,
            past: Past::default(),
        };
        let reason = |(at, (_, status, severity, months)): (usize, &(&str, Status, Severity, u32))| Reason {
            measure: at,
            status: *status,
            severity: *severity,
            months: *months,
        };
        let reasons: Vec<Reason> = of.iter().enumerate().map(reason).collect();
        ladder.level(&outcome, &reasons)
    }

    const WATCH: Status = Status::Watch;
    const BEYOND: Status = Status::Deviation;

    #[test]
    fn each_step_is_reached_and_just_not() {
        let usual = |of: &[(&str, Status, Severity, u32)]| level(Ladder::default(), of);
        assert_eq!(usual(&[]), Level::None);
        assert_eq!(usual(&[("K102", WATCH, Severity::Major, 0)]), Level::Dialog);
        let minor =
            |count: usize| ["T401", "T402", "T403"].map(|rule| (rule, BEYOND, Severity::Minor, 0))[..count].to_vec();
        assert_eq!((usual(&minor(2)), usual(&minor(3))), (Level::Dialog, Level::ActionPlan));
        assert_eq!(usual(&[("K102", BEYOND, Severity::Major, 1)]), Level::ActionPlan);
        assert_eq!(usual(&[("K102", BEYOND, Severity::Major, 2)]), Level::InDepth);
        assert_eq!(
            usual(&[("K102", WATCH, Severity::Major, 2)]),
            Level::Dialog,
            "what is only watched now is no deviation"
        );
    }

    #[test]
    fn two_rules_in_two_months_are_not_one_rule_in_two() {
        let of = [("K101", BEYOND, Severity::Major, 1), ("K102", BEYOND, Severity::Major, 1)];
        assert_eq!(level(Ladder::default(), &of), Level::ActionPlan);
    }

    #[test]
    fn the_measures_of_one_rule_count_once() {
        let of = ["T402"; 3].map(|rule| (rule, BEYOND, Severity::Minor, 0));
        assert_eq!(level(Ladder::default(), &of), Level::Dialog);
    }

    #[test]
    fn the_municipality_sets_the_steps() {
        let ladder = Ladder { dialog: 2, action_plan_minor: 1, ..Ladder::default() };
        assert_eq!(level(ladder, &[("T402", WATCH, Severity::Minor, 0)]), Level::None);
        assert_eq!(level(ladder, &[("T402", BEYOND, Severity::Minor, 0)]), Level::ActionPlan);
        assert_eq!((Ladder::default().wrong(), Ladder { dialog: 0, ..ladder }.wrong()), (None, Some(("dialog", 100))));
    }
}
