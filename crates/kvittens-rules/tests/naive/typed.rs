//! Tags, reasons, entries and phones: the kernels against their references.

use std::collections::BTreeMap;

use kvittens_model::{Method, Month, Scope, Thing};
use kvittens_rules::config::{Rules, configure};
use kvittens_rules::{Engine, LockDay, Settings};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::facts::Naive;
use crate::params::{Params, settings};
use crate::seen::{Seen, ids};
use crate::shares::Count;
use crate::{files, fixed, rows};

/// The rules that are held against a reference here.
const CODES: [&str; 9] = ["K107", "K109", "K111", "K112", "P508", "T407", "T408", "T409", "T413"];

/// A finding and what it is about beside people.
pub type About = (Seen, Thing);

/// The parameters of these rules.
#[derive(Clone, Debug)]
pub struct Typed {
    pub k107_share: f64,
    pub k107_readings: i32,
    pub k111_days: i32,
    pub k112_visits: i32,
    pub k112_others: i32,
    pub k112_q: f64,
    pub p508_minutes: i32,
    pub t407_days: i32,
    pub t408_count: i32,
    pub t408_seconds: i32,
    pub t413_minutes: i32,
}

impl Typed {
    fn rules(&self) -> Rules {
        let text = format!(
            "[K107]\nshare = {:?}\nmin_readings = {}\n[K111]\nmax_days = {}\n\
             [K112]\nmin_visits = {}\nmin_others = {}\nq = {:?}\n[P508]\nmin_minutes = {}\n\
             [T407]\nmax_days = {}\n[T408]\nmin_count = {}\nseconds = {}\n[T413]\nmin_minutes = {}\n",
            self.k107_share,
            self.k107_readings,
            self.k111_days,
            self.k112_visits,
            self.k112_others,
            self.k112_q,
            self.p508_minutes,
            self.t407_days,
            self.t408_count,
            self.t408_seconds,
            self.t413_minutes,
        );
        configure(&text.parse().unwrap()).unwrap()
    }
}

/// Parameters that small months reach. No `q` is a p-value that small counts give exactly.
fn typed() -> impl Strategy<Value = Typed> {
    let k107 = (select(vec![0.51, 0.6, 0.75, 0.8]), 2..=6i32);
    let k112 = (1..=5i32, 1..=9i32, select(vec![0.0503, 0.203, 0.497]));
    let times = (select(vec![1, 2, 10, 30]), select(vec![0, 1, 3]), select(vec![1, 2, 30]));
    let t408 = (2..=6i32, select(vec![0, 1, 60, 120]));
    (k107, 1..=3i32, k112, times, t408).prop_map(|(k107, k111_days, k112, times, t408)| Typed {
        k107_share: k107.0,
        k107_readings: k107.1,
        k111_days,
        k112_visits: k112.0,
        k112_others: k112.1,
        k112_q: k112.2,
        p508_minutes: times.0,
        t407_days: times.1,
        t408_count: t408.0,
        t408_seconds: t408.1,
        t413_minutes: times.2,
    })
}

/// Settings, with a lock day or without.
fn locked() -> impl Strategy<Value = Settings> {
    (settings(), select(vec![None, Some(3), Some(28)]))
        .prop_map(|(settings, day)| Settings { lock_day: day.map(|day| LockDay::try_from(day).unwrap()), ..settings })
}

impl Naive<'_> {
    /// Whether one of the ends was registered so.
    pub fn end_is(&self, visit: u32, method: Method) -> bool {
        let at = visit as usize;
        [self.visits().in_method[at], self.visits().out_method[at]].contains(&method)
    }

    /// The length in whole minutes, 0 where there is none.
    pub fn minutes(&self, visit: u32) -> i32 {
        self.span(visit).map_or(0, |(from, to)| (to - from) / 60)
    }
}

