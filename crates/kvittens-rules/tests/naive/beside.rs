//! The rules on decisions, absence, plans, exemptions and tags: random other exports beside random rows, and the kernels
//! against the references in `decided`, `away` and `registers`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kvittens_model::{Local, Month, Thing};
use kvittens_rules::{Engine, Selection, Settings, config};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::facts::Naive;
use crate::params::{Params, settings};
use crate::rows::{self, Kind, PROVIDERS, Row, SERVICES};
use crate::seen::{Seen, ids};
use crate::shares::Count;
use crate::{files, fixed};

const DAY: i32 = 86_400;

/// What the rules here are set to.
#[derive(Clone, Debug)]
pub struct Set {
    /// B601 and B602: tolerance and minutes.
    pub differs: (f64, i32),
    pub b603: i32,
    pub b604: usize,
    pub b605: i32,
    /// Visits, others, rate; and the limit for the share.
    pub b606: (usize, usize, f64),
    pub limit: f64,
    /// Hours and visits.
    pub b607: (f64, usize),
    pub k108: usize,
    pub k110: usize,
}

impl Set {
    fn tables(&self) -> String {
        let (tolerance, minutes) = self.differs;
        let limit = format!("limits = [{{ value = {:?}, judge = \"value\", source = \"Avtal\" }}]\n", self.limit);
        let (visits, others, q) = self.b606;
        let (hours, planned) = self.b607;
        format!(
            "[B601]\ntolerance = {tolerance:?}\nmin_minutes = {minutes}\n\
             [B602]\ntolerance = {tolerance:?}\nmin_minutes = {minutes}\n\
             [B603]\ngrace_days = {}\n[B604]\nmin_visits = {}\n[B605]\nmin_minutes = {}\n\
             [B606]\nmin_visits = {visits}\nmin_others = {others}\nq = {q:?}\n{limit}\
             [B607]\nhours = {hours:?}\nmin_visits = {planned}\n{limit}\
             [K108]\nmin_readings = {}\n[K110]\nmin_visits = {}\n",
            self.b603, self.b604, self.b605, self.k108, self.k110
        )
    }
}

fn set() -> impl Strategy<Value = Set> {
    let decided = ((select(vec![0.0, 0.1, 0.5]), select(vec![0, 1, 10, 60])), 0..=5i32, 1..=3usize);
    let shares = ((1..=5usize, 1..=6usize, select(vec![0.0503, 0.203, 0.497])), select(vec![0.13, 0.31]));
    let rest = (select(vec![1, 2, 30]), (select(vec![0.0, 0.25, 2.0]), 1..=4usize), 1..=3usize, 1..=4usize);
    (decided, shares, rest).prop_map(|((differs, b603, b604), (b606, limit), (b605, b607, k108, k110))| Set {
        differs,
        b603,
        b604,
        b605,
        b606,
        limit,
        b607,
        k108,
        k110,
    })
}

/// From a day of the month on (0 is the first; before and behind it too), for so many days, or without an end.
type Days = (i32, Option<i32>);

/// A decision: customer, service (the last: all), provider (behind the last: any), how much, how many minutes, double.
type Drawn = (usize, usize, usize, usize, i32, bool, Days);

/// Other exports of a month, drawn.
#[derive(Clone, Debug)]
pub struct Others {
    decisions: Vec<Drawn>,
    /// Customer, first minute of the month, minutes.
    absence: Vec<(usize, i32, Option<i32>)>,
    exemptions: Vec<(usize, Days)>,
    /// The row that a planned visit is made of, minutes that it is moved, with its provider or without.
    plan: Vec<(usize, i32, bool)>,
    households: Option<Vec<usize>>,
    /// Tag and customer.
    tags: Option<Vec<(usize, usize, Days)>>,
}

fn days() -> impl Strategy<Value = Days> {
    (-2..36i32, select(vec![None, None, Some(1), Some(2), Some(7), Some(20)]))
}

fn others() -> impl Strategy<Value = Others> {
    let minutes = select(vec![1, 15, 30, 45, 60, 90, 120, 240, 600]);
    let decision = (0..7usize, 0..6usize, 0..6usize, 0..6usize, minutes, prop::bool::weighted(0.4), days());
    let hours = select(vec![None, Some(60), Some(120), Some(24 * 60), Some(3 * 24 * 60)]);
    let absence = (0..7usize, (0..31i32, select(vec![0, 6 * 60 + 59, 7 * 60 + 15, 8 * 60, 12 * 60])), hours);
    let absence = absence.prop_map(|(customer, (day, minute), length)| (customer, day * 24 * 60 + minute, length));
    let plan = (0..300usize, select(vec![-120, -15, -1, 0, 0, 0, 15, 120, 121, 600]), prop::bool::weighted(0.7));
    let tag = (0..10usize, 0..7usize, days());
    (
        prop::collection::vec(decision, 1..16),
        prop::collection::vec(absence, 0..6),
        prop::collection::vec((0..7usize, days()), 0..3),
        prop::collection::vec(plan, 1..40),
        prop::option::of(prop::collection::vec(0..4usize, 7)),
        prop::option::of(prop::collection::vec(tag, 1..10)),
    )
        .prop_map(|(decisions, absence, exemptions, plan, households, tags)| Others {
            decisions,
            absence,
            exemptions,
            plan,
            households,
            tags,
        })
}

