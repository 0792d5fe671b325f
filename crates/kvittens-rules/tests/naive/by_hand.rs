//! T405, T406 and T411: counts by looking through all visits for each subject, chances by adding up every case.

use std::collections::BTreeMap;

use kvittens_model::words::Method;
use kvittens_model::{Class, Id, Local, NO_ID};

use crate::facts::Naive;
use crate::patterns::Set;
use crate::seen::Seen;
use crate::shares::{share, tail};

/// Provider and, for one of its staff, the staff.
type Who = (Id, Option<Id>);

/// The p-values at or below this are found: the k-th smallest is at most k/m of q, for the largest such k.
fn bar(p_values: &[f64], q: f64) -> f64 {
    let rank = |p: f64| p_values.iter().filter(|other| **other <= p).count();
    let passes = |p: &f64| *p <= share(rank(*p), p_values.len()) * q;
    p_values.iter().copied().filter(passes).fold(f64::NEG_INFINITY, f64::max)
}

fn seen(rule: &str, severity: &'static str, who: Who, value: f64, limit: f64) -> Seen {
    let mut seen = Seen::new(rule, severity).comparing(value, limit);
    seen.subject = [who.0, NO_ID, NO_ID, who.1.unwrap_or(NO_ID)];
    seen
}

/// Of some subjects with their p-values, those at or below a bar.
fn below(tested: Vec<(f64, Seen)>, bar: f64) -> impl Iterator<Item = Seen> {
    tested.into_iter().filter(move |(p, _)| *p <= bar).map(|(_, seen)| seen)
}

impl Naive<'_> {
    /// Every provider, or every known staff of every provider.
    fn subjects(&self, of_staff: bool) -> Vec<Who> {
        let mut all = Vec::new();
        for visit in self.performed() {
            let known = self.staff(visit) != NO_ID && !self.placeholder(visit);
            let who = (self.provider(visit), of_staff.then_some(self.staff(visit)));
            if (known || !of_staff) && !all.contains(&who) {
                all.push(who);
            }
        }
        all
    }

    fn is_of(&self, visit: u32, who: Who) -> bool {
        self.provider(visit) == who.0 && who.1.is_none_or(|staff| self.staff(visit) == staff)
    }

    /// Ends that a wanted method gave: those on the five minutes, and all.
    fn round(&self, who: Who, wanted: &dyn Fn(Method) -> bool) -> (usize, usize) {
        let v = self.visits();
        let own = self.performed().into_iter().filter(|visit| self.is_of(*visit, who));
        let both = own.flat_map(|visit| {
            let at = visit as usize;
            [(v.start[at], v.in_method[at]), (v.stop[at], v.out_method[at])]
        });
        let ends: Vec<Local> =
            both.filter(|(time, method)| time.is_some() && wanted(*method)).map(|end| end.0).collect();
        let on_five = |time: &&Local| ["0", "5"].contains(&&time.to_string()[15..16]);
        (ends.iter().filter(on_five).count(), ends.len())
    }

    /// T405: the larger of two chances.
    pub fn t405(&self, set: &Set) -> Vec<Seen> {
        if !self.month.has_manual {
            return Vec::new();
        }
        let (fewest, alpha, q) = set.t405;
        let mut found = Vec::new();
        for of_staff in [false, true] {
            let mut tested = Vec::new();
            for who in self.subjects(of_staff) {
                let (x, n) = self.round(who, &|method| method == Method::Manual);
                let (y, m) = self.round((who.0, None), &|method| self.settings.receipts.holds(method));
                let read = if m == 0 || m < fewest { 0.0 } else { share(y, m) };
                if n > 0 && n >= fewest {
                    let p = tail(x, n, 0.2).max(tail(x, n, read));
                    tested.push((p, seen("T405", "info", who, share(x, n), read.max(0.2))));
                }
            }
            let p_values: Vec<f64> = tested.iter().map(|(p, _)| *p).collect();
            found.extend(below(tested, if of_staff { bar(&p_values, q) } else { alpha }));
        }
        found
    }

    /// Manual visits with start, stop and a whole plan; and those that equal it.
    fn planned(&self, who: Who) -> (usize, usize) {
        let v = self.visits();
        let times = |visit: u32| {
            let at = visit as usize;
            [(v.start[at], v.planned_start[at]), (v.stop[at], v.planned_stop[at])]
        };
        let whole = |visit: &u32| times(*visit).iter().all(|(time, planned)| time.is_some() && planned.is_some());
        let manual = |visit: &u32| self.is_of(*visit, who) && self.class(*visit) == Class::NoTag && whole(visit);
        let minute = |time: Local| time.to_string()[..16].to_owned();
        let equal = |visit: &&u32| times(**visit).iter().all(|(time, planned)| minute(*time) == minute(*planned));
        let own: Vec<u32> = self.performed().into_iter().filter(manual).collect();
        (own.iter().filter(equal).count(), own.len())
    }

    /// T406: staff by Fisher's test, providers against a limit.
    pub fn t406(&self, set: &Set) -> Vec<Seen> {
        let no_plan = self.visits().planned_start.iter().all(|time| time.is_none());
        if !self.month.has_manual || no_plan {
            return Vec::new();
        }
        let (fewest, fewest_others, q) = set.t406;
        let mut found = Vec::new();
        for who in self.subjects(false) {
            let (x, n) = self.planned(who);
            if let Some(limit) = set.t406_limit.filter(|limit| n > 0 && n >= fewest && share(x, n) > *limit) {
                found.push(seen("T406", "minor", who, share(x, n), limit));
            }
        }
        let mut tested = Vec::new();
        for who in self.subjects(true) {
            let ((x, n), (all_x, all_n)) = (self.planned(who), self.planned((who.0, None)));
            let (others, of_others) = (all_x - x, all_n - n);
            if n > 0 && n >= fewest && of_others >= fewest_others {
                let seen = seen("T406", "minor", who, share(x, n), share(others, of_others));
                tested.push((dealt(x, n, all_x, all_n), (share(x, n) > share(others, of_others), seen)));
            }
        }
        let p_values: Vec<f64> = tested.iter().map(|(p, _)| *p).collect();
        let bar = bar(&p_values, q);
        found.extend(tested.into_iter().filter(|(p, (above, _))| *p <= bar && *above).map(|(_, (_, seen))| seen));
        found
    }

    /// Each manual visit and how much longer it is than the receipt visit of its place.
    fn pairs(&self) -> Vec<(u32, i32)> {
        let length = |visit: u32| self.span(visit).map(|(from, to)| to - from);
        let kind = |visit: u32| (self.provider(visit), self.customer(visit), self.services(visit));
        let usable = |visit: &u32| length(*visit).is_some() && !self.too_long(*visit);
        let all: Vec<u32> = self.performed().into_iter().filter(usable).collect();
        let alike = |wanted: u32, class: Class| {
            all.iter().copied().filter(move |visit| kind(*visit) == kind(wanted) && self.class(*visit) == class)
        };
        let mut found = Vec::new();
        for &visit in all.iter().filter(|visit| self.class(**visit) == Class::NoTag) {
            let place = alike(visit, Class::NoTag).filter(|other| *other < visit).count();
            if let Some(receipt) = alike(visit, Class::BothTags).nth(place) {
                found.push((visit, length(visit).unwrap() - length(receipt).unwrap()));
            }
        }
        found
    }

    /// T411: every choice of signs, by the sum it gives.
    pub fn t411(&self, set: &Set) -> Vec<Seen> {
        if !self.month.has_manual {
            return Vec::new();
        }
        let (fewest, alpha, q) = set.t411;
        let (pairs, mut found) = (self.pairs(), Vec::new());
        for of_staff in [false, true] {
            let mut tested = Vec::new();
            for who in self.subjects(of_staff) {
                let own = pairs.iter().filter(|(visit, _)| self.is_of(*visit, who));
                let mut longer: Vec<i32> = own.map(|(_, longer)| *longer).collect();
                longer.sort_unstable();
                if !longer.is_empty() && longer.len() >= fewest {
                    let middle = f64::from(longer[(longer.len() - 1) / 2] + longer[longer.len() / 2]) / 120.0;
                    tested.push((signs(&longer), (middle > 0.0, seen("T411", "minor", who, middle, 0.0))));
                }
            }
            let p_values: Vec<f64> = tested.iter().map(|(p, _)| *p).collect();
            let bar = if of_staff { bar(&p_values, q) } else { alpha };
            found.extend(tested.into_iter().filter(|(p, (above, _))| *p <= bar && *above).map(|(_, (_, seen))| seen));
        }
        found
    }
}

