//! M304, T404, T410 and T412.

use kvittens_model::{Id, NO_ID};

use crate::facts::Naive;
use crate::patterns::Set;
use crate::seen::Seen;
use crate::shares::share;

const DAY: i32 = 86_400;

impl Naive<'_> {
    /// T404: outside the hours of the day the visit starts on.
    pub fn t404(&self, set: &Set) -> Vec<Seen> {
        let (grace, from, to) = set.t404;
        let mut found = Vec::new();
        for visit in self.performed().into_iter().filter(|visit| !self.night(*visit)) {
            let at = visit as usize;
            let (start, stop) = (self.visits().start[at], self.visits().stop[at]);
            let times: Vec<_> = [start, stop].into_iter().filter(|time| time.is_some()).collect();
            let whole = self.span(visit).is_some() || times.len() == 1;
            if times.iter().any(|time| !self.sure(*time)) || !whole {
                continue;
            }
            let day = times[0].day();
            let early = times.iter().map(|time| day * DAY + from * 60 - time.seconds()).max().unwrap();
            let late = times.iter().map(|time| time.seconds() - (day * DAY + to * 60)).max().unwrap();
            if early > grace * 60 || late > grace * 60 {
                let mut seen = self
                    .on_visit("T404", "minor", visit)
                    .comparing(f64::from(early.max(late)) / 60.0, f64::from(grace));
                seen.minutes = self.span(visit).map_or(0, |(from, to)| (to - from) / 60);
                found.push(seen);
            }
        }
        found
    }

    /// The visit of the same person that follows in the order, where it is of the same day and another household.
    fn next_home(&self, visit: u32) -> Option<u32> {
        let followers = self
            .performed()
            .into_iter()
            .filter(|other| *other > visit && self.same_person(visit, *other) && self.span(*other).is_some());
        let next = followers.min().filter(|_| self.span(visit).is_some() && !self.placeholder(visit))?;
        let day = |visit: u32| self.visits().start[visit as usize].day();
        (day(next) == day(visit) && self.customer(next) != self.customer(visit)).then_some(next)
    }

    fn gap(&self, former: u32, next: u32) -> i32 {
        self.span(next).unwrap().0 - self.span(former).unwrap().1
    }

    /// M304: for each staff of the provider of the later visit.
    pub fn m304(&self, set: &Set) -> Vec<Seen> {
        let (min_share, min_count, max_gap) = set.m304;
        let moves = || self.performed().into_iter().filter_map(|former| Some((former, self.next_home(former)?)));
        let mut done: Vec<(Id, Id)> = Vec::new();
        let mut found = Vec::new();
        for (_, next) in moves() {
            let who = (self.provider(next), self.staff(next));
            if done.contains(&who) {
                continue;
            }
            done.push(who);
            let own: Vec<(u32, u32)> =
                moves().filter(|(_, next)| (self.provider(*next), self.staff(*next)) == who).collect();
            let close = |pair: &&(u32, u32)| (0..=max_gap * 60).contains(&self.gap(pair.0, pair.1));
            let close: Vec<&(u32, u32)> = own.iter().filter(close).collect();
            if close.len() >= min_count && share(close.len(), own.len()) >= min_share {
                let mut visits: Vec<u32> = close.iter().flat_map(|(former, next)| [*former, *next]).collect();
                visits.sort_unstable();
                visits.dedup();
                let seen = Seen::new("M304", "minor").comparing(share(close.len(), own.len()), min_share);
                let mut seen = self.with_others(seen, &visits);
                seen.subject = [who.0, NO_ID, NO_ID, who.1];
                found.push(seen);
            }
        }
        found
    }

    /// Whether any time of a provider has seconds.
    pub fn seconds_at(&self, provider: Id) -> bool {
        let has = |time: kvittens_model::Local| time.is_some() && time.second_of_day() % 60 > 0;
        let times = |visit: u32| [self.visits().start[visit as usize], self.visits().stop[visit as usize]];
        self.performed().into_iter().any(|visit| self.provider(visit) == provider && times(visit).into_iter().any(has))
    }

    /// T410: the stop is the next start.
    pub fn t410(&self, set: &Set) -> Vec<Seen> {
        let closed = |former: &u32| self.next_home(*former).is_some_and(|next| self.gap(*former, next) == 0);
        let closed: Vec<u32> = self.performed().into_iter().filter(closed).collect();
        let mut found = Vec::new();
        for &visit in &closed {
            let alike = |other: &&u32| {
                (self.provider(**other), self.staff(**other)) == (self.provider(visit), self.staff(visit))
            };
            let count = closed.iter().filter(alike).count();
            let needed = if self.seconds_at(self.provider(visit)) { 1 } else { set.t410 };
            if count >= needed {
                let seen = self.on_visit("T410", "minor", visit).comparing(share(count, 1), share(needed, 1));
                let mut seen = self.with_others(seen, &[self.next_home(visit).unwrap()]);
                let (from, to) = self.span(visit).unwrap();
                seen.minutes = (to - from) / 60;
                found.push(seen);
            }
        }
        found
    }

    /// T412: for each staff of each customer.
    pub fn t412(&self, set: &Set) -> Vec<Seen> {
        let length = |visit: u32| self.span(visit).map(|(from, to)| (to - from) / 60);
        let planned = |visit: u32| self.visits().planned_length(visit).map(|planned| planned / 60);
        let counts = |visit: &u32| {
            self.staff(*visit) != NO_ID
                && !self.placeholder(*visit)
                && length(*visit).is_some()
                && length(*visit) != planned(*visit)
        };
        let all: Vec<u32> = self.performed().into_iter().filter(counts).collect();
        let who = |visit: u32| (self.provider(visit), self.customer(visit), self.staff(visit));
        let mut done = Vec::new();
        let mut found = Vec::new();
        for &visit in &all {
            if done.contains(&who(visit)) {
                continue;
            }
            done.push(who(visit));
            let own: Vec<u32> = all.iter().copied().filter(|other| who(*other) == who(visit)).collect();
            let alike = |wanted: u32| own.iter().filter(|other| length(**other) == length(wanted)).count();
            let most = own.iter().map(|one| alike(*one)).max().unwrap();
            let chosen = own.iter().filter(|one| alike(**one) == most).map(|one| length(*one)).min().unwrap();
            if own.len() >= set.t412.1 && share(most, own.len()) >= set.t412.0 {
                let visits: Vec<u32> = own.iter().copied().filter(|one| length(*one) == chosen).collect();
                let seen = Seen::new("T412", "info").comparing(share(most, own.len()), set.t412.0);
                let mut seen = self.with_others(seen, &visits);
                seen.subject = [who(visit).0, NO_ID, who(visit).1, who(visit).2];
                found.push(seen);
            }
        }
        found
    }
}
