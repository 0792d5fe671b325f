//! K111: one reason for typing in by hand, day after day.

use kvittens_model::{Id, Method, NO_ID, Subject, Thing};

use crate::orders::Stretch;
use crate::reasons;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A customer whose visits have a manual end with one and the same reason on many days of the month.
    pub struct SameReasonLong {
        max_days: i32 = 14, "dagar", 1..=31,
            sv "Största antal dagar i månaden med ett och samma skäl",
            en "Largest number of days of the month with one and the same reason";
    }
    code "K111", slug "same-reason-long", per Customer, severity Minor, order Customer,
    needs [Manual, Reasons], page "k111_same_reason_long.md", explained [Exemption, Outage], compares "dagar"
}

impl Rule for SameReasonLong {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let most = self.max_days.unsigned_abs() as usize;
        let mut given: Vec<(Id, i32, u32)> = Vec::new();
        let manual = |visit: &&u32| scene.has_end(**visit, Method::Manual);
        // So many days are so many visits at least.
        for group in stretch.groups().filter(|group| group.iter().filter(manual).count() > most) {
            given.clear();
            for &visit in group.iter().filter(manual) {
                let day = scene.visits.when(visit).day();
                given.extend(reasons::of_visit(scene.month, scene.visits, visit).map(|reason| (reason, day, visit)));
            }
            given.sort_unstable();
            for of_reason in given.chunk_by(|a, b| a.0 == b.0) {
                let days = of_reason.chunk_by(|a, b| a.1 == b.1).count();
                if days <= most {
                    continue;
                }
                let (reason, _, first) = of_reason[0];
                let subject = Subject { unit: NO_ID, staff: NO_ID, ..scene.subject(first) };
                // At most the days of a month.
                let (value, limit) = (f64::from(u32::try_from(days).unwrap_or(u32::MAX)), f64::from(self.max_days));
                let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, value, limit);
                finding.thing = Thing::Reason(reason);
                scene.with_others(&mut finding, of_reason.iter().map(|(_, _, visit)| *visit).collect());
                out.findings.push(finding);
            }
        }
    }
}
