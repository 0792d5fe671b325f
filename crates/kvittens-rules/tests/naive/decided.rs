//! B601–B604 and B608: every day, every decision against every other, every visit against every other.

use kvittens_model::companion::{Decision, Granted};
use kvittens_model::{Id, NO_ID, Scope, YearMonth};

use crate::beside::Set;
use crate::facts::Naive;
use crate::seen::Seen;
use crate::shares::Count;

const DAY: i32 = 86_400;

/// Performed and granted of a service: the service, its visits, sixtieths of a second, and seconds a month by day.
type Compared = (Id, Vec<u32>, i64, i64);

#[allow(clippy::cast_precision_loss, reason = "minutes of a month")]
fn minutes(of: i64, units: i64) -> f64 {
    of as f64 / (units * 60) as f64
}

fn monthly(of: &Decision) -> Option<i64> {
    let seconds = match of.granted {
        Granted::Month(seconds) => seconds,
        Granted::Occasion(seconds, times) => seconds * times? / 100,
        Granted::Untold => return None,
    };
    (seconds > 0).then_some(seconds)
}

fn in_force(of: &Decision, day: i32) -> bool {
    let started = of.period.from.is_none() || of.period.from.seconds() < (day + 1) * DAY;
    started && of.period.to.is_none_or(|to| to.seconds() > day * DAY)
}

