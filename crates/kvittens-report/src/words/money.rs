//! The words of minutes and kronor.

/// Words of minutes and kronor in question, and of what was granted, planned, performed and billed. Numbers come in the
/// form of the language already.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct MoneyWords {
    pub heading: &'static str,
    pub text: &'static str,
    pub caption: &'static str,
    pub minutes: &'static str,
    pub registered: &'static str,
    pub share: &'static str,
    pub kronor: &'static str,
    pub unpriced: &'static str,
    pub otherwise: &'static str,
    /// Nothing is configured of pay.
    pub no_rates: &'static str,
    /// An amount: `512,00 kr`.
    pub amount: fn(&str) -> String,
    /// One provider: minutes in question, registered minutes, their share.
    pub in_question: fn(&str, &str, &str) -> String,
    pub worth: fn(&str) -> String,
    /// Minutes without a rate.
    pub lacks: fn(&str) -> String,
    /// Minutes whose pay does not follow registered time.
    pub apart: fn(&str) -> String,
    pub bridge: &'static str,
    pub bridge_text: &'static str,
    pub bridge_caption: &'static str,
    pub granted: &'static str,
    pub planned: &'static str,
    pub performed: &'static str,
    pub billed: &'static str,
    pub billed_kronor: &'static str,
    pub performed_less_granted: &'static str,
    pub billed_less_performed: &'static str,
    pub nobody: &'static str,
    /// Decisions that do not say how much.
    pub untold: fn(&str) -> String,
    pub cases_csv: &'static str,
    pub comparison_csv: &'static str,
}
