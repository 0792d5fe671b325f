//! The words of the proposed follow-up.

use kvittens_model::Severity;
use kvittens_rules::follow_up::Level;

/// Words of the proposal. Numbers come in the form of the language already.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct FollowUpWords {
    pub heading: &'static str,
    pub text: &'static str,
    pub caption: &'static str,
    pub step: &'static str,
    pub reasons: &'static str,
    pub level: fn(Level) -> &'static str,
    /// A provider's own page: the proposal as a sentence.
    pub proposed: fn(&str) -> String,
    /// A measure beyond its limit: what, value, limit, its source, the rule's weight.
    pub beyond: fn(&Beyond<'_>) -> String,
    /// A measure that is watched: what, value.
    pub watched: fn(&str, &str) -> String,
    /// In so many of the last three months, from the second.
    pub months: fn(u32) -> String,
    pub none: &'static str,
    /// How many more reasons there are.
    pub more: fn(usize) -> String,
}

/// A measure beyond its limit.
pub struct Beyond<'a> {
    /// What is measured.
    pub what: &'a str,
    /// The value in its unit.
    pub value: &'a str,
    /// The limit in its unit.
    pub limit: &'a str,
    /// Where the limit stands.
    pub source: &'a str,
    /// The rule's weight.
    pub severity: Severity,
}
