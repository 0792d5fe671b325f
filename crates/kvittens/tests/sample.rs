//! The month of testdata/months: its planted deviations are found by their rules, its innocent cases are not, and the
//! counts are those of its README.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use support::{Row, check, rows, testdata};

/// Findings under the catalogue's defaults, explained ones included (testdata/README.md).
const COUNTS: [(&str, usize); 11] = [
    ("D201", 16),
    ("D202", 11),
    ("D203", 28),
    ("K105", 11),
    ("K106", 11),
    ("M301", 29),
    ("P501", 9),
    ("P502", 2),
    ("T401", 2),
    ("T402", 19),
    ("T403", 2),
];

fn findings() -> (Vec<Row>, Vec<Row>) {
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&testdata("months/2022-03")], out.path(), &["--reports", "none"]);
    let truth = std::fs::read_to_string(testdata("months/2022-03/sanning.csv")).unwrap().replace(';', ",");
    let plain = out.path().join("sanning.csv");
    std::fs::write(&plain, truth).unwrap();
    (rows(&folder.join("findings.csv")), rows(&plain))
}

#[test]
fn the_counts_are_those_of_the_sample() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings().0 {
        *counts.entry(finding["rule"].clone()).or_default() += 1;
    }
    for (rule, count) in COUNTS {
        assert_eq!(counts.get(rule), Some(&count), "{rule}");
    }
}

#[test]
fn every_planted_case_is_found_by_its_rule() {
    let (findings, truth) = findings();
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    let mut customers: BTreeSet<(String, String)> = BTreeSet::new();
    for finding in &findings {
        let rule = &finding["rule"];
        for visit in finding["other_visits"].split('|').chain([finding["visit"].as_str()]) {
            found.insert((rule.clone(), visit.to_owned()));
        }
        customers.insert((rule.clone(), finding["customer"].clone()));
    }
    let mut planted = 0;
    for case in &truth {
        let rules: &[&str] = match (case["kind"].as_str(), case["extra"].as_str()) {
            ("missing_in", _) => &["K105"],
            ("missing_out", _) => &["K106"],
            ("exact_duplicate", _) => &["D201"],
            ("tag_and_manual", _) => &["D202"],
            ("repeat_service", _) | ("border_gap", "2" | "5") => &["D203"],
            ("one_minute_gap", _) => &["M301"],
            ("border_gap", "1") => &["M301", "D203"],
            ("stop_before_start", _) => &["T401"],
            ("too_short", _) | ("border_short", "2") => &["T402"],
            ("too_long", _) => &["T403"],
            ("same_staff", _) => &["P502"],
            _ => &[],
        };
        for rule in rules {
            planted += 1;
            let on_customer = case["visit"].is_empty();
            let seen = if on_customer {
                customers.contains(&((*rule).to_owned(), case["customer"].clone()))
            } else {
                found.contains(&((*rule).to_owned(), case["visit"].clone()))
            };
            assert!(seen, "{rule} misses {case:?}");
        }
    }
    assert!(planted > 90, "the truth was read: {planted}");
}

#[test]
fn no_innocent_case_is_open() {
    let (findings, truth) = findings();
    let innocent = |kind: &str| matches!(kind, "corrected_end" | "declined" | "double_staffing");
    let quiet = |case: &Row| {
        let kind = case["kind"].as_str();
        innocent(kind)
            || (kind == "border_gap" && case["extra"] == "6")
            || (kind == "border_short" && case["extra"] == "3")
    };
    for case in truth.iter().filter(|case| quiet(case)) {
        let of_rule = |finding: &&Row| match case["kind"].as_str() {
            "corrected_end" => finding["rule"] == "K106",
            "border_gap" => matches!(finding["rule"].as_str(), "M301" | "D203"),
            "border_short" => finding["rule"] == "T402",
            _ => true,
        };
        let open = findings.iter().filter(of_rule).find(|f| f["status"] == "open" && f["visit"] == case["visit"]);
        assert!(open.is_none(), "{case:?} is open: {open:?}");
    }
}

#[test]
fn a_corrected_end_makes_a_visit_with_a_receipt_at_the_start_only() {
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&testdata("months/2022-03")], out.path(), &["--reports", "none"]);
    let measures = rows(&folder.join("measures.csv"));
    // Counted by hand-written Python from the exports (benches/peers/facit.py).
    let expected = [
        ("Egen regi Södra", [925, 8, 9, 80]),
        ("Utförare B AB", [643, 5, 4, 70]),
        ("Utförare C AB", [1702, 17, 5, 373]),
        ("Utförare D AB", [608, 3, 4, 106]),
    ];
    for (provider, counts) in expected {
        for (measure, count) in ["both-tags", "in-only", "out-only", "no-tag"].into_iter().zip(counts) {
            let row = measures
                .iter()
                .find(|row| row["rule"] == "K101" && row["measure"] == measure && row["provider"] == provider)
                .unwrap();
            assert_eq!(row["numerator"], count.to_string(), "{provider} {measure}");
        }
    }
}
