//! `kvittens backtest` as a whole: its counts are those of whole checks compared by plain sets, for a configuration and
//! for findings in a file; its exit codes; what its page must not hold.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kvittens_model::YearMonth;
use kvittens_synth::Recipe;
use serde_json::Value;
use tempfile::TempDir;

const CANDIDATE: &str = "[rules.M301]\nmax_gap = 3\n[rules.T402]\nmin_minutes = 6\n[rules.K105]\nenabled = false\n";

/// Two small months and a candidate's configuration.
fn months() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let months: Vec<YearMonth> = ["2022-02", "2022-03"].map(|month| month.parse().unwrap()).into();
    let recipe = Recipe { providers: 2, ..Recipe::new(months[0], 40, 3) };
    let exports = folder.path().join("exporter");
    kvittens_synth::write_months(&recipe, &months, &exports).unwrap();
    fs::write(folder.path().join("kandidat.toml"), CANDIDATE).unwrap();
    fs::write(folder.path().join("kvittens.key"), support::KEY).unwrap();
    (folder, exports)
}

fn backtest(folder: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kvittens"));
    let key = ["--key", "kvittens.key", "--exports", "exporter"];
    command.arg("backtest").args(key).args(more).current_dir(folder).output().unwrap()
}

fn json(folder: &Path, more: &[&str]) -> Value {
    let done = backtest(folder, &[more, &["--format", "json"]].concat());
    assert!(done.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

/// Rule, provider and month.
type Place = (String, String, String);

/// The ids of open findings of whole checks.
fn checked(exports: &Path, config: Option<&Path>) -> BTreeMap<Place, BTreeSet<String>> {
    let mut ids: BTreeMap<Place, BTreeSet<String>> = BTreeMap::new();
    for month in ["2022-02", "2022-03"] {
        let out = tempfile::tempdir().unwrap();
        let config = config.map(|path| path.display().to_string());
        let more = config.iter().flat_map(|path| ["--config", path.as_str()]);
        let more: Vec<&str> = ["--reports", "none"].into_iter().chain(more).collect();
        let folder = support::check(&[&exports.join(month)], out.path(), &more);
        for row in support::rows(&folder.join("findings.csv")).into_iter().filter(|row| row["status"] == "open") {
            let place = (row["rule"].clone(), row["provider"].clone(), month.to_owned());
            ids.entry(place).or_default().insert(row["finding_id"].clone());
        }
    }
    ids
}

/// Baseline, candidate, same, and what is left of either.
fn by_sets(
    a: &BTreeMap<Place, BTreeSet<String>>,
    b: &BTreeMap<Place, BTreeSet<String>>,
) -> BTreeMap<Place, [usize; 5]> {
    let none = BTreeSet::new();
    a.keys()
        .chain(b.keys())
        .map(|place| {
            let (a, b) = (a.get(place).unwrap_or(&none), b.get(place).unwrap_or(&none));
            let same = a.intersection(b).count();
            (place.clone(), [a.len(), b.len(), same, b.len() - same, a.len() - same])
        })
        .collect()
}

/// The same of a backtest's rows; a changed finding is one of either side's that is left.
fn by_backtest(backtest: &Value) -> BTreeMap<Place, [usize; 5]> {
    let mut places = BTreeMap::new();
    for row in backtest["rows"].as_array().unwrap() {
        let text = |name: &str| row[name].as_str().map(str::to_owned);
        let (Some(rule), Some(provider)) = (text("rule"), text("provider")) else { continue };
        let count = |name: &str| usize::try_from(row["findings"][name].as_u64().unwrap()).unwrap();
        if count("baseline") + count("candidate") > 0 {
            let (changed, same) = (count("changed"), count("same"));
            let counts = [count("baseline"), count("candidate"), same, count("new") + changed, count("gone") + changed];
            places.insert((rule, provider, text("month").unwrap()), counts);
        }
    }
    places
}

#[test]
fn the_counts_of_a_configuration_are_those_of_two_whole_checks() {
    let (folder, exports) = months();
    let candidate = folder.path().join("kandidat.toml");
    let hand = by_sets(&checked(&exports, None), &checked(&exports, Some(&candidate)));
    let backtest = json(folder.path(), &["--candidate", "kandidat.toml"]);
    assert_eq!(by_backtest(&backtest), hand);
    assert!(hand.values().any(|counts| counts[3] > 0) && hand.values().any(|counts| counts[4] > 0));
}

#[test]
fn findings_in_a_file_are_counted_as_a_check_wrote_them() {
    let (folder, exports) = months();
    let candidate = folder.path().join("kandidat.toml");
    let hand = by_sets(&checked(&exports, None), &checked(&exports, Some(&candidate)));
    // One month's file as the check wrote it, as Parquet and as CSV.
    let out = tempfile::tempdir().unwrap();
    let config = candidate.display().to_string();
    let written = support::check(&[&exports.join("2022-03")], out.path(), &["--reports", "none", "--config", &config]);
    // K105 is off in the candidate, so the file does not name it and it stays as it is.
    let expected: BTreeMap<Place, [usize; 5]> =
        hand.into_iter().filter(|((rule, _, month), _)| month == "2022-03" && rule != "K105").collect();
    for name in ["findings.parquet", "findings.csv"] {
        fs::copy(written.join(name), folder.path().join(name)).unwrap();
        let backtest = json(folder.path(), &["--months", "2022-03", "--candidate", name, "--ignore", "K105"]);
        assert_eq!(by_backtest(&backtest), expected, "{name}");
    }
}

#[test]
fn a_worse_candidate_ends_with_1_and_what_cannot_be_measured_with_2() {
    let (folder, _) = months();
    let code = |more: &[&str]| backtest(folder.path(), more).status.code();
    let labelled = ["--labels", "exporter", "--select", "T402", "--fail-if", "precision < 0.8"];
    assert_eq!(code(&labelled), Some(0));
    assert_eq!(code(&[&labelled[..], &["--candidate", "kandidat.toml"]].concat()), Some(1));
    assert_eq!(code(&["--fail-if", "precision < 0.8"]), Some(2), "no labels");
    assert_eq!(code(&["--fail-if", "precison < 0.8"]), Some(2), "no such metric");
    assert_eq!(code(&["--select", "T402", "--fail-if", "M301.new > 1"]), Some(2), "not tested");
    assert_eq!(code(&["--months", "2022-01..2022-03"]), Some(2), "a month is missing");
    assert_eq!(code(&["--sweep", "rules.M301.gap=0..2"]), Some(2));
    fs::write(folder.path().join("fel.csv"), "rule;visit\nT402;1\n").unwrap();
    let done = backtest(folder.path(), &["--labels", "fel.csv"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("fel.csv") && said.contains("verdict") && said.contains("rule, visit"), "{said}");
}

#[test]
fn the_page_holds_counts_and_nobody() {
    let (folder, exports) = months();
    let more = [
        "--candidate",
        "kandidat.toml",
        "--labels",
        "exporter",
        "--sweep",
        "M301.max_gap=0..3",
        "--max-findings",
        "60",
    ];
    assert_eq!(backtest(folder.path(), &more).status.code(), Some(0));
    let html = fs::read_to_string(folder.path().join("backtest/backtest.html")).unwrap();
    assert!(!html.contains("<script") && !html.contains("http://") && !html.contains("src="));
    assert_eq!(html.matches("<svg").count(), html.matches("<desc").count());
    let tagg: String =
        fs::read(exports.join("2022-03/tagg.csv")).unwrap().iter().map(|byte| char::from(*byte)).collect();
    for row in tagg.lines().skip(1) {
        let cells: Vec<&str> = row.split(';').collect();
        assert!(!html.contains(cells[3]) && !html.contains(cells[4]), "somebody's id");
    }
    let english = backtest(folder.path(), &[&more[..], &["--lang", "en"]].concat());
    assert!(String::from_utf8_lossy(&english.stdout).contains("meets what was asked"));
}

#[test]
fn the_same_test_gives_the_same_bytes() {
    let (folder, _) = months();
    let files = ["backtest.html", "backtest.parquet"].map(|name| folder.path().join("backtest").join(name));
    let more = ["--candidate", "kandidat.toml", "--labels", "exporter"];
    let of = |more: &[&str]| {
        assert_eq!(backtest(folder.path(), more).status.code(), Some(0));
        files.clone().map(|file| fs::read(file).unwrap())
    };
    let cold = of(&more);
    assert_eq!(cold, of(&more), "out of the cache");
    let anew = of(&[&more[..], &["--no-cache", "--memory", "1M", "--threads", "1"]].concat());
    assert_eq!(anew[0], cold[0], "the page holds no time");
}
