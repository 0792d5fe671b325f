//! T409: a time was changed, and nothing says why.

use kvittens_model::Method;

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit with an edited end and no reason, where the export has reasons.
    pub struct EditedWithoutReason {}
    code "T409", slug "edited-without-reason", per Visit, severity Minor, order Time,
    needs [Reasons], page "t409_edited_without_reason.md"
}

impl Rule for EditedWithoutReason {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for &visit in stretch.visits().iter().filter(|visit| scene.has_end(**visit, Method::Edited)) {
            if scene.reasons.missing(scene.month, scene.visits, visit) {
                let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
                finding.minutes = scene.minutes(&[visit]);
                out.findings.push(finding);
            }
        }
    }
}
