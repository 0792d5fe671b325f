//! P505: registered time and rest that do not fit one person's work.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Finding, Thing};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;
use crate::worked::{self, Span};

/// Seconds of an hour.
const HOUR: i64 = 3600;

crate::rule! {
    /// A staff with too much registered time on a day or in the month, or too little rest between two days.
    pub struct WorkingHours {
        max_day_hours: i32 = 12, "h", 1..=24,
            sv "Mest registrerad tid på ett kalenderdygn",
            en "Most registered time on a calendar day";
        max_month_hours: i32 = 210, "h", 1..=744,
            sv "Mest registrerad tid under månaden",
            en "Most registered time in the month";
        min_rest_hours: i32 = 11, "h", 1..=24,
            sv "Minsta vila från en dags sista stopp till nästa dags första start",
            en "Least rest from the last stop of a day to the first start of the next";
    }
    code "P505", slug "working-hours", per Staff, severity Minor, order Staff,
    needs [Staff], page "p505_working_hours.md", compares "h"
}

impl Rule for WorkingHours {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for group in stretch.groups().filter(|group| !scene.facts.placeholder(group[0])) {
            let visits = worked::counted(scene, group);
            let spans = worked::spans(scene, &visits);
            let kinds = [self.day(scene, &visits, &spans), self.month(&visits, &spans), self.rest(scene, &visits)];
            out.findings.extend(kinds.into_iter().flatten().map(|seen| seen.finding(scene, group)));
        }
    }
}

/// What one kind of a person's time shows.
struct Seen {
    kind: &'static str,
    /// The worst, in seconds.
    worst: i64,
    /// In hours.
    limit: i32,
    /// One visit of each time it happened.
    occasions: Vec<u32>,
    /// All visits it stands on.
    ground: Vec<u32>,
}

impl Seen {
    #[allow(clippy::cast_precision_loss, reason = "seconds of a month are far below 2^52")]
    fn finding(self, scene: &Scene<'_>, group: &[u32]) -> Finding {
        let (hours, meta) = (self.worst as f64 / HOUR as f64, WorkingHours::META);
        let mut finding = scene.on_subject(meta.code, meta.severity, scene.staff(group), hours, f64::from(self.limit));
        scene.with_others(&mut finding, self.ground);
        finding.others = self.occasions;
        finding.others.sort_unstable();
        finding.others.dedup();
        finding.thing = Thing::Kind(self.kind);
        finding
    }
}

impl WorkingHours {
    /// Days with too much time; the first visit of each stands for it.
    fn day(&self, scene: &Scene<'_>, visits: &[u32], spans: &[Span]) -> Option<Seen> {
        let most = i64::from(self.max_day_hours) * HOUR;
        let over: BTreeMap<i32, i64> = worked::by_day(spans).into_iter().filter(|(_, time)| *time > most).collect();
        let worst = over.values().copied().max()?;
        let mut waiting: BTreeSet<i32> = over.keys().copied().collect();
        let (mut occasions, mut ground) = (Vec::new(), Vec::new());
        for &visit in visits {
            let (first, last) = worked::days_of(scene, visit);
            if over.range(first..=last).next().is_some() {
                ground.push(visit);
            }
            while let Some(day) = waiting.range(first..=last).next().copied() {
                waiting.remove(&day);
                occasions.push(visit);
            }
        }
        Some(Seen { kind: "day", worst, limit: self.max_day_hours, occasions, ground })
    }

    /// The month, all of whose visits it stands on.
    fn month(&self, visits: &[u32], spans: &[Span]) -> Option<Seen> {
        let time = worked::seconds(spans);
        let too_much = time > i64::from(self.max_month_hours) * HOUR;
        let ground = visits.to_vec();
        let seen = Seen { kind: "month", worst: time, limit: self.max_month_hours, occasions: Vec::new(), ground };
        too_much.then_some(seen)
    }

    /// Days that begin too soon after the day before; the visit that begins stands for it. Midnight cuts through the
    /// shifts of night patrol, so its visits are left out.
    fn rest(&self, scene: &Scene<'_>, visits: &[u32]) -> Option<Seen> {
        let facts = &scene.facts;
        let by_day: Vec<u32> = visits.iter().copied().filter(|visit| !facts.night(*visit)).collect();
        let day = |visit: &u32| scene.visits.start[*visit as usize].day();
        let days: Vec<&[u32]> = by_day.chunk_by(|a, b| day(a) == day(b)).collect();
        let least = i64::from(self.min_rest_hours) * HOUR;
        let (mut worst, mut occasions, mut ground) = (None, Vec::new(), Vec::new());
        for pair in days.windows(2) {
            let (former, next) = (pair[0], pair[1][0]);
            let Some(last) = former.iter().copied().max_by_key(|visit| facts.to(*visit)) else { continue };
            let rest = i64::from(facts.from(next) - facts.to(last)).max(0);
            if day(&next) == day(&last) + 1 && rest < least {
                worst = Some(worst.map_or(rest, |worst: i64| worst.min(rest)));
                occasions.push(next);
                ground.extend([last, next]);
            }
        }
        Some(Seen { kind: "rest", worst: worst?, limit: self.min_rest_hours, occasions, ground })
    }
}
