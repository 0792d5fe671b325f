//! The tables other programs read: one description of the columns each, written as Parquet and as CSV.

pub mod csv;
pub mod findings;
pub mod measures;
pub mod parquet;
pub mod quarantine;
pub mod visits;
