//! What a rule would have said of the months that were: its findings against those of the rules in force, how much work
//! they make, and how often they are right.
//!
//! [`Plan::run`] hears every month once per configuration and rule (`hear`, through the `cache`), holds the findings
//! against each other (`compare`), against labels (`labels`) and against the other rules (`overlap`), and adds up.
//! `sweep` does so for every value of a parameter. Only open findings are counted: an explained one is no work.

pub mod aim;
pub mod cache;
pub mod catalogue;
pub mod compare;
pub mod fail_if;
mod gather;
mod hear;
pub mod json;
pub mod labels;
mod minutes;
pub mod overlap;
pub mod plan;
pub mod row;
pub mod stability;
pub mod sweep;
pub mod table;
#[cfg(test)]
mod tests;
mod together;

pub use aim::Aim;
pub use cache::Cache;
pub use catalogue::Catalogue;
pub use fail_if::Condition;
pub use labels::{Judged, Labels};
pub use plan::{BacktestError, Candidate, Plan};
pub use row::{Backtest, Counts, Row, Whole};
pub use stability::Stability;
pub use sweep::{Axis, Point, Sweep};

/// A visit's id as ids are compared: a number without the zeros before it. Spreadsheets and tables of numbers lose them,
/// and the reading of exports takes both for one id too (Q913).
fn visit_key(visit: &str) -> &str {
    let digits = !visit.is_empty() && visit.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        return visit;
    }
    let short = visit.trim_start_matches('0');
    if short.is_empty() { "0" } else { short }
}
