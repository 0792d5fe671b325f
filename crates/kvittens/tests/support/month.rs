//! A dirty month that a test turns into other forms, and what a check makes of it.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::YearMonth;
use kvittens_synth::Recipe;

use super::{Row, check, rows};

const MARCH: YearMonth = YearMonth { year: 2022, month: 3 };

/// A dirty month of some thousand rows: tag export and manual export as text.
pub fn month() -> (String, String) {
    let recipe = Recipe { dirt: 0.003, ..Recipe::with_rows(MARCH, 6_000, 7) };
    let made = kvittens_synth::synthesize(&recipe).unwrap();
    let text = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect();
    (text(&made.tagg), text(&made.manuell))
}

/// Text whose letters are all of Latin-1, as Windows-1252 has them at the same places.
pub fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

pub fn write(folder: &Path, files: &[(&str, Vec<u8>)]) -> PathBuf {
    let input = folder.join("in");
    fs::create_dir_all(&input).unwrap();
    for (name, bytes) in files {
        fs::write(input.join(name), bytes).unwrap();
    }
    input
}

/// Everything of the findings but the rows, and the measures.
pub fn outcome(files: &[(&str, Vec<u8>)], more: &[&str]) -> (Vec<Row>, Vec<Row>) {
    let folder = tempfile::tempdir().unwrap();
    let input = write(folder.path(), files);
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let more: Vec<&str> = more.iter().copied().chain(["--reports", "none"]).collect();
    let month = check(&[&input], &out, &more);
    let mut findings = rows(&month.join("findings.csv"));
    findings.iter_mut().for_each(|finding| drop(finding.remove("rows")));
    assert!(findings.len() > 100);
    (findings, rows(&month.join("measures.csv")))
}

pub fn usual() -> (Vec<Row>, Vec<Row>) {
    let (tagg, manuell) = month();
    outcome(&[("tagg.csv", latin(&tagg)), ("manuell.csv", latin(&manuell))], &[])
}
