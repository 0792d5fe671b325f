//! T404: a visit that starts or stops outside the day's hours.

use kvittens_model::clock::{Certainty, certainty};

use crate::day_time::DayTime;
use crate::orders::Stretch;
use crate::rule::{Impossible, Rule, Sink};
use crate::scene::Scene;

/// The bounds of a time of day.
const MIDNIGHT: DayTime = DayTime::at(0, 0);
const NEXT_MIDNIGHT: DayTime = DayTime::at(24, 0);

crate::rule! {
    /// A visit of a provider that works by day, at an hour that the day's home care does not cover.
    pub struct OutsideWindow {
        grace: i32 = 15, "min", 0..=720,
            sv "Så mycket utanför tiderna får ett besök börja eller sluta",
            en "A visit may start or stop so far outside the hours";
        from: DayTime = DayTime::at(7, 0), "", MIDNIGHT..=NEXT_MIDNIGHT,
            sv "Första tid på dagen",
            en "First time of the day";
        to: DayTime = DayTime::at(22, 0), "", MIDNIGHT..=NEXT_MIDNIGHT,
            sv "Sista tid på dagen",
            en "Last time of the day";
    }
    code "T404", slug "outside-window", per Visit, severity Minor, order Time,
    needs [], page "t404_outside_window.md"
}

/// Seconds of a day.
const DAY: i32 = 86_400;

impl Rule for OutsideWindow {
    crate::card!();

    fn refuse(&self) -> Option<Impossible> {
        let found = || format!("from = {}, to = {}", self.from, self.to);
        (self.from >= self.to).then(|| Impossible { expected: "from < to", found: found() })
    }

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for &visit in stretch.visits().iter().filter(|visit| !scene.facts.night(**visit)) {
            let outside = self.outside(scene, visit);
            if outside > self.grace * 60 {
                let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
                finding.value = Some(f64::from(outside) / 60.0);
                finding.limit = Some(f64::from(self.grace));
                finding.minutes = if scene.facts.timed(visit) { scene.facts.length(visit) / 60 } else { 0 };
                out.findings.push(finding);
            }
        }
    }
}

impl OutsideWindow {
    /// Seconds outside the hours of the day the visit starts on, of the end that lies farther out.
    fn outside(&self, scene: &Scene<'_>, visit: u32) -> i32 {
        let (start, stop) = (scene.visits.start[visit as usize], scene.visits.stop[visit as usize]);
        let unsure = [start, stop].iter().any(|time| certainty(*time) != Certainty::Sure);
        let turned = start.is_some() && stop.is_some() && !scene.facts.timed(visit);
        if unsure || turned || start.or(stop).is_none() {
            return 0;
        }
        let midnight = start.or(stop).day() * DAY;
        let times = [start, stop].into_iter().filter_map(kvittens_model::Local::get);
        let beyond = |second: i32| (self.from.seconds() - second).max(second - self.to.seconds());
        times.map(|time| beyond(time.seconds() - midnight)).max().unwrap_or(0)
    }
}
