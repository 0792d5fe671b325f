//! What must not change a month's findings: the order of the rows, the files they stand in, other providers' rows, how
//! the work is cut and on how many cores it runs.

use std::sync::LazyLock;

use kvittens_model::{Finding, Month, Subject};
use kvittens_rules::{Engine, Outcome, Settings};
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::params::{Params, params, settings};
use crate::rows::{self, PROVIDERS};
use crate::{files, fixed};

static ONE: LazyLock<ThreadPool> = LazyLock::new(|| ThreadPoolBuilder::new().num_threads(1).build().unwrap());
static FOUR: LazyLock<ThreadPool> = LazyLock::new(|| ThreadPoolBuilder::new().num_threads(4).build().unwrap());

fn run(month: &Month, settings: &Settings, params: &Params) -> Outcome {
    Engine::new(&params.rules(), settings).run(month)
}

fn subject(month: &Month, subject: Subject) -> String {
    let ids = &month.ids;
    let people = (ids.customer.text(subject.customer), ids.staff.text(subject.staff));
    let places = (ids.provider.text(subject.provider), ids.unit.text(subject.unit));
    format!("{} {} {} {}", places.0, places.1, people.0, people.1)
}

fn visit(month: &Month, visit: u32) -> String {
    let (v, at) = (&month.visits, visit as usize);
    let who = Subject { provider: v.provider[at], unit: v.unit[at], customer: v.customer[at], staff: v.staff[at] };
    let id = month.ids.visit_text(v.visit[at]);
    format!("{id} {} {}–{}", subject(month, who), v.start[at], v.stop[at])
}

/// A finding in texts: ids and positions are of one reading only.
fn finding(month: &Month, all: &[Finding], finding: &Finding) -> String {
    let services: Vec<&str> = finding.services.iter().map(|id| month.ids.service.text(*id)).collect();
    let others: Vec<String> = finding.others.iter().map(|other| visit(month, *other)).collect();
    let primary = finding.case.map(|case| &all[case as usize]);
    let case = primary.map(|primary| (primary.rule, primary.visit.map(|at| visit(month, at))));
    format!(
        "{} {:?} {:?} {} {services:?} {:?} {others:?} {}–{} {:?} {:?} {} {} {case:?}",
        finding.rule,
        finding.severity,
        finding.state,
        subject(month, finding.subject),
        finding.visit.map(|at| visit(month, at)),
        finding.start,
        finding.stop,
        finding.value,
        finding.limit,
        finding.minutes,
        finding.rows.len(),
    )
}

/// Findings, measures and placeholders in texts, in order.
fn told(month: &Month, outcome: &Outcome) -> Vec<String> {
    let findings = outcome.findings.iter();
    let mut told: Vec<String> = findings.map(|one| finding(month, &outcome.findings, one)).collect();
    for measure in &outcome.measures {
        let count = (measure.numerator, measure.denominator, measure.value, measure.status);
        let who = subject(month, measure.subject);
        told.push(format!("{} {} {:?} {who} {count:?}", measure.rule, measure.name, measure.scope));
    }
    for (provider, staff) in &outcome.placeholders {
        told.push(format!("{} {}", month.ids.provider.text(*provider), month.ids.staff.text(*staff)));
    }
    told
}

proptest! {
    #![proptest_config(fixed(64))]

    #[test]
    fn the_order_of_the_rows_changes_nothing(
        ((kind, rows), shuffled) in rows::dense().prop_flat_map(|drawn| {
            let shuffled = Just(drawn.1.clone()).prop_shuffle();
            (Just(drawn), shuffled)
        }),
        params in params(),
        settings in settings(),
    ) {
        let (one, other) = (files::read(&kind, &rows), files::read(&kind, &shuffled));
        let (first, second) = (run(&one, &settings, &params), run(&other, &settings, &params));
        prop_assert_eq!(told(&one, &first), told(&other, &second));
    }

    #[test]
    fn the_files_that_the_rows_stand_in_change_nothing(
        (kind, rows) in rows::dense(),
        in_second in prop::collection::vec(any::<bool>(), 300),
        params in params(),
        settings in settings(),
    ) {
        let part = |second: bool| -> Vec<rows::Row> {
            let chosen = rows.iter().zip(&in_second).filter(|(_, of)| **of == second);
            chosen.map(|(row, _)| row.clone()).collect()
        };
        let (one, other) = (files::read(&kind, &rows), files::read_files(&kind, &[&part(false), &part(true)]));
        prop_assert_eq!(one.rows.len(), other.rows.len());
        let (first, second) = (run(&one, &settings, &params), run(&other, &settings, &params));
        prop_assert_eq!(told(&one, &first), told(&other, &second));
    }

    #[test]
    fn another_providers_rows_change_no_finding(
        (kind, rows) in rows::dense(), (_, more) in rows::dense(), params in params(), settings in settings()
    ) {
        let added = [rows.clone(), rows::elsewhere(&more)].concat();
        let (one, other) = (files::read(&kind, &rows), files::read(&kind, &added));
        let findings = |month: &Month| -> Vec<String> {
            let outcome = run(month, &settings, &params);
            // Their findings depend on all subjects of the run; those of K108 on every provider's readings of a tag.
            const OF_THE_RUN: [&str; 7] = ["B606", "K103", "K104", "K108", "T405", "T406", "T411"];
            let of_the_run = |one: &&Finding| !OF_THE_RUN.contains(&one.rule.as_str());
            let added = |one: &&Finding| month.ids.provider.text(one.subject.provider) != PROVIDERS[3];
            let kept = outcome.findings.iter().filter(of_the_run).filter(added);
            kept.map(|one| finding(month, &outcome.findings, one)).collect()
        };
        prop_assert_eq!(findings(&one), findings(&other));
    }

    #[test]
    fn neither_stretches_nor_cores_change_the_outcome(
        (kind, rows) in rows::dense(), params in params(), settings in settings()
    ) {
        let (month, rules) = (files::read(&kind, &rows), params.rules());
        let all = |stretch: usize, pool: &ThreadPool| {
            let engine = Engine { stretch, ..Engine::new(&rules, &settings) };
            let outcome = pool.install(|| engine.run(&month));
            (outcome.findings, outcome.measures, outcome.runs, outcome.placeholders)
        };
        let usual = all(1000, &ONE);
        for (stretch, pool) in [(1, &ONE), (3, &ONE), (1, &FOUR), (3, &FOUR), (1000, &FOUR)] {
            prop_assert_eq!(&usual, &all(stretch, pool), "stretches of {}", stretch);
        }
    }
}
