//! Synthetic months against the whole catalogue: every planted case is found by its rule, no innocent twin of one is
//! open, and months in which nothing is planted are nearly silent.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use kvittens_model::YearMonth;
use kvittens_synth::Recipe;
use support::{Row, check, rows};

/// What of a planted case the finding is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum On {
    Visit,
    Staff,
    Customer,
    /// Staff and customer.
    Pair,
    /// A phone or two of a kind, of which the table of findings names one or none: visit or staff.
    Other,
}

/// The rules that find a kind; of a kind with a border, by `extra`. What is in neither table is only counted.
const FOUND: &[(&str, &[&str], &[&str], On)] = &[
    ("missing_in", &[], &["K105"], On::Visit),
    ("missing_out", &[], &["K106"], On::Visit),
    ("exact_duplicate", &[], &["D201"], On::Visit),
    ("tag_and_manual", &[], &["D202"], On::Visit),
    ("repeat_service", &[], &["D203"], On::Visit),
    ("one_minute_gap", &[], &["M301"], On::Visit),
    ("border_gap", &["1"], &["M301", "D203"], On::Visit),
    ("border_gap", &["2", "5"], &["D203"], On::Visit),
    ("stop_before_start", &[], &["T401"], On::Visit),
    ("too_short", &[], &["T402"], On::Visit),
    ("border_short", &["2"], &["T402"], On::Visit),
    ("too_long", &[], &["T403", "T404"], On::Visit),
    ("staff_overlap", &[], &["P501"], On::Visit),
    ("border_overlap", &["1"], &["P501"], On::Visit),
    ("same_staff", &[], &["P502"], On::Customer),
    ("tag_share_staff", &[], &["K103"], On::Staff),
    ("tag_share_customer", &[], &["K104"], On::Customer),
    ("foreign_tag", &[], &["K107"], On::Visit),
    ("no_reason", &[], &["K109"], On::Visit),
    ("edited_no_reason", &[], &["T409"], On::Visit),
    ("late_entry", &[], &["T407"], On::Visit),
    ("entered_before_end", &[], &["T413"], On::Visit),
    ("outside_window", &[], &["T404"], On::Visit),
    ("border_window", &["16"], &["T404"], On::Visit),
    ("inside_visit", &[], &["D205"], On::Visit),
    ("split_visit", &[], &["M302"], On::Visit),
    ("beyond_usual", &[], &["D204"], On::Visit),
    ("customer_overlap", &[], &["P509"], On::Visit),
    ("border_customer_overlap", &["5"], &["P509"], On::Visit),
    ("two_providers", &[], &["P509"], On::Visit),
    ("shared_device", &[], &["P508"], On::Other),
    ("double_elsewhere", &[], &["P507", "P501"], On::Visit),
    ("same_reason", &[], &["K111"], On::Customer),
    ("other_reason_staff", &[], &["K112"], On::Staff),
    ("round_minutes_staff", &[], &["T405"], On::Staff),
    ("exactly_planned_staff", &[], &["T406"], On::Staff),
    ("manual_longer_staff", &[], &["T411"], On::Staff),
    ("bulk_entry", &[], &["T408"], On::Staff),
    ("exclusive_pair", &[], &["P503", "P502"], On::Pair),
    ("days_in_a_row", &[], &["P504"], On::Staff),
    ("long_day", &[], &["P505"], On::Staff),
    ("long_month", &[], &["P505"], On::Staff),
    ("short_rest", &[], &["P505"], On::Staff),
    ("no_travel", &[], &["M304"], On::Staff),
    ("no_travel", &[], &["T410"], On::Visit),
    ("auto_closed", &[], &["T410"], On::Visit),
    ("tags_together", &[], &["M306"], On::Other),
    ("same_length", &[], &["T412"], On::Pair),
    ("phantom_double", &[], &["P507"], On::Other),
    ("beyond_median", &[], &["D204"], On::Visit),
];

