//! P501 and P502.

use kvittens_model::{Id, NO_ID};

use crate::facts::Naive;
use crate::seen::Seen;

impl Naive<'_> {
    /// P501: every visit against every earlier one.
    pub fn p501(&self) -> Vec<Seen> {
        let performed = self.performed();
        let mut found = Vec::new();
        for &later in &performed {
            if self.placeholder(later) || self.is_group(later) {
                continue;
            }
            let mut overlaps: Vec<(u32, i32)> = Vec::new();
            for &earlier in performed.iter().filter(|other| **other < later) {
                if self.same_person(earlier, later)
                    && self.customer(earlier) != self.customer(later)
                    && !self.is_group(earlier)
                    && let Some(shared) = self.shared(earlier, later)
                    && shared >= self.params.p501_minutes * 60
                {
                    overlaps.push((earlier, shared));
                }
            }
            let Some(longest) = overlaps.iter().map(|(_, shared)| *shared).max() else {
                continue;
            };
            let others: Vec<u32> = overlaps.iter().map(|(earlier, _)| *earlier).collect();
            let seen = self
                .on_visit("P501", "major", later)
                .comparing(f64::from(longest) / 60.0, f64::from(self.params.p501_minutes));
            let mut seen = self.with_others(seen, &others);
            seen.minutes = longest / 60;
            if self.too_long(later) || others.iter().all(|earlier| self.too_long(*earlier)) {
                seen.explained = Some("too-long");
            }
            found.push(seen);
        }
        found
    }

    /// One staff with several customers at once: all its services are such.
    pub fn is_group(&self, visit: u32) -> bool {
        let names = self.service_names(visit);
        let shared = |name: &&str| self.settings.services.get(*name).is_some_and(|rule| rule.shared);
        !names.is_empty() && names.iter().all(shared)
    }

    /// P502: for each staff of each customer.
    pub fn p502(&self) -> Vec<Seen> {
        let performed = self.performed();
        let mut found = Vec::new();
        let mut done: Vec<(Id, Id, Id)> = Vec::new();
        for &visit in &performed {
            let who = (self.provider(visit), self.customer(visit), self.staff(visit));
            if self.staff(visit) == NO_ID || self.placeholder(visit) || done.contains(&who) {
                continue;
            }
            done.push(who);
            let of = |other: &&u32| (self.provider(**other), self.customer(**other)) == (who.0, who.1);
            let all: Vec<u32> = performed.iter().filter(of).copied().collect();
            let own: Vec<u32> = all.iter().copied().filter(|other| self.staff(*other) == who.2).collect();
            let mut days: Vec<i32> = own.iter().map(|own| self.visits().when(*own).day()).collect();
            days.sort_unstable();
            days.dedup();
            let (own_count, all_count) = (self.count(&own, &all), self.count(&all, &all));
            let share = f64::from(own_count) / f64::from(all_count);
            if share >= self.params.p502_share
                && own_count >= self.params.p502_visits
                && i32::try_from(days.len()).unwrap() >= self.params.p502_days
            {
                let seen = Seen::new("P502", "minor").comparing(share, self.params.p502_share);
                let mut seen = self.with_others(seen, &own);
                seen.subject = [who.0, NO_ID, who.1, who.2];
                found.push(seen);
            }
        }
        found
    }

    /// How many of the customer's visits `some` are, a double-staffed one once: visits of one visit id are one, and
    /// visits of one Dubbelid on one day are one.
    pub fn count(&self, some: &[u32], all: &[u32]) -> i32 {
        let day = |visit: u32| self.visits().when(visit).day();
        let double = |visit: u32| self.visits().double_id[visit as usize];
        let same = |a: u32, b: u32| {
            let doubled = double(a) != NO_ID && (double(a), day(a)) == (double(b), day(b));
            self.same_id(a, b) || doubled
        };
        // A visit takes the least name among those that are the same visit, until nothing changes.
        let mut names: Vec<u32> = all.to_vec();
        loop {
            let least = |at: usize| {
                let alike = (0..all.len()).filter(|other| same(all[*other], all[at]));
                alike.map(|other| names[other]).min().unwrap()
            };
            let next: Vec<u32> = (0..all.len()).map(least).collect();
            if next == names {
                break;
            }
            names = next;
        }
        let mut named: Vec<u32> = (0..all.len()).filter(|at| some.contains(&all[*at])).map(|at| names[at]).collect();
        named.sort_unstable();
        named.dedup();
        i32::try_from(named.len()).unwrap()
    }
}
