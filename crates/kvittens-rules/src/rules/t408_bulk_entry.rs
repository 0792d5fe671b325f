//! T408: many manual visits entered by one person at once.

use kvittens_model::{Method, NO_ID, Subject, clock};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink, provider};
use crate::scene::Scene;

crate::rule! {
    /// Someone who entered many manual visits within a few minutes.
    pub struct BulkEntry {
        min_count: i32 = 10, "besök", 2..=100_000,
            sv "Minsta antal manuella besök",
            en "Fewest manual visits";
        seconds: i32 = 120, "s", 0..=86_400,
            sv "Inom så många sekunder",
            en "Within this many seconds";
    }
    code "T408", slug "bulk-entry", per Staff, severity Minor, order Entry,
    needs [Manual, EntryTimes, EntryNames], page "t408_bulk_entry.md", explained [Outage], compares "besök"
}

impl Rule for BulkEntry {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut entries: Vec<(i32, u32)> = Vec::new();
        for group in stretch.groups() {
            let first = group[0] as usize;
            let (of, staff) = (scene.visits.provider[first], scene.visits.entered_by[first]);
            if scene.facts.stands_for_many(of, staff) {
                continue;
            }
            entries.clear();
            entries.extend(group.iter().filter_map(|visit| Some((entered(scene, *visit)?, *visit))));
            entries.sort_unstable();
            let (most, visits) = self.windows(&entries);
            if !visits.is_empty() {
                let subject = Subject { staff, unit: NO_ID, ..provider(of) };
                let (value, limit) = (f64::from(most), f64::from(self.min_count));
                let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, value, limit);
                scene.with_others(&mut finding, visits);
                out.findings.push(finding);
            }
        }
    }
}

/// When a visit with a manual end was entered. Midnight is a date whose clock time the export does not tell.
fn entered(scene: &Scene<'_>, visit: u32) -> Option<i32> {
    let time = scene.visits.entered_at[visit as usize];
    let moment = clock::moment(time).filter(|_| time.second_of_day() != 0);
    moment.filter(|_| scene.has_end(visit, Method::Manual))
}

impl BulkEntry {
    /// The most entries within a window, and the visits of all windows with enough. The entries stand in time order.
    fn windows(&self, entries: &[(i32, u32)]) -> (u32, Vec<u32>) {
        let (mut first, mut taken, mut most) = (0, 0, 0);
        let mut visits = Vec::new();
        for (last, (moment, _)) in entries.iter().enumerate() {
            while moment - entries[first].0 > self.seconds {
                first += 1;
            }
            let count = last + 1 - first;
            if count >= self.min_count.unsigned_abs() as usize {
                most = most.max(u32::try_from(count).unwrap_or(u32::MAX));
                visits.extend(entries[first.max(taken)..=last].iter().map(|(_, visit)| *visit));
                taken = last + 1;
            }
        }
        (most, visits)
    }
}
