//! Is everything as it was written? Hashes, columns, counts and order, file by file.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

use arrow::datatypes::Schema;
use kvittens_model::YearMonth;
use kvittens_parse::registrations;
use kvittens_tables::folder::{self, MANIFEST};
use kvittens_tables::{parquet as table, visits};
use parquet::arrow::parquet_to_arrow_schema;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use rayon::prelude::*;

use super::manifest::{Manifest, Stored, Sum};
use super::order::is_sorted;
use super::partition::Partition;
use super::read::as_written;
use super::tidy::GOING;
use super::{Damage, REGISTRATIONS, Store, StoreError, VISITS, manifest};

/// What was found of a month.
#[derive(Debug)]
pub struct Verified {
    /// Which.
    pub month: YearMonth,
    /// Files that were looked at.
    pub files: usize,
    /// Rows that its manifest tells of.
    pub rows: u64,
    /// What is not as it should be; empty where all is.
    pub problems: Vec<StoreError>,
}

impl Store {
    /// Looks at every byte of these months.
    ///
    /// # Errors
    /// A month that the store does not hold.
    pub fn verify(&self, months: &[YearMonth]) -> Result<Vec<Verified>, StoreError> {
        let each = months.par_iter().map(|month| match self.steadily(*month, || self.verify_month(*month)) {
            Err(error @ StoreError::NoMonth { .. }) => Err(error),
            Err(error) => Ok(Verified { month: *month, files: 1, rows: 0, problems: vec![error] }),
            verified => verified,
        });
        each.collect()
    }

    /// What is wrong with the store beside its months: notes that are damaged, a month that is half removed.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn verify_rest(&self) -> Result<Vec<StoreError>, StoreError> {
        let going = self.leftovers(GOING)?.into_iter();
        let mut problems: Vec<StoreError> =
            going.map(|month| StoreError::damaged(&self.going(month), Damage::HalfRemoved)).collect();
        problems.extend(self.removed().err());
        Ok(problems)
    }

    fn verify_month(&self, month: YearMonth) -> Result<Verified, StoreError> {
        let Partition { folder, manifest, .. } = self.partition(month)?;
        let found = folder::files(&folder).map_err(StoreError::io(&folder))?;
        let known: BTreeSet<&str> =
            manifest.files.iter().map(|file| file.path.as_str()).chain([MANIFEST, REGISTRATIONS, VISITS]).collect();
        let unknown = found.iter().filter(|path| !known.contains(path.as_str()));
        let mut problems: Vec<StoreError> =
            unknown.map(|path| StoreError::damaged(&folder.join(path), Damage::Unknown)).collect();
        if !adds_up(&manifest) {
            problems.push(StoreError::damaged(&folder.join(MANIFEST), Damage::Sums));
        }
        for name in [REGISTRATIONS, VISITS] {
            if manifest.rows(name).is_none() {
                problems.push(StoreError::damaged(&folder.join(name), Damage::Unknown));
            }
        }
        for file in &manifest.files {
            problems.extend(verify_file(&folder.join(&file.path), file, month).err());
        }
        Ok(Verified { month, files: manifest.files.len() + 1, rows: manifest.sum.rows_used, problems })
    }
}

/// Whether the manifest's numbers are those of one month.
fn adds_up(manifest: &Manifest) -> bool {
    let of = |sum: &Sum| {
        let parts = sum.rows_used.checked_add(sum.rows_set_aside)?.checked_add(sum.rows_other_month)?;
        (parts == sum.rows_read).then_some(())
    };
    let rows = manifest.providers.iter().fold(0_u64, |sum, of| sum.saturating_add(of.rows));
    manifest.inputs.iter().all(|input| of(&input.sum).is_some())
        && manifest::sum(&manifest.inputs) == manifest.sum
        && rows == manifest.sum.rows_used
        && manifest.rows(REGISTRATIONS).is_none_or(|told| told == rows)
}

/// Holds a file against its manifest, and a table against what it should be.
fn verify_file(path: &Path, told: &Stored, month: YearMonth) -> Result<(), StoreError> {
    as_written(path, told)?;
    let unreadable = |error: &dyn std::fmt::Display| StoreError::damaged(path, Damage::Unreadable(error.to_string()));
    let Some(rows) = told.rows else {
        return Ok(());
    };
    let columns = match told.path.as_str() {
        REGISTRATIONS => {
            let bytes = fs::read(path).map_err(StoreError::file(path))?;
            let opened = registrations::Table::open(bytes.into(), false).map_err(|error| unreadable(&error))?;
            opened.is_ours() && opened.month() == Some(month)
        }
        VISITS => true,
        _ => return Ok(()),
    };
    let file = File::open(path).map_err(StoreError::file(path))?;
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&file).map_err(|error| unreadable(&error))?;
    if !columns || told.path == VISITS && !is_of_visits(&metadata) {
        return Err(StoreError::damaged(path, Damage::Columns));
    }
    let found = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or_default();
    if found != rows {
        return Err(StoreError::damaged(path, Damage::Rows { found, told: rows }));
    }
    match is_sorted(file) {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::damaged(path, Damage::Order)),
        Err(error) => Err(unreadable(&error)),
    }
}

/// Whether a table is the visits as this program writes them.
fn is_of_visits(metadata: &ParquetMetaData) -> bool {
    let file = metadata.file_metadata();
    let pairs = file.key_value_metadata();
    let version = pairs.and_then(|pairs| pairs.iter().find(|pair| pair.key == table::VERSION_KEY));
    let schema = parquet_to_arrow_schema(file.schema_descr(), pairs);
    let fields = |schema: &Schema| schema.fields().clone();
    version.is_some_and(|pair| pair.value.as_deref() == Some(visits::VERSION))
        && schema.is_ok_and(|schema| fields(&schema) == fields(&visits::schema()))
}
