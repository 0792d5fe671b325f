//! K107: a tag other than the customer's.

use kvittens_model::{Id, Method, NO_ID, ids};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit whose receipt was read from another tag than the one that nearly all of the customer's receipts come from.
    pub struct ForeignTag {
        share: f64 = 0.8, "", 0.51..=1.0,
            sv "Minsta andel av kundens läsningar som gör en tagg till kundens",
            en "Least share of the customer's readings that makes a tag the customer's";
        min_readings: i32 = 10, "läsningar", 1..=100_000,
            sv "Minsta antal läsningar hos kunden i månaden",
            en "Fewest readings of the customer in the month";
    }
    code "K107", slug "foreign-tag", per Visit, severity Major, order Home,
    needs [Tags], page "k107_foreign_tag.md"
}

impl Rule for ForeignTag {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut readings: Vec<(Id, u32)> = Vec::new();
        let fewest = self.min_readings.unsigned_abs() as usize;
        for group in stretch.groups().filter(|group| group.len() >= fewest) {
            readings.clear();
            readings.extend(group.iter().filter_map(|visit| Some((reading(scene, *visit)?, *visit))));
            readings.sort_unstable();
            self.hold_against_own(scene, &readings, out);
        }
    }
}

/// The tag of a visit that has a receipt by tag at an end.
fn reading(scene: &Scene<'_>, visit: u32) -> Option<Id> {
    let tag = scene.visits.tag[visit as usize];
    (tag != NO_ID && scene.has_end(visit, Method::Tag)).then_some(tag)
}

impl ForeignTag {
    /// The readings of a customer, by tag.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn hold_against_own(&self, scene: &Scene<'_>, readings: &[(Id, u32)], out: &mut Sink) {
        let is_known = |of: &&[(Id, u32)]| !ids::is_mangled(scene.month.ids.tag.text(of[0].0));
        let by_tag: Vec<&[(Id, u32)]> = readings.chunk_by(|a, b| a.0 == b.0).filter(is_known).collect();
        let count: usize = by_tag.iter().map(|of| of.len()).sum();
        // More than half of the readings are of one tag at most.
        let Some(own) = by_tag.iter().max_by_key(|of| of.len()) else {
            return;
        };
        let share = own.len() as f64 / count as f64;
        if count < self.min_readings.unsigned_abs() as usize || share < self.share {
            return;
        }
        for &(_, visit) in by_tag.iter().filter(|of| of[0].0 != own[0].0).copied().flatten() {
            let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
            finding.value = Some(share);
            finding.limit = Some(self.share);
            finding.minutes = scene.minutes(&[visit]);
            out.findings.push(finding);
        }
    }
}
