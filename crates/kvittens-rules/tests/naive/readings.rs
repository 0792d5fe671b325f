//! M306: every reading against every other; and a system that gives a thousand readings one time.

use std::fmt::Write as _;

use kvittens_model::words::Method;
use kvittens_model::{Id, NO_ID, Thing, clock};
use kvittens_rules::{Engine, Settings, config};

use crate::facts::Naive;
use crate::files;
use crate::patterns::{Set, Told};
use crate::seen::Seen;
use crate::shares::share;

impl Naive<'_> {
    /// The moments at which a visit's tag was read.
    fn readings(&self, visit: u32) -> Vec<i32> {
        let (v, at) = (self.visits(), visit as usize);
        let ends = [(v.start[at], v.in_method[at]), (v.stop[at], v.out_method[at])];
        let is_read = |method| method == Method::Tag || self.settings.receipts.holds(method);
        let read = ends.into_iter().filter(|(time, method)| self.sure(*time) && is_read(*method));
        read.map(|(time, _)| clock::real(time)).collect()
    }

    /// For each staff of each provider and two customers.
    pub fn m306(&self, set: &Set) -> Vec<Told> {
        let (with_seconds, window, with_minutes) = set.m306;
        let known = |visit: &u32| self.staff(*visit) != NO_ID && !self.placeholder(*visit);
        let all: Vec<u32> = self.performed().into_iter().filter(known).collect();
        let who = |visit: u32| (self.provider(visit), self.staff(visit));
        let mut done: Vec<((Id, Id), Id, Id)> = Vec::new();
        let mut found = Vec::new();
        for (&a, &b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            let pair = (who(a), self.customer(a), self.customer(b));
            if who(a) != who(b) || pair.1 >= pair.2 || done.contains(&pair) {
                continue;
            }
            done.push(pair);
            let seconds = self.seconds_at(pair.0.0);
            let together = |a: i32, b: i32| {
                if seconds { (a - b).abs() <= window } else { a.div_euclid(60) == b.div_euclid(60) }
            };
            let of = |customer: Id| {
                all.iter().copied().filter(move |visit| who(*visit) == pair.0 && self.customer(*visit) == customer)
            };
            let near = |visit: &u32, other: Id| {
                of(other).any(|other| {
                    self.readings(*visit).iter().any(|a| self.readings(other).iter().any(|b| together(*a, *b)))
                })
            };
            let first: Vec<u32> = of(pair.1).filter(|visit| near(visit, pair.2)).collect();
            let second: Vec<u32> = of(pair.2).filter(|visit| near(visit, pair.1)).collect();
            let (times, needed) = (first.len().min(second.len()), if seconds { with_seconds } else { with_minutes });
            if times >= needed {
                let mut visits = [first, second].concat();
                visits.sort_unstable();
                let seen = Seen::new("M306", "major").comparing(share(times, 1), share(needed, 1));
                let mut seen = self.with_others(seen, &visits);
                seen.subject = [pair.0.0, NO_ID, pair.1, pair.0.1];
                found.push((seen, Some(pair.2)));
            }
        }
        found
    }
}

const HEADER: &str = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;\
    Utpassering typ\n";

/// A bunch of readings at one time costs no more than as many elsewhere, and each is compared with its neighbours.
#[test]
fn a_thousand_readings_at_one_time_are_not_compared_each_with_each() {
    let mut text = HEADER.to_owned();
    for visit in 0..20_000 {
        let _ = writeln!(text, "A;{visit};B{visit:05};P1;Dusch;2022-03-01 07:00;Tagg;2022-03-01 07:00;Tagg");
    }
    let (month, settings) = (files::read_text(&text), Settings::default());
    let rules = config::configure(&"[M306]\nmin_count_minutes = 1\n".parse().unwrap()).unwrap();
    let outcome = Engine::new(&rules, &settings).run(&month);
    let of_first = |thing: &Thing| matches!(thing, Thing::Customer(other) if *other <= 20);
    let found: Vec<_> = outcome.findings.iter().filter(|finding| finding.rule.as_str() == "M306").collect();
    assert_eq!(found.iter().filter(|one| one.subject.customer == 0 && of_first(&one.thing)).count(), 20);
    assert_eq!(found.iter().filter(|one| one.subject.customer == 0).count(), 20);
}
