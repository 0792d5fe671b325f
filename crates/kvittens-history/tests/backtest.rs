//! The backtest against two whole runs compared by plain sets, for both kinds of candidate; its cache; its labels.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, Int64Array, RecordBatch, StringArray};
use kvittens_history::backtest::{Aim, Axis, Backtest, Cache, Candidate, Catalogue, Labels, Plan};
use kvittens_history::said::read_findings;
use kvittens_history::{Exports, Found, Months, Said, Standing};
use kvittens_model::YearMonth;
use kvittens_rules::{Engine, Selection, Settings};
use kvittens_synth::Recipe;
use kvittens_tables::{Checked, Key};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use tempfile::TempDir;

/// Three small months with planted deviations and their truth.
fn months() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let months: Vec<YearMonth> = ["2022-01", "2022-02", "2022-03"].map(|month| month.parse().unwrap()).into();
    let recipe = Recipe { providers: 3, ..Recipe::new(months[0], 40, 11) };
    kvittens_synth::write_months(&recipe, &months, folder.path()).unwrap();
    folder
}

fn catalogue(rules: &str) -> Catalogue {
    let reading = kvittens_parse::Options::default();
    Catalogue::new(rules.parse().unwrap(), Selection::default(), Settings::default(), reading)
}

/// What a test changes of a plan.
#[derive(Default)]
struct Wanted<'a> {
    baseline: &'a str,
    candidate: Option<Candidate>,
    sweep: Vec<Axis>,
    labels: Option<&'a Labels>,
    cache: Option<&'a Cache>,
    memory: u64,
}

fn key() -> Key {
    Key::new([7; 32])
}

fn run(folder: &Path, wanted: Wanted<'_>) -> Backtest {
    let (exports, key) = (Exports::new(folder).unwrap(), key());
    let plan = Plan {
        which: exports.months(),
        months: &exports,
        baseline: catalogue(wanted.baseline),
        candidate: wanted.candidate,
        sweep: wanted.sweep,
        aim: Aim { max_findings: None, min_precision: Some(0.9) },
        labels: wanted.labels,
        minutes_per_finding: 6.0,
        key: &key,
        cache: wanted.cache,
        memory: if wanted.memory == 0 { u64::MAX } else { wanted.memory },
        threads: 2,
        version: "test",
        now: || 0,
        done: &|_| {},
    };
    plan.run().unwrap()
}

fn configured(rules: &str) -> Option<Candidate> {
    Some(Candidate::Catalogue(Box::new(catalogue(rules))))
}

/// A whole check of a month, as `kvittens check` does it.
fn checked(folder: &Path, month: YearMonth, rules: &str) -> Said {
    let exports = Exports::new(folder).unwrap();
    let month = exports.read(month, &kvittens_parse::Options::default()).unwrap();
    let (rules, settings, key) = (catalogue(rules).rules().unwrap(), Settings::default(), key());
    let outcome = Engine::new(&rules, &settings).run(&month);
    Said::of(&Checked { month: &month, outcome: &outcome, rules: &rules, key: &key })
}

/// Open findings of two runs, compared by plain sets of ids: baseline, candidate, same; by month, rule and provider.
fn by_hand(folder: &Path, baseline: &str, candidate: &str) -> BTreeMap<(YearMonth, String, String), [u64; 3]> {
    type Ids = BTreeMap<(String, String), BTreeSet<String>>;
    let mut made = BTreeMap::new();
    for month in Exports::new(folder).unwrap().months() {
        let ids = |rules: &str| -> Ids {
            let mut ids = Ids::new();
            let findings = checked(folder, month, rules).findings.into_iter();
            for found in findings.filter(|found| found.standing == Standing::Open) {
                ids.entry((found.rule, found.provider)).or_default().insert(found.finding_id.unwrap());
            }
            ids
        };
        let (a, b) = (ids(baseline), ids(candidate));
        for key in a.keys().chain(b.keys()) {
            let of = |ids: &Ids| ids.get(key).cloned().unwrap_or_default();
            let (a, b) = (of(&a), of(&b));
            let same = a.intersection(&b).count();
            made.insert((month, key.0.clone(), key.1.clone()), [a.len(), b.len(), same].map(|count| count as u64));
        }
    }
    made
}

