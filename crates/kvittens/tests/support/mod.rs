//! What the tests of the whole program share: where the test data lies, a run, its findings.
#![allow(dead_code, reason = "each test binary uses a part")]

pub mod forms;
pub mod month;
pub mod pdf;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A key, so that pseudonyms and finding ids are the same in every run.
pub const KEY: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0\n";

/// A folder of the repository.
pub fn repository(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder)
}

/// A folder of the test data.
pub fn testdata(folder: &str) -> PathBuf {
    repository("testdata").join(folder)
}

/// Runs `kvittens check` with ids revealed and plain CSV, and gives the month's folder.
pub fn check(exports: &[&Path], out: &Path, more: &[&str]) -> PathBuf {
    std::fs::write(out.join("kvittens.key"), KEY).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens"))
        .arg("check")
        .args(exports)
        .args(["--reveal", "--csv", "plain", "--out"])
        .arg(out)
        .args(more)
        .current_dir(out)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let folders = std::fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    folders.filter(|path| path.is_dir()).max().unwrap()
}

/// Whether the program takes a configuration: it then goes on to the export, which is not there (exit code 3).
pub fn taken(text: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kvittens.toml");
    std::fs::write(&file, text).unwrap();
    let mut check = Command::new(env!("CARGO_BIN_EXE_kvittens"));
    let done = check.args(["check", "saknas.csv", "--config"]).arg(&file).current_dir(&folder).output().unwrap();
    match done.status.code() {
        Some(3) => true,
        Some(2) => false,
        code => panic!("{code:?}: {}", String::from_utf8_lossy(&done.stderr)),
    }
}

/// Every part of a workbook as text, by the workbook and its name.
pub fn parts(workbook: &Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(workbook).unwrap()).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        parts.push((format!("{}/{}", workbook.display(), part.name().unwrap()), text));
    }
    parts
}

/// A row of a plain CSV, by header.
pub type Row = BTreeMap<String, String>;

/// Reads a plain CSV as this program writes it.
pub fn rows(file: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines().map(split);
    let header = lines.next().unwrap();
    lines.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

fn split(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.push(letters.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}
