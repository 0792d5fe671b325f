//! M304, M306, T404–T406 and T410–T412 against their references in `hours`, `together` and `typed`.

use std::collections::BTreeMap;

use kvittens_model::{Id, Month, Thing};
use kvittens_rules::{Engine, Selection, Settings, config};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::facts::Naive;
use crate::params::{Params, settings};
use crate::rows::{self, Kind, Row};
use crate::seen::Seen;
use crate::{files, fixed};

/// What the rules here are set to.
#[derive(Clone, Debug)]
pub struct Set {
    pub m304: (f64, usize, i32),
    pub m306: (usize, i32, usize),
    /// Grace, from and to in minutes.
    pub t404: (i32, i32, i32),
    pub t405: (usize, f64, f64),
    pub t406: (usize, usize, f64),
    pub t406_limit: Option<f64>,
    pub t410: usize,
    pub t411: (usize, f64, f64),
    pub t412: (f64, usize),
}

impl Set {
    fn tables(&self) -> String {
        let clock = |minutes: i32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let limit = |value: f64| format!("limits = [{{ value = {value:?}, judge = \"value\", source = \"Avtal\" }}]\n");
        let mut text =
            format!("[M304]\nmin_share = {:?}\nmin_count = {}\nmax_gap = {}\n", self.m304.0, self.m304.1, self.m304.2);
        let (count, seconds, minutes) = self.m306;
        text += &format!("[M306]\nmin_count = {count}\nseconds = {seconds}\nmin_count_minutes = {minutes}\n");
        let (grace, from, to) = self.t404;
        text += &format!("[T404]\ngrace = {grace}\nfrom = \"{}\"\nto = \"{}\"\n", clock(from), clock(to));
        let (ends, alpha, q) = self.t405;
        text += &format!("[T405]\nmin_ends = {ends}\nalpha = {alpha:?}\nq = {q:?}\n");
        let (visits, others, q) = self.t406;
        text += &format!("[T406]\nmin_visits = {visits}\nmin_others = {others}\nq = {q:?}\n");
        text += &self.t406_limit.map_or(String::new(), limit);
        text += &format!("[T410]\nmin_count = {}\n", self.t410);
        let (pairs, alpha, q) = self.t411;
        text += &format!("[T411]\nmin_pairs = {pairs}\nalpha = {alpha:?}\nq = {q:?}\n");
        text + &format!("[T412]\nshare = {:?}\nmin_visits = {}\n", self.t412.0, self.t412.1)
    }
}

/// As rules.md has them, but for what a small month never reaches. No rate is a chance that small counts give exactly.
fn set() -> impl Strategy<Value = Set> {
    let q = || select(vec![0.0503, 0.203, 0.497]);
    let alpha = || select(vec![0.001, 0.0317, 0.0971]);
    let moves = (select(vec![0.01, 0.2, 0.5]), 1..=4usize, select(vec![0, 0, 1, 5]));
    let tags = (1..=3usize, select(vec![0, 1, 60, 300]), 1..=3usize);
    let hours = (select(vec![0, 15, 60]), select(vec![0, 420, 455]), select(vec![480, 1320, 1440]));
    let (t405, t406, t411) = ((1..=12usize, alpha(), q()), (1..=4usize, 1..=6usize, q()), (1..=4usize, alpha(), q()));
    let limit = select(vec![None, Some(0.15), Some(0.35)]);
    let same = (select(vec![0.3, 0.5, 0.8, 1.0]), 1..=4usize);
    (moves, tags, hours, t405, t406, limit, 1..=3usize, t411, same).prop_map(
        |(m304, m306, t404, t405, t406, t406_limit, t410, t411, t412)| Set {
            m304,
            m306,
            t404,
            t405,
            t406,
            t406_limit,
            t410,
            t411,
            t412,
        },
    )
}

