//! The words of what earlier months and an earlier delivery say, and of the trend.

use kvittens_model::past::{Memory, Side};

use super::html::Noun;

/// Words of the past, on both pages and in the trend. Numbers come in the form of the language already.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct PastWords {
    pub former: fn(&str) -> String,
    pub former_short: fn(&str) -> String,
    /// The change since last month, with its sign.
    pub change: fn(&str) -> String,
    pub baseline_short: fn(&str) -> String,
    /// What the short forms mean.
    pub short_key: &'static str,
    /// The unit of a change of shares.
    pub points: &'static str,
    /// The own past: the rate and the months it pools.
    pub baseline: fn(rate: &str, months: &str) -> String,
    pub month: Noun,
    pub memory: fn(Memory) -> &'static str,
    /// The column.
    pub memory_head: &'static str,
    /// How many months in a row, from the second.
    pub in_a_row: fn(u32) -> String,
    /// A rule beyond its limit in so many of the last three months: provider, rule, months.
    pub recurs: fn(&str, &str, u32) -> String,
    /// How many findings of a rule are so.
    pub memories: fn(Memory, &str) -> String,
    pub fixed: &'static str,
    pub fixed_text: &'static str,
    pub fixed_caption: &'static str,
    pub former_value: &'static str,
    pub changed: &'static str,
    pub changed_text: &'static str,
    /// A change and its evidence as a sentence.
    pub changed_is: fn(&Told<'_>) -> String,
    pub manual_share: &'static str,
    pub class_share: fn(&str) -> String,
    pub rate_of: fn(&str) -> String,
    pub deliveries: &'static str,
    pub deliveries_text: &'static str,
    pub deliveries_caption: &'static str,
    pub rows: &'static str,
    pub findings: &'static str,
    pub same: &'static str,
    pub added: &'static str,
    pub removed: &'static str,
    pub changed_head: &'static str,
    pub after_lock: fn(&str) -> String,
    pub changes_file: &'static str,
    pub trend: Trend,
}

/// A change and its evidence, in the form of the language.
pub struct Told<'a> {
    /// Whose share, and which: the start of the sentence.
    pub what: &'a str,
    /// Higher or lower.
    pub side: Side,
    /// The first month of the evidence.
    pub since: &'a str,
    /// Months of evidence.
    pub months: u32,
    /// How many of them are beyond the limit.
    pub beyond: u32,
    /// The centre line.
    pub centre: &'a str,
    /// The pooled rate of these months.
    pub value: &'a str,
}

/// Words of the trend's page.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Trend {
    pub title: &'static str,
    pub summary: fn(months: &str, first: &str, last: &str, charts: &str) -> String,
    pub how: &'static str,
    pub how_text: &'static str,
    pub centre_key: &'static str,
    pub limits_key: &'static str,
    pub beyond_key: &'static str,
    pub run_key: &'static str,
    pub reference_key: &'static str,
    pub everybody: &'static str,
    pub quiet: &'static str,
    pub since: fn(&str) -> String,
    pub charts: fn(usize) -> String,
    pub no_charts: &'static str,
    pub changes: &'static str,
    pub no_changes: &'static str,
    pub chart: fn(who: &str, what: &str) -> String,
    pub describes: fn(centre: &str, first: &str, last: &str, latest: &str, signals: &str) -> String,
    pub beyond: fn(Side) -> &'static str,
    pub run: fn(Side) -> &'static str,
    pub numbers: &'static str,
    pub month: &'static str,
    pub limits: &'static str,
    pub signal: &'static str,
    pub for_whom: &'static str,
    pub for_provider: &'static str,
}
