//! What `kvittens history` says.

use std::path::Path;

use kvittens_history::StoreError;
use kvittens_history::store::{Removed, Verified};

/// Every word of it.
pub struct Words {
    /// Where a month was added, and which delivery of it this is.
    pub added: fn(&Path, u64) -> String,
    /// More rows set aside than the municipality accepts.
    pub too_many_rejected: &'static str,
    /// No month is there.
    pub empty: &'static str,
    /// The table of months.
    pub columns: [&'static str; 6],
    /// Before the months that were removed.
    pub removed_before: &'static str,
    /// Behind a month: how much was looked at, and whether all is well.
    pub verified: fn(&Verified) -> String,
    /// A problem of the store: where, what, the way out.
    pub problem: fn(&StoreError) -> (String, String, String),
    /// A month was removed, from this store.
    pub removed: fn(&Removed, &Path) -> String,
    /// So many months were copied, each on a line.
    pub exported: fn(u64, &str) -> String,
}
