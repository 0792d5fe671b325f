//! A month beside the months before it: `check --store`, `trend --store` and `backtest --store` on one store.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use kvittens_model::YearMonth;
use kvittens_synth::Recipe;
use support::rows;

const LAST: YearMonth = YearMonth { year: 2022, month: 3 };

fn kvittens(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(folder).output().unwrap()
}

fn done(folder: &Path, args: &[&str]) -> String {
    let output = kvittens(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Five months of exports below `syn`, the first four in the store `lager`; the months stand in the order of their names.
fn store() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kvittens.key"), support::KEY).unwrap();
    fs::write(folder.path().join("kvittens.toml"), "key = \"kvittens.key\"\n").unwrap();
    let first = YearMonth { year: 2021, month: 11 };
    let months: Vec<YearMonth> =
        std::iter::successors(Some(first), |month| Some(month.next())).take_while(|month| *month <= LAST).collect();
    kvittens_synth::write_months(&Recipe::with_rows(first, 4_000, 5), &months, &folder.path().join("syn")).unwrap();
    for month in ["2021-11", "2021-12", "2022-01", "2022-02"] {
        done(folder.path(), &["history", "add", &format!("syn/{month}"), "--store", "lager"]);
    }
    folder
}

fn measured(folder: &Path, out: &str) -> Vec<support::Row> {
    rows(&folder.join(out).join("2022-03/measures.csv"))
}

const PLAIN: [&str; 5] = ["--csv", "plain", "--reveal", "--reports", "none"];

#[test]
fn a_month_is_held_against_the_months_before_it() {
    let folder = store();
    let check = |more: &[&str]| done(folder.path(), &[&["check", "syn/2022-03"], &PLAIN[..], more].concat());
    check(&["--out", "alone"]);
    check(&["--out", "beside", "--store", "lager"]);
    let shares = |out: &str| {
        let of = |row: &support::Row| row["measure"] == "manual-share" && row["scope"] == "provider";
        measured(folder.path(), out).into_iter().filter(of).collect::<Vec<_>>()
    };
    assert!(shares("alone").iter().all(|row| row["baseline_value"].is_empty()));
    let beside = shares("beside");
    assert!(!beside.is_empty() && beside.iter().all(|row| !row["baseline_value"].is_empty()));

    // The own past by hand: the same rule run on each month alone, its counts added.
    let (mut numerator, mut denominator) = (0, 0);
    for month in ["2021-11", "2021-12", "2022-01", "2022-02"] {
        let exports = format!("syn/{month}");
        done(folder.path(), &[&["check", exports.as_str(), "--out", "each"], &PLAIN[..]].concat());
        let all = rows(&folder.path().join(format!("each/{month}/measures.csv")));
        let of = |row: &&support::Row| {
            row["measure"] == "manual-share" && row["scope"] == "provider" && row["provider"] == beside[0]["provider"]
        };
        let row = all.iter().find(of).unwrap();
        numerator += row["numerator"].parse::<i64>().unwrap();
        denominator += row["denominator"].parse::<i64>().unwrap();
    }
    let expected = f64::from(i32::try_from(numerator).unwrap()) / f64::from(i32::try_from(denominator).unwrap());
    let found: f64 = beside[0]["baseline_value"].parse().unwrap();
    assert!((found - expected).abs() < 1e-6, "{found} {expected}");

    let memory = |out: &str| {
        let found = rows(&folder.path().join(out).join("2022-03/findings.csv"));
        found
            .into_iter()
            // P510 asks the months before itself, and they none, so nothing was said of them.
            .filter(|row| !row["series_id"].is_empty() && row["rule"] != "P510")
            .map(|row| row["memory"].clone())
            .collect::<Vec<_>>()
    };
    assert!(memory("alone").iter().all(String::is_empty));
    let beside = memory("beside");
    assert!(!beside.is_empty() && beside.iter().all(|word| ["new", "persisting", "returned"].contains(&word.as_str())));
}

#[test]
fn a_month_out_of_the_store_is_the_month_of_its_exports() {
    let folder = store();
    done(folder.path(), &[&["check", "syn/2022-02", "--out", "exports"], &PLAIN[..]].concat());
    for before in ["2021-11", "2021-12", "2022-01"] {
        done(folder.path(), &["history", "remove", before, "--store", "lager", "--yes"]);
    }
    done(
        folder.path(),
        &[&["check", "--store", "lager", "--month", "2022-02", "--out", "lagrad"], &PLAIN[..]].concat(),
    );
    let findings = |out: &str| {
        let mut found = rows(&folder.path().join(out).join("2022-02/findings.csv"));
        for finding in &mut found {
            // The rows are the same ones in another order.
            let mut rows: Vec<String> = finding["rows"].split('|').map(str::to_owned).collect();
            rows.sort();
            finding.insert("rows".to_owned(), rows.join("|"));
        }
        found
    };
    assert!(findings("exports") == findings("lagrad"));
}

#[test]
fn what_was_heard_of_a_removed_month_is_not_kept() {
    let folder = store();
    done(folder.path(), &["trend", "--store", "lager"]);
    assert!(folder.path().join("lager/.cache").exists());
    done(folder.path(), &["history", "remove", "2021-11", "--store", "lager", "--yes"]);
    assert!(!folder.path().join("lager/.cache").exists());
}

#[test]
fn a_second_delivery_of_a_month_tells_what_changed() {
    let folder = store();
    done(folder.path(), &["history", "add", "syn/2022-03", "--store", "lager"]);
    let tagg = folder.path().join("syn/2022-03/tagg.csv");
    let text = fs::read(&tagg).unwrap();
    let cut = text.iter().rposition(|byte| *byte == b';').unwrap();
    let line = text[..cut].iter().rposition(|byte| *byte == b'\n').unwrap();
    fs::write(&tagg, &text[..=line]).unwrap();
    done(folder.path(), &[&["check", "syn/2022-03", "--store", "lager", "--out", "ny"], &PLAIN[..]].concat());
    let changes = rows(&folder.path().join("ny/2022-03/andringar.csv"));
    let of_rows: Vec<_> = changes.iter().filter(|row| row["kind"] == "row").collect();
    assert_eq!(of_rows.len(), 1, "{changes:?}");
}

#[test]
fn a_store_of_another_key_is_refused() {
    let folder = store();
    fs::write(folder.path().join("annan.key"), support::KEY.replace('0', "1")).unwrap();
    let refused = kvittens(folder.path(), &["check", "syn/2022-03", "--store", "lager", "--key", "annan.key"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = kvittens(folder.path(), &["backtest", "--store", "lager", "--key", "annan.key", "--out", "bt"]);
    assert_eq!(told.status.code(), Some(2));
}

/// Eighteen months in which one provider drifts, one leaves and one joins; what is told of each, and in which month.
#[test]
fn a_drift_is_found_in_its_first_month_and_who_leaves_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| done(folder.path(), args);
    run(&["synth", "--months", "2021-01..2022-06", "--rows", "6000", "--courses", "--out", "syn"]);
    let told = fs::read_to_string(folder.path().join("syn/skeenden.csv")).unwrap();
    let expected = "kind;provider;month\r\ndrifts;Utförare B AB;2022-01\r\nleaves;Utförare D AB;2021-10\r\n\
                    joins;Utförare C AB;2021-05\r\n";
    assert_eq!(told, expected);

    // The chart as it stood at the end of each month: nothing of the drift before it begins, the drift in its first one.
    fs::write(folder.path().join("kvittens.toml"), "").unwrap();
    let mut first_told = None;
    for (months, last) in [(11, "2021-11"), (12, "2021-12"), (13, "2022-01"), (14, "2022-02")] {
        let store = format!("till-{last}");
        let first = YearMonth { year: 2021, month: 1 };
        for month in std::iter::successors(Some(first), |month| Some(month.next())).take(months) {
            run(&["history", "add", &format!("syn/{month}"), "--store", &store]);
        }
        let trend = run(&["trend", "--store", &store, "--provider", "Utförare B AB", "--rule", "K102", "--lang", "en"]);
        if trend.contains(": higher ") && first_told.is_none() {
            first_told = Some((last, trend));
        }
    }
    let (month, trend) = first_told.unwrap();
    assert_eq!(month, "2022-01", "{trend}");
    assert!(trend.contains("higher in January\u{a0}2022"), "{trend}");

    run(&["history", "add", "syn/2021-09", "--store", "september"]);
    let check = run(&["check", "syn/2021-10", "--store", "september", "--reports", "none"]);
    assert!(check.contains("Q912 Utförare D AB: ingen rad i månaden"), "{check}");
    run(&["history", "add", "syn/2021-04", "--store", "april"]);
    let joined = run(&["check", "syn/2021-05", "--store", "april", "--reports", "none"]);
    assert!(!joined.contains("Q912 Utförare C AB: ingen rad"), "{joined}");
}

#[test]
fn a_provider_hears_nothing_of_the_past_of_a_rule_on_trial() {
    let folder = store();
    let pages = |stage: &str| {
        // So low a limit that other members of staff stand out every month.
        let limit = "limits = [{ value = 0.15, source = \"Avtal\" }]\nmin_visits = 5\n";
        let rules = format!("key = \"kvittens.key\"\n[rules.K103]\nstage = \"{stage}\"\n{limit}");
        fs::write(folder.path().join("kvittens.toml"), rules).unwrap();
        done(folder.path(), &["check", "syn/2022-03", "--store", "lager", "--select", "K103", "--out", stage]);
        let month = folder.path().join(stage).join("2022-03");
        let reports = fs::read_dir(month.join("utforare")).unwrap();
        let reports = reports.map(|of| fs::read_to_string(of.unwrap().path().join("rapport.html")).unwrap());
        (fs::read_to_string(month.join("index.html")).unwrap(), reports.collect::<Vec<_>>())
    };
    let fixed = |page: &String| page.contains("id=\"forra\"");
    let (index, reports) = pages("trial");
    assert!(fixed(&index) && index.contains("<td>K103 (på prov)</td>"));
    assert!(!reports.iter().any(fixed) && !reports.iter().any(|page| page.contains("K103")));
    let (index, reports) = pages("active");
    assert!(fixed(&index) && !index.contains("på prov") && reports.iter().any(fixed));
}

#[test]
fn the_trend_of_one_provider_has_no_rule_on_trial() {
    let folder = store();
    let config = "key = \"kvittens.key\"\n[rules.K102]\nstage = \"trial\"\n";
    fs::write(folder.path().join("kvittens.toml"), config).unwrap();
    let all = done(folder.path(), &["trend", "--store", "lager"]);
    let one = done(folder.path(), &["trend", "--store", "lager", "--provider", "Utförare B AB"]);
    assert!(all.contains("besök utan kvittens") && !one.contains("besök utan kvittens"));
    assert!(one.contains("besök med både in och ut"));
}
