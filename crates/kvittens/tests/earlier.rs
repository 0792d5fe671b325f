//! Rules that look at earlier months: `check --store` over the end of a month, and who is new.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{Row, rows};

fn done(folder: &Path, args: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Provider, staff, month, days and hours of the visits of each day, from seven on.
type Worked<'a> = (&'a str, &'a str, &'a str, std::ops::RangeInclusive<u32>, u32);

/// Writes a month's export to `<month>.csv`.
fn export(folder: &Path, month: &str, worked: &[Worked<'_>]) {
    let mut text = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;\
                    Utpassering typ\n"
        .to_owned();
    let mut number = 0;
    for (provider, staff, _, days, hours) in worked.iter().filter(|(_, _, of, _, _)| *of == month) {
        for day in days.clone() {
            number += 1;
            let _ = writeln!(
                text,
                "{provider};{number};B{number};{staff};Dusch;{month}-{day:02} 07:00;Tagg;{month}-{day:02} {:02}:00;Tagg",
                7 + hours
            );
        }
    }
    fs::write(folder.join(format!("{month}.csv")), text).unwrap();
}

/// Checks March beside a store with these earlier months.
fn checked(config: &str, worked: &[Worked<'_>], stored: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kvittens.key"), support::KEY).unwrap();
    fs::write(folder.path().join("kvittens.toml"), format!("key = \"kvittens.key\"\n{config}")).unwrap();
    export(folder.path(), "2022-03", worked);
    for month in stored {
        export(folder.path(), month, worked);
        done(folder.path(), &["history", "add", &format!("{month}.csv"), "--store", "lager"]);
    }
    let store: &[&str] = if stored.is_empty() { &[] } else { &["--store", "lager"] };
    let check = ["check", "2022-03.csv", "--csv", "plain", "--reveal", "--reports", "none", "--out", "rapport"];
    done(folder.path(), &[&check[..], store].concat());
    folder
}

fn of(folder: &Path, rule: &str) -> Vec<Row> {
    let found = rows(&folder.join("rapport/2022-03/findings.csv"));
    found.into_iter().filter(|row| row["rule"] == rule).collect()
}

/// Who has a finding of a rule, and its value.
fn found(folder: &Path, rule: &str) -> Vec<(String, String)> {
    of(folder, rule).into_iter().map(|row| (row["staff"].clone(), row["value"].clone())).collect()
}

fn seen(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(staff, value)| ((*staff).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn days_in_a_row_go_on_over_the_end_of_the_month() {
    let worked = [
        ("A", "P1", "2022-02", 26..=28, 1),
        ("A", "P1", "2022-03", 1..=5, 1),
        ("A", "P2", "2022-02", 26..=27, 1),
        ("A", "P2", "2022-03", 1..=6, 1),
        ("A", "P3", "2022-01", 31..=31, 1),
        ("A", "P3", "2022-02", 1..=28, 1),
        ("A", "P3", "2022-03", 1..=1, 1),
        ("B", "P1", "2022-02", 26..=28, 1),
        ("B", "P1", "2022-03", 2..=6, 1),
    ];
    let beside = checked("", &worked, &["2022-01", "2022-02"]);
    assert_eq!(found(beside.path(), "P504"), seen(&[("P1", "8"), ("P3", "30")]));
    let finding = &of(beside.path(), "P504")[0];
    assert_eq!((finding["provider"].as_str(), finding["other_count"].as_str()), ("A", "5"));
    // What was read of the earlier months is kept, and said again.
    let kept = fs::read_to_string(beside.path().join("rapport/2022-03/findings.csv")).unwrap();
    done(
        beside.path(),
        &[
            "check",
            "2022-03.csv",
            "--csv",
            "plain",
            "--reveal",
            "--reports",
            "none",
            "--out",
            "igen",
            "--store",
            "lager",
        ],
    );
    assert!(fs::read_to_string(beside.path().join("igen/2022-03/findings.csv")).unwrap() == kept);

    assert_eq!(found(checked("", &worked, &["2022-01"]).path(), "P504"), [], "February is not at hand");
    assert_eq!(found(checked("", &worked, &[]).path(), "P504"), []);
}

#[test]
fn a_person_of_the_municipality_is_one_over_providers_and_months() {
    let worked = [("A", "P1", "2022-02", 26..=28, 1), ("B", "P1", "2022-03", 1..=5, 1)];
    let found_with = |config: &str| found(checked(config, &worked, &["2022-02"]).path(), "P504");
    assert_eq!(found_with("staff_ids = \"municipality\"\n"), seen(&[("P1", "8")]));
    assert_eq!(found_with(""), []);
}

#[test]
fn who_is_new_and_works_full_time_is_told_where_there_are_earlier_months() {
    let worked = [
        ("A", "P1", "2022-02", 1..=10, 1),
        ("A", "P1", "2022-03", 1..=25, 6),
        ("A", "P2", "2022-03", 1..=25, 6),
        ("A", "P3", "2022-03", 1..=24, 6),
        ("B", "P4", "2022-03", 1..=25, 6),
    ];
    let beside = checked("", &worked, &["2022-02"]);
    assert_eq!(found(beside.path(), "P510"), seen(&[("P2", "150")]), "B is new in the history");

    let alone = checked("", &worked, &[]);
    assert_eq!(found(alone.path(), "P510"), []);
    let manifest = fs::read(alone.path().join("rapport/2022-03/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let run = manifest["rules"].as_array().unwrap().iter().find(|run| run["rule"] == "P510").unwrap();
    assert_eq!(run["reason"], "no-history", "{run}");
}
