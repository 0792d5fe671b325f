//! Every kernel against the reference.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kvittens_model::Month;
use kvittens_rules::{Engine, Settings};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::facts::Naive;
use crate::params::{Params, params, settings};
use crate::seen::{Seen, ids};
use crate::shares::Count;
use crate::{files, fixed, rows};

/// What the engine finds, as the reference writes it.
fn kernels(month: &Month, settings: &Settings, params: &Params) -> (Vec<Seen>, Vec<Count>) {
    let rules = params.rules();
    let outcome = Engine::new(&rules, settings).run(month);
    assert!(outcome.runs.iter().all(|run| run.failure.is_none()), "{:?}", outcome.runs);
    let shares = outcome.measures.iter().filter(|measure| ["K101", "K102"].contains(&measure.rule.as_str()));
    let counts = shares.filter_map(|measure| {
        let (numerator, denominator) = (measure.numerator?, measure.denominator?);
        let cell = measure.bucket.iter().map(|cell| format!(" {cell}"));
        let rule = measure.rule.to_string() + &cell.collect::<String>();
        Some((rule, measure.name, measure.scope, ids(measure.subject), numerator, denominator))
    });
    (outcome.findings.iter().map(Seen::of).collect(), counts.collect())
}

fn of_rule(all: &[Seen], code: &str) -> Vec<Seen> {
    let mut own: Vec<Seen> = all.iter().filter(|seen| seen.rule == code).cloned().collect();
    own.sort();
    own
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all
}

/// What only one of them has.
fn difference<T: PartialEq + std::fmt::Debug>(code: &str, kernel: &[T], naive: &[T]) -> String {
    let mut told = String::new();
    let mut tell = |who: &str, one: &[T], other: &[T]| {
        for only in one.iter().filter(|only| !other.contains(only)) {
            told.push_str(&format!("\n{code}, only the {who}: {only:?}"));
        }
    };
    tell("kernel", kernel, naive);
    tell("reference", naive, kernel);
    if told.is_empty() && kernel.len() != naive.len() {
        told = format!("\n{code}: {} and {} times the same", kernel.len(), naive.len());
    }
    told
}

fn agree(month: &Month, settings: &Settings, params: &Params) -> Result<(), TestCaseError> {
    let naive = Naive { month, settings, params };
    let (found, counts) = kernels(month, settings, params);
    let expected = [
        ("D201", naive.d201()),
        ("D202", naive.d202()),
        ("D203", naive.d203()),
        ("K103", naive.k103()),
        ("K104", naive.k104()),
        ("K105", naive.k105()),
        ("K106", naive.k106()),
        ("M301", naive.m301()),
        ("P501", naive.p501()),
        ("T401", naive.t401()),
        ("T402", naive.t402()),
        ("T403", naive.t403()),
    ];
    let mut told = String::new();
    for (code, expected) in expected {
        told.push_str(&difference(code, &of_rule(&found, code), &sorted(expected)));
    }
    let expected = if month.has_manual { [naive.counts(), naive.cells()].concat() } else { Vec::new() };
    told.push_str(&difference("K101 K102", &sorted(counts), &sorted(expected)));
    prop_assert!(told.is_empty(), "{}", told);
    Ok(())
}

/// P502 alone.
fn same_staff_agrees(month: &Month, settings: &Settings, params: &Params) -> Result<(), TestCaseError> {
    let naive = Naive { month, settings, params };
    let (found, _) = kernels(month, settings, params);
    let told = difference("P502", &of_rule(&found, "P502"), &sorted(naive.p502()));
    prop_assert!(told.is_empty(), "{}", told);
    Ok(())
}

proptest! {
    #![proptest_config(fixed(192))]

    #[test]
    fn kernels_agree_with_the_reference_on_dense_months(
        (kind, rows) in rows::dense(), params in params(), settings in settings()
    ) {
        agree(&files::read(&kind, &rows), &settings, &params)?;
    }

    #[test]
    fn same_staff_agrees_with_the_reference_on_dense_months(
        (kind, rows) in rows::dense(), params in params(), settings in settings()
    ) {
        same_staff_agrees(&files::read(&kind, &rows), &settings, &params)?;
    }
}

proptest! {
    #![proptest_config(fixed(48))]

    #[test]
    fn kernels_agree_with_the_reference_on_wide_months(
        (kind, rows) in rows::wide(), params in params(), settings in settings()
    ) {
        agree(&files::read(&kind, &rows), &settings, &params)?;
    }

    #[test]
    fn same_staff_agrees_with_the_reference_on_wide_months(
        (kind, rows) in rows::wide(), params in params(), settings in settings()
    ) {
        same_staff_agrees(&files::read(&kind, &rows), &settings, &params)?;
    }
}

