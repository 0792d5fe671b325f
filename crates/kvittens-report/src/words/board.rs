//! The words of namnd.html. Numbers come in the form of the language already.

/// Words for many readers.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct BoardWords {
    pub title: &'static str,
    /// In the index's list of files.
    pub file: &'static str,
    pub summary: fn(month: &str, providers: &str, visits: Option<&str>) -> String,
    pub summary_receipts: fn(expecting: &str, both: Option<&str>, none: &str) -> String,
    pub summary_findings: fn(open: &str, explained: Option<&str>) -> String,
    pub observation: &'static str,
    pub observation_text: &'static str,
    pub checked: &'static str,
    pub checked_text: &'static str,
    pub receipts_text: &'static str,
    pub receipts_caption: &'static str,
    pub some_receipt: &'static str,
    pub smaller: &'static str,
    pub findings: &'static str,
    pub findings_text: &'static str,
    pub findings_caption: &'static str,
    pub family: fn(char) -> &'static str,
    pub all: &'static str,
    pub level: &'static str,
    pub area: &'static str,
    pub areas_text: &'static str,
    pub areas_caption: &'static str,
    pub open: &'static str,
    pub rules: &'static str,
    pub trend: &'static str,
    /// A share of all, now and last month.
    pub since: fn(what: &str, now: &str, former: &str) -> String,
    pub reading: &'static str,
    pub hidden: fn(least: &str) -> String,
    pub together: fn(customers: &str) -> String,
    pub left_out: fn(customers: &str) -> String,
    pub levels_text: &'static str,
    pub limits_of_data: &'static str,
    pub some_provider: &'static str,
    pub secrecy: &'static str,
}
