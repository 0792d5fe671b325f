//! K108: one tag, read with customers of different households.

use std::collections::BTreeMap;

use kvittens_model::{Finding, Id, NO_ID, Performed, Thing, ids};

use super::k107_foreign_tag::reading;
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

crate::rule! {
    /// A tag that is read at visits to customers of two households or more.
    pub struct TravellingTag {
        min_readings: i32 = 1, "läsningar", 1..=100_000,
            sv "Minsta antal läsningar i ett hushåll för att det ska räknas",
            en "Fewest readings in a household for it to count";
    }
    code "K108", slug "travelling-tag", per Tag, severity Major, order Time,
    needs [Tags], page "k108_travelling_tag.md", compares "hushåll"
}

impl Rule for TravellingTag {
    crate::card!();

    /// A tag can be read with any provider, so this is asked of the month as a whole.
    fn scan(&self, _scene: &Scene<'_>, _stretch: &Stretch<'_>, _out: &mut Sink) {}

    fn judge(&self, scene: &Scene<'_>, _limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        let travelling = travelling(scene);
        let mut readings: Vec<(Id, u32)> = readings(scene).filter(|(tag, _)| travelling[*tag as usize]).collect();
        readings.sort_unstable();
        let of_tag = readings.chunk_by(|a, b| a.0 == b.0);
        let known = of_tag.filter(|of| !ids::is_mangled(scene.month.ids.tag.text(of[0].0)));
        Report { findings: known.filter_map(|of| self.weigh(scene, of)).collect(), ..Report::default() }
    }
}

/// The tag that was read, and the visit, of each performed visit with a reading.
fn readings(scene: &Scene<'_>) -> impl Iterator<Item = (Id, u32)> {
    let performed = (0u32..).zip(&scene.visits.performed).filter(|(_, status)| **status == Performed::Yes);
    performed.filter_map(|(visit, _)| Some((reading(scene, visit)?, visit)))
}

/// Whether each tag was read in more than one household. Nearly none is, so only the readings of these are put in order.
fn travelling(scene: &Scene<'_>) -> Vec<bool> {
    let tags = scene.month.ids.tag.len() as usize;
    let (mut first, mut travelling) = (vec![NO_ID; tags], vec![false; tags]);
    for (tag, visit) in readings(scene) {
        let household = scene.household(scene.visits.customer[visit as usize]);
        let seen = &mut first[tag as usize];
        travelling[tag as usize] |= *seen != NO_ID && *seen != household;
        *seen = household;
    }
    travelling
}

impl TravellingTag {
    /// The readings of a tag, in order.
    fn weigh(&self, scene: &Scene<'_>, readings: &[(Id, u32)]) -> Option<Finding> {
        let mut households: BTreeMap<Id, Vec<u32>> = BTreeMap::new();
        for (_, visit) in readings {
            let household = scene.household(scene.visits.customer[*visit as usize]);
            households.entry(household).or_default().push(*visit);
        }
        let fewest = self.min_readings.unsigned_abs() as usize;
        households.retain(|_, visits| visits.len() >= fewest);
        // Where the tag is at home: with most of its readings, of several the first by name.
        let home = *households.iter().max_by_key(|(of, visits)| (visits.len(), std::cmp::Reverse(**of)))?.0;
        let count = f64::from(u32::try_from(households.len()).unwrap_or(u32::MAX));
        let elsewhere: Vec<u32> =
            households.into_iter().filter(|(of, _)| *of != home).flat_map(|(_, visits)| visits).collect();
        let subject = provider(scene.asked(&elsewhere).filter(|of| *of != NO_ID)?);
        let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, count, 1.0);
        finding.thing = Thing::Tag(readings[0].0);
        scene.with_others(&mut finding, elsewhere);
        Some(finding)
    }
}
