//! Runs every case of testdata/cases: `cmd.toml` (arguments), `input/`, `expected.txt` (exit code and what is printed).
//! A case is added by its files alone; `UPDATE=1 cargo test -p kvittens --test golden` writes what is printed now.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    args: Vec<String>,
}

#[test]
fn every_case_prints_what_is_expected() {
    let cases = support::testdata("cases");
    let mut wrong = Vec::new();
    let mut names: Vec<_> = fs::read_dir(&cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() > 25, "the cases were not found");
    for folder in names {
        let found = run(&folder);
        let file = folder.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, &found).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "not as expected (UPDATE=1 accepts):\n{}", wrong.join("\n"));
}

/// Exit code, standard output and standard error, the output folder written as `[OUT]`.
fn run(folder: &Path) -> String {
    let case: Case = toml::from_str(&fs::read_to_string(folder.join("cmd.toml")).unwrap()).unwrap();
    let out = tempfile::tempdir().unwrap();
    let shown = out.path().to_str().unwrap();
    fs::write(out.path().join("kvittens.key"), support::KEY).unwrap();
    let args = case.args.iter().map(|arg| if arg == "[OUT]" { shown } else { arg });
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(shown, "[OUT]");
    let code = done.status.code().unwrap();
    let found = format!("exit {code}\n--- stdout\n{}--- stderr\n{}", text(&done.stdout), text(&done.stderr));
    assert!(!found.contains("121212"), "a message shows a cell: {found}");
    assert!(!found.contains("panicked"), "{found}");
    found
}
