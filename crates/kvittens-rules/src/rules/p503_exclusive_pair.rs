//! P503: one staff and one customer have nearly only each other.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Id, NO_ID, Performed, Scope, Subject};

use super::p502_same_staff::Occasions;
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;

/// The slug of the counts between the two passes: a pair that P502 holds of.
const PAIR: &str = "pair";

crate::rule! {
    /// A staff and a customer by P502, where the customer is nearly all of the staff's visits too.
    pub struct ExclusivePair {
        share: f64 = 0.8, "", 0.01..=1.0,
            sv "Minsta andel av medarbetarens egna besök",
            en "Least share of the staff member's own visits";
    }
    code "P503", slug "exclusive-pair", per Pair, severity Major, order Customer,
    needs [Staff], page "p503_exclusive_pair.md", explained [CareContact]
}

impl Rule for ExclusivePair {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        scene.ground.same_staff.pairs(scene, stretch, |_, visits| {
            let subject = Subject { unit: NO_ID, ..scene.subject(visits[0].1) };
            out.tallies.push(Tally { name: PAIR, scope: Scope::Customer, subject, numerator: 1, denominator: 1 });
        });
    }

    /// The staff's own visits lie in other groups than the customer's, so they are weighed when all pairs are known.
    fn judge(&self, scene: &Scene<'_>, _: &Limits<'_>, pairs: &[Tally]) -> Report {
        let mut all: BTreeMap<(Id, Id), Own> = BTreeMap::new();
        for Tally { subject, .. } in pairs {
            all.entry((subject.provider, subject.staff)).or_default().customers.insert(subject.customer);
        }
        let v = scene.visits;
        let staff: BTreeSet<Id> = all.keys().map(|(_, staff)| *staff).collect();
        let asked: Vec<bool> = (0..scene.month.ids.staff.len()).map(|id| staff.contains(&id)).collect();
        let is_asked = |at: &usize| asked.get(v.staff[*at] as usize) == Some(&true);
        for at in (0..v.len()).filter(|at| is_asked(at) && v.performed[*at] == Performed::Yes) {
            if let (Some(own), Ok(visit)) = (all.get_mut(&(v.provider[at], v.staff[at])), u32::try_from(at)) {
                own.visits.push(visit);
            }
        }
        let mut report = Report::default();
        for own in all.into_values() {
            self.weigh(scene, &own, &mut report);
        }
        report
    }
}

/// A staff of a provider.
#[derive(Default)]
struct Own {
    /// The customers that P502 holds of.
    customers: BTreeSet<Id>,
    /// All visits.
    visits: Vec<u32>,
}

impl ExclusivePair {
    fn weigh(&self, scene: &Scene<'_>, own: &Own, report: &mut Report) {
        let occasions = Occasions::of(scene, &own.visits);
        let customer = |visit: &u32| scene.visits.customer[*visit as usize];
        let mut by_customer = own.visits.clone();
        by_customer.sort_by_key(customer);
        let with_each = by_customer.chunk_by(|a, b| customer(a) == customer(b));
        for with in with_each.filter(|with| own.customers.contains(&customer(&with[0]))) {
            let share = occasions.share(occasions.touched(with.iter().copied()));
            if share >= self.share {
                let subject = Subject { unit: NO_ID, ..scene.subject(with[0]) };
                let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, share, self.share);
                scene.with_others(&mut finding, with.to_vec());
                report.findings.push(finding);
            }
        }
    }
}
