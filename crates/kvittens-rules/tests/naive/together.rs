//! The rules on a customer's day, plan and visits at once against their references, and what explains them.

use std::collections::BTreeMap;

use kvittens_model::Month;
use kvittens_rules::config::{Rules, configure};
use kvittens_rules::{Engine, Settings};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::facts::Naive;
use crate::params::{Params, params, settings};
use crate::seen::Seen;
use crate::{files, fixed, rows};

const CODES: [&str; 5] = ["D204", "D205", "M302", "P507", "P509"];

/// Parameters of these rules.
#[derive(Clone, Debug)]
pub struct Own {
    pub d204_count: usize,
    pub d204_factor: f64,
    pub d204_days: usize,
    pub m302_visits: usize,
    pub p507_share: f64,
    pub p507_visits: usize,
    pub p507_copied: f64,
    pub p507_minutes: i32,
    pub p509_minutes: i32,
}

impl Default for Own {
    /// As rules.md has them.
    fn default() -> Own {
        Own {
            d204_count: 4,
            d204_factor: 3.0,
            d204_days: 3,
            m302_visits: 2,
            p507_share: 0.9,
            p507_visits: 10,
            p507_copied: 0.9,
            p507_minutes: 1,
            p509_minutes: 5,
        }
    }
}

impl Own {
    /// The catalogue with these and the other rules' parameters. The defaults are not written, so that the kernels' own
    /// are held against rules.md.
    fn rules(&self, params: &Params) -> Rules {
        let (own, usual) = (self.lines(), Own::default().lines());
        let mut text = String::new();
        for (table, lines) in CODES.iter().zip(own.iter().zip(&usual)) {
            let other = lines.0.lines().zip(lines.1.lines()).filter(|(own, usual)| own != usual);
            let written: Vec<&str> = other.map(|(own, _)| own).collect();
            text.push_str(&format!("[{table}]\n{}\n", written.join("\n")));
        }
        let mut rules = params.rules();
        for own in configure(&text.parse().unwrap()).unwrap() {
            if CODES.contains(&own.code().as_str()) {
                let place = rules.iter().position(|rule| rule.code() == own.code()).unwrap();
                rules[place] = own;
            }
        }
        rules
    }

    fn lines(&self) -> [String; 5] {
        [
            format!("min_count = {}\nfactor = {:?}\nmin_days = {}", self.d204_count, self.d204_factor, self.d204_days),
            String::new(),
            format!("min_visits = {}", self.m302_visits),
            format!(
                "share = {:?}\nmin_visits = {}\ncopied_share = {:?}\nmin_minutes = {}",
                self.p507_share, self.p507_visits, self.p507_copied, self.p507_minutes
            ),
            format!("min_minutes = {}", self.p509_minutes),
        ]
    }
}

fn own() -> impl Strategy<Value = Own> {
    let day = (1..=4usize, select(vec![1.0, 1.5, 3.0]), 1..=3usize);
    let double = (select(vec![0.3, 0.5, 0.9]), 1..=2usize, select(vec![0.4, 0.9, 1.0]), 1..=5i32);
    (day, 2..=3usize, double, 1..=6i32, any::<bool>()).prop_map(|(day, split, double, overlap, usual)| {
        let reached = Own { p507_visits: double.1, d204_days: day.2, d204_count: day.0, ..Own::default() };
        if usual {
            return reached;
        }
        Own {
            d204_factor: day.1,
            m302_visits: split,
            p507_share: double.0,
            p507_copied: double.2,
            p507_minutes: double.3,
            p509_minutes: overlap,
            ..reached
        }
    })
}

fn kernels(month: &Month, settings: &Settings, params: &Params, own: &Own) -> Vec<Seen> {
    let rules = own.rules(params);
    let outcome = Engine::new(&rules, settings).run(month);
    assert!(outcome.runs.iter().all(|run| run.failure.is_none()), "{:?}", outcome.runs);
    let ran = |code: &str| outcome.runs.iter().any(|run| run.code.as_str() == code && run.not_run.is_none());
    let all = outcome.findings.iter().map(Seen::of);
    all.filter(|seen| CODES.contains(&seen.rule.as_str()) && ran(&seen.rule)).collect()
}

fn agree(month: &Month, settings: &Settings, params: &Params, own: &Own) -> Result<(), TestCaseError> {
    let naive = Naive { month, settings, params };
    let mut found = kernels(month, settings, params, own);
    let mut expected = [naive.d204(own), naive.d205(), naive.m302(own), naive.p507(own), naive.p509(own)].concat();
    found.sort();
    expected.sort();
    let only = |one: &[Seen], other: &[Seen]| -> Vec<Seen> {
        one.iter().filter(|seen| !other.contains(seen)).cloned().collect()
    };
    let (kernel, reference) = (only(&found, &expected), only(&expected, &found));
    prop_assert!(found == expected, "only the kernels: {:#?}\nonly the reference: {:#?}", kernel, reference);
    Ok(())
}

proptest! {
    #![proptest_config(fixed(192))]

    #[test]
    fn days_and_visits_at_once_agree_with_the_reference_on_dense_months(
        (kind, rows) in rows::dense(), params in params(), own in own(), settings in settings()
    ) {
        agree(&files::read(&kind, &rows), &settings, &params, &own)?;
    }
}

proptest! {
    #![proptest_config(fixed(32))]

    #[test]
    fn days_and_visits_at_once_agree_with_the_reference_on_wide_months(
        (kind, rows) in rows::wide(), params in params(), own in own(), settings in settings()
    ) {
        agree(&files::read(&kind, &rows), &settings, &params, &own)?;
    }
}

