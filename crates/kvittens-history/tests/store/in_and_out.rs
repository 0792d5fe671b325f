//! What is added is what is read.

use kvittens_history::Months;
use kvittens_model::Month;
use kvittens_parse::Field;
use kvittens_rules::{Engine, Settings, config};
use kvittens_tables::names::Names;
use kvittens_tables::record::{Record, finding_ids, records};
use kvittens_tables::{Checked, folder::MANIFEST};

use super::*;

/// Every finding of a month, as a file shows it, and every measure.
fn said(month: &Month) -> (Vec<String>, Vec<String>) {
    let (rules, settings) = (config::configure(&toml::Table::new()).unwrap(), Settings::default());
    let outcome = Engine::new(&rules, &settings).run(month);
    let check = Checked { month, outcome: &outcome, rules: &rules, key: &key() };
    let (ids, names) = (finding_ids(&check), Names::plain(month));
    // The rows of the store stand in another order than those of the exports, and so do those of a finding.
    let sorted = |mut record: Record<'_>| {
        let own = record.own.iter_mut().map(|own| &mut own.rows);
        std::iter::once(&mut record.rows).chain(own).for_each(|rows| rows.sort());
        format!("{record:?}")
    };
    let records = records(&check, &ids, &names).into_iter().map(sorted).collect();
    (records, outcome.measures.iter().map(|measure| format!("{measure:?}")).collect())
}

#[test]
fn a_month_of_the_store_gives_the_findings_of_its_exports() {
    let (_dir, store) = with_march();
    let (of_exports, of_store) = (said(&MARCH), said(&read(&store, march()).unwrap()));
    assert!(of_exports.0.len() > 50);
    for (of_exports, of_store) in of_exports.0.iter().zip(&of_store.0) {
        assert_eq!(of_exports, of_store);
    }
    for (of_exports, of_store) in of_exports.1.iter().zip(&of_store.1) {
        assert_eq!(of_exports, of_store);
    }
    let lengths = |said: &(Vec<String>, Vec<String>)| (said.0.len(), said.1.len());
    assert_eq!(lengths(&of_exports), lengths(&of_store));
}

#[test]
fn the_same_month_gives_the_same_bytes_but_for_the_time() {
    let ((_one, first), (_two, second)) = (with_march(), with_march());
    assert!(files(&partition(&first)) == files(&partition(&second)));
    let again = add(&second, &MARCH, "2").unwrap();
    assert_eq!((again.manifest.delivery, again.manifest.added.as_str()), (2, "2"));
    let (before, after) = (files(&partition(&first)), files(&partition(&second)));
    assert!(["registrations.parquet", "visits.parquet"].iter().all(|table| before[*table] == after[*table]));
    assert!(after["tidigare/manifest-1.json"] == before[MANIFEST]);
}

#[test]
fn former_manifests_are_kept_oldest_first() {
    let (_dir, store) = with_march();
    let mut manifests = vec![files(&partition(&store))[MANIFEST].clone()];
    for now in 2..=11 {
        let month = if now % 2 == 0 { &*OTHER_MARCH } else { &*MARCH };
        add(&store, month, &now.to_string()).unwrap();
        manifests.push(files(&partition(&store))[MANIFEST].clone());
    }
    let found = files(&partition(&store));
    for (number, manifest) in (1..=10).zip(&manifests) {
        assert!(found[&format!("tidigare/manifest-{number}.json")] == *manifest, "{number}");
    }
    assert_eq!((found.len(), store.manifest(march()).unwrap().delivery), (13, 11));
    assert_eq!(problems(&store), [""; 0]);
}

#[test]
fn the_manifest_tells_of_every_row() {
    let (_dir, store) = with_march();
    let manifest = store.manifest(march()).unwrap();
    let sum = manifest.sum;
    assert_eq!(sum.rows_read, sum.rows_used + sum.rows_set_aside + sum.rows_other_month);
    assert!(sum.rows_set_aside > 0 && manifest.inputs.len() == 2);
    assert_eq!(manifest.inputs.iter().map(|input| input.manual).collect::<Vec<_>>(), [true, false]);
    assert_eq!(manifest.rows("registrations.parquet"), Some(MARCH.rows.len() as u64));
    assert_eq!(manifest.rows("visits.parquet"), Some(MARCH.visits.len() as u64));
    assert_eq!(manifest.performed_visits(), MARCH.visits.performed_count());
    assert_eq!(manifest.notes.len(), MARCH.notes.len());
}

