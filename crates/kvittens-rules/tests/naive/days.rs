//! D204 and M302: a customer's days and plans, every visit against every other.

use kvittens_model::{Class, Id, Local};

use crate::facts::Naive;
use crate::seen::Seen;
use crate::together::Own;

/// The least of the visits that each is the same as, by place: a visit takes the least name among those that are the
/// same, until nothing changes.
fn named(visits: &[u32], same: impl Fn(u32, u32) -> bool) -> Vec<u32> {
    let mut names = visits.to_vec();
    loop {
        let least = |at: usize| {
            let alike = (0..visits.len()).filter(|other| *other == at || same(visits[*other], visits[at]));
            alike.map(|other| names[other]).min().unwrap()
        };
        let next: Vec<u32> = (0..visits.len()).map(least).collect();
        if next == names {
            return names;
        }
        names = next;
    }
}

fn distinct(mut names: Vec<u32>) -> Vec<u32> {
    names.sort_unstable();
    names.dedup();
    names
}

impl Naive<'_> {
    fn plan(&self, visit: u32) -> Option<(Local, Local)> {
        let at = visit as usize;
        self.visits().planned_length(visit)?;
        Some((self.visits().planned_start[at], self.visits().planned_stop[at]))
    }

    /// The visits of each D202 finding.
    fn twins(&self) -> Vec<Vec<u32>> {
        self.d202().into_iter().map(|seen| [vec![seen.visit.unwrap()], seen.others].concat()).collect()
    }

    /// Double-staffed: one visit id, one Dubbelid on the day, or marked and at the same time.
    fn one_double(&self, a: u32, b: u32) -> bool {
        let double = |visit: u32| self.visits().double_id[visit as usize];
        let shared_id = double(a) != kvittens_model::NO_ID && double(a) == double(b);
        self.same_id(a, b) || shared_id || (self.shared(a, b).is_some() && self.doubled(a, b))
    }

    /// D204: for each customer, service and day.
    pub fn d204(&self, own: &Own) -> Vec<Seen> {
        let mut found = Vec::new();
        for group in self.customers() {
            for service in 0..self.month.ids.service.len() {
                let holds = |visit: &u32| self.span(*visit).is_some() && self.services(*visit).contains(&service);
                let holding: Vec<u32> = group.iter().copied().filter(holds).collect();
                let day_of = |visit: u32| self.visits().start[visit as usize].day();
                let mut days: Vec<i32> = holding.iter().map(|visit| day_of(*visit)).collect();
                days.dedup();
                let on = |day: i32| -> Vec<u32> { holding.iter().copied().filter(|v| day_of(*v) == day).collect() };
                for &day in &days {
                    let visits = on(day);
                    let names = named(&visits, |a, b| self.one_double(a, b));
                    let others: Vec<usize> = days
                        .iter()
                        .filter(|other| **other != day)
                        .map(|other| distinct(named(&on(*other), |a, b| self.one_double(a, b))).len())
                        .collect();
                    if let Some(limit) = self.d204_limit(own, &visits, distinct(names.clone()).len(), others) {
                        found.extend(self.d204_finding(service, &visits, &names, limit));
                    }
                }
            }
        }
        found
    }

    fn d204_limit(&self, own: &Own, visits: &[u32], count: usize, mut others: Vec<usize>) -> Option<f64> {
        let unplanned = |visit: &&u32| self.plan(**visit).is_none();
        let by_hand = visits.iter().filter(unplanned).any(|visit| self.class(*visit) == Class::NoTag);
        let mut plans: Vec<_> = visits.iter().filter_map(|visit| self.plan(*visit)).collect();
        plans.sort_unstable();
        plans.dedup();
        if !plans.is_empty() && !by_hand {
            return Some(plans.len() as f64);
        }
        others.sort_unstable();
        let median = || (others[(others.len() - 1) / 2] + others[others.len() / 2]) as f64 / 2.0;
        let enough = count >= own.d204_count && others.len() >= own.d204_days;
        enough.then(|| own.d204_factor * median())
    }

    fn d204_finding(&self, service: Id, visits: &[u32], names: &[u32], limit: f64) -> Option<Seen> {
        let occasions = distinct(names.to_vec());
        if occasions.len() as f64 <= limit {
            return None;
        }
        let mut seen = self.on_several("D204", visits).comparing(occasions.len() as f64, limit);
        seen.services = vec![service];
        let mut seconds = 0;
        for (number, occasion) in occasions.iter().enumerate() {
            if number as f64 >= limit.floor() {
                let own = (0..visits.len()).filter(|at| names[*at] == *occasion);
                seconds += own.map(|at| self.visits().length(visits[at]).unwrap()).sum::<i32>();
            }
        }
        seen.minutes = seconds / 60;
        Some(seen)
    }

    /// An info finding on the first, until the latest stop.
    fn on_several(&self, rule: &str, visits: &[u32]) -> Seen {
        let mut seen = self.with_others(self.on_visit(rule, "info", visits[0]), &visits[1..]);
        if visits.iter().any(|visit| self.staff(*visit) != self.staff(visits[0])) {
            seen.subject[3] = kvittens_model::NO_ID;
        }
        seen.stop = visits.iter().map(|visit| self.visits().stop[*visit as usize]).max().unwrap();
        seen
    }

    /// M302: visits of one plan, but for those that other rules ask about.
    pub fn m302(&self, own: &Own) -> Vec<Seen> {
        let mut asked: Vec<u32> = self.twins().concat();
        for seen in self.d201().into_iter().chain(self.d203()) {
            asked.extend(seen.visit);
            asked.extend(seen.others);
        }
        let left = |visit: &u32| self.plan(*visit).is_some() && !asked.contains(visit);
        let left: Vec<u32> = self.performed().into_iter().filter(left).collect();
        let one_plan = |a: u32, b: u32| {
            (self.provider(a), self.customer(a), self.services(a))
                == (self.provider(b), self.customer(b), self.services(b))
                && self.plan(a) == self.plan(b)
        };
        let mut found = Vec::new();
        for (place, &first) in left.iter().enumerate() {
            if left[..place].iter().any(|before| one_plan(*before, first)) {
                continue;
            }
            let visits: Vec<u32> = left.iter().copied().filter(|other| one_plan(first, *other)).collect();
            if visits.len() < own.m302_visits {
                continue;
            }
            let mut seen = self.on_several("M302", &visits).comparing(visits.len() as f64, own.m302_visits as f64);
            let lengths = visits[1..].iter().filter_map(|visit| self.span(*visit));
            seen.minutes = lengths.map(|(from, to)| to - from).sum::<i32>() / 60;
            seen.services = self.services(first).to_vec();
            if visits[1..].iter().all(|other| self.doubled(first, *other)) {
                seen.explained = Some("double-staffing");
            }
            found.push(seen);
        }
        found
    }
}
