//! `kvittens history`: months into a store and out of it, and what can go wrong on the way.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{check, testdata};

fn sample() -> PathBuf {
    testdata("months/2022-03")
}

/// Runs `kvittens history` with a store.
fn history(store: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kvittens"));
    command.arg("history").args(args).arg("--store").arg(store).output().unwrap()
}

fn add(store: &Path) -> Output {
    history(store, &["add", sample().to_str().unwrap()])
}

fn printed(done: &Output) -> String {
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout.clone()).unwrap()
}

fn refused(done: &Output, code: i32) -> String {
    let message = String::from_utf8(done.stderr.clone()).unwrap();
    assert_eq!(done.status.code(), Some(code), "{message}");
    message
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_first_month_makes_the_store_and_a_key_that_only_its_owner_can_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("ny/lager");
    assert!(printed(&add(&store)).contains("Ny nyckel"));
    assert_eq!(names(&store), ["kvittens.key", "month=2022-03", "store.json"]);
    assert_eq!(names(&store.join("month=2022-03")), ["manifest.json", "registrations.parquet", "visits.parquet"]);
    #[cfg(unix)]
    {
        let mode = fs::metadata(store.join("kvittens.key")).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600);
    }
    let again = printed(&add(&store));
    assert!(!again.contains("Ny nyckel") && again.contains("leverans 2"), "{again}");
    assert!(store.join("month=2022-03/tidigare/manifest-1.json").exists());
}

#[test]
fn a_month_of_the_store_is_checked_as_its_exports_are() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("lager");
    printed(&add(&store));
    let out = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let table = store.join("month=2022-03/registrations.parquet");
    let of = |at: usize, export: &Path| check(&[export], out[at].path(), &["--reports", "none"]);
    let (of_exports, of_store) = (of(0, &sample()), of(1, &table));
    let read = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(read(&of_exports, "measures.csv"), read(&of_store, "measures.csv"));
    let ids = |folder: &Path| -> Vec<String> {
        support::rows(&folder.join("findings.csv")).iter().map(|row| row["finding_id"].clone()).collect()
    };
    assert!(ids(&of_exports).len() > 100);
    assert_eq!(ids(&of_exports), ids(&of_store));
}

#[test]
fn months_are_listed_for_people_and_programs() {
    let store = tempfile::tempdir().unwrap();
    printed(&add(store.path()));
    let text = printed(&history(store.path(), &["list"]));
    assert!(text.contains("2022-03") && text.contains("Leveranser"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&printed(&history(store.path(), &["list", "--format", "json"]))).unwrap();
    let month = &json["months"][0];
    assert_eq!((&month["month"], &month["deliveries"]), (&"2022-03".into(), &1.into()));
    let rows: u64 = month["providers"].as_array().unwrap().iter().map(|of| of["rows"].as_u64().unwrap()).sum();
    assert_eq!(month["rows"], rows);
}

#[test]
fn another_key_is_refused_and_both_are_named() {
    let store = tempfile::tempdir().unwrap();
    printed(&add(store.path()));
    let other = tempfile::tempdir().unwrap();
    let key = other.path().join("annan.key");
    fs::write(&key, support::KEY).unwrap();
    let sample = sample();
    let done = history(store.path(), &["add", sample.to_str().unwrap(), "--key", key.to_str().unwrap()]);
    let message = refused(&done, 2);
    assert!(message.contains("en annan nyckel") && message.matches("nyckel ").count() >= 3, "{message}");
    assert_eq!(names(store.path()).len(), 3);
}

#[test]
fn a_key_beside_the_configuration_is_the_stores() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kvittens.toml"), "").unwrap();
    fs::write(folder.path().join("kvittens.key"), support::KEY).unwrap();
    let store = folder.path().join("lager");
    let config = folder.path().join("kvittens.toml");
    printed(&history(&store, &["add", sample().to_str().unwrap(), "--config", config.to_str().unwrap()]));
    assert_eq!(names(&store), ["month=2022-03", "store.json"]);
    // Without the configuration the key is not found, and no other is made.
    let message = refused(&add(&store), 2);
    assert!(message.contains("nyckel hittas inte"), "{message}");
    assert_eq!(names(&store), ["month=2022-03", "store.json"]);
}

