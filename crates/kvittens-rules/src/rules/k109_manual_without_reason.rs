//! K109: typed in by hand, and nothing says why.

use kvittens_model::Method;

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit with a manual end and no reason, where the export has reasons.
    pub struct ManualWithoutReason {}
    code "K109", slug "manual-without-reason", per Visit, severity Minor, order Time,
    needs [Manual, Reasons], page "k109_manual_without_reason.md", explained [Exemption, Outage]
}

impl Rule for ManualWithoutReason {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        // An edited end is T409's question.
        let is_manual = |visit: &u32| scene.has_end(*visit, Method::Manual) && !scene.has_end(*visit, Method::Edited);
        for &visit in stretch.visits().iter().filter(|visit| is_manual(visit)) {
            if scene.reasons.missing(scene.month, scene.visits, visit) {
                let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
                finding.minutes = scene.minutes(&[visit]);
                out.findings.push(finding);
            }
        }
    }
}
