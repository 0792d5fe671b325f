//! The order of the rows in the table: by customer and start, so that a customer's rows stand together and the words of
//! a row group are few; then by all that tells two rows apart, so that the same month gives the same bytes.

use kvittens_model::Rows;
use rayon::prelude::*;

/// The positions of the rows in the table's order: customer, start, provider, visit, staff, stop, file, row.
#[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
pub fn of(rows: &Rows) -> Vec<u32> {
    // Customer and start tell most rows apart, so they are all that the sort carries about. No start comes first.
    let packed = |at: usize| {
        let start = rows.start(at).seconds().cast_unsigned() ^ 1 << 31;
        u64::from(rows.customer(at)) << 32 | u64::from(start)
    };
    let rest = |at: u32| {
        let at = at as usize;
        (rows.provider(at), rows.visit(at), rows.staff(at), rows.stop(at), rows.file(at), rows.line[at])
    };
    let mut order: Vec<(u64, u32)> = (0..rows.len()).into_par_iter().map(|at| (packed(at), at as u32)).collect();
    order.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(a.1).cmp(&rest(b.1))).then(a.1.cmp(&b.1)));
    order.into_par_iter().map(|(_, at)| at).collect()
}
