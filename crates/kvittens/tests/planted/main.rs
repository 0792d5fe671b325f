//! Synthetic months against the whole catalogue: every planted case is found by its rule, no innocent twin of one is
//! open, and months in which nothing is planted are nearly silent; the registrations alone and beside the other exports.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod beside;
mod cases;
#[path = "../support/mod.rs"]
mod support;
mod tables;

use std::fs;
use std::process::Command;

use cases::{On, checked, concerns, heard, is_there, missed, open, truth};
use kvittens_model::YearMonth;
use kvittens_synth::Recipe;
use support::{Row, rows};
use tables::{BESIDE, FOUND, SILENT};

const MARCH: YearMonth = YearMonth { year: 2022, month: 3 };

#[test]
fn every_planted_case_is_found_and_no_innocent_one_is_open() {
    let month = checked(&Recipe::with_rows(MARCH, 20_000, 7));
    let wrong =
        [missed(&month.findings, &month.truth, FOUND), heard(&month.findings, &month.truth, SILENT, BESIDE)].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn months_in_which_nothing_is_planted_are_nearly_silent() {
    for (month, seed) in [(MARCH, 7), (YearMonth { year: 2022, month: 10 }, 8)] {
        let recipe = Recipe { plant: false, ..Recipe::with_rows(month, 20_000, seed) };
        let visits = kvittens_synth::synthesize(&recipe).unwrap().summary.visits;
        let heard: Vec<String> = checked(&recipe)
            .findings
            .iter()
            .filter(|finding| open(finding) && finding["severity"] != "info")
            .map(|finding| format!("{} {} {}", finding["rule"], finding["customer"], finding["staff"]))
            .collect();
        assert!(heard.len() as u64 * 1000 <= visits, "{month}: {heard:?}");
    }
}

/// P510 asks who was not there before, so it needs an earlier month.
#[test]
fn who_begins_with_full_hours_is_found_beside_the_month_before() {
    if !is_there("P510") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    fs::write(folder.path().join("kvittens.key"), support::KEY).unwrap();
    fs::write(folder.path().join("kvittens.toml"), "key = \"kvittens.key\"\n").unwrap();
    let months = [YearMonth { year: 2022, month: 2 }, MARCH];
    let recipe = Recipe::with_rows(MARCH, 5_000, 7);
    kvittens_synth::write_months(&recipe, &months, &folder.path().join("syn")).unwrap();
    run(&["history", "add", "syn/2022-02", "--store", "lager"]);
    run(&[
        "check",
        "syn/2022-03",
        "--store",
        "lager",
        "--select",
        "P510",
        "--reveal",
        "--csv",
        "plain",
        "--reports",
        "none",
        "--out",
        "ut",
    ]);
    let findings = rows(&folder.path().join("ut/2022-03/findings.csv"));
    let truth = truth(&folder.path().join("syn/2022-03"));
    let newcomers: Vec<&Row> = truth.iter().filter(|case| case["kind"] == "full_load").collect();
    assert!(!newcomers.is_empty());
    for case in newcomers {
        let found = findings.iter().any(|finding| open(finding) && concerns(finding, case, On::Staff));
        assert!(found, "P510 misses {case:?}");
    }
}
