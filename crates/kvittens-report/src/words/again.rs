//! The words of reports that were made again without all that a check has.

/// The words.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct AgainWords {
    pub no_key: &'static str,
    pub no_visits: &'static str,
}
