//! `--memory`: a run that would take too much is refused before it reads or writes, and says the ways out.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use support::month::{latin, month, write};

fn kvittens(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kvittens")).args(arguments).current_dir(folder).output().unwrap()
}

/// A folder with a month of two exports in `in`.
fn delivered() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (tag, manual) = month();
    write(folder.path(), &[("tagg.csv", latin(&tag)), ("manuell.csv", latin(&manual))]);
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn too_much_is_refused_before_anything_is_written() {
    let folder = delivered();
    for command in [
        &["check", "in", "--out", "ut", "--memory", "20MB"][..],
        &["history", "add", "in", "--store", "lager", "--memory", "20MB"],
        &["init", "--from", "in", "--out", "ny", "--memory", "20 MB"],
    ] {
        let done = kvittens(folder.path(), command);
        assert_eq!(done.status.code(), Some(2), "{command:?}");
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(said.contains("--memory") && said.contains("20,0\u{a0}MB") && said.lines().count() == 4, "{said}");
        assert_eq!(said.contains("--reports none"), command[0] == "check", "{said}");
        assert_eq!(names(folder.path()), ["in"], "{command:?}");
    }
    let done = kvittens(
        folder.path(),
        &["--lang", "en", "check", "in", "--reports", "none", "--select", "K105", "--memory", "20MB"],
    );
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("20.0\u{a0}MB") && !said.contains("--reports none") && !said.contains("--select"), "{said}");
}

#[test]
fn what_fits_is_read_from_exports_and_from_the_store() {
    let folder = delivered();
    for command in [
        &["history", "add", "in", "--store", "lager", "--memory", "1GB"][..],
        &["check", "--store", "lager", "--out", "a", "--memory", "0,5GiB"],
        &["check", "in", "--store", "lager", "--out", "b", "--memory", "500M"],
    ] {
        let done = kvittens(folder.path(), command);
        assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let done = kvittens(folder.path(), &["check", "--store", "lager", "--out", "c", "--memory", "20MB"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(!folder.path().join("c").exists());
}

#[test]
fn what_is_no_size_is_told() {
    let done = kvittens(Path::new("."), &["check", "in", "--memory", "mycket"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("512MB"));
}
