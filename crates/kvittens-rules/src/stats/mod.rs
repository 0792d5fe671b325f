//! Statistics, one method a file, each with its source. Rates here are judged by an interval, never by a point alone.

pub mod binomial;
pub mod funnel;
pub mod hypergeometric;
pub mod over_dispersion;
pub mod signed_rank;
pub mod step_up;
pub mod wilson;
