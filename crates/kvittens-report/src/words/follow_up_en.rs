//! The proposed follow-up, in English.

use kvittens_model::Severity;
use kvittens_rules::follow_up::Level;

use super::follow_up::FollowUpWords;

/// The words.
pub const FOLLOW_UP: FollowUpWords = FollowUpWords {
    heading: "Proposed follow-up",
    text: "The level follows from the municipality's steps and the month's measures, never from a single visit. It is a \
        proposal: the controller decides.",
    caption: "Proposed level per provider",
    step: "Level",
    reasons: "Reasons",
    level: |level| match level {
        Level::None => "no step",
        Level::Dialog => "dialog",
        Level::ActionPlan => "action plan",
        Level::InDepth => "in-depth follow-up",
    },
    proposed: |level| format!("Proposed follow-up: {level}."),
    beyond: |told| {
        let weight = match told.severity {
            Severity::Major => "major deviation",
            Severity::Minor => "minor deviation",
            Severity::Info => "for information",
        };
        format!("{}: {}, beyond the limit {} ({}); {weight}", told.what, told.value, told.limit, told.source)
    },
    watched: |what, value| format!("{what}: {value}, to watch"),
    months: |months| format!("so in {months} of the last three months"),
    none: "no measure speaks for a step",
    more: |count| format!("and {count} more"),
};
