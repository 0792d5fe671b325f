//! What is written: whole or not at all, safe to open, and for the right eyes only.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{check, rows, testdata};

fn sample() -> std::path::PathBuf {
    testdata("months/2022-03")
}

/// The system's own limit on the size of a file stands in for a full disk: writing fails in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_folder_and_nothing_half_written() {
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&sample()], out.path(), &["--reports", "none"]);
    let before = fs::read(folder.join("findings.csv")).unwrap();
    let script = format!(
        "trap '' XFSZ; ulimit -f 16; exec '{}' check '{}' --reports none --out '{}'",
        env!("CARGO_BIN_EXE_kvittens"),
        sample().display(),
        out.path().display()
    );
    let done = Command::new("bash").args(["-c", &script]).output().unwrap();
    let message = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{message}");
    assert!(message.contains("går inte att skriva") && message.contains("utrymme"), "{message}");
    assert!(fs::read(folder.join("findings.csv")).unwrap() == before);
    let mut left: Vec<String> =
        fs::read_dir(out.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, ["2022-03", "kvittens.key"]);
}

#[test]
fn a_folder_changed_by_hand_is_kept_and_named() {
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&sample()], out.path(), &["--reports", "none"]);
    fs::write(folder.join("min anteckning.txt"), "ring dem").unwrap();
    check(&[&sample()], out.path(), &["--reports", "none"]);
    assert!(out.path().join("2022-03.tidigare-1/min anteckning.txt").exists());
    assert!(!folder.join("min anteckning.txt").exists());
}

#[test]
fn another_key_is_refused() {
    let out = tempfile::tempdir().unwrap();
    check(&[&sample()], out.path(), &["--reports", "none"]);
    let other = out.path().join("annan.key");
    fs::write(&other, support::KEY.replace('0', "1")).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens"))
        .args(["check", "--reports", "none", "--key"])
        .arg(&other)
        .arg("--out")
        .arg(out.path())
        .arg(sample())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("en annan nyckel"));
}

#[test]
fn the_first_run_makes_a_key_that_only_its_owner_can_read() {
    let out = tempfile::tempdir().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens"))
        .args(["check", "--reports", "none", "--out"])
        .arg(out.path())
        .arg(sample())
        .current_dir(out.path())
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&done.stdout).contains("Ny nyckel"));
    let key = out.path().join("kvittens.key");
    assert_eq!(fs::read_to_string(&key).unwrap().trim().len(), 64);
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&key).unwrap().permissions()) & 0o777, 0o600);
}

#[test]
fn an_export_can_come_on_standard_input() {
    let out = tempfile::tempdir().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens"))
        .args(["check", "-", "--reports", "none", "--format", "json", "--out"])
        .arg(out.path())
        .stdin(fs::File::open(sample().join("tagg.csv")).unwrap())
        .output()
        .unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&summary["files"][0]["file"], &summary["files"][0]["used"]), (&"-".into(), &5988.into()));
}

#[test]
fn night_patrol_is_in_no_share_and_shown_apart() {
    let out = tempfile::tempdir().unwrap();
    let config = out.path().join("natt.toml");
    fs::write(&config, "[providers.\"Utförare D AB\"]\nkind = \"night\"\n").unwrap();
    let folder = check(&[&sample()], out.path(), &["--config", config.to_str().unwrap()]);
    let measures = rows(&folder.join("measures.csv"));
    let of = |name: &str| {
        measures
            .iter()
            .find(|row| row["rule"] == "K101" && row["measure"] == name && row["provider"] == "Utförare D AB")
    };
    assert!(of("both-tags").is_none());
    let left_out = of("left-out").unwrap();
    assert_eq!((left_out["numerator"].as_str(), left_out["denominator"].as_str()), ("721", "721"));
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(index.contains("<li>Utförare D AB: 721 av 721 utförda besök</li>"));
}

