//! K107 by the register, K108 and K110: every reading against every entry and every other reading.

use kvittens_model::{Class, Id, Local, NO_ID, Thing};

use crate::beside::{About, Set};
use crate::facts::Naive;
use crate::seen::Seen;
use crate::shares::share;

impl Naive<'_> {
    /// The number of a customer's household; alone, none.
    fn same_household(&self, a: Id, b: Id) -> bool {
        let all = &self.month.companions.households;
        let of = |customer: Id| all.iter().filter(move |of| of.customer == customer).map(|of| of.household);
        a == b || of(a).any(|one| of(b).any(|other| one == other))
    }

    pub fn k107_registered(&self) -> Vec<Seen> {
        let all = &self.month.companions.tags;
        let mut found = Vec::new();
        for visit in self.performed() {
            let Some(tag) = self.read(visit).filter(|_| all.iter().any(|of| of.customer == self.customer(visit)))
            else {
                continue;
            };
            let day = self.day(visit);
            let times = (0..24 * 60).map(|minute| Local::from_seconds(day * 86_400 + minute * 60));
            let owners: Vec<Id> = all
                .iter()
                .filter(|of| of.tag == tag && times.clone().any(|time| of.period.holds(time)))
                .map(|of| of.customer)
                .collect();
            if owners.contains(&self.customer(visit)) {
                continue;
            }
            let mut seen = self.on_visit("K107", "major", visit);
            seen.minutes = self.minutes(visit);
            if owners.iter().any(|owner| self.same_household(*owner, self.customer(visit))) {
                seen.explained = Some("household");
            }
            found.push(seen);
        }
        found
    }

    pub fn k108(&self, set: &Set) -> Vec<About> {
        let all: Vec<u32> = self.performed().into_iter().filter(|visit| self.read(*visit).is_some()).collect();
        let mut found = Vec::new();
        for tag in 0..self.month.ids.tag.len() {
            let own = || all.iter().copied().filter(|visit| self.read(*visit) == Some(tag));
            let home = |customer: Id| -> Vec<u32> {
                own().filter(|visit| self.same_household(self.customer(*visit), customer)).collect()
            };
            // The first customer of each household, with its readings.
            let firsts = (0..self.month.ids.customer.len())
                .filter(|customer| !(0..*customer).any(|before| self.same_household(before, *customer)));
            let households: Vec<Vec<u32>> = firsts.map(home).filter(|visits| visits.len() >= set.k108).collect();
            if households.len() < 2 {
                continue;
            }
            let most = households.iter().map(Vec::len).max().unwrap();
            let at_home = households.iter().position(|visits| visits.len() == most).unwrap();
            let elsewhere = households.iter().enumerate().filter(|(place, _)| *place != at_home);
            let mut visits: Vec<u32> = elsewhere.flat_map(|(_, visits)| visits.clone()).collect();
            visits.sort_unstable();
            let seen = Seen::new("K108", "major").comparing(share(households.len(), 1), 1.0);
            let mut seen = self.with_others(seen, &visits);
            seen.subject = [self.most(&visits).unwrap(), NO_ID, NO_ID, NO_ID];
            found.push((seen, Thing::Tag(tag)));
        }
        found
    }

    pub fn k110(&self, set: &Set) -> Vec<Seen> {
        if !self.month.has_manual {
            return Vec::new();
        }
        let all = &self.month.companions.exemptions;
        let exempt = |visit: u32| {
            all.iter().any(|of| of.customer == self.customer(visit) && of.period.holds(self.visits().when(visit)))
        };
        let mut found = Vec::new();
        let expected: Vec<u32> =
            self.performed().into_iter().filter(|visit| self.in_rates(*visit) && !exempt(*visit)).collect();
        for provider in 0..self.month.ids.provider.len() {
            for customer in 0..self.month.ids.customer.len() {
                let own = |visit: &u32| (self.provider(*visit), self.customer(*visit)) == (provider, customer);
                let own: Vec<u32> = expected.iter().copied().filter(own).collect();
                if own.len() < set.k110 || own.iter().any(|visit| self.class(*visit) != Class::NoTag) {
                    continue;
                }
                let seen = Seen::new("K110", "minor").comparing(share(own.len(), 1), share(set.k110, 1));
                let mut seen = self.with_others(seen, &own);
                seen.subject = [provider, NO_ID, customer, NO_ID];
                seen.explained = all.iter().any(|of| of.customer == customer).then_some("exemption");
                found.push(seen);
            }
        }
        found
    }
}
