//! P510: a new person who works full time from the first day.

use kvittens_model::Finding;

use crate::earlier::Known;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;
use crate::worked;

crate::rule! {
    /// A staff of no earlier month with many registered hours in the first days.
    pub struct FullLoadFromDayOne {
        min_hours: i32 = 150, "h", 1..=744,
            sv "Minsta registrerad tid under de första dagarna",
            en "Least registered time in the first days";
        days: i32 = 30, "dagar", 1..=31,
            sv "Dagar från det första besöket",
            en "Days from the first visit";
    }
    code "P510", slug "full-load-from-day-one", per Staff, severity Minor, order Staff,
    needs [Staff, History], page "p510_full_load_from_day_one.md", compares "h"
}

impl Rule for FullLoadFromDayOne {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let Some(earlier) = &scene.earlier else { return };
        for group in stretch.groups().filter(|group| !scene.facts.placeholder(group[0])) {
            if is_new(scene, earlier, group) {
                out.findings.extend(self.weigh(scene, group));
            }
        }
    }
}

/// Whether no earlier month has the person. Where none has a provider of the person either, all its staff are new, and
/// that says nothing of one of them.
fn is_new(scene: &Scene<'_>, earlier: &Known, group: &[u32]) -> bool {
    let known = |visit: &u32| earlier.provider(scene.visits.provider[*visit as usize]);
    earlier.days(scene.person(group[0])).is_none() && group.iter().any(known)
}

impl FullLoadFromDayOne {
    #[allow(clippy::cast_precision_loss, reason = "seconds of a month are far below 2^52")]
    fn weigh(&self, scene: &Scene<'_>, group: &[u32]) -> Option<Finding> {
        let day = |visit: &u32| scene.visits.when(*visit).day();
        let first = group.iter().map(day).min()?;
        let mut visits = worked::counted(scene, group);
        visits.retain(|visit| day(visit) < first + self.days);
        let time = worked::seconds(&worked::spans(scene, &visits));
        if time < i64::from(self.min_hours) * 3600 {
            return None;
        }
        let (hours, limit) = (time as f64 / 3600.0, f64::from(self.min_hours));
        let mut finding = scene.on_subject(Self::META.code, Self::META.severity, scene.staff(group), hours, limit);
        scene.with_others(&mut finding, visits);
        Some(finding)
    }
}
