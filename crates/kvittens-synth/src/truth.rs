//! What was planted where.

use crate::kinds::Kind;

/// The header of `sanning.csv`.
pub const SANNING_HEADER: &str = "kind;provider;customer;staff;visit;extra";

/// One row of `sanning.csv`. Customer and staff are positions within the provider.
#[derive(Debug)]
pub(crate) struct Truth {
    pub(crate) kind: Kind,
    pub(crate) customer: Option<u32>,
    pub(crate) staff: Option<u32>,
    /// None where what was planted stands in no file of registrations.
    pub(crate) visit: Option<u32>,
    /// Quoted where it holds a separator.
    pub(crate) extra: String,
}
