//! Two years of a municipality of Huddinge's size (24 months of 180 000 rows) in a store: what the rules say of all of
//! it, cold and again with one changed parameter. `cargo bench --bench history`.
//!
//! Under `cargo test` the same code runs once over small months.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops where it fails, and tells"
)]
#![allow(missing_docs, reason = "criterion's macros")]

use std::path::Path;
use std::time::Instant;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kvittens_benches::{is_bench, say, timed};
use kvittens_history::Store;
use kvittens_history::backtest::{Aim, Backtest, Cache, Candidate, Catalogue, Plan};
use kvittens_history::store::Adding;
use kvittens_model::YearMonth;
use kvittens_parse::Options;
use kvittens_report::Key;
use kvittens_rules::{Selection, Settings};
use kvittens_synth::Recipe;

fn size() -> (usize, u64) {
    if is_bench() { (24, 180_000) } else { (3, 3_000) }
}

fn catalogue(toml: &str) -> Catalogue {
    let rules = toml.parse().unwrap();
    Catalogue::new(rules, Selection::default(), Settings::default(), Options::default())
}

fn nanoseconds() -> u64 {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    u64::try_from(START.elapsed().as_nanos()).unwrap()
}

/// Every rule of the catalogue, and beside it one that differs in M301 alone where `changed`.
fn run(store: &Store, months: &[YearMonth], key: &Key, cache: &Path, changed: bool) -> Backtest {
    let cache = Cache::new(cache).unwrap();
    let candidate = changed.then(|| Candidate::Catalogue(Box::new(catalogue("[M301]\nmax_gap = 2"))));
    let plan = Plan {
        months: store,
        which: months.to_vec(),
        baseline: catalogue(""),
        candidate,
        sweep: Vec::new(),
        aim: Aim::default(),
        labels: None,
        minutes_per_finding: 10.0,
        key,
        cache: Some(&cache),
        memory: 1 << 30,
        threads: 2,
        version: "bench",
        now: nanoseconds,
        done: &|_| {},
    };
    plan.run().unwrap()
}

/// The last month, which is the one whose exports still lie there: out of the store beside out of its exports.
fn from_the_store(store: &Store, month: YearMonth, exports: &Path) {
    let runs = if is_bench() { 5 } else { 1 };
    let exports = [exports.to_owned()];
    let (csv, of_exports) =
        timed(runs, || kvittens_parse::read(&exports, &Options::default(), &|_, _| {}).unwrap().month);
    let read = || store.read(month, &Options::default(), &|_, _| {}).unwrap().month;
    let (parquet, first) = timed(runs, || {
        let _ = std::fs::remove_dir_all(store.dir().join(".cache"));
        read()
    });
    let (image, of_store) = timed(runs, read);
    assert!(first.rows == of_store.rows && first.visits == of_store.visits && first.ids == of_store.ids);
    // The store sorts its rows by customer; the visits are put in one order by either way.
    assert_eq!(of_exports.rows.len(), of_store.rows.len());
    assert!(of_exports.ids == of_store.ids && of_exports.visits.start == of_store.visits.start);
    assert!(of_exports.visits.customer == of_store.visits.customer && of_exports.visits.staff == of_store.visits.staff);
    let rows = of_store.rows.len();
    say("read a month's exports", rows, csv);
    say("read it from the store for the first time", rows, parquet);
    say("read it from the store", rows, image);
    println!("  {:.1} times as fast as the exports", csv / image);
    if is_bench() {
        assert!(csv / image >= 5.0, "the store {image} s, the exports {csv} s");
    }
}

/// The same of a month of 2.2 million rows: columns that no cache holds.
fn from_the_store_large(key: &Key) {
    let folder = tempfile::tempdir().unwrap();
    let (exports, month) = (folder.path().join("exports"), YearMonth { year: 2022, month: 3 });
    let rows = if is_bench() { 2_200_000 } else { 3_000 };
    kvittens_synth::write(&Recipe::with_rows(month, rows, 1), &exports).unwrap();
    let store = Store::create(&folder.path().join("lager"), key).unwrap();
    let read = kvittens_parse::read(std::slice::from_ref(&exports), &Options::default(), &|_, _| {}).unwrap().month;
    let settings = Settings::default();
    let now = "2022-04-01T00:00:00Z";
    store.add(&Adding { month: &read, settings: &settings, key, too_many_rejected: false, now }).unwrap();
    drop(read);
    from_the_store(&store, month, &exports);
}

fn history(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let (count, rows) = size();
    let first = YearMonth { year: 2021, month: 1 };
    let months: Vec<YearMonth> = std::iter::successors(Some(first), |month| Some(month.next())).take(count).collect();
    let key = Key::new([7; 32]);
    let store = Store::create(&folder.path().join("lager"), &key).unwrap();
    let (mut registered, settings) = (0, Settings::default());
    for month in &months {
        let exports = folder.path().join("exports");
        registered += kvittens_synth::write(&Recipe::with_rows(*month, rows, 11), &exports).unwrap().rows();
        let month = kvittens_parse::read(&[exports], &Options::default(), &|_, _| {}).unwrap().month;
        let adding = Adding {
            month: &month,
            settings: &settings,
            key: &key,
            too_many_rejected: false,
            now: "2022-01-01T00:00:00Z",
        };
        store.add(&adding).unwrap();
    }

    from_the_store(&store, months[count - 1], &folder.path().join("exports"));
    from_the_store_large(&key);

    let mut group = criterion.benchmark_group("history");
    group.throughput(Throughput::Elements(registered)).sample_size(10);
    let rules = (kvittens_rules::rules::METAS.len() * count) as u64;
    let fresh = || tempfile::tempdir().unwrap();
    group.bench_function("cold", |bencher| {
        bencher.iter_batched(
            fresh,
            |cache| {
                let made = run(&store, &months, &key, cache.path(), false);
                assert_eq!(made.heard, (0, rules));
                (cache, made)
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("one changed parameter", |bencher| {
        let heard = || {
            let cache = fresh();
            run(&store, &months, &key, cache.path(), false);
            cache
        };
        bencher.iter_batched(
            heard,
            |cache| {
                let made = run(&store, &months, &key, cache.path(), true);
                assert_eq!(made.heard, (rules, count as u64));
                (cache, made)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, history);
criterion_main!(benches);
