//! Files that are no rules, each named after what it tries: refused when they are read, with a message that says where.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::PathBuf;

/// `UPDATE=1 cargo test -p kvittens-sql --test hostile` writes them anew.
#[test]
fn a_hostile_file_is_refused_with_its_message() {
    let files = support::files("testdata/own-rules/hostile", ".toml");
    assert!(files.len() > 60);
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let refused = support::owns(std::slice::from_ref(&file)).map(|_| ()).unwrap_err();
        let said = format!("{refused}\n");
        let golden: PathBuf = file.with_extension("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&golden, &said).unwrap();
        }
        assert_eq!(said, fs::read_to_string(&golden).unwrap_or_default(), "{name}");
    }
}

#[test]
fn a_query_that_is_typed_is_refused_by_the_same_list() {
    for sql in [
        "DROP TABLE visits",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM visits a, visits b",
        "SELECT custmer FROM visits",
        "SELECT customer FROM visits WHERE seconds < :limit",
    ] {
        assert!(kvittens_sql::look(sql).is_err(), "{sql}");
    }
}
