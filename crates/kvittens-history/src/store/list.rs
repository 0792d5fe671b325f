//! The months of a store.

use kvittens_model::YearMonth;

use super::{Manifest, Store, StoreError};

/// A month of the store.
#[derive(Debug)]
pub struct Listed {
    /// Which.
    pub month: YearMonth,
    /// What it says of itself; or why that cannot be read.
    pub manifest: Result<Manifest, StoreError>,
}

impl Store {
    /// The months, in order. No table is looked at: [`Store::verify`] does.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, StoreError> {
        let listed = |month| Listed { month, manifest: self.manifest(month) };
        Ok(self.months()?.into_iter().map(listed).collect())
    }

    /// What a month says of itself.
    ///
    /// # Errors
    /// No such month; a manifest that is not as it was written.
    pub fn manifest(&self, month: YearMonth) -> Result<Manifest, StoreError> {
        self.steadily(month, || Ok(self.partition(month)?.manifest))
    }
}
