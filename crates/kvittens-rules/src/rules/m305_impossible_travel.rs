//! M305: from one home to another faster than anyone travels.

use kvittens_model::Finding;

use crate::distance::kilometres;
use crate::moves::moves;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// Two visits of one staff member whose homes lie too far apart for the time between them.
    pub struct ImpossibleTravel {
        max_kmh: f64 = 60.0, "km/h", 5.0..=500.0,
            sv "Högsta hastighet som är möjlig, i rak linje",
            en "Highest speed that is possible, in a straight line";
        min_km: f64 = 1.0, "km", 0.05..=1000.0,
            sv "Minsta avstånd mellan hemmen",
            en "Least distance between the homes";
    }
    code "M305", slug "impossible-travel", per VisitPair, severity Major, order Staff,
    needs [Staff, Places], page "m305_impossible_travel.md", explained [TooLong]
}

/// The highest speed that a finding tells: no time at all is faster than any.
const FASTEST: f64 = 999.0;

/// What a time without seconds may hide, in seconds.
const MINUTE: i32 = 60;

impl Rule for ImpossibleTravel {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for group in stretch.groups().filter(|group| !scene.facts.placeholder(group[0])) {
            let moves = moves(scene, group).into_iter();
            out.findings.extend(moves.filter_map(|(former, next)| self.journey(scene, former, next)));
        }
    }
}

impl ImpossibleTravel {
    /// The finding of a move that is too fast. It tells a speed in whole km/h: where somebody lives never leaves.
    #[allow(clippy::cast_possible_truncation, reason = "minutes of a journey on the earth are small")]
    fn journey(&self, scene: &Scene<'_>, former: u32, next: u32) -> Option<Finding> {
        let facts = &scene.facts;
        let gap = facts.from(next) - facts.to(former);
        let at_home = |visit: u32| !facts.away(visit) && !facts.shared(visit);
        // An overlap is P501's question.
        if gap < 0 || !at_home(former) || !at_home(next) {
            return None;
        }
        let place = |visit: u32| scene.beside.place(scene.visits.customer[visit as usize]);
        let distance = kilometres(place(former)?, place(next)?);
        let has_seconds = |visit: u32| facts.has_seconds(scene.visits.provider[visit as usize]);
        let hidden = if has_seconds(former) && has_seconds(next) { 0 } else { MINUTE };
        let seconds = f64::from(gap + hidden);
        let speed = if seconds > 0.0 { distance * 3600.0 / seconds } else { f64::INFINITY };
        if distance < self.min_km || speed <= self.max_kmh {
            return None;
        }
        let mut finding = scene.on_visit(Self::META.code, Self::META.severity, next);
        finding.value = Some(speed.ceil().min(FASTEST));
        finding.limit = Some(self.max_kmh);
        finding.minutes = ((distance * 3600.0 / self.max_kmh - seconds) / 60.0) as i32;
        // The time that lacks is none that was registered.
        finding.parts = Some(Vec::new());
        scene.with_others(&mut finding, vec![former]);
        Some(finding)
    }
}
