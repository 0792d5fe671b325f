//! B601: more performed than granted.

use crate::compared::{compare, differs, untold};
use crate::decided::decisions;
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;

crate::rule! {
    /// A customer and service with clearly more performed time in the month than the decision grants.
    pub struct PerformedOverGranted {
        tolerance: f64 = 0.1, "", 0.0..=10.0,
            sv "Så stor andel av den beviljade tiden får skilja utan fråga",
            en "So large a share of the granted time may differ unasked";
        min_minutes: i32 = 60, "min", 0..=44_640,
            sv "Minsta skillnad i månaden",
            en "Least difference in the month";
    }
    code "B601", slug "performed-over-granted", per Customer, severity Major, order Home,
    needs [Decisions], page "b601_performed_over_granted.md", compares "min"
}

impl Rule for PerformedOverGranted {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for group in stretch.groups() {
            let decisions = decisions(scene, scene.visits.customer[group[0] as usize]);
            for of in compare(scene, decisions, group, false) {
                let over = of.performed() - of.granted();
                if !differs(over, of.granted(), self.tolerance, self.min_minutes) {
                    continue;
                }
                if let Some(mut finding) = of.finding(scene, &Self::META, decisions, group) {
                    let (performed, granted) = of.whole();
                    finding.minutes = i32::try_from(performed - granted).unwrap_or(i32::MAX);
                    out.findings.push(finding);
                }
            }
        }
    }

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        untold(scene, &Self::META, limits)
    }
}
