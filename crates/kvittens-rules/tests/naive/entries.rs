//! T407, T408 and T413: when rows were entered and approved.

use kvittens_model::{Local, Method, NO_ID, Scope, Thing, clock};

use crate::facts::Naive;
use crate::seen::Seen;
use crate::shares::Count;
use crate::typed::{About, Typed};

const HOUR: i32 = 3600;

impl Naive<'_> {
    /// When the last row of a visit was entered.
    fn last_entry(&self, visit: u32) -> Option<Local> {
        let rows = self.visits().rows_of(visit).iter();
        let entered = rows.map(|row| self.month.rows.entered_at(*row as usize));
        entered.filter(|time| time.is_some()).max_by_key(|time| time.seconds())
    }

    /// Seconds on the real clock from one time to another, where both are sure.
    fn between(&self, from: Local, to: Local) -> Option<i32> {
        (self.sure(from) && self.sure(to)).then(|| clock::real(to) - clock::real(from))
    }

    /// Seconds late, and the seconds that were allowed.
    fn late(&self, visit: u32, typed: &Typed) -> Option<(i32, i32)> {
        let entered = self.last_entry(visit)?;
        let allowed = typed.t407_days * 24 * HOUR;
        let after = self.between(self.visits().stop[visit as usize], entered);
        if let Some(after) = after.filter(|after| *after > allowed) {
            return Some((after, allowed));
        }
        let day = u8::from(self.settings.lock_day?);
        let locked = Local::from_seconds(self.month.month.next().first().seconds() + i32::from(day) * 24 * HOUR);
        (entered >= locked).then(|| (entered.seconds() - locked.seconds(), 0))
    }

    pub fn t407(&self, typed: &Typed) -> Vec<Seen> {
        let days = |seconds: i32| f64::from(seconds) / f64::from(24 * HOUR);
        let late = |visit: u32| {
            let (value, limit) = self.late(visit, typed)?;
            let seen = self.on_visit("T407", "info", visit).comparing(days(value), days(limit));
            Some(Seen { minutes: self.minutes(visit), ..seen })
        };
        self.performed().into_iter().filter_map(late).collect()
    }

    /// Late visits of those with an entry time, of each provider and of all.
    pub fn late_counts(&self, typed: &Typed) -> Vec<Count> {
        let mut entered = self.performed();
        entered.retain(|visit| self.last_entry(*visit).is_some());
        let count = |scope: Scope, who: u32, own: &[u32]| {
            let late = own.iter().filter(|visit| self.late(**visit, typed).is_some()).count();
            let (some, of) = (i64::try_from(late).unwrap(), i64::try_from(own.len()).unwrap());
            ("T407".to_owned(), "late-share", scope, [who, NO_ID, NO_ID, NO_ID], some, of)
        };
        let mut counts = Vec::new();
        if !entered.is_empty() {
            counts.push(count(Scope::All, NO_ID, &entered));
        }
        for provider in 0..self.month.ids.provider.len() {
            let own: Vec<u32> = entered.iter().copied().filter(|visit| self.provider(*visit) == provider).collect();
            if !own.is_empty() {
                counts.push(count(Scope::Provider, provider, &own));
            }
        }
        counts
    }

    pub fn t408(&self, typed: &Typed) -> Vec<About> {
        let by = |visit: u32| self.visits().entered_by[visit as usize];
        let at = |visit: u32| self.visits().entered_at[visit as usize];
        let mut manual = self.performed();
        manual.retain(|visit| {
            let timed = self.sure(at(*visit)) && at(*visit).second_of_day() != 0;
            self.month.has_manual && timed && by(*visit) != NO_ID && self.end_is(*visit, Method::Manual)
        });
        let mut found: Vec<About> = Vec::new();
        for &visit in &manual {
            let who = |other: u32| (self.provider(other), by(other));
            let own: Vec<u32> = manual.iter().copied().filter(|other| who(*other) == who(visit)).collect();
            if own[0] != visit || self.is_placeholder(self.provider(visit), by(visit)) {
                continue;
            }
            // The window that begins with each entry.
            let window = |first: u32| -> Vec<u32> {
                let within =
                    |other: &u32| (0..=typed.t408_seconds).contains(&self.between(at(first), at(*other)).unwrap());
                own.iter().copied().filter(within).collect()
            };
            let full = |window: &Vec<u32>| i32::try_from(window.len()).unwrap() >= typed.t408_count;
            let windows: Vec<Vec<u32>> = own.iter().map(|first| window(*first)).filter(full).collect();
            let Some(most) = windows.iter().map(Vec::len).max() else {
                continue;
            };
            let value = f64::from(u32::try_from(most).unwrap());
            let mut visits = windows.concat();
            visits.sort_unstable();
            visits.dedup();
            let seen = Seen::new("T408", "minor").comparing(value, f64::from(typed.t408_count));
            let mut seen = self.with_others(seen, &visits);
            seen.subject = [self.provider(visit), NO_ID, NO_ID, by(visit)];
            found.push((seen, Thing::None));
        }
        found
    }

    /// Whether an id stands for many people: by its name, or by one of its visits.
    fn is_placeholder(&self, provider: u32, staff: u32) -> bool {
        let text = self.month.ids.staff.text(staff).to_lowercase();
        let person = |visit: &u32| {
            self.staff(*visit) == staff && (self.settings.municipal_staff || self.provider(*visit) == provider)
        };
        let named = self.settings.placeholders.iter().any(|word| text.starts_with(&word.to_lowercase()));
        named || self.performed().iter().find(|visit| person(visit)).is_some_and(|visit| self.placeholder(*visit))
    }

    pub fn t413(&self, typed: &Typed) -> Vec<Seen> {
        let mut found = Vec::new();
        for visit in self.performed() {
            let rows = self.visits().rows_of(visit).iter();
            let early = rows.flat_map(|row| [self.before_end(*row), self.before_entry(*row)]).flatten().max();
            if let Some(early) = early.filter(|early| *early >= typed.t413_minutes * 60) {
                let (value, limit) = (f64::from(early) / 60.0, f64::from(typed.t413_minutes));
                let seen = self.on_visit("T413", "minor", visit).comparing(value, limit);
                found.push(Seen { minutes: self.minutes(visit), ..seen });
            }
        }
        found
    }

    /// Seconds from a row's entry to its end, where all its times were typed in.
    fn before_end(&self, row: u32) -> Option<i32> {
        let row = self.month.rows.get(row as usize);
        let ends = [(row.start, row.in_method), (row.stop, row.out_method)];
        let mut standing = ends.iter().filter(|(time, _)| time.is_some());
        if !standing.all(|(_, method)| *method == Method::Manual) {
            return None;
        }
        let end = if row.stop.is_some() { row.stop } else { row.start };
        self.between(end_of_day(row.entered_at)?, end)
    }

    /// Seconds from a row's approval to its entry.
    fn before_entry(&self, row: u32) -> Option<i32> {
        let row = self.month.rows.get(row as usize);
        self.between(end_of_day(row.approved_at)?, row.entered_at)
    }
}

/// A date without a clock time as the next midnight.
fn end_of_day(time: Local) -> Option<Local> {
    let time = time.get()?;
    let is_date = time.seconds() % (24 * HOUR) == 0;
    Some(if is_date { Local::from_seconds(time.seconds() + 24 * HOUR) } else { time })
}