#[test]
fn random_months_reach_every_rule_and_state() {
    let expected = [
        ("D201", "minor", None),
        ("D202", "major", None),
        ("D203", "info", None),
        ("D203", "info", Some("planned")),
        ("D203", "minor", None),
        ("D203", "minor", Some("planned")),
        ("K103", "minor", None),
        ("K104", "minor", None),
        ("K105", "minor", None),
        ("K106", "minor", None),
        ("M301", "info", None),
        ("M301", "info", Some("planned")),
        ("M301", "info", Some("service")),
        ("M301", "minor", None),
        ("M301", "minor", Some("planned")),
        ("M301", "minor", Some("service")),
        ("P501", "major", None),
        ("P501", "major", Some("too-long")),
        ("P502", "minor", None),
        ("T401", "minor", None),
        ("T402", "minor", None),
        ("T403", "minor", None),
    ];
    let mut runner = TestRunner::new(fixed(96));
    let (mut reached, mut by_hours) = (BTreeMap::new(), 0);
    for _ in 0..96 {
        let drawn = (rows::dense(), params(), settings()).new_tree(&mut runner).unwrap().current();
        let ((kind, rows), params, settings) = drawn;
        let month = files::read(&kind, &rows);
        let of_these = |seen: &Seen| expected.iter().any(|(rule, _, _)| *rule == seen.rule);
        for seen in kernels(&month, &settings, &params).0.into_iter().filter(of_these) {
            *reached.entry((seen.rule, seen.severity, seen.explained)).or_insert(0) += 1;
        }
        let naive = Naive { month: &month, settings: &settings, params: &params };
        let all = naive.performed();
        by_hours += all.iter().filter(|visit| settings.placeholders.is_empty() && naive.placeholder(**visit)).count();
    }
    for (rule, severity, explained) in expected {
        let times = reached.get(&(rule.to_owned(), severity, explained)).copied().unwrap_or(0);
        assert!(times > 0, "{rule} {severity} {explained:?} in {reached:?}");
    }
    assert_eq!(reached.len(), expected.len(), "{reached:?}");
    assert!(by_hours > 0);
}

/// The Dubbelid stands on one of the two staff's rows only; they are still one visit.
#[test]
fn a_visit_of_two_staff_counts_once_though_one_row_has_no_dubbelid() {
    let month = files::read_text(
        "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ;\
         Dubbelid\n\
         A;1;B1;P1;Dusch;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg;D1\n\
         A;1;B1;P2;Dusch;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg;\n\
         A;2;B1;P2;Dusch;2022-03-02 07:00;Tagg;2022-03-02 07:30;Manuell;\n",
    );
    let (p502_visits, p502_days, p502_share) = (1, 1, 0.5);
    let params = Params { p502_visits, p502_days, p502_share, ..Params::default() };
    let (found, _) = kernels(&month, &Settings::default(), &params);
    let shares: Vec<Option<i64>> = of_rule(&found, "P502").iter().map(|seen| seen.value).collect();
    assert_eq!(shares, [Some(500_000_000), Some(1_000_000_000)], "P1 has one of two visits, P2 both");
}

/// Three visits of eight hours a day, on three days, and `seconds` more each day.
fn named_as_placeholder(days: u32, seconds: u32) -> bool {
    let mut text = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;\
                    Utpassering typ\n"
        .to_owned();
    for (day, visit) in (1..=days).flat_map(|day| (0..3).map(move |visit| (day, visit))) {
        let more = if visit == 2 { seconds } else { 0 };
        let _ = writeln!(
            text,
            "A;{day}{visit};B{visit};P1;Dusch;2022-03-0{day} 07:00;Tagg;2022-03-0{day} 15:00:0{more};Manuell"
        );
    }
    let (month, settings, params) = (files::read_text(&text), Settings::default(), Params::default());
    let rules = params.rules();
    let outcome = Engine::new(&rules, &settings).run(&month);
    let named = !outcome.placeholders.is_empty();
    let (month, settings, params) = (&month, &settings, &params);
    let naive = Naive { month, settings, params };
    assert_eq!(naive.placeholder(0), named);
    named
}

#[test]
fn staff_stand_for_many_people_from_a_second_over_24_hours_on_three_days() {
    assert!(named_as_placeholder(3, 1));
    assert!(!named_as_placeholder(3, 0));
    assert!(!named_as_placeholder(2, 1));
}
