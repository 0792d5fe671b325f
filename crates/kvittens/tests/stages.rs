//! A rule's life cycle: a draft is heard in backtests alone, one on trial by the controller alone, a resting one by nobody.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kvittens_synth::Recipe;
use serde_json::Value;
use tempfile::TempDir;

use support::{Row, check, parts, rows, testdata};

fn sample() -> PathBuf {
    testdata("months/2022-03")
}

/// Checks the sample with these rules, and gives the month's folder.
fn checked(rules: &str, more: &[&str]) -> (TempDir, PathBuf) {
    let out = tempfile::tempdir().unwrap();
    let config = out.path().join("regler.toml");
    fs::write(&config, rules).unwrap();
    let folder = check(&[&sample()], out.path(), &[&["--config", config.to_str().unwrap()], more].concat());
    (out, folder)
}

/// `[rules.…]` of each rule at a stage.
fn at(stage: &str, rules: &[&str]) -> String {
    rules.iter().map(|rule| format!("[rules.{rule}]\nstage = \"{stage}\"\n")).collect()
}

fn of<'r>(rows: &'r [Row], rule: &str) -> Vec<&'r Row> {
    rows.iter().filter(|row| row["rule"] == rule).collect()
}

/// The bytes of every file of every provider's folder; of workbooks those of their parts.
fn for_providers(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for provider in fs::read_dir(folder.join("utforare")).unwrap() {
        for file in fs::read_dir(provider.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "xlsx") {
                files.extend(parts(&path).into_iter().map(|(name, text)| (name, text.into_bytes())));
            } else {
                files.push((path.display().to_string(), fs::read(&path).unwrap()));
            }
        }
    }
    files
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

/// What the manifest says of a rule's run.
fn run(folder: &Path, rule: &str) -> Value {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    manifest["rules"].as_array().unwrap().iter().find(|run| run["rule"] == rule).unwrap().clone()
}

/// Rules that the sample has findings of.
const TRIED: [&str; 5] = ["D202", "M301", "P501", "T402", "K106"];

#[test]
fn what_is_on_trial_stands_in_the_controllers_files_and_in_no_providers() {
    let (_out, folder) = checked(&at("trial", &TRIED), &[]);
    let (findings, measures) = (rows(&folder.join("findings.csv")), rows(&folder.join("measures.csv")));
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    let own = for_providers(&folder);
    let is_page = |(name, _): &&(String, Vec<u8>)| name.ends_with(".html") || name.ends_with(".csv");
    assert_eq!(own.iter().filter(is_page).count(), 8);
    for rule in TRIED {
        let found = of(&findings, rule);
        assert!(!found.is_empty() && !of(&measures, rule).is_empty(), "{rule}");
        assert!(found.iter().all(|finding| finding["case_id"].is_empty() && finding["primary"] == "false"), "{rule}");
        assert!(index.contains(&format!("{rule}</a><small>på prov</small>")), "{rule}");
        assert!(!index.contains(&format!("rapport.html#{rule}")), "{rule}");
        assert!(!index.contains(&format!("rapport.html#rule={rule}")), "{rule}");
        for (file, bytes) in &own {
            // A code may stand in another rule's page, but never as a rule of this report.
            assert!(!holds(bytes, &format!(" class=\"code\">{rule}<")), "{file} names {rule}");
            assert!(!holds(bytes, &format!("regel-{rule}")), "{file} names {rule}");
            assert!(!holds(bytes, &format!(";{rule};")) && !holds(bytes, &format!(",{rule},")), "{file} names {rule}");
            for finding in &found {
                assert!(!holds(bytes, &finding["finding_id"]), "{file} holds {}", finding["finding_id"]);
            }
        }
    }
    // The others' findings stand there as ever.
    let active = of(&findings, "K105");
    assert!(active.iter().all(|finding| own.iter().any(|(_, bytes)| holds(bytes, &finding["finding_id"]))));
    assert!(!active.is_empty());
}

#[test]
fn what_is_active_stands_in_both() {
    let (_out, folder) = checked(&at("active", &TRIED), &[]);
    let (findings, own) = (rows(&folder.join("findings.csv")), for_providers(&folder));
    for rule in TRIED {
        let found = of(&findings, rule);
        assert!(
            found.iter().all(|finding| own.iter().any(|(_, bytes)| holds(bytes, &finding["finding_id"]))),
            "{rule}"
        );
    }
    assert!(!fs::read_to_string(folder.join("index.html")).unwrap().contains("på prov"));
}

#[test]
fn a_rule_is_on_trial_without_a_trace_in_what_providers_get() {
    // To a provider a rule on trial and one that does not exist are the same, but for the configuration's hash.
    let without_hash = |files: Vec<(String, Vec<u8>)>, folder: &Path| -> Vec<(String, String)> {
        let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
        let hash = manifest["config_hash"].as_str().unwrap().to_owned();
        let within = folder.display().to_string();
        // A workbook counts its rows, also those of rules that were not selected.
        let mut files: Vec<_> = files
            .into_iter()
            .filter(|(name, _)| !name.contains(".xlsx/"))
            .map(|(name, bytes)| (name.replace(&within, ""), String::from_utf8(bytes).unwrap().replace(&hash, "")))
            .collect();
        files.sort();
        files
    };
    // The four classes of K101 and their drawing go too; D202 leads cases that others then lead.
    for rule in ["K101", "K102", "M301", "D202", "P502"] {
        let (_trial, folder) = checked(&at("trial", &[rule]), &["--select", &format!("{rule},T402,P501")]);
        let (_none, other) = checked("", &["--select", "T402,P501"]);
        let not_run = |text: &str| {
            // The rule that was not selected is listed as that; the one on trial is not.
            let lines =
                text.lines().filter(|line| !line.contains(&format!("{rule}</td>")) && !line.contains("Regeln K101"));
            let lines: Vec<&str> = lines.filter(|line| !line.contains("Andelarna av kvittens visas inte")).collect();
            // Of the rules, one on trial is none.
            lines.join("\n").replace("av 57 regler", "av 56 regler")
        };
        let (on_trial, absent) =
            (without_hash(for_providers(&folder), &folder), without_hash(for_providers(&other), &other));
        for ((name, trial), (_, none)) in on_trial.iter().zip(&absent) {
            let (trial, none) = (not_run(trial), not_run(none));
            assert!(trial == none, "{name} {rule}");
        }
    }
}

