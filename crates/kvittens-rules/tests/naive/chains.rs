//! D203 and M301: chains by looking, for each visit, at all others.

use kvittens_model::NO_ID;

use crate::facts::Naive;
use crate::seen::Seen;

/// A chain and its links, each from the former to the next.
pub struct Chain {
    pub visits: Vec<u32>,
    pub links: Vec<(u32, u32)>,
}

impl Naive<'_> {
    /// The chains of a group of visits.
    pub fn chains(&self, group: &[u32], max_gap: i32) -> Vec<Chain> {
        let group: Vec<u32> = group.iter().copied().filter(|visit| self.span(*visit).is_some()).collect();
        let mut links = Vec::new();
        for &visit in &group {
            let (start, _) = self.span(visit).unwrap();
            let stop = |other: u32| self.span(other).unwrap().1;
            let before = group.iter().copied().filter(|other| !self.same_id(visit, *other) && stop(*other) <= start);
            if let Some(former) = before.max_by_key(|other| (stop(*other), *other))
                && start - stop(former) <= max_gap * 60
            {
                links.push((former, visit));
            }
        }
        // A visit takes the least name among those it is linked with, until nothing changes.
        let mut names: Vec<u32> = group.clone();
        let place = |visit: u32| group.iter().position(|other| *other == visit).unwrap();
        for _ in 0..group.len() {
            for (former, next) in &links {
                let least = names[place(*former)].min(names[place(*next)]);
                (names[place(*former)], names[place(*next)]) = (least, least);
            }
        }
        let mut chains = Vec::new();
        for &first in &group {
            let named = group.iter().copied().filter(|visit| names[place(*visit)] == first);
            let visits: Vec<u32> = named.collect();
            if visits.len() > 1 {
                let within = links.iter().copied().filter(|(_, next)| visits.contains(next));
                chains.push(Chain { links: within.collect(), visits });
            }
        }
        chains
    }

    /// Groups of provider and customer.
    pub fn customers(&self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for visit in self.performed() {
            let same = |group: &&mut Vec<u32>| {
                (self.provider(group[0]), self.customer(group[0])) == (self.provider(visit), self.customer(visit))
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(visit),
                None => groups.push(vec![visit]),
            }
        }
        groups
    }

    /// The plan has the two as close.
    pub fn planned_so(&self, (former, next): (u32, u32), max_gap: i32) -> bool {
        let (stop, start) = (self.visits().planned_stop[former as usize], self.visits().planned_start[next as usize]);
        stop.is_some()
            && start.is_some()
            && (0..=max_gap * 60).contains(&(kvittens_model::clock::real(start) - kvittens_model::clock::real(stop)))
    }

    /// The largest gap of a chain, in minutes.
    fn largest_gap(&self, chain: &Chain) -> f64 {
        let gap = |(former, next): &(u32, u32)| self.span(*next).unwrap().0 - self.span(*former).unwrap().1;
        f64::from(chain.links.iter().map(gap).max().unwrap()) / 60.0
    }

    fn on_chain(&self, rule: &str, visits: &[u32]) -> Seen {
        let severity = if visits.len() == 2 { "info" } else { "minor" };
        let mut seen = self.with_others(self.on_visit(rule, severity, visits[0]), &visits[1..]);
        if visits.iter().any(|visit| self.staff(*visit) != self.staff(visits[0])) {
            seen.subject[3] = NO_ID;
        }
        seen.stop = visits.iter().map(|visit| self.visits().stop[*visit as usize]).max().unwrap();
        let behind = visits[1..].iter().map(|visit| self.visits().length(*visit).unwrap());
        seen.minutes = behind.sum::<i32>() / 60;
        seen
    }

    /// M301: whatever the service.
    pub fn m301(&self) -> Vec<Seen> {
        let max_gap = self.params.m301_gap;
        let mut found = Vec::new();
        for chain in self.customers().iter().flat_map(|group| self.chains(group, max_gap)) {
            let mut seen = self.on_chain("M301", &chain.visits).comparing(self.largest_gap(&chain), f64::from(max_gap));
            if chain.links.iter().all(|link| self.planned_so(*link, max_gap)) {
                seen.explained = Some("planned");
            } else if chain.links.iter().all(|link| self.kept_apart(*link)) {
                seen.explained = Some("service");
            }
            found.push(seen);
        }
        found
    }

    /// Every service of one visit is kept apart, and no group stands on both.
    pub fn kept_apart(&self, (a, b): (u32, u32)) -> bool {
        let rules = |visit: u32| -> Vec<_> {
            let names = self.service_names(visit);
            names.iter().map(|name| self.settings.services.get(*name)).collect()
        };
        let group = |rule: &Option<&kvittens_rules::ServiceRule>| rule.and_then(|rule| rule.group.clone());
        let (a, b) = (rules(a), rules(b));
        let known = |rules: &[Option<&kvittens_rules::ServiceRule>]| {
            !rules.is_empty() && rules.iter().all(|rule| group(rule).is_some())
        };
        let apart = |rules: &[Option<&kvittens_rules::ServiceRule>]| {
            rules.iter().all(|rule| rule.is_some_and(|rule| rule.separate))
        };
        let disjoint = a.iter().all(|one| b.iter().all(|other| group(one) != group(other)));
        known(&a) && known(&b) && disjoint && (apart(&a) || apart(&b))
    }

    /// D203: the visits that hold one service; chains of the same visits are one finding.
    pub fn d203(&self) -> Vec<Seen> {
        let max_gap = self.params.d203_gap;
        let mut found: Vec<Seen> = Vec::new();
        let mut open: Vec<Seen> = Vec::new();
        for group in self.customers() {
            for service in 0..self.month.ids.service.len() {
                let holding = group.iter().copied().filter(|visit| self.services(*visit).contains(&service));
                for chain in self.chains(&holding.collect::<Vec<_>>(), max_gap) {
                    let mut seen = self.on_chain("D203", &chain.visits);
                    seen = seen.comparing(self.largest_gap(&chain), f64::from(max_gap));
                    let planned = chain.links.iter().all(|link| self.planned_so(*link, max_gap));
                    let same = |other: &&mut Seen| (other.visit, &other.others) == (seen.visit, &seen.others);
                    if !planned {
                        open.push(seen.clone());
                    }
                    match found.iter_mut().find(same) {
                        Some(other) => {
                            other.services.push(service);
                            other.value = other.value.max(seen.value);
                        }
                        None => {
                            seen.services = vec![service];
                            seen.explained = Some("planned");
                            found.push(seen);
                        }
                    }
                }
            }
        }
        for seen in &mut found {
            if open.iter().any(|other| (other.visit, &other.others) == (seen.visit, &seen.others)) {
                seen.explained = None;
            }
        }
        found
    }
}