#[test]
fn neither_manifest_nor_visits_hold_an_id() {
    let (_dir, store) = with_march();
    let found = files(&partition(&store));
    let manifest = String::from_utf8(found[MANIFEST].clone()).unwrap();
    for id in MARCH.ids.customer.iter().chain(MARCH.ids.staff.iter()) {
        assert!(!manifest.contains(&format!("\"{id}\"")), "an id in the manifest");
    }
    // Texts of a dictionary stand in a Parquet page, which zstd may hide: so the customers are read.
    let bytes = found["visits.parquet"].clone();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes));
    for batch in reader.unwrap().build().unwrap() {
        let batch = batch.unwrap();
        let customers = arrow::array::AsArray::as_string::<i32>(batch.column_by_name("customer").unwrap());
        assert!(customers.iter().all(|customer| customer.unwrap().starts_with("K-")));
    }
}

#[test]
fn another_key_is_refused() {
    let (dir, store) = with_march();
    let other = Key::new([8; 32]);
    for refused in [Store::open(dir.path(), &other), Store::create(dir.path(), &other)] {
        let Err(StoreError::OtherKey { there, here, .. }) = refused else { panic!("another key was taken") };
        assert_eq!((there, here), (key().fingerprint(), other.fingerprint()));
    }
    let settings = Settings::default();
    let adding = Adding { month: &APRIL, settings: &settings, key: &other, too_many_rejected: false, now: "2" };
    assert!(matches!(store.add(&adding), Err(StoreError::OtherKey { .. })));
    assert_eq!(store.months().unwrap(), [march()]);
}

#[test]
fn only_an_empty_folder_becomes_a_store() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Store::at(dir.path()), Err(StoreError::NoStore { .. })));
    assert!(matches!(Store::at(&dir.path().join("none")), Err(StoreError::NoStore { .. })));
    fs::write(dir.path().join("kvittens.key"), "").unwrap();
    fs::write(dir.path().join(".DS_Store"), "").unwrap();
    assert!(matches!(Store::at(dir.path()), Err(StoreError::NoStore { .. })));
    fs::write(dir.path().join("brev.txt"), "").unwrap();
    assert!(matches!(Store::create(dir.path(), &key()), Err(StoreError::NotAStore { .. })));
    assert_eq!(names(dir.path()), [".DS_Store", "brev.txt", "kvittens.key"]);
}

#[test]
fn months_are_listed_in_order_and_a_missing_one_is_named() {
    let (_dir, store) = with_march();
    add(&store, &APRIL, "2").unwrap();
    let listed: Vec<String> = store.list().unwrap().iter().map(|listed| listed.month.to_string()).collect();
    assert_eq!(listed, ["2022-03", "2022-04"]);
    let Err(StoreError::NoMonth { known, .. }) = read(&store, "2021-01".parse().unwrap()) else { panic!() };
    assert_eq!(known, [march(), APRIL.month]);
}

#[test]
fn a_month_is_taken_out_as_it_stands() {
    let (_dir, store) = with_march();
    add(&store, &OTHER_MARCH, "2").unwrap();
    let out = tempfile::tempdir().unwrap();
    let folder = store.export(march(), out.path()).unwrap();
    assert!(files(&folder) == files(&partition(&store)));
    assert!(matches!(store.export(march(), store.dir()), Err(StoreError::IntoStore { .. })));
    assert_eq!(names(out.path()), ["month=2022-03"]);
}

#[test]
fn a_month_can_be_read_while_it_is_replaced() {
    let (_dir, store) = with_march();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for now in 0..8 {
                add(&store, if now % 2 == 0 { &OTHER_MARCH } else { &MARCH }, &now.to_string()).unwrap();
            }
        });
        while !writing.is_finished() {
            let rows = read(&store, march()).unwrap().rows.len();
            assert!([MARCH.rows.len(), OTHER_MARCH.rows.len()].contains(&rows));
            assert_eq!(store.verify(&[march()]).unwrap()[0].problems.len(), 0);
        }
    });
}

#[test]
fn every_rule_says_the_same_without_the_columns_that_none_reads() {
    let (_dir, store) = with_march();
    let whole = read(&store, march()).unwrap();
    let spared = Months::read(&store, march(), &Options::default()).unwrap();
    assert!(said(&whole) == said(&spared));
}

#[test]
fn a_column_that_is_not_wanted_is_not_read() {
    let (_dir, store) = with_march();
    let has_reason = |month: &Month| month.rows.iter().any(|row| row.reason != kvittens_model::NO_ID);
    let options = Options { without: vec![Field::Reason], ..Options::default() };
    let spared = store.read(march(), &options, &|_, _| {}).unwrap().month;
    assert!(has_reason(&read(&store, march()).unwrap()) && !has_reason(&spared));
    assert_eq!(spared.rows.len(), MARCH.rows.len());
}