impl Naive<'_> {
    fn every_customer(&self) -> std::ops::Range<Id> {
        0..self.month.ids.customer.len()
    }

    pub fn month_days(&self) -> std::ops::Range<i32> {
        let first = self.month.month.first().day();
        first..first + i32::try_from(self.month.month.days()).unwrap()
    }

    pub fn day(&self, visit: u32) -> i32 {
        self.visits().when(visit).day()
    }

    pub fn of_customer(&self, customer: Id) -> Vec<u32> {
        self.performed().into_iter().filter(|visit| self.customer(*visit) == customer).collect()
    }

    /// The decisions that hold for a service on a day: no later one is in force that names no provider, or the same,
    /// or stands against one that names none.
    fn holding(&self, customer: Id, service: Id, day: i32) -> Vec<Decision> {
        let all = self.month.companions.decisions.iter().enumerate();
        let of = |of: &Decision| of.customer == customer && of.service == service && in_force(of, day);
        let own: Vec<(usize, &Decision)> = all.filter(|(_, one)| of(one)).collect();
        let key = |(place, of): &(usize, &Decision)| (of.period.from, monthly(of), of.double, *place);
        let replaced = |one: &(usize, &Decision)| {
            own.iter().any(|other| {
                let (a, b) = (one.1.provider, other.1.provider);
                key(other) > key(one) && (a == b || a == NO_ID || b == NO_ID)
            })
        };
        own.iter().filter(|one| !replaced(one)).map(|(_, of)| **of).collect()
    }

    /// What is decided on a service, else on all.
    fn decided(&self, customer: Id, service: Id, day: i32) -> (Id, Vec<Decision>) {
        let own = self.holding(customer, service, day);
        if own.is_empty() { (NO_ID, self.holding(customer, NO_ID, day)) } else { (service, own) }
    }

    /// Whether the customer is away in every minute of the day.
    fn away_all(&self, customer: Id, day: i32) -> bool {
        let minute = |minute: i32| kvittens_model::Local::from_seconds(day * DAY + minute * 60);
        let own = || self.month.companions.absence.iter().filter(|of| of.customer == customer);
        own().count() > 0 && (0..24 * 60).all(|at| own().any(|of| of.period.holds(minute(at))))
    }

    fn compared(&self, customer: Id, without_absence: bool) -> Vec<Compared> {
        let decisions = self.month.companions.decisions.iter().filter(|of| of.customer == customer);
        let mut services: Vec<Id> = decisions.map(|of| of.service).collect();
        services.sort_unstable();
        services.dedup();
        let visits = self.of_customer(customer);
        let told = |holding: &[Decision]| {
            let amounts: Option<Vec<i64>> = holding.iter().map(monthly).collect();
            amounts.filter(|amounts| !amounts.is_empty()).map(|amounts| amounts.iter().sum::<i64>())
        };
        let counts = |day: i32| !(without_absence && self.away_all(customer, day));
        let mut found = Vec::new();
        for service in services {
            let (mut performed, mut granted, mut counted) = (0, 0, Vec::new());
            let mut comparable = false;
            for day in self.month_days().filter(|day| counts(*day)) {
                if let Some(amount) = told(&self.holding(customer, service, day)) {
                    granted += amount;
                    comparable = true;
                }
            }
            for &visit in visits.iter().filter(|visit| counts(self.day(**visit))) {
                let Some((from, to)) = self.span(visit) else {
                    continue;
                };
                let own = self.services(visit);
                let parts = if own.is_empty() { vec![NO_ID] } else { own.to_vec() };
                for part in &parts {
                    let (of, holding) = self.decided(customer, *part, self.day(visit));
                    if of != service || told(&holding).is_none() {
                        continue;
                    }
                    let earlier = visits.iter().filter(|other| **other < visit && self.doubled(**other, visit));
                    let both = earlier.filter_map(|other| self.shared(*other, visit)).max().unwrap_or(0);
                    let both = if holding.iter().any(|of| of.double) { 0 } else { both };
                    performed += i64::from(to - from - both) * 60 / i64::try_from(parts.len()).unwrap();
                    counted.push(visit);
                }
            }
            counted.dedup();
            if comparable {
                found.push((service, counted, performed, granted));
            }
        }
        found
    }

    /// Whom most visits are of.
    pub fn most(&self, visits: &[u32]) -> Option<Id> {
        let of = |provider: Id| visits.iter().filter(|visit| self.provider(**visit) == provider).count();
        let most = visits.iter().map(|visit| of(self.provider(*visit))).max()?;
        (0..self.month.ids.provider.len()).find(|provider| of(*provider) == most)
    }

    fn compare(
        &self,
        rule: &str,
        severity: &'static str,
        without_absence: bool,
        asks: &dyn Fn(&Compared) -> bool,
    ) -> Vec<Seen> {
        let days = i64::from(self.month.month.days());
        let mut found = Vec::new();
        for customer in self.every_customer() {
            for of in self.compared(customer, without_absence).into_iter().filter(|of| asks(of)) {
                let (service, visits, performed, granted) = of;
                let named = self
                    .month
                    .companions
                    .decisions
                    .iter()
                    .filter(|of| (of.customer, of.service) == (customer, service) && of.provider != NO_ID);
                let named = named.max_by_key(|of| of.period.from).map(|of| of.provider);
                let all = self.of_customer(customer);
                let delivered = |of: Id| self.performed().iter().any(|visit| self.provider(*visit) == of);
                let provider = self.most(&visits).or(named).or(self.most(&all));
                let Some(provider) = provider.filter(|of| !all.is_empty() || delivered(*of)) else {
                    continue;
                };
                let seen = Seen::new(rule, severity).comparing(minutes(performed, 60), minutes(granted, days));
                let mut seen = self.with_others(seen, &visits);
                seen.subject = [provider, NO_ID, customer, NO_ID];
                seen.services = [service].into_iter().filter(|of| *of != NO_ID).collect();
                if rule == "B601" {
                    seen.minutes = i32::try_from(performed / 3600 - granted / (days * 60)).unwrap();
                }
                found.push(seen);
            }
        }
        found
    }

    pub fn b601(&self, set: &Set) -> Vec<Seen> {
        let days = i64::from(self.month.month.days());
        self.compare("B601", "major", false, &|of| {
            let (performed, granted) = (minutes(of.2, 60), minutes(of.3, days));
            performed - granted > set.differs.0 * granted && performed - granted >= f64::from(set.differs.1)
        })
    }

    pub fn b602(&self, set: &Set) -> Vec<Seen> {
        let days = i64::from(self.month.month.days());
        self.compare("B602", "minor", true, &|of| {
            let (performed, granted) = (minutes(of.2, 60), minutes(of.3, days));
            granted - performed > set.differs.0 * granted && granted - performed >= f64::from(set.differs.1)
        })
    }

    pub fn b604(&self, set: &Set) -> Vec<Seen> {
        let days = i64::from(self.month.month.days());
        self.compare("B604", "minor", false, &|of| {
            let (performed, granted) = (of.2 / 3600, of.3 / (days * 60));
            of.1.len() >= set.b604 && performed == granted && performed > 0
        })
    }

    /// Decisions in force on some day of the month, and those without an amount.
    pub fn untold(&self) -> Vec<Count> {
        let all = self.month.companions.decisions.iter();
        let own: Vec<&Decision> = all.filter(|of| self.month_days().any(|day| in_force(of, day))).collect();
        let (some, of) = (own.iter().filter(|of| monthly(of).is_none()).count(), own.len());
        let (some, of) = (i64::try_from(some).unwrap(), i64::try_from(of).unwrap());
        let count = |rule: &str| (rule.to_owned(), "untold-decisions", Scope::All, [NO_ID; 4], some, of);
        ["B601", "B602", "B604"].map(count).to_vec()
    }

    pub fn b603(&self, set: &Set) -> Vec<Seen> {
        let mut found = Vec::new();
        let services = (0..self.month.ids.service.len()).chain([NO_ID]);
        for (customer, service) in
            self.every_customer().flat_map(|customer| services.clone().map(move |of| (customer, of)))
        {
            let own = || self.month.companions.decisions.iter().filter(|of| of.customer == customer);
            let without = |visit: &u32| {
                let any = own().any(|of| in_force(of, self.day(*visit)));
                let on =
                    own().any(|of| (of.service == service || of.service == NO_ID) && in_force(of, self.day(*visit)));
                if service == NO_ID { !any } else { any && self.services(*visit).contains(&service) && !on }
            };
            let grace = |visit: &u32| {
                own().any(|of| {
                    let start = of.period.from;
                    let fits = service == NO_ID || of.service == service || of.service == NO_ID;
                    let after = start.is_some() && start.day() > self.day(*visit);
                    let weekdays = || (self.day(*visit) + 1..=start.day()).filter(|day| YearMonth::weekday(*day) < 5);
                    fits && after && i32::try_from(weekdays().count()).unwrap() <= set.b603
                })
            };
            let visits: Vec<u32> = self.of_customer(customer).into_iter().filter(without).collect();
            let open: Vec<u32> = visits.iter().copied().filter(|visit| !grace(visit)).collect();
            let asked = if open.is_empty() { &visits } else { &open };
            let Some(provider) = self.most(asked) else {
                continue;
            };
            let seen = Seen::new("B603", "major").comparing(f64::from(u32::try_from(asked.len()).unwrap()), 0.0);
            let mut seen = self.with_others(seen, asked);
            seen.subject = [provider, NO_ID, customer, NO_ID];
            seen.services = [service].into_iter().filter(|of| *of != NO_ID).collect();
            seen.explained = open.is_empty().then_some("grace");
            seen.minutes =
                asked.iter().filter_map(|visit| self.span(*visit)).map(|(from, to)| to - from).sum::<i32>() / 60;
            found.push(seen);
        }
        found
    }

    pub fn b608(&self) -> Vec<Seen> {
        let performed = self.performed();
        let double = |visit: u32| self.visits().double_id[visit as usize];
        let brief = |visit: u32| {
            let names = self.service_names(visit);
            let is = |name: &&str| self.settings.services.get(*name).is_some_and(|rule| rule.brief);
            !names.is_empty() && names.iter().all(is)
        };
        let beside = |a: u32, b: u32| {
            let one_provider = self.provider(a) == self.provider(b);
            let one_id = one_provider && self.same_id(a, b);
            let one_double = one_provider && double(a) != NO_ID && double(a) == double(b) && self.day(a) == self.day(b);
            let other = self.staff(b) != NO_ID && !self.same_person(a, b);
            other && self.customer(a) == self.customer(b) && (one_id || one_double || self.shared(a, b).is_some())
        };
        let mut found = Vec::new();
        for &visit in &performed {
            let own = self.services(visit);
            let parts = if own.is_empty() { vec![NO_ID] } else { own.to_vec() };
            let granted = parts
                .iter()
                .any(|part| self.decided(self.customer(visit), *part, self.day(visit)).1.iter().any(|of| of.double));
            let one = self.staff(visit) != NO_ID && !self.placeholder(visit);
            let two = performed.iter().any(|other| *other != visit && beside(visit, *other));
            if granted && one && !two && !brief(visit) && !self.is_group(visit) {
                found.push(Seen { minutes: self.minutes(visit), ..self.on_visit("B608", "major", visit) });
            }
        }
        found
    }
}
