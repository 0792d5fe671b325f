//! B604: performed to the minute as granted.

use crate::compared::{compare, untold};
use crate::decided::decisions;
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;

crate::rule! {
    /// A customer and service whose performed time in the month is the granted time to the minute.
    pub struct ExactlyGranted {
        min_visits: i32 = 5, "besök", 1..=10_000,
            sv "Minsta antal besök, så att ett ensamt besök av beviljad längd inte frågas om",
            en "Fewest visits, so that a lone visit of the granted length is not asked about";
    }
    code "B604", slug "exactly-granted", per Customer, severity Minor, order Home,
    needs [Decisions], page "b604_exactly_granted.md", compares "min"
}

impl Rule for ExactlyGranted {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let fewest = self.min_visits.unsigned_abs() as usize;
        for group in stretch.groups().filter(|group| group.len() >= fewest) {
            let decisions = decisions(scene, scene.visits.customer[group[0] as usize]);
            let compared = compare(scene, decisions, group, false).into_iter();
            let exact = compared.filter(|of| {
                let (performed, granted) = of.whole();
                of.visits.len() >= fewest && performed == granted && performed > 0
            });
            out.findings.extend(exact.filter_map(|of| of.finding(scene, &Self::META, decisions, group)));
        }
    }

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        untold(scene, &Self::META, limits)
    }
}
