//! docs/ny-regel.md and its English twin: what stands in the boxes is what is printed. `UPDATE=1` writes it anew.
//!
//! DuckDB is not there when tests run, so what its queries made is in testdata/ny-regel (by gor.py there), and held here
//! against the same facts counted from the store.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use support::{repository, testdata};

/// A box of a page: its language and the byte range of its text.
struct Block {
    language: String,
    text: std::ops::Range<usize>,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut open, mut at) = (Vec::new(), None, 0);
    for line in page.split_inclusive('\n') {
        if let Some(language) = line.trim_end().strip_prefix("```") {
            match open.take() {
                None => open = Some((language.to_owned(), at + line.len())),
                Some((language, start)) => blocks.push(Block { language, text: start..at }),
            }
        }
        at += line.len();
    }
    assert!(open.is_none(), "a box is not closed");
    blocks
}

fn of_language<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    blocks(page).into_iter().filter(|block| block.language == language).map(|block| &page[block.text]).collect()
}

/// A folder with the page's queries as files, and below `bin` the program and a `duckdb` that gives what it gave.
fn folder(page: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for query in of_language(page, "sql") {
        let name = query.lines().next().unwrap().strip_prefix("-- ").unwrap();
        fs::write(folder.path().join(name), query).unwrap();
    }
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    symlink(env!("CARGO_BIN_EXE_kvittens"), bin.join("kvittens")).unwrap();
    let given = testdata("ny-regel").canonicalize().unwrap();
    let duckdb = format!("#!/bin/sh\ncp '{0}'/*.parquet '{0}/facit.csv' .\n", given.display());
    fs::write(bin.join("duckdb"), duckdb).unwrap();
    fs::set_permissions(bin.join("duckdb"), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn run(folder: &Path, script: &str) -> String {
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap());
    let done = Command::new("sh").args(["-ec", script]).current_dir(folder).env("PATH", path).output().unwrap();
    assert!(done.status.success(), "{script}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// Without the milliseconds, the last column of a table whose header ends with them, and the widths they give.
fn without_time(text: &str) -> Vec<String> {
    let mut timed = None;
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    text.lines()
        .map(|line| {
            let mut words = words(line);
            if line.ends_with(" ms") {
                timed = Some(line.chars().count());
            } else if timed.is_some_and(|width| line.chars().count() == width && !line.ends_with(' ')) {
                words.pop();
            } else if line.is_empty() {
                timed = None;
            }
            words.join(" ")
        })
        .collect()
}

/// Runs a page's boxes and gives the page with what they printed.
fn followed(page: &str) -> (String, Vec<(String, String)>) {
    let folder = folder(page);
    let (mut written, mut from, mut both) = (String::new(), 0, Vec::new());
    let mut printed = String::new();
    for block in blocks(page) {
        let text = &page[block.text.clone()];
        match block.language.as_str() {
            "sh" => printed = run(folder.path(), text),
            "text" => {
                written.push_str(&page[from..block.text.start]);
                let is = without_time(text) == without_time(&printed);
                written.push_str(if is { text } else { &printed });
                from = block.text.end;
                both.push((text.to_owned(), printed.clone()));
            }
            _ => {}
        }
    }
    written.push_str(&page[from..]);
    (written, both)
}

#[test]
fn what_the_pages_show_is_what_is_printed() {
    for name in ["docs/ny-regel.md", "docs/ny-regel.en.md"] {
        let path = repository(name);
        let page = fs::read_to_string(&path).unwrap();
        let (written, both) = followed(&page);
        assert_eq!(both.len(), 4, "{name}");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, written).unwrap();
        } else {
            for (shown, printed) in both {
                assert_eq!(without_time(&shown), without_time(&printed), "{name}:\n{printed}");
            }
        }
    }
}

#[test]
fn both_pages_ask_the_same() {
    let read = |name: &str| fs::read_to_string(repository(name)).unwrap();
    let (swedish, english) = (read("docs/ny-regel.md"), read("docs/ny-regel.en.md"));
    assert_eq!(of_language(&swedish, "sql"), of_language(&english, "sql"));
}

fn table(path: &Path) -> Vec<BTreeMap<String, Field>> {
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row: Result<Row, _>| row.unwrap().into_columns().into_iter().collect()).collect()
}

