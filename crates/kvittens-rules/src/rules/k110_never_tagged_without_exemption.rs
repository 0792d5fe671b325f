//! K110: a customer whose visits never have a receipt, and who is not exempt.

use kvittens_model::{Class, NO_ID, Subject};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A customer none of whose many visits has a receipt, without an exemption.
    pub struct NeverTaggedWithoutExemption {
        min_visits: i32 = 20, "besök", 1..=100_000,
            sv "Minsta antal besök som väntas ha kvittens",
            en "Fewest visits that are expected to have a receipt";
    }
    code "K110", slug "never-tagged-without-exemption", per Customer, severity Minor, order Customer,
    needs [Manual, Exemptions], page "k110_never_tagged_without_exemption.md", explained [Exemption], compares "besök"
}

impl Rule for NeverTaggedWithoutExemption {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let fewest = self.min_visits.unsigned_abs() as usize;
        for group in stretch.groups().filter(|group| group.len() >= fewest) {
            let expected: Vec<u32> =
                group.iter().copied().filter(|visit| scene.facts.expects_receipt(*visit)).collect();
            if expected.len() < fewest || expected.iter().any(|visit| scene.class(*visit) != Class::NoTag) {
                continue;
            }
            let subject = Subject { unit: NO_ID, staff: NO_ID, ..scene.subject(group[0]) };
            let count = f64::from(u32::try_from(expected.len()).unwrap_or(u32::MAX));
            let limit = f64::from(self.min_visits);
            let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, count, limit);
            scene.with_others(&mut finding, expected);
            out.findings.push(finding);
        }
    }
}
