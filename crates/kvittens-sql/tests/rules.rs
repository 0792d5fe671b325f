//! Rules in SQL over months: the examples fire and rest, one is the same as a built-in one, and what would not end does
//! not begin.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeSet;
use std::fs;

use kvittens_model::measure::Reason;
use kvittens_model::{Code, Finding, Month, Scope, State};
use kvittens_rules::own::Owns;
use kvittens_rules::page::Example;
use kvittens_rules::{Engine, Outcome, Own, Page, Settings, config};
use support::{files, month, owns, repository};
use toml::Table;

fn examples() -> Owns {
    owns(&files("examples/rules", ".toml")).unwrap()
}

fn outcome(month: &Month, owns: &Owns, tables: &str) -> Outcome {
    let rules = config::configure_with(&tables.parse::<Table>().unwrap(), owns).unwrap();
    Engine::new(&rules, &Settings::default()).run(month)
}

fn of<'a>(outcome: &'a Outcome, code: &str) -> Vec<&'a Finding> {
    outcome.findings.iter().filter(|finding| finding.rule.as_str() == code).collect()
}

/// Open findings of a rule in one of its examples.
fn open(owns: &Owns, code: Code, example: &Example) -> usize {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tagg.csv"), &example.csv).unwrap();
    for (export, rows) in &example.beside {
        fs::write(folder.path().join(format!("{}.csv", export.name())), rows).unwrap();
    }
    let month = month(folder.path());
    assert!(month.rejected.is_empty());
    let table: Table = example.toml.parse().unwrap();
    let rules = table.get("rules").map(ToString::to_string).unwrap_or_default();
    let outcome = outcome(&month, owns, &rules);
    let run = outcome.runs.iter().find(|run| run.code == code).unwrap();
    assert_eq!((run.not_run, run.failure.as_deref()), (None, None), "{code}");
    of(&outcome, code.as_str()).iter().filter(|finding| finding.state == State::Open).count()
}

#[test]
fn an_example_that_fires_has_one_finding_and_its_near_miss_none() {
    let owns = examples();
    assert_eq!(owns.metas().count(), 3);
    for meta in owns.metas() {
        let page = Page::read(meta.page).unwrap();
        page.fires.iter().for_each(|example| assert_eq!(open(&owns, meta.code, example), 1, "{} rests", meta.code));
        page.rests.iter().for_each(|example| assert_eq!(open(&owns, meta.code, example), 0, "{} fires", meta.code));
    }
}

/// Everything of a finding but its rule and case, its value to a billionth.
fn but_its_rule(findings: Vec<&Finding>) -> Vec<Finding> {
    let rounded = |value: f64| (value * 1e9).round() / 1e9;
    let plain = |finding: &Finding| Finding {
        rule: Code::new("X000"),
        case: None,
        value: finding.value.map(rounded),
        ..finding.clone()
    };
    findings.into_iter().map(plain).collect()
}

fn assert_equal(month: &Month, tables: [&str; 2]) -> usize {
    let owns = examples();
    let found = outcome(month, &owns, &format!("[T402]\n{0}\n[X402]\n{0}\n", tables[0]));
    let (built, own) = (but_its_rule(of(&found, "T402")), but_its_rule(of(&found, "X402")));
    assert_eq!(built, own, "{} {}", month.month, tables[0]);
    let measured = |code: &str| -> Vec<_> {
        let of_rule = found.measures.iter().filter(|measure| measure.rule.as_str() == code);
        of_rule.map(|of| (of.name, of.scope, of.subject, of.numerator, of.denominator, of.status)).collect()
    };
    assert_eq!(measured("T402"), measured("X402"));
    assert!(measured("X402").iter().any(|measure| measure.1 == Scope::Provider));
    built.len()
}

#[test]
fn the_rule_that_repeats_a_built_in_one_says_the_same() {
    let month = month(&repository("examples/2022-03"));
    assert!(assert_equal(&month, ["", ""]) > 20);
    assert!(assert_equal(&month, ["min_minutes = 10\nmin_planned = 20", ""]) > 50);
}

/// `MONTHS=folder cargo test -p kvittens-sql --test rules -- --ignored --nocapture`, the folder with a folder of exports
/// per month: `kvittens synth --months 2021-01..2022-12 --out folder`.
#[test]
#[ignore = "24 months take a minute"]
#[allow(clippy::print_stdout, reason = "tells what was compared")]
fn the_rule_that_repeats_a_built_in_one_says_the_same_on_24_months() {
    let folder = std::env::var("MONTHS").unwrap();
    let mut folders: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert_eq!(folders.len(), 24);
    let (mut visits, mut findings) = (0, 0);
    for folder in folders {
        let month = month(&folder);
        visits += month.visits.len();
        findings += assert_equal(&month, ["", ""]);
    }
    println!("24 months, {visits} visits, {findings} findings, all equal");
}