/// Of all ways to deal the marked among all, how many give the drawn at least `x` of them.
fn dealt(x: usize, drawn: usize, marked: usize, all: usize) -> f64 {
    let choose = |n: usize, k: usize| if k > n { 0.0 } else { (0..k).map(|i| share(n - i, k - i)).product::<f64>() };
    let ways = |k: usize| choose(drawn, k) * if k > marked { 0.0 } else { choose(all - drawn, marked - k) };
    (x..=drawn).map(ways).sum::<f64>() / choose(all, marked)
}

/// Of all choices of signs, how many give a sum of positive ranks as large; ranks doubled, so that shared ones are whole.
fn signs(differences: &[i32]) -> f64 {
    let sizes: Vec<i32> = differences.iter().filter(|one| **one != 0).map(|one| one.abs()).collect();
    let rank = |size: i32| {
        2 * sizes.iter().filter(|other| **other < size).count()
            + sizes.iter().filter(|other| **other == size).count()
            + 1
    };
    let seen: usize = differences.iter().filter(|one| **one > 0).map(|one| rank(*one)).sum();
    let mut ways = BTreeMap::from([(0, 1.0)]);
    for &size in &sizes {
        let mut next: BTreeMap<usize, f64> = BTreeMap::new();
        for (sum, count) in ways {
            *next.entry(sum).or_default() += count;
            *next.entry(sum + rank(size)).or_default() += count;
        }
        ways = next;
    }
    let large: f64 = ways.range(seen..).map(|(_, count)| count).sum();
    large / ways.values().sum::<f64>()
}
