//! The words that only the PDF has: what is shown in short there, and where the rest stands.

/// Words of the letter.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct PaperWords {
    pub overview: &'static str,
    pub overview_text: &'static str,
    pub overview_caption: &'static str,
    pub open: &'static str,
    pub explained: &'static str,
    pub time: &'static str,
    pub per_thousand: &'static str,
    pub observations: &'static str,
    /// How many examples of how many open findings.
    pub examples: fn(shown: &str, all: &str) -> String,
    /// The files in which all stands.
    pub all_in: fn(files: &str) -> String,
    /// Of the observations: where each stands with its id.
    pub observations_text: fn(files: &str) -> String,
    /// What a list of files has before its last.
    pub and: &'static str,
    pub more_units: fn(count: &str, files: &str) -> String,
    pub more_reasons: fn(count: &str) -> String,
    pub more_fixed: fn(count: &str) -> String,
    pub week_text: fn(fewest: &str) -> String,
    pub answer: &'static str,
    pub appendix: &'static str,
    pub definitions: &'static str,
    /// Where the exact definitions stand, if they do not stand here.
    pub definitions_at: &'static str,
    /// Where the report as HTML is not made.
    pub definitions_asked: &'static str,
    pub limits: &'static str,
    pub limits_text: &'static str,
    pub measure: &'static str,
    pub source: &'static str,
    pub findings_hash: &'static str,
}