impl Others {
    /// The files.
    fn files(&self, kind: &Kind, rows: &[Row]) -> Vec<(&'static str, String)> {
        let first = files::month_of(kind).first().seconds();
        let at = |seconds: i32| Local::from_seconds(first + seconds).to_string();
        let date = |day: i32| at(day * DAY).chars().take(10).collect::<String>();
        let days =
            |(from, length): Days| format!("{};{}", date(from), length.map_or(String::new(), |of| date(from + of - 1)));
        let mut all = Vec::new();
        let mut text = "Brukare-ID;Insats;Utförare;Minuter per månad;Minuter per tillfälle;Tillfällen per månad;\
                        Dubbelbemanning;Från;Till\n"
            .to_owned();
        for (customer, service, provider, how, minutes, double, period) in &self.decisions {
            let service = if SERVICES[*service].is_empty() { "Alla" } else { SERVICES[*service] };
            let provider = PROVIDERS.get(*provider).copied().unwrap_or_default();
            let granted = match how {
                0 => ";;".to_owned(),
                1 => format!(";{minutes};"),
                2 => format!(";{minutes};1,5"),
                _ => format!("{minutes};;"),
            };
            let double = if *double { "Ja" } else { "" };
            let line = format!("B{customer};{service};{provider};{granted};{double};{}", days(*period));
            // As much as is registered, all the month.
            let exact = format!("B{customer};Alla;;{};;;;{};", registered(rows, *customer), date(-40));
            let _ = writeln!(text, "{}", if *how == 4 { exact } else { line });
        }
        all.push(("beslut", text));
        let mut text = "Brukare-ID;Från;Till;Typ\n".to_owned();
        for (customer, from, length) in &self.absence {
            let to = length.map_or(String::new(), |length| format!("{}:00", at((from + length) * 60)));
            let _ = writeln!(text, "B{customer};{}:00;{to};Sjukhus", at(from * 60));
        }
        all.push(("franvaro", text));
        let mut text = "Brukare-ID;Från;Till;Orsak\n".to_owned();
        for (customer, period) in &self.exemptions {
            let _ = writeln!(text, "B{customer};{};Vill inte", days(*period));
        }
        all.push(("dispens", text));
        let mut text = "Utförare;Brukare-ID;Insats;Planerad start;Planerad slut\n".to_owned();
        for (row, moved, named) in &self.plan {
            let row = &rows[row % rows.len()];
            if let Some(start) = row.planned.0.or(row.start) {
                let provider = if *named { PROVIDERS[row.provider] } else { "" };
                let (start, service) = (start + moved * 60, SERVICES[row.service]);
                let _ = writeln!(text, "{provider};B{};{service};{};{}", row.customer, at(start), at(start + 1200));
            }
        }
        all.push(("planering", text));
        if let Some(households) = &self.households {
            let lines = households.iter().enumerate().map(|(customer, of)| format!("B{customer};H{of}\n"));
            all.push(("hushall", format!("Brukare-ID;Hushåll\n{}", lines.collect::<String>())));
        }
        if let Some(tags) = &self.tags {
            let lines = tags.iter().map(|(tag, customer, period)| format!("TB{tag};B{customer};{}\n", days(*period)));
            all.push(("taggar", format!("Tagg-ID;Brukare-ID;Från;Till\n{}", lines.collect::<String>())));
        }
        all
    }
}

/// Whole minutes that a customer's rows together last.
fn registered(rows: &[Row], customer: usize) -> i32 {
    let own = rows.iter().filter(|row| row.customer == customer && row.status != "Avböjd");
    own.filter_map(|row| Some((row.stop? - row.start?).max(0))).sum::<i32>() / 60
}

/// A finding and what it is about beside people.
pub type About = (Seen, Thing);

const CODES: [&str; 11] = ["B601", "B602", "B603", "B604", "B605", "B606", "B607", "B608", "K107", "K108", "K110"];

