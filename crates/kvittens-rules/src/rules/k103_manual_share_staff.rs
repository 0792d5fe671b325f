//! K103: the share of visits without a receipt, per member of staff.

use kvittens_model::Scope;

use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;
use crate::share::{self, ShareTest};

crate::rule! {
    /// A member of staff whose visits lack receipts more often than the provider's other visits, by more than chance.
    pub struct ManualShareStaff {
        min_visits: i32 = 20, "besök", 1..=100_000,
            sv "Minsta antal besök hos den som prövas",
            en "Fewest visits of the one who is tested";
        min_others: i32 = 100, "besök", 1..=1_000_000,
            sv "Minsta antal andra besök hos utföraren att jämföra med",
            en "Fewest other visits of the provider to compare with";
        q: f64 = 0.05, "", 0.0001..=0.5,
            sv "Största förväntade andel felaktiga träffar (Benjamini–Hochberg)",
            en "Largest expected share of false findings (Benjamini–Hochberg)";
    }
    code "K103", slug "manual-share-staff", per Staff, severity Minor, order Staff,
    needs [Manual, Staff], page "k103_manual_share_staff.md", limit share
}

impl Rule for ManualShareStaff {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for group in stretch.groups() {
            share::count(scene, group, Scope::Staff, out);
        }
    }

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, tallies: &[Tally]) -> Report {
        let test = ShareTest {
            rule: Self::META.code,
            measure: share::MEASURE,
            totals: &scene.facts.receipts,
            severity: Self::META.severity,
            scope: Scope::Staff,
            min_visits: self.min_visits,
            min_others: self.min_others,
            q: self.q,
        };
        share::judge(scene, test, limits, tallies)
    }
}
