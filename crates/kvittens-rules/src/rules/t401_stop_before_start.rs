//! T401: the stop comes before the start.

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A stop earlier than the start on the real clock. A full time stamp is never moved over midnight.
    pub struct StopBeforeStart {}
    code "T401", slug "stop-before-start", per Visit, severity Minor, order Time,
    needs [], page "t401_stop_before_start.md"
}

impl Rule for StopBeforeStart {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for &visit in stretch.visits() {
            // The visits that have a length and are not in chains are just these.
            if !scene.facts.timed(visit) && scene.visits.length(visit).is_some_and(|length| length < 0) {
                out.findings.push(scene.on_visit(Self::META.code, Self::META.severity, visit));
            }
        }
    }
}
