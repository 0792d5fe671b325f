//! Every rule's page: well formed, its examples fire and rest as they say, and docs/regler is what `explain` prints.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use kvittens_history::past::earlier;
use kvittens_model::companion::Companion;
use kvittens_model::{Finding, Month, Part, Scope, State, YearMonth};
use kvittens_rules::page::Example;
use kvittens_rules::{Earlier, Engine, Meta, Page, Settings, Words, config, rules};

fn page(meta: &Meta) -> Page {
    Page::read(meta.page).unwrap_or_else(|error| panic!("{}: {error}", meta.code))
}

/// Rules that only measure: their example fires where it measures a customer.
const MEASURES_ONLY: [&str; 1] = ["P506"];

/// A tag export, with other exports of the month beside it.
fn read(csv: &str, beside: &[(Companion, String)]) -> Month {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tagg.csv"), csv).unwrap();
    for (export, rows) in beside {
        fs::write(folder.path().join(format!("{}.csv", export.name())), rows).unwrap();
    }
    let files = [folder.path().to_owned()];
    let month = kvittens_parse::read(&files, &kvittens_parse::Options::default(), &|_, _| {}).unwrap().month;
    assert!(month.rejected.is_empty(), "a row is set aside: {csv}");
    let named: BTreeSet<_> = beside.iter().map(|(export, _)| *export).collect();
    assert_eq!(month.companions.delivered, named, "another export is read as something else");
    month
}

/// What the earlier months of an example say of people.
fn earlier(example: &Example, now: YearMonth) -> Earlier {
    let months = example.earlier.iter().map(|csv| read(csv, &[])).map(|month| (month.month, earlier::staffed(&month)));
    let months: BTreeMap<_, _> = months.collect();
    assert!(months.len() == example.earlier.len() && months.keys().all(|month| *month < now), "{:?}", months.keys());
    earlier::together(&months, now, false)
}

/// A finding's minutes are those of its parts, or of its whole visit: what is summed is what is shown.
fn assert_parts(month: &Month, finding: &Finding) {
    let of_parts = |parts: &Vec<Part>| parts.iter().map(|part| i64::from(part.to - part.from)).sum::<i64>() / 60;
    let whole = || finding.visit.and_then(|visit| month.visits.length(visit)).map(|seconds| i64::from(seconds) / 60);
    let expected = finding.parts.as_ref().map(of_parts).or_else(whole);
    let minutes = i64::from(finding.minutes);
    let other_kind = finding.visit.is_none() || finding.parts.as_ref().is_some_and(Vec::is_empty);
    let stands = minutes == 0 || other_kind || expected == Some(minutes);
    assert!(stands, "{}: {minutes} minutes, and its parts {expected:?}", finding.rule);
}

/// Open findings of a rule in an example, or customers measured.
fn open(meta: &Meta, example: &Example) -> usize {
    let month = read(&example.csv, &example.beside);
    let table: toml::Table = example.toml.parse().unwrap();
    let tables = table.get("rules").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let configured = config::configure(&tables).unwrap();
    let earlier = earlier(example, month.month);
    let settings = Settings::default();
    let engine = Engine { earlier: Some(&earlier), ..Engine::new(&configured, &settings) };
    let outcome = engine.run(&month);
    let run = outcome.runs.iter().find(|run| run.code == meta.code).unwrap();
    assert_eq!(run.not_run, None, "{}: an example must let its rule run", meta.code);
    if MEASURES_ONLY.contains(&meta.code.as_str()) {
        assert!(outcome.findings.iter().all(|finding| finding.rule != meta.code));
        return outcome.measures.iter().filter(|m| m.rule == meta.code && m.scope == Scope::Customer).count();
    }
    outcome.findings.iter().filter(|f| f.rule == meta.code).for_each(|finding| assert_parts(&month, finding));
    outcome.findings.iter().filter(|f| f.rule == meta.code && f.state == State::Open).count()
}

#[test]
fn an_example_that_fires_has_one_finding_and_its_near_miss_none() {
    for meta in rules::METAS {
        let page = page(meta);
        assert!(!page.fires.is_empty() && !page.rests.is_empty(), "{}: an example of each kind", meta.code);
        for example in &page.fires {
            assert_eq!(open(meta, example), 1, "{} does not fire", meta.code);
        }
        for example in &page.rests {
            assert_eq!(open(meta, example), 0, "{} fires", meta.code);
        }
    }
}

#[test]
fn the_registry_is_in_order_and_holds_every_file_of_the_folder() {
    let codes: Vec<_> = rules::METAS.iter().map(|meta| meta.code).collect();
    assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]));
    let slug = |meta: &Meta| meta.slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    assert!(rules::METAS.iter().all(slug));
    let folder = support::repository("crates/kvittens-rules/src/rules");
    let mut files: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    let mut expected: Vec<String> =
        rules::FILES.iter().flat_map(|file| [format!("{file}.md"), format!("{file}.rs")]).collect();
    expected.push("mod.rs".to_owned());
    expected.sort();
    assert_eq!(files, expected);
    for (meta, file) in rules::METAS.iter().zip(rules::FILES) {
        let name = format!("{}_{}", meta.code.as_str().to_lowercase(), meta.slug.replace('-', "_"));
        assert_eq!(*file, name);
    }
}

#[test]
fn every_parameter_has_words_and_a_default_within_its_range() {
    for meta in rules::METAS {
        for param in meta.params() {
            assert!(!param.sv.is_empty() && !param.en.is_empty(), "{} {}", meta.code, param.name);
            assert!((param.range.0..=param.range.1).contains(&param.default), "{} {}", meta.code, param.name);
        }
    }
}

fn kvittens(args: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).output().unwrap();
    assert!(done.status.success());
    String::from_utf8(done.stdout).unwrap()
}

/// docs/regler.md: every rule with its sentence in both languages.
fn table() -> String {
    let mut text = "# Regler / Rules\n\n| kod | regel | rule |\n| --- | --- | --- |\n".to_owned();
    for meta in rules::METAS {
        let (page, code, slug) = (page(meta), meta.code, meta.slug);
        let cell =
            |lang: &str, words: &Words| format!("[{}](regler/{lang}/{code}-{slug}.md): {}", words.name, words.sentence);
        text.push_str(&format!("| {code} | {} | {} |\n", cell("sv", &page.sv), cell("en", &page.en)));
    }
    text
}

/// `UPDATE=1 cargo test -p kvittens --test pages` writes them anew.
#[test]
fn the_documents_are_what_the_program_prints() {
    let mut documents = vec![("docs/regler.json".to_owned(), kvittens(&["rules", "--format", "json"]))];
    documents.push(("docs/regler.md".to_owned(), table()));
    for meta in rules::METAS {
        for lang in ["sv", "en"] {
            let file = format!("docs/regler/{lang}/{}-{}.md", meta.code, meta.slug);
            documents.push((file, kvittens(&["explain", meta.code.as_str(), "--lang", lang])));
        }
    }
    for (file, text) in documents {
        let path = support::repository(&file);
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap_or_default() == text, "{file} is stale: UPDATE=1 writes it anew");
    }
}
