//! K109, K111, K112 and T409: the reasons on each visit's rows, looked for anew each time.

use kvittens_model::{Id, Method, NO_ID, Scope, Thing};

use crate::facts::Naive;
use crate::seen::Seen;
use crate::shares::{Count, share, standing_out};
use crate::typed::{About, Typed};

impl Naive<'_> {
    pub fn k109(&self) -> Vec<Seen> {
        let manual = |visit: u32| self.end_is(visit, Method::Manual) && !self.end_is(visit, Method::Edited);
        if self.month.has_manual { self.unreasoned("K109", &manual) } else { Vec::new() }
    }

    pub fn t409(&self) -> Vec<Seen> {
        self.unreasoned("T409", &|visit| self.end_is(visit, Method::Edited))
    }

    fn unreasoned(&self, rule: &str, asked: &dyn Fn(u32) -> bool) -> Vec<Seen> {
        let missing = |visit: &u32| asked(*visit) && self.reasons(*visit).is_empty() && self.could_stand(*visit);
        let visits = self.performed().into_iter().filter(missing);
        let seen = visits.map(|visit| Seen { minutes: self.minutes(visit), ..self.on_visit(rule, "minor", visit) });
        seen.collect()
    }

    /// The distinct reasons on the visit's rows.
    fn reasons(&self, visit: u32) -> Vec<Id> {
        let rows = self.visits().rows_of(visit).iter();
        let mut reasons: Vec<Id> = rows.map(|row| self.month.rows.reason(*row as usize)).collect();
        reasons.retain(|reason| *reason != NO_ID);
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }

    /// Whether some row of the provider, in an export of the kind that one of the visit's rows stands in, has a reason.
    fn could_stand(&self, visit: u32) -> bool {
        let rows = &self.month.rows;
        let manual = |row: usize| self.month.files[usize::from(rows.file(row))].manual;
        self.visits().rows_of(visit).iter().any(|own| {
            let alike =
                |row: &usize| rows.provider(*row) == self.provider(visit) && manual(*row) == manual(*own as usize);
            (0..rows.len()).filter(alike).any(|row| rows.reason(row) != NO_ID)
        })
    }

    /// The performed visits with a manual end and a reason.
    fn reasoned(&self) -> Vec<u32> {
        if !self.month.has_manual {
            return Vec::new();
        }
        let manual = |visit: &u32| self.end_is(*visit, Method::Manual) && !self.reasons(*visit).is_empty();
        self.performed().into_iter().filter(manual).collect()
    }

    pub fn k111(&self, typed: &Typed) -> Vec<About> {
        let reasoned = self.reasoned();
        let mut found: Vec<About> = Vec::new();
        for &visit in &reasoned {
            for reason in self.reasons(visit) {
                let of = |other: &&u32| {
                    (self.provider(**other), self.customer(**other)) == (self.provider(visit), self.customer(visit))
                        && self.reasons(**other).contains(&reason)
                };
                let all: Vec<u32> = reasoned.iter().filter(of).copied().collect();
                let mut days: Vec<i32> = all.iter().map(|one| self.visits().when(*one).day()).collect();
                days.sort_unstable();
                days.dedup();
                let days = i32::try_from(days.len()).unwrap();
                if all[0] == visit && days > typed.k111_days {
                    let seen = Seen::new("K111", "minor").comparing(f64::from(days), f64::from(typed.k111_days));
                    let mut seen = self.with_others(seen, &all);
                    seen.subject = [self.provider(visit), NO_ID, self.customer(visit), NO_ID];
                    found.push((seen, Thing::Reason(reason)));
                }
            }
        }
        found
    }

    /// The findings on staff, and all counts.
    pub fn k112(&self, typed: &Typed) -> (Vec<About>, Vec<Count>) {
        let all = self.reasoned();
        let (mut counts, mut tested) = (Vec::new(), Vec::new());
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
                let (x, n) = (self.vague(&own), own.len());
                let (some, of) = (i64::try_from(x).unwrap(), i64::try_from(n).unwrap());
                counts.push(("K112".to_owned(), "other-reason-share", scope, who, some, of));
                let others = |other: &u32| self.provider(*other) == who[0] && !own.contains(other);
                let others: Vec<u32> = all.iter().copied().filter(others).collect();
                let many = |count: usize, least: i32| count >= usize::try_from(least).unwrap();
                if scope == Scope::Staff && many(n, typed.k112_visits) && many(others.len(), typed.k112_others) {
                    let p0 = share(self.vague(&others), others.len()).max(0.5 / share(others.len(), 1));
                    let seen = Seen { subject: who, ..Seen::new("K112", "info").comparing(share(x, n), p0) };
                    tested.push((x, n, p0, seen));
                }
            }
        }
        let found = standing_out(tested, typed.k112_q).into_iter().map(|seen| (seen, Thing::None));
        (found.collect(), counts)
    }

    /// How many have no reason but another one.
    fn vague(&self, visits: &[u32]) -> usize {
        let word = |reason: &Id| self.month.ids.reason.text(*reason);
        let other = |reason: Id| ["Annat", "annat skäl", "Övrigt"].contains(&word(&reason));
        visits.iter().filter(|visit| self.reasons(**visit).into_iter().all(other)).count()
    }
}
