//! P502: one staff has nearly all of a customer's visits.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Finding, Id, NO_ID, Subject};

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
                    out.findings.extend(self.weigh(scene, occasions, visits));
                }
            }
        }
    }
}

impl SameStaff {
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn weigh(&self, scene: &Scene<'_>, occasions: &Occasions, visits: &[(Id, u32)]) -> Option<Finding> {
        let own = occasions.touched(visits.iter().map(|(_, visit)| *visit));
        let days: BTreeSet<i32> = visits.iter().map(|(_, visit)| scene.visits.when(*visit).day()).collect();
        let share = own as f64 / occasions.count as f64;
        let enough =
            own >= self.min_visits.unsigned_abs() as usize && days.len() >= self.min_days.unsigned_abs() as usize;
        if !enough || share < self.share {
            return None;
        }
        let (staff, first) = visits[0];
        let subject = Subject { staff, unit: NO_ID, ..scene.subject(first) };
        let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, share, self.share);
        scene.with_others(&mut finding, visits.iter().map(|(_, visit)| *visit).collect());
        Some(finding)
    }
}

/// A customer's visits with the double-staffed ones as one: those that share a visit id, or a Dubbelid on one day.
struct Occasions {
    /// Each visit, ascending, and the occasion it is of.
    of: Vec<(u32, usize)>,
    count: usize,
}

impl Occasions {
    fn of(scene: &Scene<'_>, group: &[u32]) -> Occasions {
        let v = scene.visits;
        let mut same = Disjoint::new(group.len());
        let (mut by_id, mut by_double) = (BTreeMap::new(), BTreeMap::new());
        for (place, &visit) in group.iter().enumerate() {
            let at = visit as usize;
            same.join(*by_id.entry(v.visit[at]).or_insert(place), place);
            if v.double_id[at] != NO_ID {
                same.join(*by_double.entry((v.double_id[at], v.when(visit).day())).or_insert(place), place);
            }
        }
        let mut of: Vec<(u32, usize)> =
            group.iter().enumerate().map(|(place, visit)| (*visit, same.root(place))).collect();
        of.sort_unstable();
        let count = of.iter().map(|(_, occasion)| *occasion).collect::<BTreeSet<_>>().len();
        Occasions { of, count }
    }

    /// How many occasions some of the visits are of.
    fn touched(&self, visits: impl Iterator<Item = u32>) -> usize {
        let occasion =
            |visit: u32| self.of.binary_search_by_key(&visit, |(known, _)| *known).ok().map(|at| self.of[at].1);
        visits.filter_map(occasion).collect::<BTreeSet<_>>().len()
    }
}
