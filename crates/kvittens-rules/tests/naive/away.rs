//! B605–B607: every second of a visit, every planned visit, every registration.

use kvittens_model::{Id, Local, NO_ID, Performed, Scope, clock};

use crate::beside::Set;
use crate::facts::Naive;
use crate::seen::Seen;
use crate::shares::{Count, share, standing_out};

impl Naive<'_> {
    fn away_at(&self, customer: Id, moment: i32) -> bool {
        let real = |time: Local| clock::real(time);
        let holds = |of: &&kvittens_model::companion::OfCustomer| {
            let started = of.period.from.is_none() || real(of.period.from) <= moment;
            of.customer == customer && started && of.period.to.is_none_or(|to| moment < real(to))
        };
        self.month.companions.absence.iter().any(|of| holds(&of))
    }

    pub fn b605(&self, set: &Set) -> Vec<Seen> {
        let mut found = Vec::new();
        for visit in self.performed() {
            let Some((from, to)) = self.span(visit) else {
                continue;
            };
            let away = |of: &kvittens_model::companion::OfCustomer| of.customer == self.customer(visit);
            if !self.month.companions.absence.iter().any(away) {
                continue;
            }
            let seconds = (from..to).filter(|moment| self.away_at(self.customer(visit), *moment)).count();
            let seconds = i32::try_from(seconds).unwrap();
            if seconds >= set.b605 * 60 {
                let seen = self.on_visit("B605", "major", visit);
                let mut seen = seen.comparing(f64::from(seconds) / 60.0, f64::from(set.b605));
                seen.minutes = self.minutes(visit);
                found.push(seen);
            }
        }
        found
    }

    fn every(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.visits().len()).unwrap()
    }

    fn status(&self, visit: u32) -> Performed {
        self.visits().performed[visit as usize]
    }

    pub fn b606(&self, set: &Set) -> (Vec<Seen>, Vec<Count>) {
        let told = self.every().any(|visit| self.status(visit) != Performed::Yes);
        let counted = |visit: &u32| told && matches!(self.status(*visit), Performed::Yes | Performed::Declined);
        let all: Vec<u32> = self.every().filter(counted).collect();
        let declined =
            |visits: &[u32]| visits.iter().filter(|visit| self.status(**visit) == Performed::Declined).count();
        let (mut found, mut counts, mut tested) = (Vec::new(), Vec::new(), Vec::new());
        for scope in [Scope::All, Scope::Provider, Scope::Unit, Scope::Staff] {
            let subject = |visit: u32| match scope {
                Scope::All => [NO_ID; 4],
                Scope::Unit => [self.provider(visit), self.unit(visit), NO_ID, NO_ID],
                Scope::Staff => [self.provider(visit), NO_ID, NO_ID, self.staff(visit)],
                _ => [self.provider(visit), NO_ID, NO_ID, NO_ID],
            };
            let nobody = |visit: u32| match scope {
                Scope::Unit => self.unit(visit) == NO_ID,
                Scope::Staff => self.staff(visit) == NO_ID || self.placeholder(visit),
                _ => false,
            };
            for (place, &visit) in all.iter().enumerate() {
                let who = subject(visit);
                if nobody(visit) || all[..place].iter().any(|before| subject(*before) == who) {
                    continue;
                }
                let own: Vec<u32> = all.iter().copied().filter(|other| subject(*other) == who).collect();
                let (x, n) = (declined(&own), own.len());
                let (some, of) = (i64::try_from(x).unwrap(), i64::try_from(n).unwrap());
                counts.push(("B606".to_owned(), "declined-share", scope, who, some, of));
                let of_provider = |other: &u32| self.provider(*other) == who[0] && !own.contains(other);
                let others: Vec<u32> = all.iter().copied().filter(of_provider).collect();
                if n < set.b606.0 {
                    continue;
                }
                if scope == Scope::Staff && others.len() >= set.b606.1 {
                    let p0 = share(declined(&others), others.len()).max(0.5 / share(others.len(), 1));
                    let seen = Seen { subject: who, ..Seen::new("B606", "minor").comparing(share(x, n), p0) };
                    tested.push((x, n, p0, seen));
                }
                if matches!(scope, Scope::Provider | Scope::Unit) && share(x, n) > set.limit {
                    let seen = Seen::new("B606", "minor").comparing(share(x, n), set.limit);
                    found.push(Seen { subject: who, ..seen });
                }
            }
        }
        found.extend(standing_out(tested, set.b606.2));
        (found, counts)
    }

    /// Planned visits: provider, customer and start.
    fn plan_of_all(&self) -> Vec<(Id, Id, i32)> {
        let mut found = Vec::new();
        for of in &self.month.companions.plan {
            let answers =
                |visit: &u32| self.customer(*visit) == of.customer && self.status(*visit) != Performed::Cancelled;
            let own: Vec<u32> = self.every().filter(answers).collect();
            let provider = if of.provider == NO_ID { self.most(&own) } else { Some(of.provider) };
            let (start, stop) = (clock::real(of.start), clock::real(of.stop));
            let away = (start..stop.max(start + 1)).any(|moment| self.away_at(of.customer, moment));
            if let Some(provider) = provider.filter(|_| !away) {
                found.push((provider, of.customer, start));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// When a provider registered something with a customer: visits of one id, or of one Dubbelid on a day, are one.
    fn registered(&self, provider: Id, customer: Id) -> Vec<i32> {
        let own = |visit: &u32| {
            let here = (self.provider(*visit), self.customer(*visit)) == (provider, customer);
            here && self.status(*visit) != Performed::Cancelled
        };
        let own: Vec<u32> = self.every().filter(own).collect();
        let double = |visit: u32| self.visits().double_id[visit as usize];
        let same = |a: u32, b: u32| {
            let doubled = double(a) != NO_ID && double(a) == double(b) && self.day(a) == self.day(b);
            self.same_id(a, b) || doubled
        };
        let moment = |visit: u32| clock::real(self.visits().when(visit));
        // Each takes the earliest moment among those that are the same, until nothing changes.
        let mut names: Vec<(i32, u32)> = own.iter().map(|visit| (moment(*visit), *visit)).collect();
        loop {
            let least = |at: usize| {
                let alike = (0..own.len()).filter(|other| same(own[*other], own[at]));
                alike.map(|other| names[other]).min().unwrap()
            };
            let next: Vec<(i32, u32)> = (0..own.len()).map(least).collect();
            if next == names {
                break;
            }
            names = next;
        }
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(|(moment, _)| moment).collect()
    }

    #[allow(clippy::cast_possible_truncation, reason = "hours of a day")]
    pub fn b607(&self, set: &Set) -> (Vec<Seen>, Vec<Count>) {
        let within = (set.b607.0 * 3600.0) as i32;
        let planned = self.plan_of_all();
        let (mut found, mut counts) = (Vec::new(), Vec::new());
        let (mut missing_all, mut all) = (0, 0);
        for provider in 0..self.month.ids.provider.len() {
            let (mut missing, mut of) = (0, 0);
            for customer in 0..self.month.ids.customer.len() {
                let own = planned.iter().filter(|one| (one.0, one.1) == (provider, customer));
                let mut left = self.registered(provider, customer);
                for (.., start) in own {
                    of += 1;
                    match left.iter().position(|moment| (moment - start).abs() <= within) {
                        Some(place) => drop(left.remove(place)),
                        None => missing += 1,
                    }
                }
            }
            if of == 0 {
                continue;
            }
            (missing_all, all) = (missing_all + missing, all + of);
            let who = [provider, NO_ID, NO_ID, NO_ID];
            counts.push(("B607".to_owned(), "unregistered-share", Scope::Provider, who, missing, of));
            let value = share(usize::try_from(missing).unwrap(), usize::try_from(of).unwrap());
            if usize::try_from(of).unwrap() >= set.b607.1 && value > set.limit {
                let seen = Seen::new("B607", "minor").comparing(value, set.limit);
                found.push(Seen { subject: who, ..seen });
            }
        }
        if self.month.companions.has(kvittens_model::companion::Companion::Plan) {
            counts.push(("B607".to_owned(), "unregistered-share", Scope::All, [NO_ID; 4], missing_all, all));
        }
        (found, counts)
    }
}
