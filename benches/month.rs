//! A month of two million rows: read, check, write without reports for people. `cargo bench --bench month`.
//!
//! Under `cargo test` the same code runs once over a small month.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark stops where it fails")]
#![allow(missing_docs, reason = "criterion's macros")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kvittens_benches::{is_bench, say, timed};
use kvittens_model::{Month, YearMonth};
use kvittens_report::{Check, Checked, Key, Options};
use kvittens_rules::{Engine, Outcome, Rules, Settings, config};
use kvittens_synth::{Kind, Recipe, Summary};

fn rows() -> u64 {
    if is_bench() { 2_000_000 } else { 10_000 }
}

fn read(folder: &PathBuf) -> Month {
    kvittens_parse::read(std::slice::from_ref(folder), &kvittens_parse::Options::default(), &|_, _| {}).unwrap().month
}

fn check(month: &Month, rules: &Rules, settings: &Settings) -> Outcome {
    Engine::new(rules, settings).run(month)
}

/// Every planted case that fires one rule once is found, and nothing more.
fn assert_found(outcome: &Outcome, planted: &BTreeMap<Kind, u64>) {
    let count = |code: &str| outcome.runs.iter().find(|run| run.code.as_str() == code).unwrap().open;
    for (rule, kind) in
        [("K105", "missing_in"), ("D202", "tag_and_manual"), ("T401", "stop_before_start"), ("T403", "too_long")]
    {
        let planted: u64 = planted.iter().filter(|(known, _)| known.name() == kind).map(|(_, count)| count).sum();
        assert!(planted > 0);
        assert_eq!(count(rule), planted, "{rule}");
    }
}

fn month(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe::with_rows(YearMonth { year: 2022, month: 3 }, rows(), 1);
    let summary: Summary = kvittens_synth::write(&recipe, folder.path()).unwrap();
    let input = folder.path().to_path_buf();
    let (rules, settings) = (config::configure(&toml::Table::new()).unwrap(), Settings::default());
    let (key, options) = (Key::new([7; 32]), Options::default());

    let mut group = criterion.benchmark_group("month");
    group.throughput(Throughput::Elements(summary.rows())).sample_size(10);
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let month = read(&input);
            assert_eq!(month.files.iter().map(|file| file.used).sum::<u64>(), summary.rows());
            month
        });
    });
    let read_once = read(&input);
    group.bench_function("check", |bencher| {
        bencher.iter(|| {
            let outcome = check(&read_once, &rules, &settings);
            assert_found(&outcome, &summary.planted);
            outcome
        });
    });
    let outcome = check(&read_once, &rules, &settings);
    let of = Check {
        run: Checked { month: &read_once, outcome: &outcome, rules: &rules, key: &key },
        skipped: &[],
        options: &options,
    };
    group.bench_function("write", |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().unwrap(),
            |out| {
                let written = kvittens_report::write(&of, false, out.path()).unwrap();
                assert!(written.folder.join("findings.parquet").metadata().unwrap().len() > 1000);
                out
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
    // Once more in the words of the other benchmarks: criterion says elements.
    let rows = read_once.rows.len();
    say("read", rows, timed(1, || read(&input)).0);
    say("check", rows, timed(1, || check(&read_once, &rules, &settings)).0);
    let out = tempfile::tempdir().unwrap();
    say("write", rows, timed(1, || kvittens_report::write(&of, false, out.path()).unwrap()).0);
}

criterion_group!(benches, month);
criterion_main!(benches);
