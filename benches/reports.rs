//! The reports of a large month: one provider with over 20 000 findings, whose page must stay under 10 MB, and 84
//! providers of two million rows, whose reports must be written in under 15 seconds on two cores.
//! `cargo bench --bench reports`. What a browser makes of the page: `peers/bladdra.py`.
//!
//! Under `cargo test` the same code runs once over a small month and asserts no time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops where it fails, and tells"
)]
#![allow(clippy::cast_precision_loss, reason = "bytes")]

use std::path::Path;
use std::time::{Duration, Instant};

use kvittens_benches::{is_bench, say};
use kvittens_model::{Month, YearMonth};
use kvittens_report::{Check, Checked, Key, Options};
use kvittens_rules::{Engine, Outcome, Rules, Settings, config};
use kvittens_synth::Recipe;

const MONTH: YearMonth = YearMonth { year: 2022, month: 3 };
/// Most bytes of a page.
const LARGEST: u64 = 10_000_000;

struct Made {
    month: Month,
    rules: Rules,
    outcome: Outcome,
}

fn made(recipe: &Recipe) -> Made {
    let folder = tempfile::tempdir().unwrap();
    kvittens_synth::write(recipe, folder.path()).unwrap();
    let read = kvittens_parse::read(&[folder.path().to_owned()], &kvittens_parse::Options::default(), &|_, _| {});
    let (month, rules) = (read.unwrap().month, config::configure(&toml::Table::new()).unwrap());
    let outcome = Engine::new(&rules, &Settings::default()).run(&month);
    Made { month, rules, outcome }
}

/// Writes everything, and tells the time and the largest page.
fn written(made: &Made) -> (Duration, u64) {
    let options = Options { html: true, xlsx: true, ..Options::default() };
    let run = Checked { month: &made.month, outcome: &made.outcome, rules: &made.rules, key: &Key::new([7; 32]) };
    let out = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let of = kvittens_report::write(&Check { run, skipped: &[], options: &options }, false, out.path()).unwrap();
    let time = start.elapsed();
    let size = |path: &Path| path.metadata().unwrap().len();
    let homes = of.folder.join("utforare").read_dir().unwrap();
    let pages = homes.map(|home| size(&home.unwrap().path().join("rapport.html")));
    let largest = pages.chain([size(&of.folder.join("index.html"))]).max().unwrap();
    (time, largest)
}

fn main() {
    let is_bench = is_bench();
    let (one, all, providers) = if is_bench { (460_000, 2_000_000, 84) } else { (10_000, 10_000, 4) };

    let of_one = made(&Recipe { providers: 1, ..Recipe::with_rows(MONTH, one, 1) });
    let findings = of_one.outcome.findings.len();
    assert!(!is_bench || findings > 20_000, "{findings} findings");
    let (time, largest) = written(&of_one);
    say("reports of 1 provider", of_one.month.rows.len(), time.as_secs_f64());
    println!("  {findings} findings, largest page {:.1} MB", largest as f64 / 1e6);
    assert!(largest < LARGEST, "{largest} bytes");

    let of_all = made(&Recipe { providers, ..Recipe::with_rows(MONTH, all, 1) });
    let (time, largest) = written(&of_all);
    say(&format!("reports of {providers} providers"), of_all.month.rows.len(), time.as_secs_f64());
    println!("  largest page {:.1} MB", largest as f64 / 1e6);
    assert!(largest < LARGEST, "{largest} bytes");
    assert!(!is_bench || time < Duration::from_secs(15), "{time:?}");
}
