//! Visits put into another order: what a rule reads side by side then lies side by side in memory. A group's visits lie
//! all over a month's columns, and fetching them one by one is most of what a rule costs.

use kvittens_model::Visits;
use rayon::prelude::*;

/// The values at these positions, in this order.
pub fn taken<T: Copy + Send + Sync>(column: &[T], order: &[u32]) -> Vec<T> {
    order.par_iter().with_min_len(1 << 14).map(|at| column[*at as usize]).collect()
}

/// The visits at these positions, in this order, as a table of their own.
pub fn visits(v: &Visits, order: &[u32]) -> Visits {
    let (mut row_ends, mut rows) = (Vec::with_capacity(order.len()), Vec::with_capacity(v.rows.len()));
    for visit in order {
        rows.extend_from_slice(v.rows_of(*visit));
        row_ends.push(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    }
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
        performed: taken(&v.performed, order),
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
