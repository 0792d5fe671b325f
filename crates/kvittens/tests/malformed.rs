//! Every file of testdata/malformed, and some that are made here because they are large, given to `kvittens check`: what
//! is said is written beside it (`UPDATE=1 cargo test -p kvittens --test malformed`), and never a cell.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What stands in the cells of every file, whole or in part, and must stand nowhere else. It names nobody.
const SECRETS: [&str; 5] = ["hemlig", "19121212", "121212-", "svarade", "1,91212"];

/// What files need said beside their name.
const ARGUMENTS: [(&str, &[&str]); 2] =
    [("unknown-layout.csv", &["--layout", "lifecare"]), ("month-not-there.csv", &["--month", "2022-05"])];

/// Where the fault lies, of refusals that can tell.
const PLACES: [(&str, &str); 14] = [
    ("quote-open-in-first-row.csv", ", rad 2, kolumn Personal-ID:"),
    ("quote-open-in-middle-row.csv", ", rad 5, kolumn Personal-ID:"),
    ("quote-open-in-last-row.csv", ", rad 7, kolumn Personal-ID:"),
    ("quote-open-in-header.csv", ", rad 1:"),
    ("quote-of-header-closed-in-a-row.csv", ", rad 1:"),
    ("windows-1252-in-utf-8.csv", ", rad 4, kolumn Utförare:"),
    ("utf-8-in-windows-1252.csv", ", rad 4, kolumn Insats:"),
    ("utf-16-cut-off.csv", ", rad 7:"),
    ("one-field-more-in-every-row.csv", ", rad 2:"),
    ("old-mac-line-ends.csv", ", rad 1:"),
    ("lone-cr-behind-header.csv", ", rad 1:"),
    ("old-mac-line-ends-behind-header.csv", ", rad 2:"),
    ("very-long-line.csv", ", rad 3:"),
    ("too-many-columns.csv", ", rad 1:"),
];

/// Headers of the made files.
const HEADERS: &str =
    "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ\n";

/// A row of the made files.
const ROW: &str = "Norr;1;19121212-1212;Hemlig Person;Dusch;2022-03-01 08:00;Tagg;2022-03-01 08:30;Tagg\n";

/// Files too large to be kept, by name.
fn made() -> Vec<(&'static str, Vec<u8>)> {
    let long = format!("{HEADERS}{ROW}{}{ROW}", ROW.trim_end().replace("Hemlig", &"Hemlig ".repeat(300_000)));
    let columns = format!("{}{}\n{ROW}", HEADERS.trim_end(), ";".repeat(5000));
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(HEADERS.as_bytes()).unwrap();
    let rows = ROW.repeat(10_000);
    for _ in 0..(72 << 20) / rows.len() {
        bomb.write_all(rows.as_bytes()).unwrap();
    }
    vec![
        ("very-long-line.csv", long.into_bytes()),
        ("too-many-columns.csv", columns.into_bytes()),
        ("gzip-bomb.csv.gz", bomb.finish().unwrap()),
    ]
}

#[test]
fn every_malformed_file_is_told_where_what_and_the_way_out_and_no_cell_is_shown() {
    let kept = support::testdata("malformed");
    let made_in = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_none_or(|ending| ending != "txt"));
    for (name, bytes) in made() {
        let file = made_in.path().join(name);
        fs::write(&file, bytes).unwrap();
        files.push(file);
    }
    files.sort();
    let count = files.len();
    assert!(count > 55, "the files were not found");
    let mut wrong = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let found = check(&file, name);
        let expected = kept.join(format!("{name}.expected.txt"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &found).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{name}:\n{found}"));
        }
    }
    let written =
        fs::read_dir(&kept).unwrap().filter(|entry| entry.as_ref().unwrap().path().extension() == Some("txt".as_ref()));
    assert_eq!(written.count(), count, "an expected.txt without its file");
    assert!(wrong.is_empty(), "not as expected (UPDATE=1 accepts):\n{}", wrong.join("\n"));
}

/// Exit code, what is printed, and karantan.csv where a row was set aside.
fn check(file: &Path, name: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("kvittens.key"), support::KEY).unwrap();
    let more = ARGUMENTS.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, more)| more);
    // One rule: what is said of the rules is no matter of the file.
    let common = ["--reports", "none", "--csv", "plain", "--select", "T401", "--out", out.path().to_str().unwrap()];
    let run = |command: &str, args: &[&str]| {
        let mut kvittens = Command::new(env!("CARGO_BIN_EXE_kvittens"));
        kvittens.arg(command).arg(name).args(args).current_dir(file.parent().unwrap()).output().unwrap()
    };
    let done = run("check", &[&common[..], more].concat());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(common[7], "[OUT]");
    let (printed, refusal) = (text(&done.stdout), text(&done.stderr));
    let code = done.status.code().unwrap();
    let mut found = format!("exit {code}\n--- stdout\n{printed}--- stderr\n{refusal}");
    if refusal.is_empty() {
        found.push_str(&set_aside(out.path(), name));
    } else {
        holds_a_refusal(name, code, &refusal);
    }
    hides_cells(name, &found);
    let looked_at = run("inspect", &[]);
    let said = |done: &Output| text(&done.stdout) + &text(&done.stderr);
    hides_cells(&format!("inspect {name}"), &said(&looked_at));
    found
}

/// The refusal names the file and the place in it, what was expected and found, and the way out.
fn holds_a_refusal(name: &str, code: i32, refusal: &str) {
    // An unknown layout is an error of the command line: the file was not looked at.
    let of_arguments = name == "unknown-layout.csv";
    assert_eq!(code, if of_arguments { 2 } else { 3 }, "{name}: {refusal}");
    let place = if of_arguments { "--layout" } else { name };
    assert!(refusal.starts_with(&format!("fel: {place}")), "{name}: {refusal}");
    assert!(refusal.lines().count() <= 4, "{name}: {refusal}");
    for label in ["  väntat: ", "  hittat: ", "  gör så här: "] {
        assert!(refusal.contains(label) || of_arguments, "{name} lacks{label}\n{refusal}");
    }
    if let Some((_, place)) = PLACES.iter().find(|(of, _)| *of == name) {
        assert!(refusal.starts_with(&format!("fel: {name}{place}")), "{name} does not say{place}\n{refusal}");
    }
}

/// karantan.csv, if a row stands in it: file, row, code and reason, and the column where one is to blame.
fn set_aside(out: &Path, name: &str) -> String {
    let month = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let file = month.join("karantan.csv");
    let rows = support::rows(&file);
    for row in &rows {
        let of_a_column = matches!(row["code"].as_str(), "Q901" | "Q904");
        assert_eq!((row["file"].as_str(), row["column"].is_empty()), (name, !of_a_column), "{row:?}");
        assert!(row["row"].parse::<u32>().unwrap() > 1 && !row["reason"].is_empty(), "{row:?}");
    }
    if rows.is_empty() {
        return String::new();
    }
    format!("--- karantan.csv\n{}", fs::read_to_string(file).unwrap())
}

fn hides_cells(name: &str, text: &str) {
    let lower = text.to_lowercase();
    let shown = SECRETS.iter().find(|secret| lower.contains(**secret));
    assert_eq!(shown, None, "{name} shows a cell:\n{text}");
    assert!(!text.contains("panicked"), "{name}: {text}");
}
