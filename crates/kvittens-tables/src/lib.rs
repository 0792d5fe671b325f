//! The tables that other programs read, one description of the columns each: findings, measures and visits, as Parquet
//! and as CSV. The store and the reports write the same ones.
//!
//! Who may see which ids is decided in [`names`], what makes a finding the same one in two deliveries in [`record`], and
//! how a folder is put in place whole in [`folder`].

pub mod answers;
pub mod cases;
pub mod comparison;
pub mod csv;
pub mod deliveries;
mod file_names;
pub mod findings;
pub mod folder;
pub mod key;
pub mod lock;
pub mod measures;
pub mod names;
pub mod parquet;
pub mod places;
pub mod record;
pub mod visits;
pub mod writing;

use kvittens_model::{Code, Month};
use kvittens_rules::{Outcome, Rules};

pub use csv::Dialect;
pub use key::{Key, KeyError};
pub use record::Record;

/// A month and what the rules said of it.
#[derive(Clone, Copy)]
pub struct Checked<'a> {
    /// The month.
    pub month: &'a Month,
    /// What the rules said.
    pub outcome: &'a Outcome,
    /// The catalogue as configured.
    pub rules: &'a Rules,
    /// Makes pseudonyms and finding ids.
    pub key: &'a Key,
}

impl Checked<'_> {
    /// Whether what a rule says is for the controller alone.
    pub fn on_trial(&self, rule: Code) -> bool {
        self.rules.iter().any(|configured| configured.code() == rule && configured.on_trial())
    }
}
