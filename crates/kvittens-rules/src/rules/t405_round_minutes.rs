//! T405: typed times on a multiple of five minutes.

use std::collections::BTreeMap;

use kvittens_model::words::Method;
use kvittens_model::{Id, NO_ID, Scope, Subject};

use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
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

/// Ends on the five minutes, and all.
type Counts = (i64, i64);

impl Rule for RoundMinutes {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let v = scene.visits;
        let mut typed: BTreeMap<(Id, Id), Counts> = BTreeMap::new();
        let mut read: BTreeMap<Id, Counts> = BTreeMap::new();
        for &visit in stretch.visits() {
            let at = visit as usize;
            for (time, method) in [(v.start[at], v.in_method[at]), (v.stop[at], v.out_method[at])] {
                let Some(time) = time.get() else { continue };
                let round = i64::from(time.second_of_day() / 60 % 5 == 0);
                if method == Method::Manual {
                    let staff = if scene.facts.placeholder(visit) { NO_ID } else { v.staff[at] };
                    add(typed.entry((v.provider[at], staff)).or_default(), round);
                } else if scene.settings.receipts.holds(method) {
                    add(read.entry(v.provider[at]).or_default(), round);
                }
            }
        }
        let mut push = |name, scope, subject, (numerator, denominator): Counts| {
            out.tallies.push(Tally { name, scope, subject, numerator, denominator });
        };
        for ((of, staff), counts) in typed {
            push(MANUAL, Scope::Provider, provider(of), counts);
            if staff != NO_ID {
                push(MANUAL, Scope::Staff, Subject { staff, ..provider(of) }, counts);
            }
        }
        for (of, counts) in read {
            push(RECEIPTS, Scope::Provider, provider(of), counts);
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Limits<'_>, tallies: &[Tally]) -> Report {
        // A handful of receipts would say more by accident than they know.
        let enough = |tally: &&Tally| tally.denominator >= i64::from(self.min_ends);
        let receipts = tallies.iter().filter(|tally| tally.name == RECEIPTS).filter(enough);
        let receipts: BTreeMap<Id, f64> = receipts.map(|tally| (tally.subject.provider, share(tally))).collect();
        let mut report = Report::default();
        for (scope, bar) in [(Scope::Provider, Bar::Below(self.alpha)), (Scope::Staff, Bar::StepUp(self.q))] {
            let of = tallies.iter().filter(|tally| tally.name == MANUAL && tally.scope == scope);
            let tested: Vec<Tested> = of.map(|tally| self.test(tally, &receipts)).collect();
            let (rule, severity) = (Self::META.code, Self::META.severity);
            Screen { rule, severity, name: MANUAL, scope }.judge(scene, &tested, bar, &mut report);
        }
        report
    }
}

fn add(counts: &mut Counts, round: i64) {
    counts.0 += round;
    counts.1 += 1;
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
