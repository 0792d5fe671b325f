//! T411: visits registered by hand, longer than those with a receipt for the same customer and services.

use kvittens_model::{Class, Id, NO_ID, Scope, Subject};
use rayon::prelude::*;

use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, provider};
use crate::scene::Scene;
use crate::screen::{Bar, Screen, Tested};
use crate::stats::signed_rank;

crate::rule! {
    /// A provider, or a member of staff, whose manual visits are longer than receipt visits paired with them.
    pub struct ManualLonger {
        min_pairs: i32 = 20, "par", 1..=1_000_000,
            sv "Minsta antal par hos den som prövas",
            en "Fewest pairs of the one who is tested";
        alpha: f64 = 0.001, "", 0.000_001..=0.1,
            sv "Utförare: sannolikheten ska vara mindre än så",
            en "Providers: the chance must be less than this";
        q: f64 = 0.05, "", 0.0001..=0.5,
            sv "Medarbetare: största förväntade andel felaktiga träffar (Benjamini–Hochberg)",
            en "Staff: largest expected share of false findings (Benjamini–Hochberg)";
    }
    code "T411", slug "manual-longer", per Staff, severity Minor, order Customer,
    needs [Manual], page "t411_manual_longer.md", tested "manual-longer" Above, compares "min"
}

/// The measure: the median difference, in minutes.
const NAME: &str = "manual-longer";

/// A pair: whom the manual visit is of, and how much longer it is, in seconds.
struct Pair {
    provider: Id,
    staff: Id,
    longer: i32,
}

impl Rule for ManualLonger {
    crate::card!();

    /// Of a customer and a set of services the k-th manual visit with the k-th receipt visit, in the order.
    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let (v, facts) = (scene.visits, &scene.facts);
        let with_class = |visit: &u32| {
            let class = scene.class(*visit);
            let wanted = class == Class::NoTag || class == Class::BothTags;
            let has_length = facts.timed(*visit) && !facts.too_long(*visit);
            (wanted && has_length).then_some((v.services[*visit as usize], class, *visit))
        };
        let mut visits: Vec<(Id, Class, u32)> = Vec::new();
        for group in stretch.groups() {
            visits.clear();
            visits.extend(group.iter().filter_map(with_class));
            visits.sort_unstable();
            for alike in visits.chunk_by(|a, b| a.0 == b.0) {
                // Receipts at both ends sort before none.
                let (receipts, manual) =
                    alike.split_at(alike.partition_point(|(_, class, _)| *class == Class::BothTags));
                out.pairs.extend(manual.iter().zip(receipts).map(|(manual, receipt)| (manual.2, receipt.2)));
            }
        }
    }

    /// The test needs the differences themselves, which no sum carries.
    fn judge_pairs(&self, scene: &Scene<'_>, _: &Limits<'_>, pairs: &[(u32, u32)]) -> Report {
        let mut pairs: Vec<Pair> = pairs.iter().map(|pair| Pair::of(scene, *pair)).collect();
        let mut report = Report::default();
        let (rule, severity) = (Self::META.code, Self::META.severity);
        for (scope, bar) in [(Scope::Provider, Bar::Below(self.alpha)), (Scope::Staff, Bar::StepUp(self.q))] {
            if scope == Scope::Staff {
                pairs.retain(|pair| pair.staff != NO_ID);
                pairs.par_sort_by_key(|pair| (pair.provider, pair.staff));
            } else {
                pairs.par_sort_by_key(|pair| pair.provider);
            }
            let staff = |pair: &Pair| if scope == Scope::Staff { pair.staff } else { NO_ID };
            let groups: Vec<&[Pair]> =
                pairs.chunk_by(|a, b| (a.provider, staff(a)) == (b.provider, staff(b))).collect();
            let subject = |pair: &Pair| Subject { staff: staff(pair), ..provider(pair.provider) };
            let tested: Vec<Tested> =
                groups.into_par_iter().map(|pairs| self.test(subject(&pairs[0]), pairs)).collect();
            Screen { rule, severity, name: NAME, scope }.judge(scene, &tested, bar, &mut report);
        }
        report
    }
}

impl Pair {
    fn of(scene: &Scene<'_>, (manual, receipt): (u32, u32)) -> Pair {
        let (v, facts) = (scene.visits, &scene.facts);
        let staff = if facts.placeholder(manual) { NO_ID } else { v.staff[manual as usize] };
        Pair { provider: v.provider[manual as usize], staff, longer: facts.length(manual) - facts.length(receipt) }
    }
}

impl ManualLonger {
    #[allow(clippy::cast_possible_wrap, reason = "pairs are counted in u32")]
    fn test(&self, subject: Subject, pairs: &[Pair]) -> Tested {
        let mut longer: Vec<i32> = pairs.iter().map(|pair| pair.longer).collect();
        longer.sort_unstable();
        let enough = longer.len() >= self.min_pairs.unsigned_abs() as usize;
        Tested {
            subject,
            numerator: None,
            denominator: longer.len() as i64,
            value: Some(median(&longer) / 60.0),
            against: 0.0,
            p_value: enough.then(|| signed_rank::above_zero(&longer)),
        }
    }
}

/// The middle of sorted differences, or the mean of the two in the middle.
fn median(sorted: &[i32]) -> f64 {
    let middle = |at: usize| sorted.get(at).copied().map_or(0.0, f64::from);
    (middle((sorted.len().max(1) - 1) / 2) + middle(sorted.len() / 2)) / 2.0
}
