//! P502: one staff has nearly all of a customer's visits.

use kvittens_model::{Id, NO_ID, Subject};

use crate::chains::Disjoint;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A customer most of whose visits are one staff's, over a good part of the month.
    pub struct SameStaff {
        share: f64 = 0.8, "", 0.01..=1.0,
            sv "Minsta andel av kundens besök",
            en "Least share of the customer's visits";
        min_visits: i32 = 20, "besök", 1..=10_000,
            sv "Minsta antal besök av samma personal hos kunden",
            en "Fewest visits of the staff with the customer";
        min_days: i32 = 14, "dagar", 1..=31,
            sv "Minsta antal dagar i månaden",
            en "Fewest days of the month";
        months: i32 = 3, "månader", 1..=120,
            sv "Månader i rad från vilka avvikelsen väger större (med historik)",
            en "Months in a row from which the finding is major (with a history)";
    }
    code "P502", slug "same-staff", per Customer, severity Minor, order Customer,
    needs [Staff], page "p502_same_staff.md", explained [CareContact]
}

impl Rule for SameStaff {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        self.pairs(scene, stretch, |share, visits| {
            let subject = Subject { unit: NO_ID, ..scene.subject(visits[0].1) };
            let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, share, self.share);
            scene.with_others(&mut finding, visits.iter().map(|(_, visit)| *visit).collect());
            out.findings.push(finding);
        });
    }
}

impl SameStaff {
    /// Every staff that has nearly all of a customer's visits, in the order of customers: the share, and the visits
    /// beside their staff, of which there is one at least.
    pub(super) fn pairs(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, mut found: impl FnMut(f64, &[(Id, u32)])) {
        let mut by_staff: Vec<(Id, u32)> = Vec::new();
        let fewest = self.min_visits.unsigned_abs() as usize;
        for group in stretch.groups().filter(|group| group.len() >= fewest) {
            by_staff.clear();
            by_staff.extend(group.iter().map(|visit| (scene.visits.staff[*visit as usize], *visit)));
            by_staff.sort_unstable();
            let mut occasions = None;
            for visits in by_staff.chunk_by(|a, b| a.0 == b.0).filter(|visits| visits.len() >= fewest) {
                let named = visits[0].0 != NO_ID && !scene.facts.placeholder(visits[0].1);
                if named {
                    let occasions = occasions.get_or_insert_with(|| Occasions::of(scene, group));
                    if let Some(share) = self.weigh(scene, occasions, visits) {
                        found(share, visits);
                    }
                }
            }
        }
    }

    /// The staff's share of the customer's visits, where it is one to ask about.
    fn weigh(&self, scene: &Scene<'_>, occasions: &Occasions, visits: &[(Id, u32)]) -> Option<f64> {
        let own = occasions.touched(visits.iter().map(|(_, visit)| *visit));
        let days = distinct(visits.iter().map(|(_, visit)| scene.visits.when(*visit).day()).collect());
        let enough = own >= self.min_visits.unsigned_abs() as usize && days >= self.min_days.unsigned_abs() as usize;
        Some(occasions.share(own)).filter(|share| enough && *share >= self.share)
    }
}

/// Visits with the double-staffed ones as one: those of a provider that share a visit id, or a Dubbelid on one day.
pub(super) struct Occasions {
    /// Each visit, ascending, and the occasion it is of.
    of: Vec<(u32, u32)>,
    count: usize,
}

/// How many different ones.
pub(super) fn distinct<T: Ord>(mut of: Vec<T>) -> usize {
    of.sort_unstable();
    of.dedup();
    of.len()
}

/// Those with one key are one.
fn join_by<K: Ord>(same: &mut Disjoint, keys: impl Iterator<Item = (K, u32)>) {
    let mut keys: Vec<(K, u32)> = keys.collect();
    keys.sort_unstable();
    keys.windows(2).filter(|two| two[0].0 == two[1].0).for_each(|two| same.join(two[0].1, two[1].1));
}

impl Occasions {
    pub(super) fn of(scene: &Scene<'_>, group: &[u32]) -> Occasions {
        let v = scene.visits;
        let mut same = Disjoint::new(group.len());
        let placed = || (0_u32..).zip(group.iter().map(|visit| (*visit, *visit as usize)));
        join_by(&mut same, placed().map(|(place, (_, at))| ((v.visit[at], v.provider[at]), place)));
        let doubles = placed().filter(|(_, (_, at))| v.double_id[*at] != NO_ID);
        let key = |visit: u32, at: usize| (v.provider[at], v.double_id[at], v.when(visit).day());
        join_by(&mut same, doubles.map(|(place, (visit, at))| (key(visit, at), place)));
        let mut of: Vec<(u32, u32)> = (0..).zip(group).map(|(place, visit)| (*visit, same.root(place))).collect();
        of.sort_unstable();
        let count = (0..).zip(group).filter(|(place, _)| same.root(*place) == *place).count();
        Occasions { of, count }
    }

    /// The occasion that a visit is of.
    pub(super) fn occasion(&self, visit: u32) -> Option<u32> {
        self.of.binary_search_by_key(&visit, |(known, _)| *known).ok().map(|at| self.of[at].1)
    }

    /// How many occasions some of the visits are of.
    pub(super) fn touched(&self, visits: impl Iterator<Item = u32>) -> usize {
        distinct(visits.filter_map(|visit| self.occasion(visit)).collect())
    }

    /// So many of all of them.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    pub(super) fn share(&self, some: usize) -> f64 {
        some as f64 / self.count as f64
    }
}
