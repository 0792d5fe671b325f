//! Answers to findings: an accepted one is kept, shown apart and not counted; one that changes nothing is told.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use support::{Row, check, rows, testdata};

/// Checks the sample with a file of answers, and gives its findings and the month's folder.
fn checked(name: &str, answers: &str) -> (TempDir, PathBuf, Vec<Row>) {
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join(name);
    fs::write(&file, answers).unwrap();
    let folder = check(&[&testdata("months/2022-03")], out.path(), &["--accept", file.to_str().unwrap()]);
    let findings = rows(&folder.join("findings.csv"));
    (out, folder, findings)
}

fn plain() -> Vec<Row> {
    checked("accept.toml", "").2
}

fn manifest(folder: &std::path::Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap()
}

fn open(findings: &[Row], rule: &str) -> usize {
    findings.iter().filter(|row| row["rule"] == rule && row["status"] == "open").count()
}

fn first<'r>(findings: &'r [Row], rule: &str) -> &'r Row {
    findings.iter().find(|row| row["rule"] == rule && row["status"] == "open").unwrap()
}

#[test]
fn an_accepted_finding_is_kept_and_not_counted() {
    let before = plain();
    let id = &first(&before, "T402")["finding_id"];
    let (_out, folder, after) = checked(
        "accept.toml",
        &format!("[[accept]]\nfinding = \"{id}\"\ndecided_by = \"enhetschef\"\nuntil = 2022-03-31\n"),
    );
    let found = after.iter().find(|row| row["finding_id"] == *id).unwrap();
    assert_eq!((found["status"].as_str(), found["explanation"].as_str()), ("accepted", "accepted:enhetschef"));
    assert_eq!((after.len(), open(&after, "T402")), (before.len(), open(&before, "T402") - 1));
    let measures = rows(&folder.join("measures.csv"));
    let all = measures.iter().find(|row| row["rule"] == "T402" && row["scope"] == "all").unwrap();
    assert_eq!(all["numerator"], open(&after, "T402").to_string());
    assert_eq!(found["case_id"], "");
    assert_eq!(manifest(&folder)["idle_answers"], Value::Array(Vec::new()));
}

#[test]
fn an_answer_that_ran_out_or_belongs_to_nothing_is_told() {
    let before = plain();
    let id = &first(&before, "T402")["finding_id"];
    let text = format!(
        "[[accept]]\nfinding = \"{id}\"\ndecided_by = \"enhetschef\"\nuntil = 2022-03-30\n\
         [[accept]]\nfinding = \"F-0000000000000\"\ndecided_by = \"enhetschef\"\n"
    );
    let (_out, folder, after) = checked("accept.toml", &text);
    assert_eq!(open(&after, "T402"), open(&before, "T402"));
    let idle = manifest(&folder)["idle_answers"].clone();
    let why: Vec<(&str, i64)> =
        idle.as_array().unwrap().iter().map(|of| (of["why"].as_str().unwrap(), of["row"].as_i64().unwrap())).collect();
    assert_eq!(why, [("expired", 1), ("unmatched", 2)]);
}

#[test]
fn a_returned_table_of_answers_settles_what_was_decided_and_nothing_else() {
    let before = plain();
    let ids: Vec<&String> = before
        .iter()
        .filter(|row| row["rule"] == "T402" && row["status"] == "open")
        .map(|row| &row["finding_id"])
        .collect();
    let text = format!(
        "\u{feff}finding_id;svar;beslutat av;till och med\r\n\
         {};förklarat;biståndschef;2022-12-31\r\n{};fel i registrering;controller;\r\n\
         {};bestrids;controller;\r\n{};förklarat;;\r\n{};;;\r\n",
        ids[0], ids[1], ids[2], ids[3], ids[4]
    );
    let (_out, _, after) = checked("svar.csv", &text);
    let status = |id: &String| after.iter().find(|row| row["finding_id"] == *id).unwrap()["status"].clone();
    assert_eq!(
        ids[..5].iter().map(|id| status(id)).collect::<Vec<_>>(),
        ["accepted", "accepted", "open", "open", "open"]
    );
}

#[test]
fn an_accepted_series_holds_in_every_month_until_it_runs_out() {
    let before = plain();
    let series = &first(&before, "P502")["series_id"];
    let entry =
        |until: &str| format!("[[accept]]\nfinding = \"{series}\"\ndecided_by = \"enhetschef\"\nuntil = {until}\n");
    assert_eq!(open(&checked("accept.toml", &entry("2022-12-31")).2, "P502"), open(&before, "P502") - 1);
    assert_eq!(open(&checked("accept.toml", &entry("2022-02-28")).2, "P502"), open(&before, "P502"));
}

#[test]
fn what_says_nothing_is_refused_and_no_cell_is_shown() {
    let out = tempfile::tempdir().unwrap();
    let says = |name: &str, text: &str| {
        fs::write(out.path().join(name), text).unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_kvittens"));
        let run = run.arg("check").arg(testdata("months/2022-03")).args(["--accept", name]).current_dir(&out);
        let done = run.output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        String::from_utf8(done.stderr).unwrap()
    };
    let told = says("accept.toml", "[[accept]]\nfinding = \"19121212-1212\"\ndecided_by = \"enhetschef\"\n");
    assert!(told.contains("accept.toml") && told.contains("post 1") && told.contains("F-…"), "{told}");
    assert!(!told.contains("1212"), "{told}");
    let told = says("svar.csv", "finding_id;svar\nF-0000000000000;kanske\n");
    assert!(told.contains("svar.csv") && told.contains("rad 1") && !told.contains("kanske"), "{told}");
    let told = says("accept.toml", "[[accept]]\nfinding = \"F-0000000000000\"\ndecidedby = \"x\"\n");
    assert!(told.contains("decidedby") && told.contains("decided_by"), "{told}");
}
