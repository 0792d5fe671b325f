//! What may not matter does not: threads, the order of the rows, how they are split into files. And the same input gives
//! the same bytes.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::month::{latin, month, outcome, usual, write};
use support::{check, rows};

#[test]
fn one_thread_or_many_find_the_same() {
    let (tagg, manuell) = month();
    let files = [("tagg.csv", latin(&tagg)), ("manuell.csv", latin(&manuell))];
    assert!(outcome(&files, &["--threads", "1"]) == outcome(&files, &["--threads", "7"]));
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    let turned = |text: &str| {
        let (header, body) = text.split_once("\r\n").unwrap();
        let lines: Vec<&str> = body.lines().rev().collect();
        latin(&format!("{header}\r\n{}\r\n", lines.join("\r\n")))
    };
    let (tagg, manuell) = month();
    assert!(outcome(&[("tagg.csv", turned(&tagg)), ("manuell.csv", turned(&manuell))], &[]) == usual());
}

#[test]
fn copied_rows_of_one_visit_and_service_stand_in_an_order_of_their_own() {
    let row = |time: &str| format!("A;1;B1;P1;Dusch;2022-03-01 {time};Tagg;2022-03-01 09:00;Tagg\n");
    let outcome = |times: [&str; 6]| {
        let header =
            "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ";
        let text = format!("{header}\n{}", times.map(row).concat());
        let folder = tempfile::tempdir().unwrap();
        let input = write(folder.path(), &[("tagg.csv", text.into_bytes())]);
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        let ids = rows(&check(&[&input], &out, &["--reports", "none"]).join("findings.csv"));
        ids.into_iter().map(|finding| finding["finding_id"].clone()).collect::<Vec<_>>()
    };
    let sorted = outcome(["08:00", "08:00", "08:03", "08:03", "08:06", "08:06"]);
    assert_eq!(sorted.len(), 3);
    assert_eq!(outcome(["08:06", "08:03", "08:06", "08:00", "08:03", "08:00"]), sorted);
}

#[test]
fn one_file_or_thirty_find_the_same() {
    let (tagg, manuell) = month();
    let (header, body) = tagg.split_once("\r\n").unwrap();
    let mut parts: Vec<String> = vec![format!("{header}\r\n"); 29];
    for (at, line) in body.lines().enumerate() {
        parts[at % 29].push_str(line);
        parts[at % 29].push('\n');
    }
    let names: Vec<String> = (0..29).map(|at| format!("del-{at}.csv")).collect();
    let mut files: Vec<(&str, Vec<u8>)> =
        names.iter().map(String::as_str).zip(parts.iter().map(|part| latin(part))).collect();
    files.push(("manuell.csv", latin(&manuell)));
    // A damaged row weighs more in a small file than the usual bound on them allows.
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("kvittens.toml");
    fs::write(&config, "max_rejected = 0.2\n").unwrap();
    assert!(outcome(&files, &["--config", config.to_str().unwrap()]) == usual());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (tagg, manuell) = month();
    let input = write(folder.path(), &[("tagg.csv", latin(&tagg)), ("manuell.csv", latin(&manuell))]);
    let run = |name: &str, threads: &str| {
        let out = folder.path().join(name);
        fs::create_dir(&out).unwrap();
        let mut files = Vec::new();
        list(&check(&[&input], &out, &["--threads", threads]), &mut files);
        files
    };
    let (first, second) = (run("first", "1"), run("second", "3"));
    assert!(first.len() > 10);
    for (a, b) in first.iter().zip(&second).filter(|(a, _)| !a.ends_with("manifest.json")) {
        assert_eq!(a.file_name(), b.file_name());
        assert!(fs::read(a).unwrap() == fs::read(b).unwrap(), "{}", a.display());
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}
