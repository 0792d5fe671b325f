//! The words of backtest.html. Numbers come in the form of the language already.

use super::html::Noun;
use crate::Lang;

impl Lang {
    /// The words of backtest.html.
    pub fn backtest(self) -> &'static Backtest {
        match self {
            Lang::Sv => &super::backtest_sv::WORDS,
            Lang::En => &super::backtest_en::WORDS,
        }
    }
}

/// Every word of the page.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Backtest {
    pub title: &'static str,
    pub sides: fn(baseline: &str, candidate: Option<&str>) -> String,
    pub summary: fn(months: &str, first: &str, last: &str, providers: &str) -> String,
    pub findings: fn(candidate: &str, baseline: &str, new: &str, gone: &str, changed: &str) -> String,
    pub alone: fn(findings: &str) -> String,
    pub hours: fn(hours: &str, minutes: &str) -> String,
    pub met: fn(value: &str, aim: &str, findings: &str) -> String,
    pub unmet: fn(aim: &str) -> String,
    pub max_findings: fn(&str) -> String,
    pub min_precision: fn(&str) -> String,
    pub and: &'static str,
    pub open_only: &'static str,
    pub rules: &'static str,
    pub rules_caption: &'static str,
    pub rule: &'static str,
    pub baseline: &'static str,
    pub candidate: &'static str,
    pub same: &'static str,
    pub changed: &'static str,
    pub new: &'static str,
    pub gone: &'static str,
    pub explained: &'static str,
    pub in_question: &'static str,
    pub hours_a_month: &'static str,
    pub persistence: &'static str,
    pub variation: &'static str,
    pub rules_text: &'static str,
    pub sum_of_minutes: &'static str,
    pub all: &'static str,
    pub judged: &'static str,
    pub judged_text: &'static str,
    pub judged_caption: &'static str,
    pub right: &'static str,
    pub wrong: &'static str,
    pub unlabelled: &'static str,
    pub precision: &'static str,
    pub recall: &'static str,
    pub f1: &'static str,
    pub baseline_precision: &'static str,
    pub found_of: fn(&str, &str) -> String,
    pub no_labels: &'static str,
    pub months: &'static str,
    pub months_title: fn(rule: &str) -> String,
    pub months_description: fn(least: &str, most: &str) -> String,
    pub map: &'static str,
    pub map_text: &'static str,
    pub map_caption: &'static str,
    pub provider: &'static str,
    pub month: &'static str,
    pub month_noun: Noun,
    pub no_change: &'static str,
    pub sweep: &'static str,
    pub sweep_text: fn(parameters: &str) -> String,
    pub sweep_caption: &'static str,
    pub value: &'static str,
    pub mean_month: &'static str,
    pub most_month: &'static str,
    pub findings_title: fn(&str) -> String,
    pub shares_title: fn(&str) -> String,
    pub chosen: &'static str,
    pub overlap: &'static str,
    pub overlap_text: &'static str,
    pub overlap_caption: &'static str,
    pub no_overlap: &'static str,
    pub aggregates: &'static str,
}
