//! K101–K104: counts by looking through all visits for each subject, and the tail of the binomial summed term by term.

use kvittens_model::{Class, Id, NO_ID, Scope};

use crate::facts::Naive;
use crate::seen::Seen;

/// A count: name, scope, subject, how many of how many.
pub type Count = (String, &'static str, Scope, [Id; 4], i64, i64);

impl Naive<'_> {
    fn rated(&self) -> Vec<u32> {
        self.performed().into_iter().filter(|visit| self.in_rates(*visit)).collect()
    }

    /// K101 and K102: the four classes and the share without a receipt, of each provider and unit.
    pub fn counts(&self) -> Vec<Count> {
        let rated = self.rated();
        let mut found = Vec::new();
        for scope in [Scope::All, Scope::Provider, Scope::Unit] {
            let subject = |visit: u32| match scope {
                Scope::Provider => [self.provider(visit), NO_ID, NO_ID, NO_ID],
                Scope::Unit => [self.provider(visit), self.unit(visit), NO_ID, NO_ID],
                _ => [NO_ID; 4],
            };
            for (place, &visit) in rated.iter().enumerate() {
                let who = subject(visit);
                let nowhere = scope == Scope::Unit && self.unit(visit) == NO_ID;
                if nowhere || rated[..place].iter().any(|before| subject(*before) == who) {
                    continue;
                }
                let own: Vec<u32> = rated.iter().copied().filter(|other| subject(*other) == who).collect();
                let count = |class: Class| own.iter().filter(|visit| self.class(**visit) == class).count();
                let mut add = |rule: &str, name: &'static str, class: Class| {
                    let (some, of) = (i64::try_from(count(class)).unwrap(), i64::try_from(own.len()).unwrap());
                    found.push((rule.to_owned(), name, scope, who, some, of));
                };
                for class in Class::ALL {
                    add("K101", class.slug(), class);
                }
                add("K102", "manual-share", Class::NoTag);
            }
            self.left_out(scope, &subject, &mut found);
        }
        found
    }

    /// K102: the visits of each weekday and hour, of each provider and of all.
    pub fn cells(&self) -> Vec<Count> {
        let (rated, mut found) = (self.rated(), Vec::new());
        let cell = |visit: u32| {
            let at = visit as usize;
            let v = self.visits();
            let when = [v.start[at], v.planned_start[at], v.stop[at]].into_iter().find(|time| time.is_some()).unwrap();
            // 2000-01-01 was a Saturday.
            let day = ["lor", "son", "man", "tis", "ons", "tor", "fre"][usize::try_from(when.day() % 7).unwrap()];
            format!("K102 {day}-{:02}", when.second_of_day() / 3600)
        };
        let mut cells: Vec<(String, Option<Id>)> = Vec::new();
        for &visit in &rated {
            cells.extend([None, Some(self.provider(visit))].map(|of| (cell(visit), of)));
        }
        cells.sort();
        cells.dedup();
        for (rule, of) in cells {
            let holds = |visit: &&u32| cell(**visit) == rule && of.is_none_or(|of| of == self.provider(**visit));
            let own = || rated.iter().filter(holds);
            let some = own().filter(|visit| self.class(**visit) == Class::NoTag).count();
            let (scope, subject) = match of {
                Some(of) => (Scope::Provider, [of, NO_ID, NO_ID, NO_ID]),
                None => (Scope::All, [NO_ID; 4]),
            };
            let (some, of) = (i64::try_from(some).unwrap(), i64::try_from(own().count()).unwrap());
            found.push((rule, "manual-share-hour", scope, subject, some, of));
        }
        found
    }

    /// K101: of all performed visits of a subject, those that no share counts.
    fn left_out(&self, scope: Scope, subject: &dyn Fn(u32) -> [Id; 4], found: &mut Vec<Count>) {
        let performed = self.performed();
        for (place, &visit) in performed.iter().enumerate() {
            let who = subject(visit);
            let nowhere = scope == Scope::Unit && self.unit(visit) == NO_ID;
            if nowhere || performed[..place].iter().any(|before| subject(*before) == who) {
                continue;
            }
            let own = || performed.iter().filter(|other| subject(**other) == who);
            let (some, of) = (own().filter(|other| !self.in_rates(**other)).count(), own().count());
            let (some, of) = (i64::try_from(some).unwrap(), i64::try_from(of).unwrap());
            found.push(("K101".to_owned(), "left-out", scope, who, some, of));
        }
    }

    /// K103: each staff of each provider.
    pub fn k103(&self) -> Vec<Seen> {
        self.tested("K103", &|visit| self.staff(visit), 3)
    }

    /// K104: each customer of each provider.
    pub fn k104(&self) -> Vec<Seen> {
        self.tested("K104", &|visit| self.customer(visit), 2)
    }

    fn tested(&self, rule: &str, of: &dyn Fn(u32) -> Id, place: usize) -> Vec<Seen> {
        if !self.month.has_manual {
            return Vec::new();
        }
        let rated = self.rated();
        let mut tested: Vec<Tested> = Vec::new();
        let mut done: Vec<(Id, Id)> = Vec::new();
        for &visit in &rated {
            let who = (self.provider(visit), of(visit));
            if who.1 == NO_ID || done.contains(&who) {
                continue;
            }
            done.push(who);
            let own = |other: &u32| (self.provider(*other), of(*other)) == who;
            let (own, others): (Vec<u32>, Vec<u32>) =
                rated.iter().copied().filter(|other| self.provider(*other) == who.0).partition(own);
            let none = |visits: &[u32]| visits.iter().filter(|visit| self.class(**visit) == Class::NoTag).count();
            let (n, x) = (own.len(), none(&own));
            if n < usize::try_from(self.params.k_visits).unwrap()
                || others.len() < usize::try_from(self.params.k_others).unwrap()
            {
                continue;
            }
            let other_share = share(none(&others), others.len()).max(0.5 / share(others.len(), 1));
            let mut seen = Seen::new(rule, "minor").comparing(share(x, n), other_share);
            seen.subject[0] = who.0;
            seen.subject[place] = who.1;
            tested.push((x, n, other_share, seen));
        }
        standing_out(tested, self.params.k_q)
    }
}

#[allow(clippy::cast_precision_loss, reason = "hundreds of visits")]
pub fn share(some: usize, of: usize) -> f64 {
    some as f64 / of as f64
}

/// One test: how many of how many against which share, and what is found if it stands out.
pub type Tested = (usize, usize, f64, Seen);

/// The k-th smallest p is at most k/m of q, for the largest such k.
pub fn standing_out(tested: Vec<Tested>, q: f64) -> Vec<Seen> {
    let tested: Vec<(f64, Seen)> = tested.into_iter().map(|(x, n, p0, seen)| (tail(x, n, p0), seen)).collect();
    let rank = |p: f64| tested.iter().filter(|(other, _)| *other <= p).count();
    let passes = |p: f64| p <= share(rank(p), tested.len()) * q;
    let most = tested.iter().map(|(p, _)| *p).filter(|p| passes(*p)).fold(f64::NEG_INFINITY, f64::max);
    tested.into_iter().filter(|(p, _)| *p <= most).map(|(_, seen)| seen).collect()
}

/// P(X ≥ x): each term from nothing.
pub fn tail(x: usize, n: usize, p: f64) -> f64 {
    let term = |k: usize| {
        let ways: f64 = (0..k).map(|i| share(n - i, k - i)).product();
        let powers = |base: f64, times: usize| (0..times).map(|_| base).product::<f64>();
        ways * powers(p, k) * powers(1.0 - p, n - k)
    };
    (x..=n).map(term).sum()
}
