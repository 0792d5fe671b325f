//! Visits put into another order: what a rule reads side by side then lies side by side in memory. A group's visits lie
//! all over a month's columns, and fetching them one by one is most of what a rule costs.

use kvittens_model::{Performed, Visits};
use rayon::prelude::*;

/// Visits that one core takes at a time.
const PIECE: usize = 1 << 14;

/// The values at these positions, in this order.
pub fn taken<T: Copy + PartialEq + Send + Sync>(column: &[T], order: &[u32]) -> Vec<T> {
    // A column that the exports lack holds one value.
    if let Some(one) = column.first().filter(|one| column.iter().all(|value| value == *one)) {
        return vec![*one; order.len()];
    }
    order.par_iter().with_min_len(PIECE).map(|at| column[*at as usize]).collect()
}

/// The rows of the visits at these positions, in this order, behind where each visit's end.
fn rows(v: &Visits, order: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let of_piece = |visits: &[u32]| {
        let (mut ends, mut rows) = (Vec::with_capacity(visits.len()), Vec::with_capacity(2 * visits.len()));
        for visit in visits {
            rows.extend_from_slice(v.rows_of(*visit));
            ends.push(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        }
        (ends, rows)
    };
    let (ends, rows): (Vec<Vec<u32>>, Vec<Vec<u32>>) = order.par_chunks(PIECE).map(of_piece).unzip();
    let mut before = 0;
    let ends = ends.into_iter().flat_map(|ends| {
        let base = before;
        before += ends.last().copied().unwrap_or(0);
        ends.into_iter().map(move |end| base + end)
    });
    rayon::join(|| ends.collect(), || rows.concat())
}

/// The visits at these positions, in this order, as a table of their own.
pub fn visits(v: &Visits, order: &[u32]) -> Visits {
    let (row_ends, rows) = rows(v, order);
    Visits {
        provider: taken(&v.provider, order),
        unit: taken(&v.unit, order),
        visit: taken(&v.visit, order),
        customer: taken(&v.customer, order),
        staff: taken(&v.staff, order),
        services: taken(&v.services, order),
        start: taken(&v.start, order),
        stop: taken(&v.stop, order),
        planned_start: taken(&v.planned_start, order),
        planned_stop: taken(&v.planned_stop, order),
        in_method: taken(&v.in_method, order),
        out_method: taken(&v.out_method, order),
        // An order holds what was performed, and nothing else.
        performed: vec![Performed::Yes; order.len()],
        double: taken(&v.double, order),
        double_id: taken(&v.double_id, order),
        reason: taken(&v.reason, order),
        entered_at: taken(&v.entered_at, order),
        entered_by: taken(&v.entered_by, order),
        approved_at: taken(&v.approved_at, order),
        tag: taken(&v.tag, order),
        device: taken(&v.device, order),
        row_ends,
        rows,
    }
}
