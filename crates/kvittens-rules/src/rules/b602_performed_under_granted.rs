//! B602: less performed than granted.

use kvittens_model::Finding;
use kvittens_model::companion::Decision;

use crate::compared::{compare, differs, untold};
use crate::decided::decisions;
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;

crate::rule! {
    /// A customer and service with clearly less performed time in the month than the decision grants.
    pub struct PerformedUnderGranted {
        tolerance: f64 = 0.1, "", 0.0..=1.0,
            sv "Så stor andel av den beviljade tiden får skilja utan fråga",
            en "So large a share of the granted time may differ unasked";
        min_minutes: i32 = 60, "min", 0..=44_640,
            sv "Minsta skillnad i månaden",
            en "Least difference in the month";
    }
    code "B602", slug "performed-under-granted", per Customer, severity Minor, order Home,
    needs [Decisions], page "b602_performed_under_granted.md", compares "min"
}

impl Rule for PerformedUnderGranted {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for group in stretch.groups() {
            let decisions = decisions(scene, scene.visits.customer[group[0] as usize]);
            out.findings.extend(self.under(scene, decisions, group));
        }
    }

    /// Customers whom nobody visited stand in no group.
    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        let mut report = untold(scene, &Self::META, limits);
        let ids = &scene.month.ids;
        let mut visited = vec![false; ids.customer.len() as usize];
        let mut delivered = vec![false; ids.provider.len() as usize];
        for visit in 0..u32::try_from(scene.visits.len()).unwrap_or(u32::MAX) {
            if scene.visits.performed[visit as usize] == kvittens_model::Performed::Yes {
                visited[scene.visits.customer[visit as usize] as usize] = true;
                delivered[scene.visits.provider[visit as usize] as usize] = true;
            }
        }
        let all = &scene.month.companions.decisions;
        for of in all.chunk_by(|a, b| a.customer == b.customer).filter(|of| !visited[of[0].customer as usize]) {
            // A provider without a visit has not delivered its export, and one that is not named cannot be asked.
            let can_be_asked = |finding: &Finding| delivered[finding.subject.provider as usize];
            report.findings.extend(self.under(scene, of, &[]).into_iter().filter(can_be_asked));
        }
        report
    }
}

impl PerformedUnderGranted {
    fn under(&self, scene: &Scene<'_>, decisions: &[Decision], group: &[u32]) -> Vec<Finding> {
        let compared = compare(scene, decisions, group, true).into_iter();
        let under = compared
            .filter(|of| differs(of.granted() - of.performed(), of.granted(), self.tolerance, self.min_minutes));
        under.filter_map(|of| of.finding(scene, &Self::META, decisions, group)).collect()
    }
}
