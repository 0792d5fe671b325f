//! T405: typed times on a multiple of five minutes.

use std::collections::BTreeMap;

use kvittens_model::words::Method;
use kvittens_model::{Id, Scope};

use crate::by_staff;
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;
use crate::screen::{Bar, Screen, Tested};
use crate::stats::binomial;

crate::rule! {
    /// A member of staff or a provider whose typed times stand on the five minutes more often than chance and receipts.
    pub struct RoundMinutes {
        min_ends: i32 = 50, "passeringar", 1..=1_000_000,
            sv "Minsta antal manuella passeringar hos den som prövas",
            en "Fewest manual ends of the one who is tested";
        alpha: f64 = 0.001, "", 0.000_001..=0.1,
            sv "Utförare: sannolikheten ska vara mindre än så",
            en "Providers: the chance must be less than this";
        q: f64 = 0.05, "", 0.0001..=0.5,
            sv "Medarbetare: största förväntade andel felaktiga träffar (Benjamini–Hochberg)",
            en "Staff: largest expected share of false findings (Benjamini–Hochberg)";
    }
    code "T405", slug "round-minutes", per Staff, severity Info, order Time,
    needs [Manual], page "t405_round_minutes.md", tested "round-minutes" Above
}

/// The measure: typed times.
const MANUAL: &str = "round-minutes";
/// The provider's receipts, to compare with.
const RECEIPTS: &str = "round-minutes-receipts";
/// One minute of five is a multiple of five.
const EXPECTED: f64 = 0.2;

impl Rule for RoundMinutes {
    crate::card!();

    /// A share of the month as a whole.
    fn scan(&self, _scene: &Scene<'_>, _stretch: &Stretch<'_>, _out: &mut Sink) {}

    fn judge(&self, scene: &Scene<'_>, _: &Limits<'_>, _: &[Tally]) -> Report {
        let is_typed = |method| method == Method::Manual;
        let is_read = |method| !is_typed(method) && scene.settings.receipts.holds(method);
        let typed = by_staff::tallies(scene, MANUAL, |visit| ends(scene, visit, is_typed));
        let receipts = by_staff::tallies(scene, RECEIPTS, |visit| ends(scene, visit, is_read));
        // A handful of receipts would say more by accident than they know.
        let enough = |tally: &&Tally| tally.denominator >= i64::from(self.min_ends);
        let receipts = receipts.iter().filter(|tally| tally.scope == Scope::Provider).filter(enough);
        let receipts: BTreeMap<Id, f64> = receipts.map(|tally| (tally.subject.provider, share(tally))).collect();
        let mut report = Report::default();
        for (scope, bar) in [(Scope::Provider, Bar::Below(self.alpha)), (Scope::Staff, Bar::StepUp(self.q))] {
            let of = typed.iter().filter(|tally| tally.scope == scope);
            let tested: Vec<Tested> = of.map(|tally| self.test(tally, &receipts)).collect();
            let (rule, severity) = (Self::META.code, Self::META.severity);
            Screen { rule, severity, name: MANUAL, scope }.judge(scene, &tested, bar, &mut report);
        }
        report
    }
}

/// A performed visit's ends of some methods on the five minutes, and all of them; `None` where there is none.
fn ends(scene: &Scene<'_>, visit: u32, of: impl Fn(Method) -> bool) -> Option<(i64, i64)> {
    let (v, at) = (scene.visits, visit as usize);
    let ends = [(v.start[at], v.in_method[at]), (v.stop[at], v.out_method[at])];
    let (mut round, mut all) = (0, 0);
    for (time, _) in ends.into_iter().filter(|(time, method)| time.is_some() && of(*method)) {
        round += i64::from(time.second_of_day() / 60 % 5 == 0);
        all += 1;
    }
    (all > 0 && scene.is_performed(visit)).then_some((round, all))
}

#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn share(tally: &Tally) -> f64 {
    tally.numerator as f64 / tally.denominator as f64
}

impl RoundMinutes {
    /// Against one minute of five and against the provider's receipts, whichever is the larger: the chance grows with
    /// the share it is held against, so this is the larger of the two chances.
    fn test(&self, tally: &Tally, receipts: &BTreeMap<Id, f64>) -> Tested {
        let against = receipts.get(&tally.subject.provider).copied().unwrap_or(EXPECTED).max(EXPECTED);
        let enough = tally.denominator >= i64::from(self.min_ends);
        Tested {
            subject: tally.subject,
            numerator: Some(tally.numerator),
            denominator: tally.denominator,
            value: Some(share(tally)),
            against,
            p_value: enough.then(|| binomial::at_least(tally.numerator, tally.denominator, against)),
        }
    }
}
