//! What each rule costs: nanoseconds a row over a month of two million rows, all together against reading the exports,
//! and a member of staff or a customer with 100 000 rows, which must not make any rule quadratic.
//! `cargo bench --bench rules`.
//!
//! Under `cargo test` the same code runs once over a small month and asserts what is found, and no time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops where it fails, and tells"
)]
#![allow(clippy::cast_precision_loss, reason = "nanoseconds and rows")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

use kvittens_benches::{is_bench, say, timed};
use kvittens_model::{Code, Month, YearMonth};
use kvittens_parse::Options;
use kvittens_rules::{Engine, Outcome, Rules, Settings, config};
use kvittens_synth::Recipe;

/// Runs of which the middle one counts.
const RUNS: usize = 5;

fn now() -> u64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    u64::try_from(START.elapsed().as_nanos()).unwrap()
}

fn read(folder: &Path) -> Month {
    kvittens_parse::read(&[folder.to_owned()], &Options::default(), &|_, _| {}).unwrap().month
}

fn check(month: &Month, rules: &Rules) -> Outcome {
    let settings = Settings::default();
    Engine { now, ..Engine::new(rules, &settings) }.run(month)
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Nanoseconds of each rule, the middle of several runs.
fn of_rules(month: &Month, rules: &Rules, runs: usize) -> BTreeMap<Code, f64> {
    let mut times: BTreeMap<Code, Vec<f64>> = BTreeMap::new();
    for _ in 0..runs {
        for run in check(month, rules).runs.iter().filter(|run| run.not_run.is_none()) {
            times.entry(run.code).or_default().push(run.nanoseconds as f64);
        }
    }
    times.into_iter().map(|(code, times)| (code, middle(times))).collect()
}

/// Every rule over an ordinary month with planted deviations, and reading its exports.
fn catalogue(rules: &Rules, rows: u64, runs: usize, is_bench: bool) {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe::with_rows(YearMonth { year: 2022, month: 3 }, rows, 1);
    kvittens_synth::write(&recipe, folder.path()).unwrap();
    let (reading, month) = timed(runs, || read(folder.path()));
    let (checking, outcome) = timed(runs, || check(&month, rules));
    assert!(outcome.runs.iter().all(|run| run.failure.is_none()));
    let fired = outcome.runs.iter().filter(|run| run.findings > 0).count();
    assert!(fired > 10, "{fired} rules fired");
    let count = month.rows.len() as f64;
    say("read", month.rows.len(), reading);
    say("all rules", month.rows.len(), checking);
    println!("all rules together: {:.2} of reading", checking / reading);
    for (code, nanoseconds) in of_rules(&month, rules, runs) {
        println!("  {code} {:7.2} ns/row, {:.0} rows/s", nanoseconds / count, count * 1e9 / nanoseconds.max(1.0));
    }
    // It was below 1 until reading became twice as fast.
    assert!(!is_bench || checking < 1.3 * reading, "checking {checking} s, reading {reading} s");
}

/// A month in which one id has nearly everything: `visits` visits of one member of staff with many customers, or of one
/// customer by many staff, half of them typed in by hand with reason, entry, phone and tag.
fn one_with_all(visits: usize, of_staff: bool) -> Month {
    let mut text =
        "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;Inpassering;Inpassering typ;\
        Utpassering;Utpassering typ;Tagg-ID;Enhets-ID;Orsak;Registrerad;Registrerad av\n"
            .to_owned();
    // Spread over 30 days, so that as many go on at a time whatever their number.
    let apart = 30 * 86_400 / visits;
    for visit in 0..visits {
        // Each of the others has twenty.
        let other = visit % (visits / 20);
        let (customer, staff) = if of_staff { (other, 0) } else { (0, other) };
        let time = |place: usize| {
            let second = place * apart;
            let (day, hour, minute, second) = (second / 86_400 + 1, second / 3600 % 24, second / 60 % 60, second % 60);
            format!("2022-03-{day:02} {hour:02}:{minute:02}:{second:02}")
        };
        let at = |more: usize| time(visit + more);
        let (start, stop) = (at(0), at(20));
        // Two and two have one plan.
        let (planned_start, planned_stop) = (time(visit / 2 * 2), time(visit / 2 * 2 + 20));
        let (method, reason, entered, by) =
            if visit % 2 == 0 { ("Tagg", "", String::new(), "") } else { ("Manuell", "Annat", at(45), "P0") };
        let _ = writeln!(
            text,
            "A;{visit};B{customer};P{staff};Dusch;{planned_start};{planned_stop};{start};{method};{stop};{method};T{customer};E{staff};{reason};\
             {entered};{by}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tagg.csv"), text).unwrap();
    read(folder.path())
}

/// Four times the rows may take some more than four times the time (sorting, caches), and not sixteen times.
fn linear(rules: &Rules, visits: usize, runs: usize, is_bench: bool) {
    const MOST: f64 = 8.0;
    /// Below this, in nanoseconds, a time says nothing.
    const LEAST: f64 = 2e6;
    for of_staff in [true, false] {
        let whose = if of_staff { "one member of staff" } else { "one customer" };
        let (few, many) = (one_with_all(visits / 4, of_staff), one_with_all(visits, of_staff));
        assert_eq!(many.visits.len(), visits);
        let (short, long) = (of_rules(&few, rules, runs), of_rules(&many, rules, runs));
        for (code, time) in &long {
            let ratio = time / short.get(code).copied().unwrap_or(f64::INFINITY).max(LEAST);
            if is_bench {
                println!(
                    "  {whose}, {visits} visits: {code} {:7.2} ns/row, {ratio:.1} times a quarter",
                    time / visits as f64
                );
            }
            assert!(
                !is_bench || ratio < MOST,
                "{whose}: {code} takes {ratio:.1} times as long for four times the rows"
            );
        }
    }
}

fn main() {
    let is_bench = is_bench();
    let rules = config::configure(&toml::Table::new()).unwrap();
    let (rows, visits, runs) = if is_bench { (2_000_000, 100_000, RUNS) } else { (10_000, 4_000, 1) };
    catalogue(&rules, rows, runs, is_bench);
    linear(&rules, visits, runs, is_bench);
}
