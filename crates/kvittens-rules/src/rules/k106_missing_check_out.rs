//! K106: nobody checked out.

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A performed visit without a stop time.
    pub struct MissingCheckOut {}
    code "K106", slug "missing-check-out", per Visit, severity Minor, order Time,
    needs [], page "k106_missing_check_out.md", explained [Outage]
}

impl Rule for MissingCheckOut {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for &visit in stretch.visits().iter().filter(|visit| scene.visits.stop[**visit as usize].is_none()) {
            out.findings.push(scene.on_visit(Self::META.code, Self::META.severity, visit));
        }
    }
}
