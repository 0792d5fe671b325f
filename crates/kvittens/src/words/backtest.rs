//! Every word of `kvittens backtest` in the terminal.

use std::path::Path;

/// The words.
pub struct Words {
    /// How many months, first and last.
    pub months: fn(usize, &str, &str) -> String,
    /// The rules in force, when no file says otherwise.
    pub defaults: &'static str,
    /// What is held against what.
    pub sides: fn(&str, Option<&str>) -> String,
    /// The columns of rules: rule, today, candidate, same, changed, new, gone, hours a month, precision, recall, ms.
    pub columns: [&'static str; 11],
    /// All rules together.
    pub all: &'static str,
    /// The columns of a sweep behind its parameters: findings, a month, most in a month, hours a month, precision, recall.
    pub sweep_columns: [&'static str; 6],
    /// The value that meets what was asked: its text, and findings.
    pub chosen: fn(&str, u64) -> String,
    /// No value does.
    pub none_chosen: &'static str,
    /// A condition holds: its text, the rule, the value.
    pub failed: fn(&str, Option<&str>, &str) -> String,
    /// How much was known already, and how much was run.
    pub heard: fn(u64, u64) -> String,
    /// Where the page lies.
    pub written: fn(&Path) -> String,
    /// The mark of decimals.
    pub decimal: char,
}
