//! What came out.

use std::collections::BTreeMap;

use crate::dirt::Spoil;
use crate::kinds::Kind;

/// Counts of a written month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lines of `tagg.csv` without the header; spoiled ones included.
    pub tagg_rows: u64,
    /// Lines of `manuell.csv` without the header; spoiled ones included.
    pub manuell_rows: u64,
    /// Visit ids.
    pub visits: u64,
    /// Rows of `sanning.csv` per kind.
    pub planted: BTreeMap<Kind, u64>,
    /// Spoiled rows per kind, both files together.
    pub spoiled: BTreeMap<Spoil, u64>,
}

impl Summary {
    /// Rows of both files.
    pub fn rows(&self) -> u64 {
        self.tagg_rows + self.manuell_rows
    }
}
