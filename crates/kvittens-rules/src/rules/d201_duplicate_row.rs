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
        for &visit in stretch.visits() {
            let copies = copies(scene, visit);
            out.findings.extend(copies.iter().map(|group| finding(scene, visit, group)));
        }
    }
}

/// So few rows are held against each other rather than sorted.
const FEW: usize = 16;

/// The rows of a visit that stand several times, alike together.
pub fn copies(scene: &Scene<'_>, visit: u32) -> Vec<Vec<u32>> {
    // Rows of one visit agree in provider, visit, customer and staff by definition.
    let of_visit = scene.visits.rows_of(visit);
    if of_visit.len() < 2 {
        return Vec::new();
    }
    // Nearly always each row is of a service of its own.
    let service = |row: &u32| scene.month.rows.services[*row as usize];
    let is_again = |(at, row): (usize, &u32)| of_visit[..at].iter().any(|earlier| service(earlier) == service(row));
    if of_visit.len() <= FEW && !of_visit.iter().enumerate().any(is_again) {
        return Vec::new();
    }
    let mut rows = of_visit.to_vec();
    rows.sort_unstable_by_key(|row| (content(scene, *row), *row));
    let alike = rows.chunk_by(|a, b| content(scene, *a) == content(scene, *b));
    alike.filter(|group| group.len() > 1).map(<[u32]>::to_vec).collect()
}

/// What must be equal.
fn content(scene: &Scene<'_>, row: u32) -> impl Ord + use<> {
    let (rows, at) = (&scene.month.rows, row as usize);
    (rows.services[at], rows.start(at), rows.stop(at), rows.in_method(at), rows.out_method(at))
}

fn finding(scene: &Scene<'_>, visit: u32, group: &[u32]) -> Finding {
    let mut finding = scene.on_visit(DuplicateRow::META.code, DuplicateRow::META.severity, visit);
    finding.services = scene.sets.get(scene.month.rows.services[group[0] as usize]).to_vec();
    finding.rows = group.to_vec();
    finding
}