/// Innocent kinds; of a kind with a border, by `extra`. No open finding of any rule is on them.
const SILENT: &[(&str, &[&str], On)] = &[
    ("border_gap", &["6"], On::Visit),
    ("border_short", &["3"], On::Visit),
    ("border_overlap", &["0"], On::Visit),
    ("border_window", &["15"], On::Visit),
    ("border_inside", &[], On::Visit),
    ("border_customer_overlap", &["4"], On::Visit),
    ("corrected_end", &[], On::Visit),
    ("corrected_start", &[], On::Visit),
    ("declined", &[], On::Visit),
    ("double_staffing", &[], On::Visit),
    ("double_by_id", &[], On::Visit),
    ("double_by_text", &[], On::Visit),
    ("adjacent_planned", &[], On::Visit),
    ("edited_with_reason", &[], On::Visit),
    ("on_third_day", &[], On::Visit),
    ("entered_at_stop", &[], On::Visit),
    ("brief_service", &[], On::Visit),
    ("brief_planned", &[], On::Visit),
    ("phone_contact", &[], On::Visit),
    ("errand_in_only", &[], On::Visit),
    ("lock_receipt", &[], On::Visit),
    ("escort_customer", &[], On::Customer),
    ("fortnight_reason", &[], On::Customer),
    ("few_other_reasons", &[], On::Staff),
    ("nine_entries", &[], On::Staff),
    ("seven_days", &[], On::Staff),
    ("twelve_hours", &[], On::Staff),
    ("eleven_hours", &[], On::Staff),
    ("nine_without_travel", &[], On::Staff),
    ("same_length_planned", &[], On::Staff),
    ("real_double", &[], On::Staff),
    ("three_a_day", &[], On::Customer),
    ("few_readings", &[], On::Customer),
    ("two_tags", &[], On::Customer),
    ("handed_phone", &[], On::Staff),
    ("group_activity", &[], On::Staff),
    ("night_patrol", &[], On::Staff),
    ("over_midnight", &[], On::Staff),
    ("clock_change", &[], On::Staff),
    ("stand_in", &[], On::Staff),
    ("provider_change", &[], On::Customer),
    ("frequent_brief", &[], On::Customer),
];

/// What repeats a service without a plan of its own is more than planned too (D204): a border of another rule can be
/// silent of that rule alone.
const BESIDE: &[(&str, &str)] = &[("border_gap", "D204")];

const MARCH: YearMonth = YearMonth { year: 2022, month: 3 };

/// Whether the catalogue has a rule yet.
fn is_there(rule: &str) -> bool {
    kvittens_rules::rules::METAS.iter().any(|meta| meta.code.as_str() == rule)
}

/// Writes a month and gives its findings and, where something is planted, its truth.
fn checked(recipe: &Recipe) -> (Vec<Row>, Vec<Row>) {
    let folder = tempfile::tempdir().unwrap();
    let (month, out) = (folder.path().join("month"), folder.path().join("out"));
    kvittens_synth::write(recipe, &month).unwrap();
    fs::create_dir(&out).unwrap();
    let config = month.join("kvittens.toml").display().to_string();
    let configured: &[&str] = if recipe.plant { &["--config", &config] } else { &[] };
    let folder = check(&[&month], &out, &[&["--reports", "none"], configured].concat());
    (rows(&folder.join("findings.csv")), truth(&month))
}

fn truth(month: &Path) -> Vec<Row> {
    let plain = month.join("sanning.txt");
    fs::write(&plain, fs::read_to_string(month.join("sanning.csv")).unwrap().replace(';', ",")).unwrap();
    rows(&plain)
}

fn open(finding: &Row) -> bool {
    finding["status"] == "open"
}

/// Whether a finding is on what a case is on.
fn concerns(finding: &Row, case: &Row, on: On) -> bool {
    let visit = || {
        let others = || finding["other_visits"].split('|').any(|other| other == case["visit"]);
        !finding["visit"].is_empty() && (finding["visit"] == case["visit"] || others())
    };
    let staff = || !case["staff"].is_empty() && finding["staff"] == case["staff"];
    let customer = || !case["customer"].is_empty() && finding["customer"] == case["customer"];
    match on {
        On::Visit => visit(),
        On::Staff => staff(),
        On::Customer => customer(),
        On::Pair => staff() && customer(),
        On::Other => staff() || visit() || finding["other_visits"].split('|').any(|other| other == case["visit"]),
    }
}

