//! T410: visits that end the moment the next one, elsewhere, begins.

use kvittens_model::Finding;

use crate::moves::moves;
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit whose stop is the same staff's next start with another household: as a program closes what was left open.
    pub struct AutoClosed {
        min_count: i32 = 10, "besök", 1..=100_000,
            sv "Minsta antal sådana besök hos medarbetaren, när utförarens tider saknar sekunder",
            en "Fewest such visits of the staff member where the provider's times have no seconds";
    }
    code "T410", slug "auto-closed", per Visit, severity Minor, order Staff,
    needs [Staff], page "t410_auto_closed.md"
}

impl Rule for AutoClosed {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let (facts, v) = (&scene.facts, scene.visits);
        let of = |visit: u32| v.provider[visit as usize];
        for group in stretch.groups().filter(|group| !facts.placeholder(group[0])) {
            let mut closed = moves(scene, group);
            closed.retain(|(former, next)| facts.to(*former) == facts.from(*next));
            closed.sort_by_key(|(former, _)| of(*former));
            for of_provider in closed.chunk_by(|a, b| of(a.0) == of(b.0)) {
                let needed = if facts.has_seconds(of(of_provider[0].0)) { 1 } else { self.min_count };
                if of_provider.len() >= needed.unsigned_abs() as usize {
                    out.findings
                        .extend(of_provider.iter().map(|pair| finding(scene, *pair, of_provider.len(), needed)));
                }
            }
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn finding(scene: &Scene<'_>, (former, next): (u32, u32), count: usize, needed: i32) -> Finding {
    let mut finding = scene.on_visit(AutoClosed::META.code, AutoClosed::META.severity, former);
    finding.value = Some(count as f64);
    finding.limit = Some(f64::from(needed));
    finding.minutes = scene.facts.length(former) / 60;
    scene.with_others(&mut finding, vec![next]);
    finding
}
