//! A month with a past, as its reports show it, and without one.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_history::past::deliveries::{Delivery, compare};
use kvittens_history::past::remember;
use kvittens_history::{Found, Measured, Said};
use kvittens_model::{Local, Month, Scope, Severity, YearMonth};
use kvittens_report::{Check, Checked, Dialect, Key, Lang, Options};
use kvittens_rules::{Engine, Outcome, Rules, Settings, config::configure};
use support::rows;

fn read(folder: &Path) -> Month {
    let options = kvittens_parse::Options::default();
    kvittens_parse::read(&[folder.to_owned()], &options, &|_, _| {}).unwrap().month
}

/// The month's K102 as it was said of another: a share of so many per cent without a receipt at every provider.
fn before(month: &Month, outcome: &Outcome, at: &str, percent: i64) -> Said {
    let k102 = outcome.measures.iter().filter(|m| m.rule.as_str() == "K102" && m.scope == Scope::Provider);
    let k101 = outcome.measures.iter().filter(|m| m.rule.as_str() == "K101" && m.scope == Scope::Provider);
    let k102 = k102.chain(k101);
    let measures = k102.map(|m| Measured {
        rule: m.rule.to_string(),
        measure: m.name.to_owned(),
        scope: m.scope.name().to_owned(),
        provider: Some(month.ids.provider.text(m.subject.provider).to_owned()),
        subject: None,
        bucket: None,
        numerator: m.denominator.map(|n| n * percent / 100),
        denominator: m.denominator,
        value: None,
        interval: None,
        status: "ok".into(),
    });
    let at: YearMonth = at.parse().unwrap();
    let gone = Found {
        month: at,
        rule: "P502".into(),
        severity: Some(Severity::Minor),
        standing: kvittens_history::Standing::Open,
        explanation: None,
        finding_id: None,
        series_id: Some("S-FORRA".into()),
        provider: month.ids.provider.text(0).to_owned(),
        unit: None,
        customer: Some("B-FORRA".into()),
        staff: Some("P-FORRA".into()),
        service: None,
        visit: None,
        other_visits: Vec::new(),
        start: Local::NONE,
        stop: Local::NONE,
        value: Some(0.91),
        limit: Some(0.8),
        minutes: 0,
    };
    Said {
        month: at,
        findings: vec![gone],
        measures: measures.collect(),
        visits: [("Nedlagd AB".to_owned(), 40)].into(),
        not_run: Default::default(),
        milliseconds: Default::default(),
    }
}

fn options(lang: Lang) -> Options {
    Options {
        lang,
        reveal: false,
        provider_pseudonyms: false,
        dialect: Dialect::Plain,
        html: true,
        visits: false,
        too_many_rejected: false,
        municipality: None,
        config_hash: "00".repeat(32),
        started: String::new(),
    }
}

/// Writes the sample month with what `past` makes of it.
fn written(out: &Path, lang: Lang, past: impl Fn(&mut Month, &mut Outcome, &Rules, &Key)) -> PathBuf {
    let (mut month, key) = (read(&support::testdata("months/2022-03")), Key::new([7; 32]));
    let rules = configure(&"[P502]\nshare = 0.3\nmin_visits = 5\nmin_days = 4\n".parse().unwrap()).unwrap();
    let mut outcome = Engine::new(&rules, &Settings::default()).run(&month);
    past(&mut month, &mut outcome, &rules, &key);
    let options = options(lang);
    let run = Checked { month: &month, outcome: &outcome, rules: &rules, key: &key };
    kvittens_report::write(&Check { run, skipped: &[], options: &options }, false, out).unwrap().folder
}

fn with_past(month: &mut Month, outcome: &mut Outcome, rules: &Rules, key: &Key) {
    let past: Vec<Said> =
        ["2021-11", "2021-12", "2022-01", "2022-02"].iter().map(|at| before(month, outcome, at, 10)).collect();
    let first = month.clone();
    remember(&past, rules, key, month, outcome);
    let mut second = first.clone();
    second.rows.start[5] = second.rows.stop[5];
    let said = &past[3];
    outcome.past.deliveries = Some(compare(Delivery { month: &first, said }, Delivery { month: &second, said }, None));
}

#[test]
fn the_reports_show_what_the_past_says() {
    for (lang, words) in [
        (
            Lang::Sv,
            ["förra månaden 10,0", "procentenheter", "eget snitt 10,0", "högre i mars", "Fanns förra månaden", "ny"],
        ),
        (
            Lang::En,
            ["last month 10.0", "percentage points", "own average 10.0", "higher in March", "There last month", "new"],
        ),
    ] {
        let out = tempfile::tempdir().unwrap();
        let folder = written(out.path(), lang, with_past);
        let index = fs::read_to_string(folder.join("index.html")).unwrap();
        for word in &words[..5] {
            assert!(index.contains(word), "{word}");
        }
        assert!(index.contains("Nedlagd AB") && index.contains("href=\"andringar.csv\""));
        assert!(!index.contains("B-FORRA") && !index.contains("P-FORRA"), "the index has pseudonyms");
        let key = fs::read_to_string(folder.join("nyckel.csv")).unwrap();
        assert!(key.contains("B-FORRA"), "and the key file resolves them");
        let mut providers: Vec<_> = fs::read_dir(folder.join("utforare")).unwrap().map(|e| e.unwrap().path()).collect();
        providers.sort();
        let pages: Vec<String> =
            providers.iter().map(|path| fs::read_to_string(path.join("rapport.html")).unwrap()).collect();
        assert_eq!(pages.iter().filter(|page| page.contains("B-FORRA")).count(), 1, "only its own provider's page");
        assert!(pages.iter().any(|page| page.contains(&format!("<td>{}</td>", words[5]))));
        assert!(pages.iter().all(|page| !page.contains("Nedlagd AB") && !page.contains("andringar.csv")));
        let findings = rows(&folder.join("findings.csv"));
        let series = |row: &&support::Row| !row["series_id"].is_empty();
        assert!(findings.iter().filter(series).all(|row| row["memory"] == "new"));
        assert!(findings.iter().filter(|row| row["series_id"].is_empty()).all(|row| row["memory"].is_empty()));
        let measures = rows(&folder.join("measures.csv"));
        assert!(measures.iter().any(|row| row["rule"] == "K102" && !row["baseline_value"].is_empty()));
        let mut changes = rows(&folder.join("andringar.csv"));
        assert_eq!((changes.len(), changes.remove(0)["fields"].as_str()), (1, "start"));
    }
}

#[test]
fn without_a_past_the_reports_say_nothing_of_one() {
    let (out, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = written(out.path(), Lang::Sv, |_, _, _, _| {});
    let again = written(other.path(), Lang::Sv, |month, outcome, rules, key| remember(&[], rules, key, month, outcome));
    for file in ["index.html", "findings.csv", "measures.csv", "findings.parquet", "measures.parquet", "nyckel.csv"] {
        assert!(fs::read(folder.join(file)).unwrap() == fs::read(again.join(file)).unwrap(), "{file}");
    }
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    for word in ["förra månaden", "eget snitt", "Ändrat", "andringar.csv", "Sedan tidigare"] {
        assert!(!index.contains(word), "{word}");
    }
    assert!(!folder.join("andringar.csv").exists());
}