fn own(sql: &str, more: &str) -> Owns {
    let text = fs::read_to_string(repository("examples/rules/x402_short_visit.toml")).unwrap();
    let (head, rest) = text.split_once("sql = '''").unwrap();
    let (_, rest) = rest.split_once("'''").unwrap();
    let text =
        format!("{head}{more}\nsql = '''\n{sql}\n'''{rest}").replace("X402", "X001").replace("short-visit", "tried");
    Owns::new(vec![Own::read("tried.toml", &text).unwrap()], kvittens_sql::compile).unwrap()
}

#[test]
fn a_join_that_would_not_end_does_not_begin() {
    let month = month(&repository("examples/2022-03"));
    let endless = own(
        "SELECT a.visit_key FROM visits a JOIN visits b ON a.month = b.month JOIN visits c ON b.month = c.month",
        "",
    );
    let found = outcome(&month, &endless, "");
    let run = found.runs.iter().find(|run| run.code.as_str() == "X001").unwrap();
    assert_eq!(run.not_run, Some(Reason::Failed));
    let rows = month.visits.len() * month.visits.len();
    let said = run.failure.clone().unwrap();
    assert!(said.contains(&format!("{rows} rows (at most 20000000)")), "{said}");
    // The others stand.
    assert!(!of(&found, "T402").is_empty());
}

#[test]
fn a_join_of_a_visits_own_kind_runs() {
    let month = month(&repository("examples/2022-03"));
    let pairs = own(
        "SELECT b.visit_key, a.visit_key AS other_key, (a.stop_second - b.start_second) / 60.0 AS value \
         FROM visits a JOIN visits b ON a.provider = b.provider AND a.staff = b.staff AND a.day = b.day \
         WHERE a.timed AND b.timed AND a.customer <> b.customer \
           AND a.start_second < b.start_second AND b.start_second < a.stop_second - 60",
        "",
    );
    let found = outcome(&month, &pairs, "");
    let (own, built) = (of(&found, "X001"), of(&found, "P501"));
    assert!(!own.is_empty());
    let visits = |findings: &[&Finding]| findings.iter().map(|finding| finding.visit).collect::<BTreeSet<_>>();
    // Nearly P501, which also knows visits that begin at the same second and who stands for many people.
    assert!(visits(&own).intersection(&visits(&built)).count() > 20);
    assert!(own.iter().all(|finding| !finding.others.is_empty()));
}

#[test]
fn the_same_visit_twice_is_one_finding() {
    let month = month(&repository("examples/2022-03"));
    let once = outcome(&month, &own("SELECT visit_key, seconds AS value FROM visits WHERE seconds > 18000", ""), "");
    let twice = "SELECT visit_key, seconds AS value FROM visits WHERE seconds > 18000 \
        UNION ALL SELECT visit_key, seconds - 60 AS value FROM visits WHERE seconds > 18000 ORDER BY value";
    let twice = outcome(&month, &own(twice, ""), "");
    assert!(!of(&once, "X001").is_empty());
    assert_eq!(of(&once, "X001"), of(&twice, "X001"));
}

#[test]
fn minutes_are_never_more_than_the_visit_has() {
    let month = month(&repository("examples/2022-03"));
    let most = outcome(&month, &own("SELECT visit_key, 100000 AS minutes FROM visits WHERE seconds > 7200", ""), "");
    let part = outcome(&month, &own("SELECT visit_key, 10 AS minutes FROM visits WHERE seconds > 7200", ""), "");
    let lengths = |of: Vec<&Finding>| of.iter().map(|finding| i64::from(finding.minutes)).sum::<i64>();
    let found = of(&part, "X001").len() as i64;
    assert!(found > 0 && lengths(of(&part, "X001")) == 10 * found);
    let whole: i64 =
        of(&most, "X001").iter().map(|f| i64::from(month.visits.length(f.visit.unwrap()).unwrap()) / 60).sum();
    assert_eq!(lengths(of(&most, "X001")), whole);
}

#[test]
fn a_parameter_is_the_number_that_is_configured() {
    let month = month(&repository("examples/2022-03"));
    let owns = examples();
    let count = |tables: &str| of(&outcome(&month, &owns, tables), "X402").len();
    assert!(count("[X402]\nmin_minutes = 10\n") > count(""));
    for wrong in ["min_minutes = \"3 OR 1=1\"", "min_minutes = 0", "min_minutes = 2.5", "min_minuts = 3"] {
        let tables: Table = format!("[X402]\n{wrong}\n").parse().unwrap();
        assert!(config::configure_with(&tables, &owns).is_err(), "{wrong}");
    }
}

#[test]
fn a_rule_whose_export_is_missing_says_so() {
    let month = month(&repository("examples/2022-03"));
    let found = outcome(&month, &examples(), "");
    let run = found.runs.iter().find(|run| run.code.as_str() == "X501").unwrap();
    assert!(matches!(run.not_run, Some(Reason::NoFile(_))));
}

#[test]
fn a_code_stands_once() {
    let file = repository("examples/rules/x402_short_visit.toml");
    let error = owns(&[file.clone(), file]).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("already that of X402"), "{error}");
}
