//! D205, P507 and P509: visits at the same time, every one against every other.

use kvittens_model::{Double, Local, NO_ID, YearMonth};

use crate::facts::Naive;
use crate::seen::Seen;
use crate::together::Own;

impl Naive<'_> {
    /// Two visits are registered as double staffing.
    pub fn doubled(&self, a: u32, b: u32) -> bool {
        let id = |visit: u32| self.visits().double_id[visit as usize];
        let marked = |visit: u32| self.visits().double[visit as usize] == Double::Yes || id(visit) != NO_ID;
        let one_customer = (self.provider(a), self.customer(a)) == (self.provider(b), self.customer(b));
        let other_pairs = id(a) != NO_ID && id(b) != NO_ID && id(a) != id(b);
        let two_on_one = self.same_id(a, b) && self.staff(a) != self.staff(b);
        one_customer && (two_on_one || (marked(a) && marked(b) && !other_pairs))
    }

    fn is_long(&self, a: u32, b: u32) -> bool {
        self.too_long(a) || self.too_long(b)
    }

    /// D205: a visit inside another.
    pub fn d205(&self) -> Vec<Seen> {
        let performed = self.performed();
        let twins = self.d202();
        let mut found = Vec::new();
        for &inner in &performed {
            let Some((from, to)) = self.span(inner).filter(|(from, to)| from < to) else {
                continue;
            };
            if self.placeholder(inner) || twins.iter().any(|s| s.visit == Some(inner) || s.others.contains(&inner)) {
                continue;
            }
            let around = |outer: &u32| {
                let same = (self.provider(*outer), self.customer(*outer), self.staff(*outer))
                    == (self.provider(inner), self.customer(inner), self.staff(inner));
                let holds = self
                    .span(*outer)
                    .is_some_and(|of| of.0 <= from && to <= of.1 && (of != (from, to) || *outer < inner));
                *outer != inner && self.staff(inner) != NO_ID && same && holds
            };
            let around: Vec<u32> = performed.iter().copied().filter(around).collect();
            let sure: Vec<u32> = around.iter().copied().filter(|outer| !self.too_long(*outer)).collect();
            let of = if sure.is_empty() { around } else { sure };
            let place = |outer: &u32| {
                let (from, to) = self.span(*outer).unwrap();
                (-to, from, *outer)
            };
            if let Some(outer) = of.into_iter().min_by_key(place) {
                let mut seen = self.with_others(self.on_visit("D205", "minor", inner), &[outer]);
                seen.minutes = (to - from) / 60;
                if self.is_long(inner, outer) {
                    seen.explained = Some("too-long");
                } else if self.kept_apart((inner, outer)) {
                    seen.explained = Some("service");
                }
                found.push(seen);
            }
        }
        found
    }

    /// The customer went from one provider to the other: the old one's last visit is at most five weekdays after the new
    /// one's first.
    fn changed(&self, old: u32, new: u32) -> bool {
        let times = |of: u32| -> Vec<Local> {
            let same =
                |other: &u32| (self.customer(*other), self.provider(*other)) == (self.customer(of), self.provider(of));
            let mut times: Vec<Local> =
                self.performed().into_iter().filter(same).map(|visit| self.visits().when(visit)).collect();
            times.sort_unstable();
            times
        };
        let (old, new) = (times(old), times(new));
        let (first, last) = (new[0].day(), old[old.len() - 1].day());
        let weekdays = (first..last).filter(|day| YearMonth::weekday(day + 1) < 5).count();
        old[0] < new[0] && weekdays <= 5 && new[new.len() - 1].day() >= last
    }

    /// P509: every visit against every earlier one of the customer.
    pub fn p509(&self, own: &Own) -> Vec<Seen> {
        let can_be = |visit: &u32| !self.placeholder(*visit) && !self.is_group(*visit);
        let performed: Vec<u32> = self.performed().into_iter().filter(can_be).collect();
        let mut found = Vec::new();
        for &later in &performed {
            let (mut others, mut longest) = (Vec::new(), 0);
            for &earlier in performed.iter().filter(|other| **other < later) {
                let one_provider = self.provider(earlier) == self.provider(later);
                let known = self.staff(earlier) != NO_ID && self.staff(later) != NO_ID;
                let others_of_one = one_provider && known && self.staff(earlier) != self.staff(later);
                if self.customer(earlier) == self.customer(later)
                    && (!one_provider || others_of_one)
                    && let Some(shared) = self.shared(earlier, later).filter(|s| *s >= own.p509_minutes * 60)
                {
                    others.push(earlier);
                    longest = longest.max(shared);
                }
            }
            if others.is_empty() {
                continue;
            }
            let seen = self.on_visit("P509", "minor", later);
            let seen = seen.comparing(f64::from(longest) / 60.0, f64::from(own.p509_minutes));
            let mut seen = self.with_others(seen, &others);
            seen.minutes = longest / 60;
            let because = |earlier: &u32| {
                let changed = self.provider(*earlier) != self.provider(later)
                    && (self.changed(*earlier, later) || self.changed(later, *earlier));
                match () {
                    () if self.doubled(*earlier, later) => Some((0, "double-staffing")),
                    () if changed => Some((1, "provider-change")),
                    () if self.is_long(*earlier, later) => Some((2, "too-long")),
                    () if self.kept_apart((*earlier, later)) => Some((3, "service")),
                    () => None,
                }
            };
            let all: Option<Vec<(i32, &'static str)>> = others.iter().map(because).collect();
            seen.explained = all.and_then(|all| all.into_iter().min()).map(|(_, name)| name);
            found.push(seen);
        }
        found
    }

    /// Double-staffed visits of known staff that overlap, the earlier first.
    fn double_pairs(&self) -> Vec<(u32, u32)> {
        let known = |visit: &u32| self.staff(*visit) != NO_ID && !self.placeholder(*visit);
        let known: Vec<u32> = self.performed().into_iter().filter(known).collect();
        let mut pairs = Vec::new();
        for &a in &known {
            for &b in known.iter().filter(|b| a < **b && self.staff(**b) != self.staff(a)) {
                if self.doubled(a, b) && self.shared(a, b).is_some() {
                    pairs.push((a, b));
                }
            }
        }
        pairs
    }

    fn to_the_minute(&self, (a, b): (u32, u32)) -> bool {
        let minute = |time: Local| time.to_string().chars().take(16).collect::<String>();
        let times =
            |visit: u32| (minute(self.visits().start[visit as usize]), minute(self.visits().stop[visit as usize]));
        times(a) == times(b)
    }

    /// P507: for each two staff, and for each double-staffed visit.
    pub fn p507(&self, own: &Own) -> Vec<Seen> {
        let pairs = self.double_pairs();
        let equal_of = |of: &[(u32, u32)]| -> Vec<(u32, u32)> {
            of.iter().copied().filter(|pair| self.to_the_minute(*pair)).collect()
        };
        let two = |(a, b): (u32, u32)| {
            let (one, other) = (self.staff(a), self.staff(b));
            (self.provider(a), one.min(other), one.max(other))
        };
        let mut found = Vec::new();
        for (place, &pair) in pairs.iter().enumerate() {
            if pairs[..place].iter().any(|before| two(*before) == two(pair)) {
                continue;
            }
            let of_provider: Vec<_> = pairs.iter().copied().filter(|other| two(*other).0 == two(pair).0).collect();
            let of_two: Vec<_> = pairs.iter().copied().filter(|other| two(*other) == two(pair)).collect();
            let share = |of: &[(u32, u32)]| equal_of(of).len() as f64 / of.len() as f64;
            if share(&of_provider) >= own.p507_copied
                || of_two.len() < own.p507_visits
                || share(&of_two) < own.p507_share
            {
                continue;
            }
            let mut others: Vec<u32> = equal_of(&of_two).into_iter().flat_map(|(a, b)| [a, b]).collect();
            others.sort_unstable();
            others.dedup();
            let seen = Seen::new("P507", "major").comparing(share(&of_two), own.p507_share);
            let mut seen = self.with_others(seen, &others);
            seen.subject = [two(pair).0, NO_ID, NO_ID, two(pair).1];
            found.push(seen);
        }
        found.extend(self.performed().into_iter().filter_map(|visit| self.p507_elsewhere(own, &pairs, visit)));
        found
    }

    fn p507_elsewhere(&self, own: &Own, pairs: &[(u32, u32)], visit: u32) -> Option<Seen> {
        let beside = pairs.iter().filter(|(a, b)| *a == visit || *b == visit);
        let mut others: Vec<u32> = beside.map(|(a, b)| if *a == visit { *b } else { *a }).collect();
        if others.is_empty() || self.is_group(visit) || self.too_long(visit) {
            return None;
        }
        let mut longest = 0;
        for other in self.performed() {
            if self.same_person(visit, other)
                && self.customer(other) != self.customer(visit)
                && !self.is_group(other)
                && !self.too_long(other)
                && let Some(shared) = self.shared(visit, other).filter(|shared| *shared >= own.p507_minutes * 60)
            {
                others.push(other);
                longest = longest.max(shared);
            }
        }
        others.sort_unstable();
        let mut seen = self.with_others(self.on_visit("P507", "major", visit), &others);
        seen.minutes = longest / 60;
        (longest > 0).then_some(seen)
    }
}