/// The rows of single rules and providers with an open finding, in the form of [`by_hand`].
fn counted(backtest: &Backtest) -> BTreeMap<(YearMonth, String, String), [u64; 3]> {
    let of = |row: &kvittens_history::backtest::Row| {
        let (rule, provider) = (row.rule.clone()?, row.provider.clone()?);
        let counts = row.counts;
        let sums = (counts.paired.same + counts.paired.changed + counts.paired.new, counts.candidate);
        assert_eq!(sums.0, sums.1, "every finding of the candidate is one of three");
        assert_eq!(counts.paired.same + counts.paired.changed + counts.paired.gone, counts.baseline);
        let seen = counts.baseline + counts.candidate > 0;
        seen.then_some(((row.month, rule, provider), [counts.baseline, counts.candidate, counts.paired.same]))
    };
    backtest.rows.iter().filter_map(of).collect()
}

const CANDIDATE: &str = "[M301]\nmax_gap = 4\n[T402]\nmin_minutes = 5\n[D203]\nenabled = false\n";

#[test]
fn the_counts_are_those_of_two_whole_runs() {
    let folder = months();
    let backtest = run(folder.path(), Wanted { candidate: configured(CANDIDATE), ..Wanted::default() });
    assert_eq!(counted(&backtest), by_hand(folder.path(), "", CANDIDATE));
    let all = backtest.all().unwrap().counts;
    let sum: u64 = counted(&backtest).values().map(|counts| counts[1]).sum();
    assert!(all.candidate == sum && all.paired.new > 0 && all.paired.gone > 0, "{all:?}");
}

