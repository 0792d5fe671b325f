//! P508: every visit of a phone against every earlier one.

use kvittens_model::{Id, Method, NO_ID, Thing};

use crate::facts::Naive;
use crate::seen::Seen;
use crate::typed::{About, Typed};

impl Naive<'_> {
    pub fn p508(&self, typed: &Typed) -> Vec<About> {
        let phone = |visit: u32| (self.provider(visit), self.visits().device[visit as usize]);
        let mut in_use = self.performed();
        in_use.retain(|visit| phone(*visit).1 != NO_ID && self.in_use(*visit));
        let mut found: Vec<About> = Vec::new();
        let mut done: Vec<(Id, Id)> = Vec::new();
        for &visit in &in_use {
            if done.contains(&phone(visit)) {
                continue;
            }
            done.push(phone(visit));
            let own: Vec<u32> = in_use.iter().copied().filter(|other| phone(*other) == phone(visit)).collect();
            let (mut longest, mut involved) = (0, Vec::new());
            for &later in &own {
                let overlaps = |earlier: &u32| {
                    self.staff(*earlier) != self.staff(later)
                        && !self.doubled(*earlier, later)
                        && self.shared(*earlier, later).is_some_and(|shared| shared >= typed.p508_minutes * 60)
                };
                let earlier = own.iter().copied().filter(|other| *other < later).filter(overlaps);
                // Of those that overlap, the one that goes on longest; ties: the last in the order.
                if let Some(witness) = earlier.max_by_key(|earlier| (self.span(*earlier).unwrap().1, *earlier)) {
                    longest = longest.max(self.shared(witness, later).unwrap());
                    involved.extend([witness, later]);
                }
            }
            if involved.is_empty() {
                continue;
            }
            involved.sort_unstable();
            involved.dedup();
            let (value, limit) = (f64::from(longest) / 60.0, f64::from(typed.p508_minutes));
            let mut seen = self.with_others(Seen::new("P508", "minor").comparing(value, limit), &involved);
            seen.subject[0] = phone(visit).0;
            found.push((seen, Thing::Device(phone(visit).1)));
        }
        found
    }

    /// A known person's visit with a length, not too long, not typed in at both ends.
    fn in_use(&self, visit: u32) -> bool {
        let typed = |method: Method| [Method::Manual, Method::Edited].contains(&method);
        let at = visit as usize;
        let both = typed(self.visits().in_method[at]) && typed(self.visits().out_method[at]);
        let known = self.staff(visit) != NO_ID && !self.placeholder(visit);
        known && self.span(visit).is_some() && !self.too_long(visit) && !both
    }
}
