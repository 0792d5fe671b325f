//! The store as a source of months.

use kvittens_model::{Month, YearMonth};
use kvittens_parse::{Field, Options};

use super::{REGISTRATIONS, Store, StoreError, VISITS};
use crate::months::{Months, MonthsError};

/// Bytes of memory that a registration takes while its month is read and checked. Measured on months of two million rows.
const PER_ROW: u64 = 300;

/// Columns that no rule of the catalogue reads: where rules are heard they are not decoded. A rule that comes to read one
/// takes it off this list; a test hears every rule with and without them. Today some rule reads every column.
pub const NO_RULE_READS: [Field; 0] = [];

impl From<StoreError> for MonthsError {
    fn from(error: StoreError) -> MonthsError {
        match error {
            StoreError::NoMonth { month, .. } => MonthsError::Missing(month),
            other => MonthsError::Other(Box::new(other)),
        }
    }
}

impl Months for Store {
    /// A folder that cannot be listed has no months; reading one of them says why.
    fn months(&self) -> Vec<YearMonth> {
        Store::months(self).unwrap_or_default()
    }

    /// The hashes in the manifest of what is read: a read holds the files against them.
    fn content(&self, month: YearMonth) -> Result<String, MonthsError> {
        let manifest = self.manifest(month)?;
        let read = manifest.files.iter().filter(|file| file.path != VISITS && !file.path.ends_with(".json"));
        Ok(read.map(|file| file.blake3.as_str()).collect::<Vec<_>>().join(" "))
    }

    fn bytes(&self, month: YearMonth) -> u64 {
        let rows = self.manifest(month).ok().and_then(|manifest| manifest.rows(REGISTRATIONS));
        rows.unwrap_or_default() * PER_ROW
    }

    fn read(&self, month: YearMonth, options: &Options) -> Result<Month, MonthsError> {
        let without = [&NO_RULE_READS[..], &options.without].concat();
        let options = Options { without, ..options.clone() };
        Ok(Store::read(self, month, &options, &|_, _| {})?.month)
    }
}