fn text(field: &Field) -> String {
    if let Field::Str(text) = field { text.clone() } else { panic!("{field:?} is no text") }
}

fn minutes(of: &Field, from: &Field) -> Option<f64> {
    match (of, from) {
        (Field::TimestampMillis(of), Field::TimestampMillis(from)) => {
            Some(f64::from(i32::try_from((of - from) / 60_000).unwrap()))
        }
        _ => None,
    }
}

/// Month, rule, provider and visit.
type Found = BTreeSet<[String; 4]>;

/// What the page's queries say, in words of the page: performed and below half of the plan; when `alone`, the plan's only visit.
fn by_hand(store: &Path, alone: bool) -> Found {
    let mut found = Found::new();
    for month in ["2021-11", "2021-12", "2022-01", "2022-02", "2022-03", "2022-04"] {
        let visits = table(&store.join(format!("month={month}/visits.parquet")));
        let planned: Vec<_> = visits
            .iter()
            .filter(|visit| matches!(visit["performed"], Field::Bool(true)))
            .filter_map(|visit| Some((visit, minutes(&visit["planned_stop"], &visit["planned_start"])?)))
            .filter(|(_, planned)| *planned >= 15.0)
            .collect();
        let plan = |visit: &BTreeMap<String, Field>| {
            ["provider", "customer", "planned_start", "planned_stop"].map(|name| visit[name].to_string())
        };
        let mut plans: BTreeMap<[String; 4], usize> = BTreeMap::new();
        for (visit, _) in &planned {
            *plans.entry(plan(visit)).or_default() += 1;
        }
        for (visit, planned) in &planned {
            let Field::Int(taken) = visit["minutes"] else { continue };
            let short = taken >= 0 && f64::from(taken) < 0.5 * planned;
            // The second query knows which service is brief by itself.
            let brief = visit["services"].to_string().contains("Toalettbesök");
            if short && (!alone || plans[&plan(visit)] == 1 && !brief) {
                found.insert([month.to_owned(), "X901".to_owned(), text(&visit["provider"]), text(&visit["visit"])]);
            }
        }
    }
    found
}

#[test]
fn the_files_of_duckdb_are_what_the_store_gives() {
    let page = fs::read_to_string(repository("docs/ny-regel.md")).unwrap();
    let folder = folder(&page);
    run(folder.path(), of_language(&page, "sh")[0]);
    let store = folder.path().join("lager");
    for (name, alone) in [("fynd-1.parquet", false), ("fynd-2.parquet", true)] {
        let given = table(&testdata("ny-regel").join(name));
        let given: Found =
            given.iter().map(|row| ["month", "rule", "provider", "visit"].map(|column| text(&row[column]))).collect();
        let by_hand = by_hand(&store, alone);
        assert!(given == by_hand, "{name}: run gor.py; {:?}", given.symmetric_difference(&by_hand).next());
        assert!(given.len() > 60, "{name} holds {}", given.len());
    }

    let mut planted = Found::new();
    for month in fs::read_dir(folder.path().join("exporter")).unwrap().map(|entry| entry.unwrap()) {
        let truth = fs::read_to_string(month.path().join("sanning.csv")).unwrap();
        for line in truth.lines() {
            let cells: Vec<&str> = line.split(';').collect();
            if ["too_short", "border_short"].contains(&cells[0]) {
                let month = month.file_name().into_string().unwrap();
                for rule in ["T402", "X901"] {
                    planted.insert([month.clone(), rule.to_owned(), cells[1].to_owned(), cells[4].to_owned()]);
                }
            }
        }
    }
    let facit = support::rows(&testdata("ny-regel/facit.csv"));
    let facit: Found =
        facit.iter().map(|row| ["month", "rule", "provider", "visit"].map(|column| row[column].clone())).collect();
    assert!(facit == planted, "facit.csv: run gor.py");
}
