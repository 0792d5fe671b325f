//! E701, E702 and E703: invoices, supplements and approvals.

use std::collections::BTreeSet;

use kvittens_model::companion::{Billed, Supplement};
use kvittens_model::{Id, Local, NO_ID, Scope};

use crate::delivered::{Counted, OfKind, Own};
use crate::facts::Naive;
use crate::seen::Seen;

const DAY: i32 = 86_400;

/// Provider, customer and service; how many of how many; and the visits.
type Each = ([Id; 3], i64, i64, Vec<u32>);

fn int(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}

fn float(count: i64) -> f64 {
    f64::from(i32::try_from(count).unwrap())
}

/// One count for each provider and one for all.
fn counted(rule: &str, name: &'static str, all: &[(Id, i64, i64)]) -> Vec<Counted> {
    let sum = |of: &dyn Fn(&(Id, i64, i64)) -> bool, scope: Scope, who: Id| {
        let of: Vec<_> = all.iter().filter(|one| of(one)).collect();
        let (some, all) = (of.iter().map(|one| one.1).sum(), of.iter().map(|one| one.2).sum());
        (rule.to_owned(), name, scope, [who, NO_ID, NO_ID, NO_ID], some, all)
    };
    let providers: BTreeSet<Id> = all.iter().map(|one| one.0).filter(|provider| *provider != NO_ID).collect();
    let mut found: Vec<Counted> =
        providers.into_iter().map(|own| sum(&|one| one.0 == own, Scope::Provider, own)).collect();
    found.extend((!all.is_empty()).then(|| sum(&|_| true, Scope::All, NO_ID)));
    found
}

/// Seconds billed and registered for a customer's service, the öre where all are told, and the visits.
struct Invoice {
    whose: (Id, Id, Id),
    billed: i64,
    registered: i64,
    ore: Option<i64>,
    visits: Vec<u32>,
}

