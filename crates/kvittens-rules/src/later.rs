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
    "E701" "billed-over-performed" Customer Major ["fakturaunderlag"] "Mer fakturerat än utfört" "More billed than performed";
    "E702" "supplement-unmatched" Provider Minor ["tillagg"] "Tilläggsrapport utan motsvarighet" "Supplement report without a match";
    "E703" "unapproved" Visit Minor ["fakturaunderlag"] "Inte godkänt vid låsdatum" "Not approved at the lock date";
    "M303" "merged-visit" Visit Minor ["planering"] "Sammanslaget besök" "Merged visit";
    "M305" "impossible-travel" VisitPair Major ["hushall"] "Omöjlig restid" "Impossible travel";
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