/// Findings of a whole run as somebody's own program might write them: no ids, texts and numbers of other types.
fn foreign(folder: &Path, rules: &str, only: &[&str]) -> (TempDir, Vec<Found>) {
    let mut found: Vec<Found> = Vec::new();
    for month in Exports::new(folder).unwrap().months() {
        let findings = checked(folder, month, rules).findings.into_iter();
        found.extend(findings.filter(|f| f.standing == Standing::Open && only.contains(&f.rule.as_str())));
    }
    let texts =
        |of: fn(&Found) -> Option<String>| -> ArrayRef { Arc::new(found.iter().map(of).collect::<StringArray>()) };
    let months: Int32Array = found.iter().map(|f| Some(f.month.year * 100 + f.month.month as i32)).collect();
    let visits: Int64Array = found.iter().map(|f| f.visit.as_ref().and_then(|visit| visit.parse().ok())).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("Month", Arc::new(months)),
        ("rule", texts(|f| Some(f.rule.to_lowercase()))),
        ("provider", texts(|f| Some(f.provider.clone()))),
        ("visit", Arc::new(visits)),
        ("customer", texts(|f| f.visit.is_none().then(|| f.customer.clone()).flatten())),
        ("note", texts(|_| None)),
    ];
    let out = tempfile::tempdir().unwrap();
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    // Snappy is what DuckDB, pandas and Spark write unless told otherwise.
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let file = std::fs::File::create(out.path().join("findings.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    (out, found)
}

#[test]
fn findings_made_elsewhere_are_held_against_the_rules() {
    let folder = months();
    let only = ["T402", "K105", "P502"];
    let (out, made) = foreign(folder.path(), "[T402]\nmin_minutes = 5\n", &only);
    let read = read_findings(&out.path().join("findings.parquet")).unwrap();
    assert_eq!(read.len(), made.len());
    assert!(read.iter().all(|found| found.finding_id.is_none() && found.rule.len() == 4));
    let backtest = run(folder.path(), Wanted { candidate: Some(Candidate::Findings(read)), ..Wanted::default() });
    let hand = by_hand(folder.path(), "", "[T402]\nmin_minutes = 5\n");
    assert_eq!(counted(&backtest), hand, "ids are not needed, and rules the file does not name are as they were");
    let new: u64 =
        backtest.whole.iter().filter(|whole| whole.rule.is_some()).map(|whole| whole.counts.paired.new).sum();
    assert!(new > 0 && backtest.all().unwrap().counts.paired.gone == 0);
}

#[test]
fn the_cache_changes_nothing_and_only_what_changed_is_run_again() {
    let (folder, kept) = (months(), tempfile::tempdir().unwrap());
    let cache = Cache::new(kept.path()).unwrap();
    let with = |candidate: &str| {
        run(folder.path(), Wanted { candidate: configured(candidate), cache: Some(&cache), ..Wanted::default() })
    };
    let without = run(folder.path(), Wanted { candidate: configured(CANDIDATE), ..Wanted::default() });
    let cold = with(CANDIDATE);
    let warm = with(CANDIDATE);
    let [a, b, c] = [&without, &cold, &warm].map(|of| kvittens_history::backtest::table::bytes(of).unwrap());
    assert!(a == b && b == c, "the same bytes without a cache, into it and out of it");
    assert_eq!((cold.heard.0, warm.heard.1), (0, 0));
    let changed = with("[M301]\nmax_gap = 5\n[T402]\nmin_minutes = 5\n[D203]\nenabled = false\n");
    assert_eq!(changed.heard.1, 3, "one rule of three months");
    std::fs::write(
        folder.path().join("2022-02/tagg.csv"),
        std::fs::read(folder.path().join("2022-03/tagg.csv")).unwrap(),
    )
    .unwrap();
    let (rules, replaced) = (cold.heard.1 / 3, Exports::new(folder.path()).unwrap());
    assert!(replaced.read("2022-02".parse().unwrap(), &kvittens_parse::Options::default()).is_ok());
    assert_eq!(with(CANDIDATE).heard.1, rules, "every rule of the month that changed");
}

#[test]
fn a_damaged_cache_is_heard_again() {
    let (folder, kept) = (months(), tempfile::tempdir().unwrap());
    let cache = Cache::new(kept.path()).unwrap();
    let with =
        || run(folder.path(), Wanted { candidate: configured(CANDIDATE), cache: Some(&cache), ..Wanted::default() });
    let cold = with();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(kept.path()).unwrap() {
        files.extend(std::fs::read_dir(entry.unwrap().path()).unwrap().map(|file| file.unwrap().path()));
    }
    files.sort();
    let (flipped, cut, swapped) = (&files[0], &files[1], &files[2]);
    let mut bytes = std::fs::read(flipped).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(flipped, bytes).unwrap();
    let bytes = std::fs::read(cut).unwrap();
    std::fs::write(cut, &bytes[..bytes.len() / 2]).unwrap();
    std::fs::copy(&files[3], swapped).unwrap();
    let again = with();
    assert_eq!(again.heard.1, 3, "three files");
    assert_eq!((&again.rows, &again.whole), (&cold.rows, &cold.whole));
    assert_eq!(with().heard.1, 0, "and mended");
}

#[test]
fn little_memory_gives_the_same_one_month_at_a_time() {
    let folder = months();
    let of = |memory| run(folder.path(), Wanted { candidate: configured(CANDIDATE), memory, ..Wanted::default() });
    assert_eq!(of(1).rows, of(u64::MAX).rows);
}

/// Precision and recall of a rule over all months, from the findings and the truth by plain loops.
fn judged_by_hand(folder: &Path, rules: &str, rule: &str, kinds: &[(&str, &str)]) -> [u64; 4] {
    let [mut right, mut wrong, mut held, mut expected] = [0; 4];
    for month in Exports::new(folder).unwrap().months() {
        let truth = std::fs::read_to_string(folder.join(month.to_string()).join("sanning.csv")).unwrap();
        let planted: BTreeSet<String> = truth
            .lines()
            .map(|line| line.split(';').collect::<Vec<_>>())
            .filter(|cells| {
                kinds.iter().any(|(kind, extra)| cells[0] == *kind && (extra.is_empty() || cells[5] == *extra))
            })
            .map(|cells| cells[4].to_owned())
            .collect();
        let mut seen = BTreeSet::new();
        for found in checked(folder, month, rules).findings {
            if found.rule == rule && found.standing == Standing::Open {
                let visits: BTreeSet<String> = found.visit.into_iter().chain(found.other_visits).collect();
                let of: Vec<&String> = visits.intersection(&planted).collect();
                if of.is_empty() {
                    wrong += 1
                } else {
                    right += 1
                }
                seen.extend(of.into_iter().cloned());
            }
        }
        held += seen.len() as u64;
        expected += planted.len() as u64;
    }
    [right, wrong, held, expected]
}

#[test]
fn precision_and_recall_are_those_counted_by_hand() {
    let folder = months();
    let labels = Labels::read(folder.path()).unwrap();
    let kinds: [(&str, &[(&str, &str)]); 5] = [
        ("M301", &[("one_minute_gap", ""), ("border_gap", "1")]),
        ("T402", &[("too_short", ""), ("border_short", "2")]),
        ("K105", &[("missing_in", "")]),
        ("D202", &[("tag_and_manual", "")]),
        ("P501", &[("staff_overlap", ""), ("border_overlap", "1")]),
    ];
    for rules in ["", "[M301]\nmax_gap = 5\n[T402]\nmin_minutes = 9\n"] {
        let backtest =
            run(folder.path(), Wanted { candidate: configured(rules), labels: Some(&labels), ..Wanted::default() });
        for (rule, kinds) in kinds {
            let hand = judged_by_hand(folder.path(), rules, rule, kinds);
            let whole = backtest.whole.iter().find(|whole| whole.rule.as_deref() == Some(rule)).unwrap();
            let judged = whole.judged.unwrap();
            assert_eq!([judged.right, judged.wrong, judged.found, judged.expected], hand, "{rule} {rules}");
            let share = judged.precision().unwrap();
            assert!((share.value - hand[0] as f64 / (hand[0] + hand[1]) as f64).abs() < 1e-12);
            assert!(share.low <= share.value && share.value <= share.high);
        }
    }
}

#[test]
fn a_worse_candidate_is_seen_and_fails() {
    let folder = months();
    let labels = Labels::read(folder.path()).unwrap();
    let of = |rules: &str| {
        run(folder.path(), Wanted { candidate: configured(rules), labels: Some(&labels), ..Wanted::default() })
    };
    let fails = |backtest: &Backtest, text: &str| {
        let condition: kvittens_history::backtest::Condition = text.parse().unwrap();
        condition.fails(backtest).into_iter().map(|failed| failed.rule.unwrap_or_default()).collect::<Vec<_>>()
    };
    let (good, worse) = (of(""), of("[T402]\nmin_minutes = 20\n"));
    assert!(fails(&good, "T402.precision < 0.8").is_empty());
    assert_eq!(fails(&worse, "T402.precision < 0.8"), ["T402"]);
    assert!(fails(&worse, "precision < 0.8").contains(&"T402".to_owned()));
    assert_eq!((fails(&good, "new > 0").len(), fails(&worse, "new > 0").len()), (0, 1));
    let whole = worse.whole.iter().find(|whole| whole.rule.as_deref() == Some("T402")).unwrap();
    let precision = |judged: Option<kvittens_history::backtest::Judged>| judged.unwrap().precision().unwrap();
    assert!(precision(whole.judged).high < precision(whole.baseline_judged).low);
}

#[test]
fn a_sweep_is_a_run_per_value_and_names_the_one_that_meets_the_aim() {
    let folder = months();
    let labels = Labels::read(folder.path()).unwrap();
    let sweep = vec!["rules.M301.max_gap=0..5".parse::<Axis>().unwrap()];
    let backtest = run(folder.path(), Wanted { sweep, labels: Some(&labels), ..Wanted::default() });
    let sweep = backtest.sweep.unwrap();
    for point in &sweep.points {
        let rules = format!("[M301]\nmax_gap = {}\n", point.values[0]);
        let runs = by_hand(folder.path(), "", &rules)
            .iter()
            .filter(|((_, rule, _), _)| rule == "M301")
            .map(|(_, of)| of[1])
            .sum::<u64>();
        assert_eq!(point.findings, runs, "{rules}");
    }
    // Two minutes and more also hold the repetitions that D203 is for, which are no one-minute gaps.
    assert_eq!(sweep.chosen().unwrap().values, [1.0]);
}

#[test]
fn what_was_said_reads_back() {
    let folder = months();
    let said = checked(folder.path(), "2022-03".parse().unwrap(), "");
    let bytes = said.write().unwrap();
    assert_eq!(Said::read(&bytes).unwrap(), said);
    assert!(Said::read(&bytes[..bytes.len() - 1]).is_err());
}
