//! Visits put into another order: what a rule reads side by side then lies side by side in memory. A group's visits lie
//! all over a month's columns, and fetching them one by one is most of what a rule costs.

use kvittens_model::{Performed, Visits};
use rayon::prelude::*;

/// Visits that one core takes at a time.
const PIECE: usize = 1 << 14;

/// The values at these positions, in this order. `same`: all of the column are one value.
pub fn taken<T: Copy + Send + Sync>(column: &[T], same: bool, order: &[u32]) -> Vec<T> {
    match column.first() {
        Some(one) if same => vec![*one; order.len()],
        _ => order.par_iter().with_min_len(PIECE).map(|at| column[*at as usize]).collect(),
    }
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

/// The columns of visits that are put into another order.
macro_rules! columns {
    ($($field:ident),* $(,)?) => {
        /// Which columns hold one value in all visits, as those that an export lacks do: there is nothing to fetch.
        #[derive(Debug)]
        pub struct Same {
            $($field: bool,)*
        }

        impl Same {
            /// Looks at every column once.
            pub fn of(v: &Visits) -> Same {
                fn same<T: PartialEq>(column: &[T]) -> bool {
                    column.first().is_some_and(|one| column.iter().all(|value| value == one))
                }
                Same { $($field: same(&v.$field),)* }
            }
        }

        /// The visits at these positions, in this order, as a table of their own.
        pub fn visits(v: &Visits, same: &Same, order: &[u32]) -> Visits {
            let (row_ends, rows) = rows(v, order);
            Visits {
                $($field: taken(&v.$field, same.$field, order),)*
                // An order holds what was performed, and nothing else.
                performed: vec![Performed::Yes; order.len()],
                row_ends,
                rows,
            }
        }
    };
}

columns!(
    provider,
    unit,
    visit,
    customer,
    staff,
    services,
    start,
    stop,
    planned_start,
    planned_stop,
    in_method,
    out_method,
    double,
    double_id,
    reason,
    entered_at,
    entered_by,
    approved_at,
    tag,
    device,
);
