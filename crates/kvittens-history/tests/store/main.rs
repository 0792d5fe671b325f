//! The store from outside: months in and out, stopped runs, two writers, damaged files.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod damage;
mod images;
mod in_and_out;
mod removal;
mod stopped;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use kvittens_history::Store;
use kvittens_history::store::{Added, Adding, CACHE, StoreError};
use kvittens_model::{Month, YearMonth};
use kvittens_parse::Options;
use kvittens_rules::Settings;
use kvittens_synth::Recipe;
use kvittens_tables::Key;

/// A month of two exports, some rows of which are set aside.
static MARCH: LazyLock<Month> = LazyLock::new(|| month("2022-03", 3));

/// The month that follows.
static APRIL: LazyLock<Month> = LazyLock::new(|| month("2022-04", 3));

/// March once more, as another delivery of other rows.
static OTHER_MARCH: LazyLock<Month> = LazyLock::new(|| month("2022-03", 4));

fn month(name: &str, seed: u64) -> Month {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe { dirt: 0.02, ..Recipe::with_rows(name.parse().unwrap(), 1500, seed) };
    kvittens_synth::write(&recipe, folder.path()).unwrap();
    fs::remove_file(folder.path().join("sanning.csv")).unwrap();
    kvittens_parse::read(&[folder.path().to_owned()], &Options::default(), &|_, _| {}).unwrap().month
}

fn march() -> YearMonth {
    MARCH.month
}

fn key() -> Key {
    Key::new([7; 32])
}

fn add(store: &Store, month: &Month, now: &str) -> Result<Added, StoreError> {
    let settings = Settings::default();
    store.add(&Adding { month, settings: &settings, key: &key(), too_many_rejected: false, now })
}

/// A store that holds March.
fn with_march() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), &key()).unwrap();
    add(&store, &MARCH, "1").unwrap();
    (dir, store)
}

fn read(store: &Store, month: YearMonth) -> Result<Month, StoreError> {
    Ok(store.read(month, &Options::default(), &|_, _| {})?.month)
}

fn partition(store: &Store) -> PathBuf {
    store.dir().join("month=2022-03")
}

/// The names in a folder, hidden ones too; but for what reading a month leaves.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != CACHE);
    names.sort();
    names
}

/// Every file below a folder, and its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let paths = kvittens_tables::folder::files(folder).unwrap();
    paths.into_iter().map(|path| (path.clone(), fs::read(folder.join(&path)).unwrap())).collect()
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let to = to.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
}

/// Every problem that verifying finds, as a text.
fn problems(store: &Store) -> Vec<String> {
    let verified = store.verify(&store.months().unwrap()).unwrap();
    let of_months = verified.into_iter().flat_map(|verified| verified.problems);
    of_months.chain(store.verify_rest().unwrap()).map(|problem| problem.to_string()).collect()
}
