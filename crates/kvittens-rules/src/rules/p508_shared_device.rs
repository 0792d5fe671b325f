//! P508: one phone at two visits at once.

use std::collections::BTreeSet;

use kvittens_model::{Finding, Method, NO_ID, Thing};

use crate::explain::double_staffed;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink, provider};
use crate::scene::Scene;

crate::rule! {
    /// A phone with overlapping visits of different staff.
    pub struct SharedDevice {
        min_minutes: i32 = 1, "min", 1..=1440,
            sv "Minsta överlapp som räknas",
            en "Least overlap that counts";
    }
    code "P508", slug "shared-device", per Device, severity Minor, order Device,
    needs [Staff, Devices], page "p508_shared_device.md", compares "min"
}

impl Rule for SharedDevice {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let staff = |visit: u32| scene.visits.staff[visit as usize];
        let of_several = |group: &&[u32]| group.iter().any(|visit| staff(*visit) != staff(group[0]));
        for group in stretch.groups().filter(of_several) {
            out.findings.extend(self.overlaps(scene, group));
        }
    }
}

/// Whether the phone was in use at a visit for as long as it lasted. Times typed in say nothing of where the phone was,
/// and a visit that is too long asks for its missing check-out (T403).
fn in_use(scene: &Scene<'_>, visit: u32) -> bool {
    let (facts, at) = (&scene.facts, visit as usize);
    let by_hand = |method: Method| matches!(method, Method::Manual | Method::Edited);
    facts.timed(visit)
        && !facts.too_long(visit)
        && !facts.placeholder(visit)
        && scene.visits.staff[at] != NO_ID
        && !(by_hand(scene.visits.in_method[at]) && by_hand(scene.visits.out_method[at]))
}

impl SharedDevice {
    /// Holds each visit of a phone against the earlier visits of other staff: the one that goes on longest. The search
    /// for it passes over visits of the same staff and of its own double staffing alone, so it is short.
    fn overlaps(&self, scene: &Scene<'_>, group: &[u32]) -> Option<Finding> {
        let (facts, least) = (&scene.facts, self.min_minutes * 60);
        let staff = |visit: u32| scene.visits.staff[visit as usize];
        // The earlier visits that still go on for long enough, by their stop.
        let mut going_on: BTreeSet<(i32, u32)> = BTreeSet::new();
        let (mut longest, mut involved) = (0, Vec::new());
        for &visit in group.iter().filter(|visit| in_use(scene, **visit) && facts.length(**visit) >= least) {
            let (from, to) = (facts.from(visit), facts.to(visit));
            while going_on.first().is_some_and(|(stop, _)| stop - from < least) {
                going_on.pop_first();
            }
            let other = |earlier: u32| staff(earlier) != staff(visit) && !double_staffed(scene, earlier, visit);
            if let Some((stop, earlier)) = going_on.iter().rev().find(|(_, earlier)| other(*earlier)) {
                longest = longest.max((*stop).min(to) - from);
                involved.extend([*earlier, visit]);
            }
            going_on.insert((to, visit));
        }
        let first = *involved.first()? as usize;
        let subject = provider(scene.visits.provider[first]);
        let (value, limit) = (f64::from(longest) / 60.0, f64::from(self.min_minutes));
        let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, value, limit);
        finding.thing = Thing::Device(scene.visits.device[first]);
        scene.with_others(&mut finding, involved);
        Some(finding)
    }
}
