//! Month against month: what the months before say of the month at hand, as pure functions over what was said of them.
//!
//! Nothing here reads a file but [`earlier::gather`]. A past is a slice of [`Said`], in any order; months that are not before the one at hand are
//! passed over. "The month before" is the calendar month before: where it is missing, nothing is said of a change since
//! last month. Without a month before, everything stays as it is.

pub mod baseline;
pub mod before;
pub mod chart;
pub mod deliveries;
pub mod earlier;
pub mod in_a_row;
pub mod ladder;
pub mod memory;
pub mod own;
pub mod trend;
mod unify;
pub mod volume;

use kvittens_model::Month;
use kvittens_rules::{Outcome, Rules};
use kvittens_tables::{Checked, Key, record};

pub use before::Before;
pub use chart::{REFERENCE, WINDOW};
pub use trend::trend;

use crate::Said;

/// Adds to a month's outcome what the months before say of it: months in a row and the weight that follows, the memory
/// of series, what is not seen any more, each measure's own past, and the notes on volume (Q912). `key`: the one that
/// the past's series were named with.
pub fn remember(past: &[Said], rules: &Rules, key: &Key, month: &mut Month, outcome: &mut Outcome) {
    let before = Before::new(past, month.month);
    if before.months.is_empty() {
        return;
    }
    let series = record::series_ids(&Checked { month, outcome, rules, key });
    outcome.past.months = u32::try_from(before.months.len()).unwrap_or(u32::MAX);
    in_a_row::add(&before, &series, rules, outcome);
    memory::add(&before, &series, month, outcome);
    baseline::add(&before, month, outcome);
    outcome.past.recurrence = ladder::major_months(&before, rules, month, outcome);
    let notes = volume::notes(&before, month);
    month.notes.extend(notes);
    month.notes.sort();
}