#[test]
fn a_month_is_removed_when_somebody_says_yes() {
    let store = tempfile::tempdir().unwrap();
    printed(&add(store.path()));
    let message = refused(&history(store.path(), &["remove", "2022-03"]), 2);
    assert!(message.contains("--yes") && store.path().join("month=2022-03").exists(), "{message}");
    assert!(printed(&history(store.path(), &["remove", "2022-03", "--yes"])).contains("gallrad"));
    assert_eq!(names(store.path()), ["gallrat.json", "kvittens.key", "store.json"]);
    assert!(printed(&history(store.path(), &["list"])).contains("Gallrade: 2022-03"));
    refused(&history(store.path(), &["remove", "2022-03", "--yes"]), 2);
}

#[test]
fn a_damaged_file_is_named_by_all_who_read_it() {
    let store = tempfile::tempdir().unwrap();
    printed(&add(store.path()));
    assert!(printed(&history(store.path(), &["verify", "2022-01..2022-12"])).contains("som det skrevs"));
    let table = store.path().join("month=2022-03/visits.parquet");
    let mut bytes = fs::read(&table).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 4;
    fs::write(&table, &bytes).unwrap();
    let done = history(store.path(), &["verify"]);
    assert_eq!(done.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&done.stdout).contains("visits.parquet: är inte som den skrevs"));
    let out = tempfile::tempdir().unwrap();
    let export = history(store.path(), &["export", "2022-03", "--out", out.path().to_str().unwrap()]);
    assert!(refused(&export, 3).contains("visits.parquet"));
    printed(&add(store.path()));
    printed(&history(store.path(), &["verify"]));
    printed(&history(store.path(), &["export", "2022-03", "--out", out.path().to_str().unwrap()]));
    assert_eq!(names(out.path()), ["month=2022-03"]);
}

#[test]
fn a_second_writer_hears_of_the_first() {
    let store = tempfile::tempdir().unwrap();
    printed(&add(store.path()));
    let lock = fs::File::create(store.path().join(".month=2022-03.lock")).unwrap();
    lock.lock().unwrap();
    let message = refused(&add(store.path()), 2);
    assert!(message.contains("month=2022-03") && message.contains("annan körning"), "{message}");
    drop(lock);
    printed(&add(store.path()));
}

#[cfg(unix)]
fn limited(store: &Path, blocks: u32) -> Output {
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec '{}' history add '{}' --store '{}'",
        env!("CARGO_BIN_EXE_kvittens"),
        sample().display(),
        store.display()
    );
    Command::new("bash").args(["-c", &script]).output().unwrap()
}

/// The system's own limit on the size of a file stands in for a full disk: writing fails in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_month_and_nothing_half_written() {
    let store = tempfile::tempdir().unwrap();
    printed(&add(store.path()));
    let table = store.path().join("month=2022-03/registrations.parquet");
    let before = fs::read(&table).unwrap();
    for blocks in [0, 1, 16] {
        let message = refused(&limited(store.path(), blocks), 2);
        assert!(message.contains("utrymme"), "{blocks}: {message}");
        assert!(fs::read(&table).unwrap() == before);
        assert_eq!(names(store.path()), ["kvittens.key", "month=2022-03", "store.json"]);
    }
    printed(&history(store.path(), &["verify"]));
}

/// With no room for as much as a key, no store is made; with room again, it is.
#[cfg(unix)]
#[test]
fn a_store_that_had_no_room_is_made_when_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("lager");
    refused(&limited(&store, 0), 2);
    assert_eq!(names(&store), [""; 0]);
    refused(&limited(&store, 1), 2);
    printed(&add(&store));
    printed(&history(&store, &["verify"]));
}

/// A run that is killed at any moment leaves the old month or the new one, and never what a later run cannot put right.
#[cfg(unix)]
#[test]
fn a_killed_run_leaves_a_whole_store() {
    let store = tempfile::tempdir().unwrap();
    printed(&add(store.path()));
    for wait in (0..160).step_by(8) {
        let mut run = Command::new(env!("CARGO_BIN_EXE_kvittens"))
            .args(["history", "add"])
            .arg(sample())
            .arg("--store")
            .arg(store.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = run.kill();
        run.wait().unwrap();
        printed(&history(store.path(), &["verify"]));
    }
    printed(&add(store.path()));
    assert_eq!(names(store.path()), ["kvittens.key", "month=2022-03", "store.json"]);
    printed(&history(store.path(), &["verify"]));
}
