//! What a user copies works: the configuration of examples/ reads, and the example month is checked with it.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::process::Command;

#[test]
fn the_example_month_is_checked_with_the_example_configuration() {
    let out = tempfile::tempdir().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens"))
        .arg("check")
        .arg(support::repository("examples/2022-03"))
        .args(["--format", "json", "--reports", "none", "--out"])
        .arg(out.path())
        .arg("--config")
        .arg(support::repository("examples/kvittens.toml"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let summary: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let limited = |rule: &serde_json::Value| rule["rule"] == "K102" && rule["findings"].as_u64() > Some(0);
    assert!(summary["rules"].as_array().unwrap().iter().any(limited), "the limit of the agreement judges K102");
}
