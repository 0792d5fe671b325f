//! D201: the same row several times.

use kvittens_model::Finding;

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// Rows equal in provider, visit, customer, staff, service, start, stop and both methods.
    pub struct DuplicateRow {}
    code "D201", slug "duplicate-row", per RowGroup, severity Minor, order Time,
    needs [], page "d201_duplicate_row.md"
}

impl Rule for DuplicateRow {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut rows: Vec<u32> = Vec::new();
        for &visit in stretch.visits() {
            // Rows of one visit agree in provider, visit, customer and staff by definition.
            let of_visit = scene.visits.rows_of(visit);
            if of_visit.len() < 2 {
                continue;
            }
            rows.clear();
            rows.extend_from_slice(of_visit);
            rows.sort_unstable_by_key(|row| (content(scene, *row), *row));
            for group in rows.chunk_by(|a, b| content(scene, *a) == content(scene, *b)).filter(|group| group.len() > 1)
            {
                out.findings.push(finding(scene, visit, group));
            }
        }
    }
}

/// What must be equal.
fn content(scene: &Scene<'_>, row: u32) -> impl Ord + use<> {
    let (rows, at) = (&scene.month.rows, row as usize);
    (rows.services[at], rows.start[at], rows.stop[at], rows.in_method[at], rows.out_method[at])
}

fn finding(scene: &Scene<'_>, visit: u32, group: &[u32]) -> Finding {
    let mut finding = scene.on_visit(DuplicateRow::META.code, DuplicateRow::META.severity, visit);
    finding.services = scene.sets.get(scene.month.rows.services[group[0] as usize]).to_vec();
    finding.rows = group.to_vec();
    finding
}