/// What the engine says of these rules: findings, and the counts behind the shares of K112 and T407.
fn kernels(month: &Month, settings: &Settings, typed: &Typed) -> (Vec<About>, Vec<Count>) {
    let rules = typed.rules();
    let outcome = Engine::new(&rules, settings).run(month);
    assert!(outcome.runs.iter().all(|run| run.failure.is_none()), "{:?}", outcome.runs);
    let shares = outcome.measures.iter().filter(|measure| ["other-reason-share", "late-share"].contains(&measure.name));
    let counts = shares.filter_map(|measure| {
        let (numerator, denominator) = (measure.numerator?, measure.denominator?);
        Some((measure.rule.to_string(), measure.name, measure.scope, ids(measure.subject), numerator, denominator))
    });
    let own = outcome.findings.iter().filter(|finding| CODES.contains(&finding.rule.as_str()));
    (own.map(|finding| (Seen::of(finding), finding.thing)).collect(), counts.collect())
}

fn references(naive: &Naive<'_>, typed: &Typed) -> (Vec<About>, Vec<Count>) {
    let visits = [naive.k107(typed), naive.k109(), naive.t407(typed), naive.t409(), naive.t413(typed)].concat();
    let alone = visits.into_iter().map(|seen| (seen, Thing::None));
    let (staff, mut counts) = naive.k112(typed);
    counts.extend(naive.late_counts(typed));
    let others = [staff, naive.t408(typed), naive.k111(typed), naive.p508(typed)].concat();
    (alone.chain(others).collect(), counts)
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all
}

fn told<T: PartialEq + std::fmt::Debug>(kernel: &[T], naive: &[T]) -> String {
    let only = |who: &str, one: &[T], other: &[T]| -> String {
        one.iter().filter(|this| !other.contains(this)).map(|this| format!("\nonly the {who}: {this:?}")).collect()
    };
    let counts = if kernel.len() == naive.len() { "" } else { "\nanother number of them" };
    format!("{}{}{counts}", only("kernel", kernel, naive), only("reference", naive, kernel))
}

fn agree(month: &Month, settings: &Settings, typed: &Typed) -> Result<(), TestCaseError> {
    let params = Params::default();
    let (found, counts) = kernels(month, settings, typed);
    let (expected, expected_counts) = references(&Naive { month, settings, params: &params }, typed);
    let said = told(&sorted(found), &sorted(expected)) + &told(&sorted(counts), &sorted(expected_counts));
    prop_assert!(said.is_empty(), "{}", said);
    Ok(())
}

proptest! {
    #![proptest_config(fixed(192))]

    #[test]
    fn rules_on_tags_reasons_entries_and_phones_agree_on_dense_months(
        (kind, rows) in rows::dense(), typed in typed(), settings in locked()
    ) {
        agree(&files::read(&kind, &rows), &settings, &typed)?;
    }
}

proptest! {
    #![proptest_config(fixed(24))]

    #[test]
    fn rules_on_tags_reasons_entries_and_phones_agree_on_wide_months(
        (kind, rows) in rows::wide(), typed in typed(), settings in locked()
    ) {
        agree(&files::read(&kind, &rows), &settings, &typed)?;
    }
}

#[test]
fn random_months_reach_each_of_them() {
    let mut runner = TestRunner::new(fixed(96));
    let mut reached: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..96 {
        let drawn = (rows::dense(), typed(), locked()).new_tree(&mut runner).unwrap().current();
        let ((kind, rows), typed, settings) = drawn;
        let (found, counts) = kernels(&files::read(&kind, &rows), &settings, &typed);
        for (seen, _) in found {
            *reached.entry(seen.rule).or_default() += 1;
        }
        let late = |count: &&Count| count.1 == "late-share" && count.2 == Scope::Provider && count.4 > 0;
        *reached.entry("late-share".to_owned()).or_default() += counts.iter().filter(late).count();
    }
    for what in CODES.into_iter().chain(["late-share"]) {
        assert!(reached.get(what).is_some_and(|times| *times > 0), "{what} in {reached:?}");
    }
}
