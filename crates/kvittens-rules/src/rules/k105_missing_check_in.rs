//! K105: nobody checked in.

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A performed visit without a start time.
    pub struct MissingCheckIn {}
    code "K105", slug "missing-check-in", per Visit, severity Minor, order Time,
    needs [], page "k105_missing_check_in.md", explained [Outage]
}

impl Rule for MissingCheckIn {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for &visit in stretch.visits().iter().filter(|visit| scene.visits.start[**visit as usize].is_none()) {
            out.findings.push(scene.on_visit(Self::META.code, Self::META.severity, visit));
        }
    }
}
