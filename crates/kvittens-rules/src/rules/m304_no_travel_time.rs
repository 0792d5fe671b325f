//! M304: from one home to the next in no time.

use kvittens_model::{Id, NO_ID, Subject};

use crate::moves::moves;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A member of staff whose next visit, in another household, often starts when the former stops.
    pub struct NoTravelTime {
        min_share: f64 = 0.2, "", 0.01..=1.0,
            sv "Minsta andel av medarbetarens förflyttningar",
            en "Least share of the staff member's moves";
        min_count: i32 = 10, "gånger", 1..=100_000,
            sv "Minsta antal förflyttningar utan tid emellan",
            en "Fewest moves without time between";
        max_gap: i32 = 0, "min", 0..=60,
            sv "Största lucka som räknas som ingen tid",
            en "Largest gap that counts as no time";
    }
    code "M304", slug "no-travel-time", per Staff, severity Minor, order Staff,
    needs [Staff], page "m304_no_travel_time.md"
}

impl Rule for NoTravelTime {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        // A move is asked of the provider of the visit it leads to, where staff ids are the municipality's.
        let of = |visit: u32| scene.visits.provider[visit as usize];
        for group in stretch.groups().filter(|group| !scene.facts.placeholder(group[0])) {
            let mut moves = moves(scene, group);
            moves.sort_by_key(|(_, next)| of(*next));
            for moves in moves.chunk_by(|a, b| of(a.1) == of(b.1)) {
                let who = (of(moves[0].1), scene.visits.staff[group[0] as usize]);
                self.weigh(scene, who, moves, out);
            }
        }
    }
}

impl NoTravelTime {
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn weigh(&self, scene: &Scene<'_>, (provider, staff): (Id, Id), moves: &[(u32, u32)], out: &mut Sink) {
        let gap = |former: u32, next: u32| scene.facts.from(next) - scene.facts.to(former);
        let in_no_time = |pair: &&(u32, u32)| (0..=self.max_gap * 60).contains(&gap(pair.0, pair.1));
        let found: Vec<&(u32, u32)> = moves.iter().filter(in_no_time).collect();
        let share = found.len() as f64 / moves.len() as f64;
        if found.len() >= self.min_count.unsigned_abs() as usize && share >= self.min_share {
            let subject = Subject { provider, unit: NO_ID, customer: NO_ID, staff };
            let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, share, self.min_share);
            scene.with_others(&mut finding, found.iter().flat_map(|(former, next)| [*former, *next]).collect());
            out.findings.push(finding);
        }
    }
}