/// Rows, and whether what is typed in is to be longer than what is read, and as planned by the first staff.
fn months(rows: impl Strategy<Value = (Kind, Vec<Row>)>) -> impl Strategy<Value = (Kind, Vec<Row>)> {
    (rows, any::<bool>()).prop_map(|((kind, mut rows), wrong)| {
        let typed = |row: &&mut Row| row.manual || row.methods == ("Manuell", "Manuell");
        for row in rows.iter_mut().filter(|_| wrong).filter(typed) {
            row.stop = row.stop.map(|stop| stop + 20 * 60);
            if row.staff == Some(0) {
                row.planned = (row.start, row.stop);
            }
        }
        (kind, rows)
    })
}

/// A finding and the other customer it is about.
pub type Told = (Seen, Option<Id>);

const CODES: [&str; 8] = ["M304", "M306", "T404", "T405", "T406", "T410", "T411", "T412"];

fn kernels(month: &Month, settings: &Settings, set: &Set) -> Vec<Told> {
    let mut rules = config::configure(&set.tables().parse().unwrap()).unwrap();
    let select = CODES.map(str::to_owned).to_vec();
    Selection { select, ignore: Vec::new() }.apply(&mut rules).unwrap();
    let outcome = Engine { stretch: 7, ..Engine::new(&rules, settings) }.run(month);
    assert!(outcome.runs.iter().all(|run| run.failure.is_none()), "{:?}", outcome.runs);
    let other = |thing: Thing| if let Thing::Customer(other) = thing { Some(other) } else { None };
    outcome.findings.iter().map(|finding| (Seen::of(finding), other(finding.thing))).collect()
}

/// What the reference finds.
fn expected(month: &Month, settings: &Settings, set: &Set) -> Vec<Told> {
    let params = Params::default();
    let naive = Naive { month, settings, params: &params };
    let mut found = naive.m306(set);
    let lists = [
        naive.m304(set),
        naive.t404(set),
        naive.t405(set),
        naive.t406(set),
        naive.t410(set),
        naive.t411(set),
        naive.t412(set),
    ];
    found.extend(lists.into_iter().flatten().map(|seen| (seen, None)));
    found
}

fn agree(month: &Month, settings: &Settings, set: &Set) -> Result<(), TestCaseError> {
    let (mut kernel, mut naive) = (kernels(month, settings, set), expected(month, settings, set));
    kernel.sort();
    naive.sort();
    let only = |one: &[Told], other: &[Told]| -> Vec<Told> {
        one.iter().filter(|told| !other.contains(told)).cloned().collect()
    };
    let (kernel_only, naive_only) = (only(&kernel, &naive), only(&naive, &kernel));
    prop_assert!(kernel == naive, "only the kernel: {:#?}\nonly the reference: {:#?}", kernel_only, naive_only);
    Ok(())
}

proptest! {
    #![proptest_config(fixed(192))]

    #[test]
    fn patterns_agree_with_the_reference_on_dense_months(
        (kind, rows) in months(rows::dense()), set in set(), settings in settings()
    ) {
        agree(&files::read(&kind, &rows), &settings, &set)?;
    }
}

proptest! {
    #![proptest_config(fixed(48))]

    #[test]
    fn patterns_agree_with_the_reference_on_wide_months(
        (kind, rows) in months(rows::wide()), set in set(), settings in settings()
    ) {
        agree(&files::read(&kind, &rows), &settings, &set)?;
    }
}

/// By rule and whether it is on a member of staff.
#[test]
fn random_months_reach_every_pattern() {
    let mut runner = TestRunner::new(fixed(96));
    let mut reached: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for _ in 0..96 {
        let drawn = (months(rows::dense()), set(), settings()).new_tree(&mut runner).unwrap().current();
        let ((kind, rows), set, settings) = drawn;
        for (seen, _) in kernels(&files::read(&kind, &rows), &settings, &set) {
            let of_provider = ["T405", "T406", "T411"].contains(&seen.rule.as_str()) && seen.subject[3] == u32::MAX;
            *reached.entry((seen.rule, of_provider)).or_default() += 1;
        }
    }
    for (code, of_provider) in
        CODES.map(|code| (code, false)).into_iter().chain([("T405", true), ("T406", true), ("T411", true)])
    {
        assert!(reached.contains_key(&(code.to_owned(), of_provider)), "{code} {of_provider} in {reached:?}");
    }
}
