//! P503, P504, P505, P506 and P510: references over all visits, and the kernels against them.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Id, Measure, Month, NO_ID, Scope, Thing};
use kvittens_rules::{Earlier, Engine, Rules, Settings, config::configure};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::facts::Naive;
use crate::params::{Params, settings};
use crate::rows::{PROVIDERS, STAFF};
use crate::seen::{Seen, ids};
use crate::{files, fixed, rows};

/// Tighter parameters than the catalogue's, which months of 100 rows never reach.
#[derive(Clone, Debug)]
struct People {
    p502: (f64, i32, i32),
    p503_share: f64,
    p504_days: i32,
    p505: (i32, i32, i32),
    p506: (i32, i32),
    p510: (i32, i32),
}

impl People {
    fn rules(&self) -> Rules {
        let ((share, visits, days), (day, month, rest)) = (self.p502, self.p505);
        let text = format!(
            "[P502]\nshare = {share:?}\nmin_visits = {visits}\nmin_days = {days}\n[P503]\nshare = {:?}\n\
             [P504]\nmax_days = {}\n[P505]\nmax_day_hours = {day}\nmax_month_hours = {month}\nmin_rest_hours = {rest}\n\
             [P506]\ndays = {}\nmin_visits = {}\nfrom = \"07:10\"\n[P510]\nmin_hours = {}\ndays = {}\n",
            self.p503_share, self.p504_days, self.p506.0, self.p506.1, self.p510.0, self.p510.1
        );
        configure(&text.parse().unwrap()).unwrap()
    }

    /// For the references of P502 and T403.
    fn params(&self) -> Params {
        let (p502_share, p502_visits, p502_days) = self.p502;
        Params { p502_share, p502_visits, p502_days, ..Params::default() }
    }
}

fn people() -> impl Strategy<Value = People> {
    let shares = || select(vec![0.3, 0.5, 0.8, 1.0]);
    let p505 = (1..=12i32, 1..=20i32, 9..=24i32);
    let p502 = (shares(), 1..=3i32, 1..=3i32);
    (p502, shares(), 1..=4i32, p505, (1..=4i32, 1..=2i32), (1..=6i32, 1..=31i32)).prop_map(
        |(p502, p503_share, p504_days, p505, p506, p510)| People { p502, p503_share, p504_days, p505, p506, p510 },
    )
}

/// Some of the staff, known from earlier months.
fn earlier() -> impl Strategy<Value = Earlier> {
    let person = (0..PROVIDERS.len() - 1, 0..STAFF.len() / 2, 0..=5u32);
    prop::collection::vec(person, 0..12).prop_map(|people| Earlier {
        months: if people.is_empty() { Vec::new() } else { vec!["2022-02".parse().unwrap()] },
        providers: people.iter().map(|(provider, _, _)| PROVIDERS[*provider].to_owned()).collect(),
        staff: people
            .iter()
            .flat_map(|(provider, staff, days)| {
                let (staff, provider) = (STAFF[*staff].to_owned(), PROVIDERS[*provider].to_owned());
                [((provider, staff.clone()), *days), ((String::new(), staff), *days)]
            })
            .collect(),
    })
}

/// The references, and what they need beside the month.
struct Of<'a> {
    naive: &'a Naive<'a>,
    people: &'a People,
    earlier: &'a Earlier,
}

