//! T402: a visit too short to be one.

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit shorter than a few minutes whose plan is longer, or unknown.
    pub struct TooShort {
        min_minutes: i32 = 3, "min", 1..=1440,
            sv "Besök som är kortare än så larmar",
            en "Visits shorter than this fire";
        min_planned: i32 = 10, "min", 0..=1440,
            sv "Besök som är planerade kortare än så lämnas",
            en "Visits planned shorter than this are left out";
    }
    code "T402", slug "too-short", per Visit, severity Minor, order Time,
    needs [], page "t402_too_short.md"
}

impl Rule for TooShort {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let facts = &scene.facts;
        for &visit in stretch.visits().iter().filter(|visit| facts.timed(**visit) && !facts.brief(**visit)) {
            let length = facts.length(visit);
            let planned = scene.visits.planned_length(visit);
            if length < self.min_minutes * 60 && planned.is_none_or(|planned| planned >= self.min_planned * 60) {
                let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
                finding.value = Some(f64::from(length) / 60.0);
                finding.limit = Some(f64::from(self.min_minutes));
                finding.minutes = length / 60;
                out.findings.push(finding);
            }
        }
    }
}
