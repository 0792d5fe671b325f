//! One month by every path a delivery can take: findings and measures are the same bytes. The month has rows that cannot be
//! used and rows of the months around it. Forms of cells are in `forms.rs`, more threads and orders in `invariants.rs`.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use support::forms::{foreign, gzip, workbook};
use support::month::{latin, month, write};
use support::{KEY, check, rows};

/// Tag export and manual export.
static MONTH: LazyLock<[String; 2]> = LazyLock::new(|| {
    let (tag, manual) = month();
    [with_others(&tag), with_others(&manual)]
});

/// The CSV as it was delivered, by one thread.
static USUAL: LazyLock<[String; 2]> = LazyLock::new(|| found(&of_exports(&csv(latin)), "1"));

/// Every fortieth row again in February and in April, as visits of their own.
fn with_others(text: &str) -> String {
    let (header, body) = text.split_once("\r\n").unwrap();
    let visit = header.split(';').position(|name| name == "Besöks-ID").unwrap();
    let late = |line: &&str| !["2022-03-29", "2022-03-30", "2022-03-31"].iter().any(|day| line.contains(day));
    let other = |(at, line): (usize, &str)| {
        let mut cells: Vec<String> = line.split(';').map(str::to_owned).collect();
        if let Some(id) = cells.get_mut(visit).filter(|id| !id.is_empty()) {
            *id = format!("99{id}");
        }
        cells.join(";").replace("2022-03-", ["2022-02-", "2022-04-"][at % 2])
    };
    let others: Vec<String> = body.lines().filter(late).step_by(40).enumerate().map(other).collect();
    assert!(others.len() > 5);
    format!("{header}\r\n{}\r\n{}\r\n", body.trim_end(), others.join("\r\n"))
}

type Files = Vec<(String, Vec<u8>)>;

/// Both exports in a form.
fn each(ending: &str, form: impl Fn(&str) -> Vec<u8>) -> Files {
    ["tagg", "manuell"].iter().zip(MONTH.iter()).map(|(name, text)| (format!("{name}.{ending}"), form(text))).collect()
}

fn csv(form: impl Fn(&str) -> Vec<u8>) -> Files {
    each("csv", form)
}

/// The rows in another order, always the same.
fn shuffled(text: &str) -> String {
    let (header, body) = text.split_once("\r\n").unwrap();
    let mut lines: Vec<&str> = body.lines().collect();
    let mut state = 7_usize;
    for at in (1..lines.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        lines.swap(at, (state >> 33) % (at + 1));
    }
    format!("{header}\r\n{}\r\n", lines.join("\r\n"))
}

/// Each export in so many files, one after the other.
fn split(parts: usize) -> Files {
    let of = |(name, text): (&str, &String)| {
        let (header, body) = text.split_once("\r\n").unwrap();
        let lines: Vec<&str> = body.lines().collect();
        let parts = lines.chunks(lines.len().div_ceil(parts)).enumerate();
        parts
            .map(|(at, lines)| (format!("{name}-{at}.csv"), latin(&format!("{header}\r\n{}\r\n", lines.join("\r\n")))))
            .collect::<Files>()
    };
    ["tagg", "manuell"].into_iter().zip(MONTH.iter()).flat_map(of).collect()
}

fn quoted(text: &str) -> Vec<u8> {
    let quote = |line: &str| line.split(';').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";");
    text.lines().map(quote).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// A place for a run, with the exports and what it is run with.
struct Place {
    folder: tempfile::TempDir,
    arguments: Vec<String>,
}