#[test]
fn random_months_reach_each_of_them_and_what_explains_them() {
    let expected = [
        ("D204", None, true),
        ("D205", None, true),
        ("D205", Some("service"), true),
        ("D205", Some("too-long"), true),
        ("M302", None, true),
        ("M302", Some("double-staffing"), true),
        ("P507", None, false),
        ("P507", None, true),
        ("P509", None, true),
        ("P509", Some("double-staffing"), true),
        ("P509", Some("provider-change"), true),
        ("P509", Some("service"), true),
        ("P509", Some("too-long"), true),
    ];
    let mut runner = TestRunner::new(fixed(96));
    let mut reached = BTreeMap::new();
    for _ in 0..96 {
        let drawn = (rows::dense(), params(), own(), settings()).new_tree(&mut runner).unwrap().current();
        let ((kind, rows), params, own, settings) = drawn;
        for seen in kernels(&files::read(&kind, &rows), &settings, &params, &own) {
            *reached.entry((seen.rule, seen.explained, seen.visit.is_some())).or_insert(0) += 1;
        }
    }
    for (rule, explained, on_visit) in expected {
        let times = reached.get(&(rule.to_owned(), explained, on_visit)).copied().unwrap_or(0);
        assert!(times > 0, "{rule} {explained:?} {on_visit} in {reached:?}");
    }
    assert_eq!(reached.len(), expected.len(), "{reached:?}");
}

const HEADER: &str = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;\
    Utpassering typ;Dubbelbemanning;Dubbelid\n";

fn found(text: &str, code: &str) -> Vec<Seen> {
    let (month, params) = (files::read_text(text), Params::default());
    let all = kernels(&month, &Settings::default(), &params, &Own::default());
    all.into_iter().filter(|seen| seen.rule == code).collect()
}

/// Two visits at once, each with its visit id, service, Dubbelbemanning and Dubbelid.
fn two(one: [&str; 4], other: [&str; 4]) -> Option<&'static str> {
    let row = |staff: &str, [visit, service, double, id]: [&str; 4]| {
        format!("A;{visit};B1;{staff};{service};2022-03-01 07:00;Tagg;2022-03-01 07:30;Manuell;{double};{id}\n")
    };
    let of = found(&format!("{HEADER}{}{}", row("P1", one), row("P2", other)), "P509");
    assert_eq!(of.len(), 1);
    of[0].explained
}

#[test]
fn every_way_to_write_double_staffing_explains_two_staff_at_once() {
    let double = Some("double-staffing");
    assert_eq!(two(["1", "Lyft", "Ja", ""], ["2", "Lyft", "Ja", ""]), double);
    assert_eq!(two(["1", "Lyft", "", "77"], ["2", "Lyft", "", "77"]), double);
    assert_eq!(two(["1", "Lyft", "D1", ""], ["2", "Lyft", "D1", ""]), double, "an id in the other column");
    assert_eq!(two(["1", "DUBBELBEMANNING 1", "", ""], ["2", "Dubbelbemanning 2", "", ""]), double);
    assert_eq!(two(["1", "Lyft", "", ""], ["1", "Lyft", "", ""]), double, "one visit id");
    assert_eq!(two(["1", "Lyft", "Nej", ""], ["2", "Lyft", "Nej", ""]), None);
    assert_eq!(two(["1", "Lyft", "Ja", ""], ["2", "Lyft", "", ""]), None, "one of them is not marked");
    assert_eq!(two(["1", "Lyft", "Ja", "77"], ["2", "Lyft", "Ja", "78"]), None, "two pairs");
}

#[test]
fn two_providers_at_once_are_not_a_double_staffing() {
    let rows = "A;1;B1;P1;Lyft;2022-03-01 07:00;Tagg;2022-03-01 07:30;Manuell;Ja;77\n\
                A;9;B1;P1;Lyft;2022-03-31 07:00;Tagg;2022-03-31 07:30;Manuell;;\n\
                B;1;B1;P1;Lyft;2022-03-01 07:00;Tagg;2022-03-01 07:30;Manuell;Ja;77\n";
    let of = found(&format!("{HEADER}{rows}"), "P509");
    assert_eq!(of.iter().map(|seen| seen.explained).collect::<Vec<_>>(), [None]);
}

/// The old provider's last visit is on a day of March 2022, beside one of the new provider, which came on Wednesday the
/// 2nd and has its last visit on the 31st.
fn handed_over(last: u32) -> Option<&'static str> {
    let row = |provider: &str, day: u32, visit: u32| {
        format!("{provider};{visit};B1;P1;Lyft;2022-03-{day:02} 07:00;Tagg;2022-03-{day:02} 07:30;Manuell;;\n")
    };
    let rows = [row("A", 1, 1), row("B", 2, 2), row("A", last, 3), row("B", last, 4), row("B", 31, 5)];
    let of = found(&format!("{HEADER}{}", rows.concat()), "P509");
    assert_eq!(of.len(), 1);
    of[0].explained
}

#[test]
fn the_old_provider_may_stay_for_five_weekdays() {
    assert_eq!(handed_over(3), Some("provider-change"));
    assert_eq!(handed_over(9), Some("provider-change"), "Thursday, Friday, Monday, Tuesday, Wednesday");
    assert_eq!(handed_over(10), None, "the sixth");
}

#[test]
fn a_customer_id_that_stands_for_many_costs_no_square() {
    let mut text = HEADER.to_owned();
    for number in 0..20_000 {
        text.push_str(&format!(
            "A;{number};B1;P{};Lyft;2022-03-{:02} 07:00;Tagg;2022-03-{:02} 07:30;Manuell;;\n",
            number % 5_000,
            number / 5_000 + 1,
            number / 5_000 + 1
        ));
    }
    let of = found(&text, "P509");
    assert_eq!(of.len(), 20_000 - 4);
    assert_eq!(of.iter().map(|seen| seen.others.len()).max(), Some(32));
}
