//! The rules of the catalogue that wait for a second export (decisions, absence, invoices, …). They are listed, so that
//! nobody takes their silence for a clean month, and run nowhere.

use kvittens_model::{Code, Severity};

use crate::rule::Per;

/// A rule that cannot run yet.
#[derive(Clone, Copy, Debug)]
pub struct Later {
    /// The code.
    pub code: Code,
    /// The bad pattern's name.
    pub slug: &'static str,
    /// What a finding is about.
    pub per: Per,
    /// The weight of a finding.
    pub severity: Severity,
    /// The exports it waits for, as the design names them.
    pub needs: &'static [&'static str],
    /// Its name in Swedish.
    pub sv: &'static str,
    /// Its name in English.
    pub en: &'static str,
}

macro_rules! later {
    ($($code:literal $slug:literal $per:ident $severity:ident [$($need:literal),*] $sv:literal $en:literal;)*) => {
        /// Every rule that waits, in order of code.
        pub const LATER: &[Later] = &[$(Later {
            code: Code::new($code),
            slug: $slug,
            per: Per::$per,
            severity: Severity::$severity,
            needs: &[$($need),*],
            sv: $sv,
            en: $en,
        }),*];
    };
}

later! {
    "B601" "performed-over-granted" Customer Major ["beslut"] "Mer utfört än beviljat" "More performed than granted";
    "B602" "performed-under-granted" Customer Minor ["beslut"] "Mindre utfört än beviljat" "Less performed than granted";
    "B603" "no-decision" Customer Major ["beslut"] "Insats utan beslut" "Service without a decision";
    "B604" "exactly-granted" Customer Minor ["beslut"] "Utfört på minuten som beviljat" "Performed to the minute as granted";
    "B605" "visit-during-absence" Visit Major ["franvaro"] "Besök under frånvaro" "Visit during absence";
    "B606" "declined-share" Provider Minor ["planering"] "Andel avböjda besök" "Share of declined visits";
    "B607" "unregistered-visit" Provider Minor ["planering"] "Planerat besök utan registrering" "Planned visit without a registration";
    "B608" "decided-double-single" Visit Major ["beslut"] "Dubbelbemanning beviljad, en registrerad" "Double staffing granted, one registered";
    "K108" "travelling-tag" Device Major ["hushall"] "Samma tagg hos flera brukare" "One tag at several customers";
    "K110" "never-tagged-without-exemption" Customer Minor ["dispens"] "Aldrig kvittens, ingen dispens" "Never a receipt, no exemption";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::METAS;

    #[test]
    fn no_rule_waits_that_runs() {
        assert!(LATER.is_sorted_by_key(|later| later.code));
        assert!(LATER.iter().all(|later| METAS.iter().all(|meta| meta.code != later.code && meta.slug != later.slug)));
    }
}