impl Place {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn place(files: &[(String, Vec<u8>)]) -> (Place, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let input = write(folder.path(), &files);
    // A damaged row weighs more in a small file than the usual bound on them allows.
    fs::write(folder.path().join("kvittens.toml"), "max_rejected = 0.2\n").unwrap();
    fs::write(folder.path().join("nyckel"), KEY).unwrap();
    let config = folder.path().join("kvittens.toml").to_str().unwrap().to_owned();
    (Place { folder, arguments: vec!["--config".to_owned(), config] }, input)
}

fn of_exports(files: &[(String, Vec<u8>)]) -> (Place, Option<PathBuf>) {
    let (place, input) = place(files);
    (place, Some(input))
}

/// The month is kept in a store, and read from there.
fn of_store(files: &[(String, Vec<u8>)]) -> (Place, Option<PathBuf>) {
    let (mut place, input) = place(files);
    let [store, key] = [place.path("lager"), place.path("nyckel")];
    let mut add = Command::new(env!("CARGO_BIN_EXE_kvittens"));
    add.args(["history", "add"]).arg(input).arg("--store").arg(&store).arg("--key").arg(&key).args(&place.arguments);
    let done = add.current_dir(place.folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let of = |path: &Path| path.to_str().unwrap().to_owned();
    place.arguments.extend(["--store".to_owned(), of(&store), "--key".to_owned(), of(&key)]);
    (place, None)
}

/// findings.csv without the column that cites files and rows, and measures.csv.
fn found((place, input): &(Place, Option<PathBuf>), threads: &str) -> [String; 2] {
    let out = place.path(&format!("ut-{threads}"));
    fs::create_dir(&out).unwrap();
    let more: Vec<&str> =
        place.arguments.iter().map(String::as_str).chain(["--reports", "none", "--threads", threads]).collect();
    let inputs: Vec<&Path> = input.iter().map(PathBuf::as_path).collect();
    let month = check(&inputs, &out, &more);
    let findings: Vec<String> = rows(&month.join("findings.csv"))
        .into_iter()
        .map(|mut finding| {
            finding.remove("rows").unwrap();
            finding.into_iter().map(|(column, cell)| format!("{column}={cell}")).collect::<Vec<_>>().join("\u{1f}")
        })
        .collect();
    assert!(findings.len() > 100);
    [findings.join("\n"), fs::read_to_string(month.join("measures.csv")).unwrap()]
}

fn hold(what: &str, delivered: (Place, Option<PathBuf>)) {
    for threads in ["1", "4"] {
        let [findings, measures] = found(&delivered, threads);
        let differs = findings.lines().zip(USUAL[0].lines()).find(|(a, b)| a != b);
        assert!(findings == USUAL[0], "{what}, {threads} threads: {differs:?}");
        let differs = measures.lines().zip(USUAL[1].lines()).find(|(a, b)| a != b);
        assert!(measures == USUAL[1], "{what}, {threads} threads: {differs:?}");
    }
}

#[test]
fn csv_in_either_encoding_quoted_or_not() {
    hold("Windows-1252", of_exports(&csv(latin)));
    hold("UTF-8", of_exports(&csv(|text| text.as_bytes().to_vec())));
    hold("quoted", of_exports(&csv(quoted)));
}

#[test]
fn compressed() {
    hold("gzip", of_exports(&each("csv.gz", gzip)));
    hold("zstd", of_exports(&each("csv.zst", |text| zstd::encode_all(latin(text).as_slice(), 3).unwrap())));
}

#[test]
fn in_another_order_and_in_several_files() {
    hold("shuffled", of_exports(&csv(|text| latin(&shuffled(text)))));
    hold("five files of each", of_exports(&split(5)));
}

#[test]
fn workbooks_and_tables() {
    hold("workbooks", of_exports(&each("xlsx", |text| workbook(text, false))));
    hold("tables of an analyst", of_exports(&each("parquet", foreign)));
}

#[test]
fn out_of_the_store_whatever_came_into_it() {
    hold("store", of_store(&csv(latin)));
    hold("store, of shuffled rows", of_store(&csv(|text| latin(&shuffled(text)))));
    hold("store, of several files", of_store(&split(5)));
    hold("store, of workbooks", of_store(&each("xlsx", |text| workbook(text, false))));
}