fn kernels(month: &Month, settings: &Settings, set: &Set) -> (Vec<About>, Vec<Count>) {
    let mut rules = config::configure(&set.tables().parse().unwrap()).unwrap();
    let select = CODES.map(str::to_owned).to_vec();
    Selection { select, ignore: Vec::new() }.apply(&mut rules).unwrap();
    let outcome = Engine { stretch: 7, ..Engine::new(&rules, settings) }.run(month);
    assert!(outcome.runs.iter().all(|run| run.failure.is_none()), "{:?}", outcome.runs);
    let named = |name: &str| ["declined-share", "unregistered-share", "untold-decisions"].contains(&name);
    let counts = outcome.measures.iter().filter(|measure| named(measure.name)).filter_map(|measure| {
        let (numerator, denominator) = (measure.numerator?, measure.denominator?);
        Some((measure.rule.to_string(), measure.name, measure.scope, ids(measure.subject), numerator, denominator))
    });
    // Without a register K107 has a reference of its own.
    let in_register = |customer| month.companions.tags.iter().any(|of| of.customer == customer);
    let own = outcome.findings.iter().filter(|f| f.rule.as_str() != "K107" || in_register(f.subject.customer));
    (own.map(|finding| (Seen::of(finding), finding.thing)).collect(), counts.collect())
}

fn references(naive: &Naive<'_>, set: &Set) -> (Vec<About>, Vec<Count>) {
    let (declined, mut counts) = naive.b606(set);
    let (unregistered, planned) = naive.b607(set);
    counts.extend(planned);
    counts.extend(naive.untold());
    let all = [
        naive.b601(set),
        naive.b602(set),
        naive.b603(set),
        naive.b604(set),
        naive.b605(set),
        declined,
        unregistered,
        naive.b608(),
        naive.k107_registered(),
        naive.k110(set),
    ];
    let alone = all.concat().into_iter().map(|seen| (seen, Thing::None));
    (alone.chain(naive.k108(set)).collect(), counts)
}

fn told<T: Ord + std::fmt::Debug>(mut kernel: Vec<T>, mut naive: Vec<T>) -> String {
    kernel.sort();
    naive.sort();
    let only = |who: &str, one: &[T], other: &[T]| -> String {
        one.iter().filter(|this| !other.contains(this)).map(|this| format!("\nonly the {who}: {this:?}")).collect()
    };
    let counts = if kernel.len() == naive.len() { "" } else { "\nanother number of them" };
    format!("{}{}{counts}", only("kernel", &kernel, &naive), only("reference", &naive, &kernel))
}

fn agree(kind: &Kind, rows: &[Row], others: &Others, set: &Set, settings: &Settings) -> Result<(), TestCaseError> {
    let month = files::read_beside(kind, rows, &others.files(kind, rows));
    let named = others.files(kind, rows).len();
    let read = month.files.iter().filter(|file| file.companion.is_some()).count();
    assert_eq!(read, named, "another export is read as something else");
    let params = Params::default();
    let (found, counts) = kernels(&month, settings, set);
    let (expected, expected_counts) = references(&Naive { month: &month, settings, params: &params }, set);
    let said = told(found, expected) + &told(counts, expected_counts);
    prop_assert!(
        said.is_empty(),
        "{}\n{}",
        said,
        others.files(kind, rows).iter().map(|(_, t)| t.as_str()).collect::<String>()
    );
    Ok(())
}

proptest! {
    #![proptest_config(fixed(192))]

    #[test]
    fn rules_on_other_exports_agree_on_dense_months(
        (kind, rows) in rows::dense(), others in others(), set in set(), settings in settings()
    ) {
        agree(&kind, &rows, &others, &set, &settings)?;
    }
}

proptest! {
    #![proptest_config(fixed(24))]

    #[test]
    fn rules_on_other_exports_agree_on_wide_months(
        (kind, rows) in rows::wide(), others in others(), set in set(), settings in settings()
    ) {
        agree(&kind, &rows, &others, &set, &settings)?;
    }
}

#[test]
fn random_months_with_other_exports_reach_each_rule_and_explanation() {
    let mut runner = TestRunner::new(fixed(128));
    let mut reached: BTreeMap<(String, Option<&str>), usize> = BTreeMap::new();
    for _ in 0..128 {
        let drawn = (rows::dense(), others(), set(), settings()).new_tree(&mut runner).unwrap().current();
        let ((kind, rows), others, set, settings) = drawn;
        let month = files::read_beside(&kind, &rows, &others.files(&kind, &rows));
        for (seen, _) in kernels(&month, &settings, &set).0 {
            *reached.entry((seen.rule, seen.explained)).or_default() += 1;
        }
    }
    let explained = [("B603", "grace"), ("K107", "household"), ("K110", "exemption")];
    let open = CODES.into_iter().map(|code| (code, None));
    for (code, explanation) in open.chain(explained.into_iter().map(|(code, word)| (code, Some(word)))) {
        assert!(reached.contains_key(&(code.to_owned(), explanation)), "{code} {explanation:?} in {reached:?}");
    }
}