impl Naive<'_> {
    /// Seconds that a visit can have been.
    fn at_most(&self, visit: u32) -> i64 {
        let (start, stop) = (self.visits().start[visit as usize], self.visits().stop[visit as usize]);
        match self.span(visit) {
            Some((from, to)) => i64::from(to - from),
            None if start.is_none() || stop.is_none() || self.sure(start) && self.sure(stop) => 0,
            None if stop < start => 0,
            None => i64::from(stop.seconds() - start.seconds() + 3600),
        }
    }

    fn invoices(&self) -> Vec<Invoice> {
        let key = |of: &Billed| (of.provider, of.customer, of.service);
        let billing = &self.month.companions.billing;
        let keys: BTreeSet<(Id, Id, Id)> = billing.iter().map(key).collect();
        let of = |whose: (Id, Id, Id)| {
            let rows: Vec<&Billed> = billing.iter().filter(|row| key(row) == whose).collect();
            let mut visits = self.performed();
            visits.retain(|visit| {
                let services = self.services(*visit);
                let held = whose.2 == NO_ID || services.is_empty() || services.contains(&whose.2);
                held && (self.provider(*visit), self.customer(*visit)) == (whose.0, whose.1)
            });
            let all_told = rows.iter().all(|row| row.ore.is_some());
            let ore: i64 = rows.iter().filter_map(|row| row.ore).sum();
            Invoice {
                whose,
                billed: rows.iter().map(|row| row.seconds).sum(),
                registered: visits.iter().map(|visit| self.at_most(*visit)).sum(),
                ore: (all_told && ore > 0).then_some(ore),
                visits,
            }
        };
        keys.into_iter().map(of).collect()
    }

    pub fn e701(&self, own: &Own) -> Vec<Seen> {
        let mut found = Vec::new();
        for of in self.invoices() {
            let beyond = of.billed - of.registered;
            if beyond < i64::from(own.e701_minutes) * 60 {
                continue;
            }
            let seen = Seen::new("E701", "major").comparing(float(of.billed) / 60.0, float(of.registered) / 60.0);
            let mut seen = self.with_others(seen, &of.visits);
            seen.subject = [of.whose.0, NO_ID, of.whose.1, NO_ID];
            seen.services = if of.whose.2 == NO_ID { Vec::new() } else { vec![of.whose.2] };
            seen.minutes = i32::try_from(beyond / 60).unwrap();
            found.push(seen);
        }
        found
    }

    /// Whole minutes and whole kronor, of each provider and of all.
    pub fn over_billed(&self, own: &Own) -> Vec<Counted> {
        let beyond = |of: &Invoice| {
            Some(of.billed - of.registered).filter(|beyond| *beyond >= i64::from(own.e701_minutes) * 60).unwrap_or(0)
        };
        let all = self.invoices();
        let minutes: Vec<(Id, i64, i64)> = all.iter().map(|of| (of.whose.0, beyond(of), of.billed)).collect();
        let told = all.iter().filter_map(|of| Some((of, of.ore?)));
        let kronor: Vec<(Id, i64, i64)> =
            told.map(|(of, ore)| (of.whose.0, ore * beyond(of) / of.billed.max(1), ore)).collect();
        let whole = |unit: i64| move |of: Counted| (of.0, of.1, of.2, of.3, of.4 / unit, of.5 / unit);
        let minutes = counted("E701", "over-billed-minutes", &minutes).into_iter().map(whole(60));
        let kronor = counted("E701", "over-billed-kronor", &kronor).into_iter().map(whole(100));
        minutes.chain(kronor.filter(|of| of.5 > 0)).collect()
    }

    fn is_supplement(&self, service: Id) -> bool {
        let reported = self.month.companions.supplements.iter().any(|of| of.service == service);
        let named = self.settings.services.get(self.month.ids.service.text(service));
        reported || named.is_some_and(|rule| rule.supplement)
    }

    fn held_on(&self, customer: Id, service: Id, day: i32) -> Vec<u32> {
        let mut visits = self.performed();
        visits.retain(|visit| {
            let (v, at) = (self.visits(), *visit as usize);
            let times = [v.start[at], v.stop[at], v.planned_start[at]];
            let on = times.into_iter().find(|time| time.is_some()).unwrap().day();
            self.customer(*visit) == customer && on == day && self.services(*visit).contains(&service)
        });
        visits
    }

    /// Who reported: as told, else who has most of the customer's visits.
    fn reporter(&self, of: &Supplement) -> Id {
        if of.provider != NO_ID {
            return of.provider;
        }
        let own = self.performed().into_iter().filter(|visit| self.customer(*visit) == of.customer);
        let providers: Vec<Id> = own.map(|visit| self.provider(visit)).collect();
        let count = |provider: Id| providers.iter().filter(|other| **other == provider).count();
        let most = providers.iter().map(|provider| count(*provider)).max();
        providers.iter().copied().filter(|provider| Some(count(*provider)) == most).min().unwrap_or(NO_ID)
    }

    /// Each kind and its measure, with everything that could be of it.
    fn supplements(&self, own: &Own) -> Vec<(&'static str, &'static str, Vec<Each>)> {
        let all = &self.month.companions.supplements;
        let key = |of: &Supplement| (self.reporter(of), of.customer, of.service, of.day);
        let days: BTreeSet<_> = all.iter().map(key).collect();
        let mut unregistered = Vec::new();
        for day in days {
            let hundredths: i64 = all.iter().filter(|of| key(of) == day).map(|of| of.quantity).sum();
            let reported = (hundredths.max(0) + 99) / 100;
            let visits = self.held_on(day.1, day.2, day.3);
            let beyond = (reported - int(visits.len()) * i64::from(own.e702_per_visit)).max(0);
            unregistered.push(([day.0, day.1, day.2], beyond, reported, visits));
        }
        let mut unreported = Vec::new();
        for visit in self.performed() {
            for service in self.services(visit).iter().copied().filter(|service| self.is_supplement(*service)) {
                let customer = self.customer(visit);
                let on_day = |of: &&Supplement| {
                    let same = (of.customer, of.service) == (customer, service);
                    same && self.held_on(customer, service, of.day).contains(&visit)
                };
                let quantity: i64 = all.iter().filter(on_day).map(|of| of.quantity).sum();
                let missing = i64::from(quantity <= 0);
                unreported.push(([self.provider(visit), customer, service], missing, 1, vec![visit]));
            }
        }
        let last = self.settings.lock_day.map_or(own.e702_cutoff, |day| i32::from(u8::from(day)));
        let end = Local::from_seconds(self.month.month.next().first().seconds() + last * DAY);
        let told = all.iter().filter(|of| of.reported_at.is_some());
        let late = told.map(|of| {
            let visits = self.held_on(of.customer, of.service, of.day);
            ([self.reporter(of), of.customer, of.service], i64::from(of.reported_at >= end), 1, visits)
        });
        vec![
            ("reported-without-registration", "reported-without", unregistered),
            ("registered-without-report", "without-report", unreported),
            ("late", "late", late.collect()),
        ]
    }

    pub fn e702(&self, own: &Own) -> Vec<OfKind> {
        let mut found = Vec::new();
        for (kind, _, all) in self.supplements(own) {
            let whose: BTreeSet<[Id; 3]> = all.iter().filter(|one| one.1 > 0).map(|one| one.0).collect();
            for [provider, customer, service] in whose {
                let of = all.iter().filter(|one| one.0 == [provider, customer, service] && one.1 > 0);
                let count: i64 = of.clone().map(|one| one.1).sum();
                if count < i64::from(own.e702_count) {
                    continue;
                }
                let visits: BTreeSet<u32> = of.flat_map(|one| one.3.clone()).collect();
                let visits: Vec<u32> = visits.into_iter().collect();
                let seen = Seen::new("E702", "minor").comparing(float(count), f64::from(own.e702_count));
                let mut seen = self.with_others(seen, &visits);
                seen.subject = [provider, NO_ID, customer, NO_ID];
                seen.services = vec![service];
                found.push((seen, kind));
            }
        }
        found
    }

    pub fn supplement_counts(&self, own: &Own) -> Vec<Counted> {
        let of = |name: &'static str, all: Vec<Each>| {
            let all: Vec<(Id, i64, i64)> = all.into_iter().map(|one| (one.0[0], one.1, one.2)).collect();
            counted("E702", name, &all)
        };
        self.supplements(own).into_iter().flat_map(|(_, name, all)| of(name, all)).collect()
    }

    /// When the month is locked, where it is.
    fn locked(&self) -> Option<Local> {
        let day = i32::from(u8::from(self.settings.lock_day?));
        Some(Local::from_seconds(self.month.month.next().first().seconds() + day * DAY))
    }

    /// When the first of its rows was approved.
    fn approved(&self, visit: u32) -> Option<Local> {
        let rows = self.visits().rows_of(visit).iter();
        rows.filter_map(|row| self.month.rows.approved_at(*row as usize).get()).min()
    }

    fn approved_late(&self, visit: u32) -> bool {
        let in_time = |approved: Local| self.locked().is_none_or(|lock| approved < lock);
        !self.approved(visit).is_some_and(in_time)
    }

    fn any_approved(&self) -> bool {
        self.month.rows.iter().any(|row| row.approved_at.is_some())
    }

    pub fn e703(&self) -> Vec<Seen> {
        let rows = &self.month.rows;
        let export = |row: usize| (rows.provider(row), self.month.files[usize::from(rows.file(row))].manual);
        let mut found = Vec::new();
        for visit in self.performed().into_iter().filter(|visit| self.approved_late(*visit)) {
            let own: Vec<_> = self.visits().rows_of(visit).iter().map(|row| export(*row as usize)).collect();
            let could = |row: usize| rows.approved_at(row).is_some() && own.contains(&export(row));
            if !(0..rows.len()).any(could) {
                continue;
            }
            let mut seen = self.on_visit("E703", "minor", visit);
            if let (Some(lock), Some(approved)) = (self.locked(), self.approved(visit)) {
                seen = seen.comparing(f64::from(approved.seconds() - lock.seconds()) / f64::from(DAY), 0.0);
            }
            seen.minutes = self.span(visit).map_or(0, |(from, to)| (to - from) / 60);
            found.push(seen);
        }
        found
    }

    pub fn unapproved_counts(&self) -> Vec<Counted> {
        if !self.any_approved() {
            return Vec::new();
        }
        let each = self.performed().into_iter();
        let each = each.map(|visit| (self.provider(visit), i64::from(self.approved_late(visit)), 1));
        counted("E703", "unapproved-share", &each.collect::<Vec<_>>())
    }
}