impl Of<'_> {
    /// The visits of each person that is no placeholder.
    fn persons(&self) -> Vec<Vec<u32>> {
        let mut persons: Vec<Vec<u32>> = Vec::new();
        for visit in self.naive.performed() {
            if self.naive.staff(visit) == NO_ID || self.naive.placeholder(visit) {
                continue;
            }
            match persons.iter_mut().find(|person| self.naive.same_person(person[0], visit)) {
                Some(person) => person.push(visit),
                None => persons.push(vec![visit]),
            }
        }
        persons
    }

    /// The provider with most of the visits, of several the first by name.
    fn asked(&self, visits: &[u32]) -> Id {
        let count = |provider: Id| visits.iter().filter(|visit| self.naive.provider(**visit) == provider).count();
        let providers: BTreeSet<Id> = visits.iter().map(|visit| self.naive.provider(*visit)).collect();
        let most = providers.iter().map(|provider| count(*provider)).max().unwrap();
        providers.into_iter().find(|provider| count(*provider) == most).unwrap()
    }

    fn of_staff(&self, rule: &str, person: &[u32], ground: &[u32]) -> Seen {
        let mut ground = ground.to_vec();
        ground.sort_unstable();
        ground.dedup();
        let mut seen = self.naive.with_others(Seen::new(rule, "minor"), &ground);
        seen.subject = [self.asked(person), NO_ID, NO_ID, self.naive.staff(person[0])];
        seen
    }

    /// What earlier months say of a person.
    fn before(&self, visit: u32) -> Option<u32> {
        let ids = &self.naive.month.ids;
        let provider = ids.provider.text(self.naive.provider(visit));
        let provider = if self.naive.settings.municipal_staff { "" } else { provider };
        self.earlier.staff.get(&(provider.to_owned(), ids.staff.text(self.naive.staff(visit)).to_owned())).copied()
    }

    fn day(&self, visit: u32) -> i32 {
        self.naive.visits().when(visit).day()
    }

    /// P503: P502's pairs whose staff has as good a share of its own visits with the customer.
    fn p503(&self) -> Vec<Seen> {
        let naive = self.naive;
        let mut found = Vec::new();
        for pair in naive.p502() {
            let [provider, _, customer, staff] = pair.subject;
            let of_staff = |visit: &u32| naive.provider(*visit) == provider && naive.staff(*visit) == staff;
            let own: Vec<u32> = naive.performed().into_iter().filter(of_staff).collect();
            let with: Vec<u32> = own.iter().copied().filter(|visit| naive.customer(*visit) == customer).collect();
            let share = f64::from(naive.count(&with, &own)) / f64::from(naive.count(&own, &own));
            if share >= self.people.p503_share {
                let seen = Seen::new("P503", "major").comparing(share, self.people.p503_share);
                found.push(Seen { subject: pair.subject, ..naive.with_others(seen, &with) });
            }
        }
        found
    }

    /// P504: from each day backwards to the first day without a visit.
    fn p504(&self) -> Vec<Seen> {
        let mut found = Vec::new();
        let first = self.naive.month.month.first().day();
        for person in self.persons() {
            let works = |day: i32| person.iter().any(|visit| self.day(*visit) == day);
            let mut best: Option<(i32, i32, i32)> = None;
            for last in (first..first + 31).filter(|day| works(*day) && !works(day + 1)) {
                let begin = (first..=last).rev().take_while(|day| works(*day)).last().unwrap();
                let before = if begin == first { self.before(person[0]).unwrap_or(0) } else { 0 };
                let days = last - begin + 1 + i32::try_from(before).unwrap();
                if best.is_none_or(|best| days > best.0) {
                    best = Some((days, begin, last));
                }
            }
            let (days, begin, last) = best.unwrap();
            if days > self.people.p504_days {
                let within = |visit: &u32| (begin..=last).contains(&self.day(*visit));
                let run: Vec<u32> = person.iter().copied().filter(within).collect();
                let seen = self.of_staff("P504", &person, &run);
                found.push(seen.comparing(f64::from(days), f64::from(self.people.p504_days)));
            }
        }
        found
    }

    /// The visits that are registered time.
    fn counted(&self, person: &[u32]) -> Vec<u32> {
        let naive = self.naive;
        person.iter().copied().filter(|visit| naive.span(*visit).is_some() && !naive.too_long(*visit)).collect()
    }

    /// Seconds that any of the visits covers, of those between two moments: each visit but for what the former cover.
    fn covered(&self, visits: &[u32], between: (i32, i32)) -> i64 {
        let spans = visits.iter().filter_map(|visit| self.naive.span(*visit));
        let cut: Vec<(i32, i32)> = spans.map(|(from, to)| (from.max(between.0), to.min(between.1))).collect();
        let mut ends: Vec<i32> = cut.iter().flat_map(|(from, to)| [*from, *to]).collect();
        ends.sort_unstable();
        let pieces = ends.windows(2).filter(|piece| cut.iter().any(|(from, to)| *from <= piece[0] && piece[1] <= *to));
        pieces.map(|piece| i64::from(piece[1] - piece[0])).sum()
    }

    fn midnight(&self, day: i32) -> i32 {
        kvittens_model::clock::real(kvittens_model::Local::from_seconds(day * 86_400))
    }

    /// P505, with the kind of each.
    fn p505(&self) -> Vec<(Seen, &'static str)> {
        let (mut found, first) = (Vec::new(), self.naive.month.month.first().day());
        let (most_day, most_month, least_rest) = self.people.p505;
        for person in self.persons() {
            let visits = self.counted(&person);
            let mut tell = |kind, seconds: i64, limit: i32, occasions: BTreeSet<u32>, ground: &[u32]| {
                let hours = f64::from(i32::try_from(seconds).unwrap()) / 3600.0;
                let seen = self.of_staff("P505", &person, ground).comparing(hours, f64::from(limit));
                found.push((Seen { others: occasions.into_iter().collect(), ..seen }, kind));
            };
            let (mut worst, mut occasions, mut ground) = (0, BTreeSet::new(), Vec::new());
            for day in first..first + 34 {
                let between = (self.midnight(day), self.midnight(day + 1));
                let touches = |visit: &u32| {
                    let (from, to) = self.naive.span(*visit).unwrap();
                    self.naive.visits().start[*visit as usize].day() == day || (from < between.0 && to > between.0)
                };
                let time = self.covered(&visits, between);
                let of_day: Vec<u32> = visits.iter().copied().filter(touches).collect();
                if time > i64::from(most_day) * 3600 {
                    worst = worst.max(time);
                    occasions.insert(of_day[0]);
                    ground.extend(of_day);
                }
            }
            if worst > 0 {
                tell("day", worst, most_day, occasions, &ground);
            }
            let time = self.covered(&visits, (i32::MIN, i32::MAX));
            if time > i64::from(most_month) * 3600 {
                tell("month", time, most_month, BTreeSet::new(), &visits);
            }
            let (mut worst, mut occasions, mut ground) = (None::<i64>, BTreeSet::new(), Vec::new());
            for day in first..first + 31 {
                let on = |day: i32| {
                    let begins = |visit: &&u32| self.naive.visits().start[**visit as usize].day() == day;
                    let of_day = visits.iter().filter(begins).filter(|visit| !self.naive.night(**visit));
                    of_day.copied().collect::<Vec<u32>>()
                };
                let (former, later) = (on(day), on(day + 1));
                let stop = |visit: u32| self.naive.span(visit).unwrap().1;
                let Some(last) = former.iter().copied().max_by_key(|visit| stop(*visit)) else { continue };
                let Some(next) = later.first() else { continue };
                let rest = i64::from((self.naive.span(*next).unwrap().0 - stop(last)).max(0));
                if rest < i64::from(least_rest) * 3600 {
                    worst = Some(worst.map_or(rest, |worst| worst.min(rest)));
                    occasions.insert(*next);
                    ground.extend([last, *next]);
                }
            }
            if let Some(worst) = worst {
                tell("rest", worst, least_rest, occasions, &ground);
            }
        }
        found
    }

    /// P506: provider, customer and number of staff.
    fn p506(&self) -> Vec<([Id; 4], i64)> {
        let (naive, first) = (self.naive, self.naive.month.month.first().day());
        let (days, fewest) = self.people.p506;
        let v = naive.visits();
        let counts = |visit: &u32| {
            let start = v.start[*visit as usize];
            let in_hours = (7 * 3600 + 600..22 * 3600).contains(&start.second_of_day());
            start.is_some() && (first..first + days).contains(&start.day()) && in_hours
        };
        let mut found = Vec::new();
        for customer in 0..naive.month.ids.customer.len() {
            let all: Vec<u32> =
                naive.performed().into_iter().filter(|at| naive.customer(*at) == customer && counts(at)).collect();
            let providers: BTreeSet<Id> = all.iter().map(|visit| naive.provider(*visit)).collect();
            // One double-staffed visit is of one provider.
            let occasions = |of: &dyn Fn(&u32) -> bool, provider: Id| {
                let own: Vec<u32> = all.iter().copied().filter(|visit| naive.provider(*visit) == provider).collect();
                let some: Vec<u32> = own.iter().copied().filter(|visit| of(visit)).collect();
                naive.count(&some, &own)
            };
            let day = |day: i32| -> i32 {
                let on_day = |visit: &u32| v.start[*visit as usize].day() == day;
                providers.iter().map(|provider| occasions(&on_day, *provider)).sum()
            };
            let unnamed = |visit: &u32| naive.staff(*visit) == NO_ID || naive.placeholder(*visit);
            if all.iter().any(unnamed) || !(first..first + days).all(|of| day(of) >= fewest) {
                continue;
            }
            let each = |visit: &u32| all.iter().position(|other| naive.same_person(*other, *visit)).unwrap();
            let staff: BTreeSet<usize> = all.iter().map(each).collect();
            let most = providers.iter().map(|provider| occasions(&|_| true, *provider)).max().unwrap();
            let asked = providers.into_iter().find(|provider| occasions(&|_| true, *provider) == most).unwrap();
            found.push(([asked, NO_ID, customer, NO_ID], i64::try_from(staff.len()).unwrap()));
        }
        found.sort_unstable();
        found
    }

    /// P510: everyone whom no earlier month has.
    fn p510(&self) -> Vec<Seen> {
        let (least, days) = self.people.p510;
        let mut found = Vec::new();
        for person in self.persons() {
            let provider = |visit: &u32| self.naive.month.ids.provider.text(self.naive.provider(*visit)).to_owned();
            let known = person.iter().any(|visit| self.earlier.providers.contains(&provider(visit)));
            let first = person.iter().map(|visit| self.day(*visit)).min().unwrap();
            let visits: Vec<u32> =
                self.counted(&person).into_iter().filter(|visit| self.day(*visit) < first + days).collect();
            let time = self.covered(&visits, (i32::MIN, i32::MAX));
            if self.before(person[0]).is_none() && known && time >= i64::from(least) * 3600 {
                let hours = f64::from(i32::try_from(time).unwrap()) / 3600.0;
                found.push(self.of_staff("P510", &person, &visits).comparing(hours, f64::from(least)));
            }
        }
        found
    }
}