/// A small month whose provider, customer, staff, service and reason would all be formulas, markup or secrets.
fn nasty(folder: &Path) -> std::path::PathBuf {
    let header =
        "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ";
    let mut text = format!("{header}\n");
    for day in 1..=5 {
        text.push_str(&format!(
            "=cmd|' /C calc'!A0;{day};@B1<script>alert(1)</script>;+P1;-Dusch;2022-03-0{day} 08:00;Tagg;;\n"
        ));
        text.push_str(&format!("Utförare B;9{day};121212-1212;121212-1212;Dusch;;;2022-03-0{day} 08:00;Manuell\n"));
    }
    let file = folder.join("tagg.csv");
    fs::write(&file, text).unwrap();
    file
}

fn texts(folder: &Path, all: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "xlsx") {
            all.extend(support::parts(&path));
        } else if path.extension().is_some_and(|ending| ending != "parquet") {
            all.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn no_cell_is_a_formula_and_no_markup_is_alive() {
    let out = tempfile::tempdir().unwrap();
    let input = nasty(out.path());
    let folder = check(&[&input], out.path(), &[]);
    let mut files = Vec::new();
    texts(&folder, &mut files);
    assert!(files.iter().any(|(name, _)| name.ends_with("rapport.html")));
    for (name, text) in files {
        if name.ends_with(".csv") {
            let starts = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']);
            let formula = text
                .lines()
                .flat_map(|line| line.split([',', ';']))
                .find(|cell| starts(cell) && cell.parse::<f64>().is_err());
            assert_eq!(formula, None, "{name}");
        }
        if name.ends_with(".html") {
            // The page's own script and its data, and no other.
            let own = [" type=\"application/json\" id=\"", ">(() => {\n\"use strict\";\n"];
            let mut scripts = text.split("<script").skip(1);
            assert!(scripts.all(|script| own.iter().any(|start| script.starts_with(start))), "{name}");
            assert!(!text.contains("unsafe-inline"), "{name}");
        }
    }
}

#[test]
fn a_personnummer_is_never_shown_in_full_without_reveal() {
    let out = tempfile::tempdir().unwrap();
    let input = nasty(out.path());
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens"))
        .arg("check")
        .arg(&input)
        .arg("--out")
        .arg(out.path())
        .output()
        .unwrap();
    assert!(done.status.success());
    let folder = out.path().join("2022-03");
    let mut files = Vec::new();
    texts(&folder, &mut files);
    for (name, text) in files.iter().filter(|(name, _)| !name.ends_with("nyckel.csv")) {
        assert!(!text.contains("121212-1212"), "{name}");
    }
    assert!(files.iter().any(|(name, text)| name.contains("utforare-b") && text.contains("121212-****")));
}

#[test]
fn a_providers_folder_names_nobody_elses() {
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&sample()], out.path(), &[]);
    let findings = rows(&folder.join("findings.csv"));
    let names: Vec<&str> = ["Egen regi Södra", "Utförare B AB", "Utförare C AB", "Utförare D AB"].to_vec();
    for (name, slug) in names.iter().zip(["egen-regi-sodra", "utforare-b-ab", "utforare-c-ab", "utforare-d-ab"]) {
        let mut files = Vec::new();
        texts(&folder.join("utforare").join(slug), &mut files);
        let parts = files.iter().filter(|(file, _)| file.contains("rapport.xlsx")).count();
        assert!(files.len() == parts + 2 && parts > 20, "{parts}");
        let own: Vec<&str> =
            findings.iter().filter(|f| f["provider"] == *name).map(|f| f["customer"].as_str()).collect();
        for (file, text) in &files {
            for other in names.iter().filter(|other| *other != name) {
                assert!(!text.contains(other), "{file} names {other}");
            }
            for finding in findings.iter().filter(|f| f["provider"] != *name && !f["visit"].is_empty()) {
                assert!(!text.contains(&finding["visit"]), "{file} holds a visit of another provider");
                let customer = finding["customer"].as_str();
                assert!(
                    own.contains(&customer) || !text.contains(customer),
                    "{file} holds a customer of another provider"
                );
            }
        }
    }
}
