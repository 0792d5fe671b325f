//! P504: visits on many calendar days in a row.

use kvittens_model::Finding;

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A staff with visits on more calendar days in a row than there should be, the month before counted where known.
    pub struct DaysInARow {
        max_days: i32 = 7, "dagar", 1..=366,
            sv "Flest kalenderdagar i rad med besök",
            en "Most calendar days in a row with visits";
    }
    code "P504", slug "days-in-a-row", per Staff, severity Minor, order Staff,
    needs [Staff], page "p504_days_in_a_row.md", compares "dagar"
}

impl Rule for DaysInARow {
    crate::card!();

    fn reads_earlier(&self) -> bool {
        true
    }

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for group in stretch.groups().filter(|group| !scene.facts.placeholder(group[0])) {
            out.findings.extend(self.longest(scene, group));
        }
    }
}

impl DaysInARow {
    /// The finding of a person's longest run of days; of equal runs the first.
    fn longest(&self, scene: &Scene<'_>, group: &[u32]) -> Option<Finding> {
        let mut by_day: Vec<(i32, u32)> = group.iter().map(|visit| (scene.visits.when(*visit).day(), *visit)).collect();
        by_day.sort_unstable();
        let before = scene.earlier.as_ref().and_then(|earlier| earlier.days(scene.person(group[0])));
        let before = before.and_then(|days| i32::try_from(days).ok()).unwrap_or(0);
        let first = scene.month.month.first().day();
        let (mut days, mut run): (i32, &[(i32, u32)]) = (self.max_days, &[]);
        for next in by_day.chunk_by(|a, b| b.0 - a.0 <= 1) {
            let own = next[next.len() - 1].0 - next[0].0 + 1;
            let all = own + if next[0].0 == first { before } else { 0 };
            if all > days {
                (days, run) = (all, next);
            }
        }
        if run.is_empty() {
            return None;
        }
        let (value, limit) = (f64::from(days), f64::from(self.max_days));
        let mut finding = scene.on_subject(Self::META.code, Self::META.severity, scene.staff(group), value, limit);
        scene.with_others(&mut finding, run.iter().map(|(_, visit)| *visit).collect());
        Some(finding)
    }
}