#[test]
fn the_manifest_names_stage_and_backtest() {
    let rules = "[rules.M301]\nstage = \"trial\"\nbacktest = \"backtest-2022-12.html\"\n";
    let (_out, folder) = checked(rules, &[]);
    let (trial, usual) = (run(&folder, "M301"), run(&folder, "T402"));
    assert_eq!(
        (&trial["stage"], &trial["backtest"], &trial["ran"]),
        (&"trial".into(), &"backtest-2022-12.html".into(), &true.into())
    );
    assert_eq!((&usual["stage"], usual.get("backtest")), (&"active".into(), None));
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(index.contains("på prov, backtest-2022-12.html"));
}

#[test]
fn a_draft_and_a_resting_rule_are_named_as_not_run() {
    let (_out, folder) = checked(&(at("draft", &["M301"]) + &at("resting", &["T402"])), &[]);
    let findings = rows(&folder.join("findings.csv"));
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    for (rule, reason, said) in [("M301", "draft", "utkast, som bara körs i backtest"), ("T402", "resting", "vilar")] {
        let run = run(&folder, rule);
        assert_eq!((&run["ran"], &run["reason"], &run["stage"]), (&false.into(), &reason.into(), &reason.into()));
        assert!(of(&findings, rule).is_empty());
        assert!(index.contains(&format!("<td>{said}</td>")), "{rule}");
        assert!(for_providers(&folder).iter().any(|(_, bytes)| holds(bytes, said)), "{rule}");
    }
    assert!(!of(&findings, "D203").is_empty());
}

#[test]
fn a_rule_that_is_turned_off_is_that_at_any_stage() {
    let (_out, folder) = checked("[rules.M301]\nstage = \"trial\"\nenabled = false\n", &[]);
    let run = run(&folder, "M301");
    assert_eq!((&run["ran"], &run["reason"]), (&false.into(), &"disabled".into()));
}

fn exit_code(rules: &str, more: &[&str]) -> (Option<i32>, String) {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("regler.toml"), rules).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kvittens"));
    command.arg("check").arg(sample()).args(["--reports", "none", "--config", "regler.toml", "--out", "rapport"]);
    let done: Output = command.args(more).current_dir(&out).output().unwrap();
    (done.status.code(), String::from_utf8(done.stdout).unwrap())
}

#[test]
fn fail_on_passes_over_what_is_on_trial() {
    let fails = ["--select", "D202", "--fail-on", "major"];
    assert_eq!(exit_code(&at("trial", &["D202"]), &fails).0, Some(0));
    assert_eq!(exit_code(&at("active", &["D202"]), &fails).0, Some(1));
}

#[test]
fn the_terminal_marks_what_is_on_trial_and_a_build_is_not_told() {
    let marked = |rules: &str| exit_code(rules, &["--select", "D202"]).1.contains("(på prov)");
    assert!(marked(&at("trial", &["D202"])) && !marked(""));
    let told = |rules: &str| exit_code(rules, &["--select", "D202", "--format", "github"]).1.contains("D202");
    assert!(!told(&at("trial", &["D202"])) && told(""));
}

/// Open findings of a rule in a backtest: of the baseline and of the candidate.
fn tested(baseline: &str, candidate: &str, rule: &str) -> Option<(u64, u64)> {
    let folder = tempfile::tempdir().unwrap();
    let month = "2022-03".parse().unwrap();
    let recipe = Recipe { providers: 2, ..Recipe::new(month, 40, 3) };
    kvittens_synth::write_months(&recipe, &[month], &folder.path().join("exporter")).unwrap();
    for (name, text) in [("nu.toml", baseline), ("kandidat.toml", candidate), ("kvittens.key", support::KEY)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_kvittens"));
    command.args(["backtest", "--exports", "exporter", "--key", "kvittens.key", "--format", "json"]);
    command.args(["--baseline", "nu.toml", "--candidate", "kandidat.toml"]);
    let done = command.current_dir(&folder).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    let row =
        told["rows"].as_array().unwrap().iter().find(|row| row["rule"] == rule && row["provider"].is_null())?.clone();
    let count = |side: &str| row["findings"][side].as_u64().unwrap();
    Some((count("baseline"), count("candidate")))
}

#[test]
fn a_draft_runs_in_a_backtest_on_either_side_and_a_resting_rule_on_neither() {
    let (draft, resting) = (at("draft", &["M301"]), at("resting", &["M301"]));
    let (baseline, candidate) = tested("", &draft, "M301").unwrap();
    assert!(baseline > 0 && baseline == candidate);
    assert_eq!(tested(&draft, &resting, "M301"), Some((baseline, 0)));
    assert_eq!(tested(&resting, &draft, "M301"), Some((0, candidate)));
    assert_eq!(tested(&resting, &resting, "M301"), None);
}
