//! K107: a tag other than the customer's.

use kvittens_model::companion::{Companion, Period, TagOf};
use kvittens_model::{Explanation, Id, Local, Method, NO_ID, State, ids};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit whose receipt was read from another tag than the customer's: by the register of tags, else the tag that
    /// nearly all of the customer's receipts come from.
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
        let register = Register::of(scene);
        for group in stretch.groups() {
            let own = register.of_customer(scene.visits.customer[group[0] as usize]);
            if !own.is_empty() {
                register.hold_against(scene, own, group, out);
                continue;
            }
            if group.len() < fewest {
                continue;
            }
            readings.clear();
            readings.extend(group.iter().filter_map(|visit| Some((reading(scene, *visit)?, *visit))));
            readings.sort_unstable();
            self.hold_against_own(scene, &readings, out);
        }
    }
}

/// The tag of a visit that has a receipt by tag at an end.
pub(super) fn reading(scene: &Scene<'_>, visit: u32) -> Option<Id> {
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

/// The register of tags, both ways.
struct Register<'a> {
    /// By tag.
    by_tag: &'a [TagOf],
    /// By customer and tag.
    by_customer: Vec<TagOf>,
}

impl<'a> Register<'a> {
    fn of(scene: &Scene<'a>) -> Register<'a> {
        let all = &scene.month.companions;
        let by_tag = if all.has(Companion::Tags) { all.tags.as_slice() } else { &[] };
        let mut by_customer = by_tag.to_vec();
        by_customer.sort_unstable_by_key(|of| (of.customer, of.tag, of.period));
        Register { by_tag, by_customer }
    }

    fn of_customer(&self, customer: Id) -> &[TagOf] {
        let from = self.by_customer.partition_point(|of| of.customer < customer);
        &self.by_customer[from..from + self.by_customer[from..].partition_point(|of| of.customer == customer)]
    }

    /// A visit of a customer of the register is held against the tags that are the customer's on its day.
    fn hold_against(&self, scene: &Scene<'_>, own: &[TagOf], group: &[u32], out: &mut Sink) {
        for &visit in group {
            let Some(tag) = reading(scene, visit) else {
                continue;
            };
            let day = scene.visits.when(visit).day();
            let from = own.partition_point(|of| of.tag < tag);
            let is_own = own[from..].iter().take_while(|of| of.tag == tag).any(|of| in_force(of.period, day));
            if is_own || ids::is_mangled(scene.month.ids.tag.text(tag)) {
                continue;
            }
            let mut finding = scene.on_visit(ForeignTag::META.code, ForeignTag::META.severity, visit);
            finding.minutes = scene.minutes(&[visit]);
            let household = scene.household(scene.visits.customer[visit as usize]);
            let from = self.by_tag.partition_point(|of| of.tag < tag);
            let mut owners = self.by_tag[from..].iter().take_while(|of| of.tag == tag);
            if owners.any(|of| in_force(of.period, day) && scene.household(of.customer) == household) {
                finding.state = State::Explained(Explanation::Household);
            }
            out.findings.push(finding);
        }
    }
}

/// Whether a period shares a moment with a day.
fn in_force(period: Period, day: i32) -> bool {
    period.meets(Local::from_seconds(day * 86_400), Local::from_seconds((day + 1) * 86_400))
}
