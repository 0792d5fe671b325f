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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use kvittens_model::{Local, Month};
    use kvittens_rules::{Engine, Rules, Settings};
    use kvittens_tables::names::Names;
    use kvittens_tables::{Checked, Key};

    use super::*;
    use crate::store::{Adding, sealed};

    static MONTH: LazyLock<Month> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let recipe = kvittens_synth::Recipe::with_rows("2022-03".parse().unwrap(), 600, 5);
        kvittens_synth::write(&recipe, folder.path()).unwrap();
        fs::remove_file(folder.path().join("sanning.csv")).unwrap();
        let options = kvittens_parse::Options::default();
        kvittens_parse::read(&[folder.path().to_owned()], &options, &|_, _| {}).unwrap().month
    });

    fn key() -> Key {
        Key::new([7; 32])
    }

    /// The one problem of a store whose month was written with these tables and a manifest edited so, all sealed.
    fn problem(tables: &[(&str, Vec<u8>)], edit: impl Fn(&mut Manifest)) -> Option<Damage> {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path(), &key()).unwrap();
        let settings = Settings::default();
        let adding = Adding { month: &MONTH, settings: &settings, key: &key(), too_many_rejected: false, now: "1" };
        let added = store.add(&adding).unwrap();
        let mut manifest = added.manifest;
        for (name, bytes) in tables {
            fs::write(added.folder.join(name), bytes).unwrap();
            let stored = manifest.files.iter_mut().find(|file| file.path == *name).unwrap();
            stored.blake3 = blake3::hash(bytes).to_hex().to_string();
            stored.bytes = bytes.len() as u64;
        }
        edit(&mut manifest);
        fs::write(added.folder.join(MANIFEST), sealed::text(&manifest).unwrap()).unwrap();
        let mut problems = store.verify(&[MONTH.month]).unwrap().remove(0).problems;
        match (problems.pop(), problems.pop()) {
            (None, None) => None,
            (Some(StoreError::Damaged { what, .. }), None) => Some(what),
            other => panic!("{other:?}"),
        }
    }

    /// The visits, in order or not, as a table of this version.
    fn table_of_visits(in_order: bool, version: &str) -> Vec<u8> {
        let (rules, settings) = (Rules::new(), Settings::default());
        let outcome = Engine::new(&rules, &settings).run(&MONTH);
        let check = Checked { month: &MONTH, outcome: &outcome, rules: &rules, key: &key() };
        let names = Names::pseudonyms(&MONTH, &key(), false).unwrap();
        let batch = if in_order { visits::by_customer(&check, &names) } else { visits::batch(&check, &names) };
        table::bytes_in_order(&batch.unwrap(), &visits::SORTED, version).unwrap()
    }

    fn registrations(month: &Month) -> Vec<u8> {
        let mut bytes = Vec::new();
        registrations::write(month, |file| month.files[usize::from(file)].manual, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn tables_as_they_should_be_have_no_problem() {
        let tables = [(VISITS, table_of_visits(true, visits::VERSION)), (REGISTRATIONS, registrations(&MONTH))];
        assert_eq!(problem(&tables, |_| {}), None);
    }

    #[test]
    fn visits_in_another_order_or_of_another_version_are_found() {
        assert_eq!(problem(&[(VISITS, table_of_visits(false, visits::VERSION))], |_| {}), Some(Damage::Order));
        assert_eq!(problem(&[(VISITS, table_of_visits(true, "visits/0"))], |_| {}), Some(Damage::Columns));
    }

    #[test]
    fn other_tables_under_a_name_are_found() {
        let swapped = [(REGISTRATIONS, table_of_visits(true, visits::VERSION))];
        assert!(matches!(problem(&swapped, |_| {}), Some(Damage::Unreadable(_) | Damage::Columns)));
        assert_eq!(problem(&[(VISITS, registrations(&MONTH))], |_| {}), Some(Damage::Columns));
        assert!(matches!(problem(&[(VISITS, b"PAR1".to_vec())], |_| {}), Some(Damage::Unreadable(_))));
        let other = Month { month: "2022-04".parse().unwrap(), ..MONTH.clone() };
        assert_eq!(problem(&[(REGISTRATIONS, registrations(&other))], |_| {}), Some(Damage::Columns));
    }

    #[test]
    fn another_number_of_rows_is_found() {
        let visits = MONTH.visits.len() as u64;
        let one_more = |manifest: &mut Manifest| {
            manifest.files.iter_mut().filter(|file| file.path == VISITS).for_each(|file| file.rows = Some(visits + 1));
        };
        assert_eq!(problem(&[], one_more), Some(Damage::Rows { found: visits, told: visits + 1 }));
    }

    #[test]
    fn a_manifest_whose_numbers_do_not_add_up_is_found() {
        assert_eq!(problem(&[], |manifest| manifest.sum.rows_read += 1), Some(Damage::Sums));
        assert_eq!(problem(&[], |manifest| manifest.providers[0].rows += 1), Some(Damage::Sums));
        assert_eq!(problem(&[], |manifest| manifest.inputs[0].sum.rows_set_aside += 1), Some(Damage::Sums));
        assert_eq!(problem(&[], |manifest| manifest.files.retain(|file| file.path != VISITS)), Some(Damage::Unknown));
    }

    #[test]
    fn no_start_comes_first() {
        assert!(MONTH.visits.start.iter().any(|start| start.is_none()));
        assert!(Local::NONE < Local::new(2000, 1, 1, 0, 0, 0).unwrap());
    }
}