fn kind(thing: Thing) -> &'static str {
    match thing {
        Thing::Kind(kind) => kind,
        _ => "",
    }
}

type Found = (Vec<(Seen, &'static str)>, Vec<Measure>);

/// What the engine finds.
fn kernels(month: &Month, settings: &Settings, people: &People, earlier: &Earlier) -> Found {
    let rules = people.rules();
    let engine = Engine { earlier: Some(earlier), stretch: 7, ..Engine::new(&rules, settings) };
    let outcome = engine.run(month);
    assert!(outcome.runs.iter().all(|run| run.failure.is_none()), "{:?}", outcome.runs);
    let new = |rule: &str| ["P503", "P504", "P505", "P510"].contains(&rule);
    let findings = outcome.findings.iter().filter(|finding| new(finding.rule.as_str()));
    let mut found: Vec<_> = findings.map(|finding| (Seen::of(finding), kind(finding.thing))).collect();
    found.sort();
    (found, outcome.measures.into_iter().filter(|measure| measure.rule.as_str() == "P506").collect())
}

fn customers(measures: &[Measure]) -> Vec<([Id; 4], i64)> {
    let of = measures.iter().filter(|measure| measure.scope == Scope::Customer);
    let mut found: Vec<_> = of.map(|measure| (ids(measure.subject), measure.numerator.unwrap())).collect();
    found.sort_unstable();
    found
}

fn agree(month: &Month, settings: &Settings, people: &People, earlier: &Earlier) -> Result<(), TestCaseError> {
    let params = people.params();
    let naive = Naive { month, settings, params: &params };
    let of = Of { naive: &naive, people, earlier };
    let (found, measures) = kernels(month, settings, people, earlier);
    let plain = |seen: Vec<Seen>| seen.into_iter().map(|seen| (seen, ""));
    let new = if earlier.months.is_empty() { Vec::new() } else { of.p510() };
    let mut expected: Vec<(Seen, &str)> = plain(of.p503()).chain(plain(of.p504())).chain(plain(new)).collect();
    expected.extend(of.p505());
    expected.sort();
    prop_assert_eq!(found, expected);
    let expected = if month.visits.staff.iter().all(|staff| *staff == NO_ID) { Vec::new() } else { of.p506() };
    prop_assert_eq!(customers(&measures), expected.clone());
    for measure in measures.iter().filter(|measure| measure.scope == Scope::Provider) {
        let own = expected.iter().filter(|(subject, _)| subject[0] == measure.subject.provider);
        let mut counts: Vec<f64> = own.map(|(_, count)| f64::from(i32::try_from(*count).unwrap())).collect();
        counts.sort_by(f64::total_cmp);
        let middle = counts.len() / 2;
        let value = match (measure.name, counts.len() % 2) {
            ("staff-14-days-mean", _) => counts.iter().sum::<f64>() / counts.iter().map(|_| 1.0).sum::<f64>(),
            (_, 0) => f64::midpoint(counts[middle - 1], counts[middle]),
            _ => counts[middle],
        };
        prop_assert!((measure.value.unwrap() - value).abs() < 1e-9);
        prop_assert_eq!(measure.denominator, i64::try_from(counts.len()).ok());
    }
    Ok(())
}

proptest! {
    #![proptest_config(fixed(128))]

    #[test]
    fn rules_on_people_agree_with_the_reference_on_dense_months(
        (kind, rows) in rows::dense(), people in people(), settings in settings(), earlier in earlier()
    ) {
        agree(&files::read(&kind, &rows), &settings, &people, &earlier)?;
    }
}

proptest! {
    #![proptest_config(fixed(32))]

    #[test]
    fn rules_on_people_agree_with_the_reference_on_wide_months(
        (kind, rows) in rows::wide(), people in people(), settings in settings(), earlier in earlier()
    ) {
        agree(&files::read(&kind, &rows), &settings, &people, &earlier)?;
    }
}

#[test]
fn random_months_reach_every_rule_on_people() {
    let mut runner = TestRunner::new(fixed(96));
    let mut reached: BTreeMap<String, usize> = BTreeMap::new();
    let months = prop_oneof![rows::dense(), rows::wide()];
    let drawing = (months, people(), settings(), earlier());
    for _ in 0..96 {
        let ((kind, rows), people, settings, earlier) = drawing.new_tree(&mut runner).unwrap().current();
        let month = files::read(&kind, &rows);
        let (found, measures) = kernels(&month, &settings, &people, &earlier);
        for (seen, kind) in found {
            *reached.entry(format!("{}{kind}", seen.rule)).or_default() += 1;
        }
        let more = customers(&measures).iter().filter(|(_, staff)| *staff > 1).count();
        *reached.entry("P506".to_owned()).or_default() += more;
    }
    for rule in ["P503", "P504", "P505day", "P505month", "P505rest", "P506", "P510"] {
        assert!(reached.get(rule).is_some_and(|times| *times > 3), "{rule} in {reached:?}");
    }
}