fn is_meant(case: &Row, kind: &str, extras: &[&str]) -> bool {
    case["kind"] == kind && (extras.is_empty() || extras.contains(&case["extra"].as_str()))
}

#[test]
fn every_planted_case_is_found_and_no_innocent_one_is_open() {
    let (findings, truth) = checked(&Recipe::with_rows(MARCH, 20_000, 7));
    let mut of_rule: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| open(finding)) {
        of_rule.entry(&finding["rule"]).or_default().push(finding);
    }
    let mut wrong = Vec::new();
    for (kind, extras, rules, on) in FOUND {
        let cases: Vec<&Row> = truth.iter().filter(|case| is_meant(case, kind, extras)).collect();
        assert!(!cases.is_empty(), "{kind} was planted");
        for rule in rules.iter().filter(|rule| is_there(rule)) {
            let found = of_rule.get(rule).map_or(&[][..], Vec::as_slice);
            let missed: Vec<&&Row> =
                cases.iter().filter(|case| !found.iter().any(|finding| concerns(finding, case, *on))).collect();
            if let Some(first) = missed.first() {
                wrong.push(format!("{rule} misses {} of {}: {first:?}", missed.len(), cases.len()));
            }
        }
    }
    for (kind, extras, on) in SILENT {
        let cases: Vec<&Row> = truth.iter().filter(|case| is_meant(case, kind, extras)).collect();
        assert!(!cases.is_empty(), "{kind} was planted");
        for (rule, findings) in &of_rule {
            let is_open = |case: &&&Row| findings.iter().any(|finding| concerns(finding, case, *on));
            let cases: Vec<&&Row> = cases.iter().filter(is_open).collect();
            if !BESIDE.contains(&(*kind, *rule)) && !cases.is_empty() {
                wrong.push(format!("{rule} is open on {} of {kind}: {:?}", cases.len(), cases[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn months_in_which_nothing_is_planted_are_nearly_silent() {
    for (month, seed) in [(MARCH, 7), (YearMonth { year: 2022, month: 10 }, 8)] {
        let recipe = Recipe { plant: false, ..Recipe::with_rows(month, 20_000, seed) };
        let visits = kvittens_synth::synthesize(&recipe).unwrap().summary.visits;
        let heard: Vec<String> = checked(&recipe)
            .0
            .iter()
            .filter(|finding| open(finding) && finding["severity"] != "info")
            .map(|finding| format!("{} {} {}", finding["rule"], finding["customer"], finding["staff"]))
            .collect();
        assert!(heard.len() as u64 * 1000 <= visits, "{month}: {heard:?}");
    }
}

/// P510 asks who was not there before, so it needs an earlier month.
#[test]
fn who_begins_with_full_hours_is_found_beside_the_month_before() {
    if !is_there("P510") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    fs::write(folder.path().join("kvittens.key"), support::KEY).unwrap();
    fs::write(folder.path().join("kvittens.toml"), "key = \"kvittens.key\"\n").unwrap();
    let months = [YearMonth { year: 2022, month: 2 }, MARCH];
    let recipe = Recipe::with_rows(MARCH, 5_000, 7);
    kvittens_synth::write_months(&recipe, &months, &folder.path().join("syn")).unwrap();
    run(&["history", "add", "syn/2022-02", "--store", "lager"]);
    run(&[
        "check",
        "syn/2022-03",
        "--store",
        "lager",
        "--select",
        "P510",
        "--reveal",
        "--csv",
        "plain",
        "--reports",
        "none",
        "--out",
        "ut",
    ]);
    let findings = rows(&folder.path().join("ut/2022-03/findings.csv"));
    let truth = truth(&folder.path().join("syn/2022-03"));
    let newcomers: Vec<&Row> = truth.iter().filter(|case| case["kind"] == "full_load").collect();
    assert!(!newcomers.is_empty());
    for case in newcomers {
        let found = findings.iter().any(|finding| open(finding) && concerns(finding, case, On::Staff));
        assert!(found, "P510 misses {case:?}");
    }
}
