//! T403: a visit too long to be one.

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit longer than a working day, and than three times its plan where there is one. Other rules ask for it
    /// too, so whether it holds stands among the facts.
    pub struct TooLong {
        max_hours: i32 = 8, "h", 1..=48,
            sv "Besök som är längre än så larmar",
            en "Visits longer than this fire";
        planned_factor: f64 = 3.0, "", 1.0..=100.0,
            sv "…och längre än så många gånger planerad tid, där planering finns",
            en "…and longer than this many times the plan, where there is one";
    }
    code "T403", slug "too-long", per Visit, severity Minor, order Time,
    needs [], page "t403_too_long.md"
}

impl Rule for TooLong {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for &visit in stretch.visits().iter().filter(|visit| scene.facts.too_long(**visit)) {
            let length = scene.facts.length(visit);
            let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
            finding.value = Some(f64::from(length) / 3600.0);
            finding.limit = Some(f64::from(self.max_hours));
            finding.minutes = length / 60;
            out.findings.push(finding);
        }
    }
}
