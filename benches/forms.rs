//! The same month in every form of file: reading each gives the same rows, visits and findings. `cargo bench --bench forms`.
//!
//! Under `cargo test` the same code runs once over a small month.
#![allow(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

#[path = "../crates/kvittens/tests/support/forms.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod forms;

use std::io::Cursor;
use std::path::Path;

use kvittens_benches::{is_bench, say, timed};
use kvittens_model::{Month, YearMonth};
use kvittens_parse::{Options, registrations};
use kvittens_rules::{Engine, Settings, config};
use kvittens_synth::Recipe;

mod month {
    /// Text whose letters are all of Latin-1, as Windows-1252 has them at the same places.
    pub fn latin(text: &str) -> Vec<u8> {
        text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
    }
}

fn read(files: &[(&str, Vec<u8>)], runs: usize) -> (f64, Month) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let read = |path: &Path| kvittens_parse::read(&[path.to_owned()], &Options::default(), &|_, _| {}).unwrap().month;
    timed(runs, || read(folder.path()))
}

fn quoted(text: &str) -> Vec<u8> {
    let quote = |line: &str| line.split(';').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";");
    text.lines().map(quote).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// The store's own table of the month.
fn stored(month: &Month) -> Vec<u8> {
    let manual = |file: u16| month.files[usize::from(file)].layout == "lifecare-manuell";
    let mut table = Cursor::new(Vec::new());
    registrations::write(month, manual, &mut table).unwrap();
    table.into_inner()
}

/// A text in another form, and its name there.
type Form<'a> = (&'a str, &'a str, &'a dyn Fn(&str) -> Vec<u8>);

fn main() {
    let (rows, runs) = if is_bench() { (300_000, 5) } else { (6_000, 1) };
    let made = kvittens_synth::synthesize(&Recipe::with_rows(YearMonth { year: 2022, month: 3 }, rows, 1)).unwrap();
    let text = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let (tag, manual) = (text(&made.tagg), text(&made.manuell));
    let (rules, settings) = (config::configure(&toml::Table::new()).unwrap(), Settings::default());
    let facts = |month: &Month| {
        let findings = Engine::new(&rules, &settings).run(month).findings.len();
        (month.rows.len(), month.visits.len(), findings)
    };

    let (plain, month) = read(&[("tagg.csv", made.tagg.clone()), ("manuell.csv", made.manuell.clone())], runs);
    let expected = facts(&month);
    assert!(expected.2 > 100, "{expected:?}");
    say("CSV, Windows-1252", expected.0, plain);
    let forms: [Form<'_>; 6] = [
        ("CSV, UTF-8", "csv", &|text| text.as_bytes().to_vec()),
        ("CSV, every cell in quotes", "csv", &quoted),
        ("CSV, gzip", "csv.gz", &forms::gzip),
        ("CSV, zstd", "csv.zst", &|text| zstd::encode_all(month::latin(text).as_slice(), 3).unwrap()),
        ("XLSX", "xlsx", &|text| forms::workbook(text, false)),
        ("Parquet of an analyst", "parquet", &forms::foreign),
    ];
    for (form, ending, write) in forms {
        let names = [format!("tagg.{ending}"), format!("manuell.{ending}")];
        let (seconds, month) = read(&[(&names[0], write(&tag)), (&names[1], write(&manual))], runs);
        assert_eq!(facts(&month), expected, "{form}");
        say(form, expected.0, seconds);
    }
    let (seconds, month) = read(&[("registrations.parquet", stored(&month))], runs);
    assert_eq!(facts(&month), expected, "the store's table");
    say("Parquet of the store", expected.0, seconds);
}
