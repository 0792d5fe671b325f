//! The rules on one visit: K105, K106, T401–T403.

use crate::facts::Naive;
use crate::seen::Seen;

impl Naive<'_> {
    /// K105: no start.
    pub fn k105(&self) -> Vec<Seen> {
        let without = self.performed().into_iter().filter(|visit| self.visits().start[*visit as usize].is_none());
        without.map(|visit| self.on_visit("K105", "minor", visit)).collect()
    }

    /// K106: no stop.
    pub fn k106(&self) -> Vec<Seen> {
        let without = self.performed().into_iter().filter(|visit| self.visits().stop[*visit as usize].is_none());
        without.map(|visit| self.on_visit("K106", "minor", visit)).collect()
    }

    /// T401: stop before start.
    pub fn t401(&self) -> Vec<Seen> {
        let wrong = |visit: &u32| self.visits().length(*visit).is_some_and(|length| length < 0);
        let wrong = self.performed().into_iter().filter(wrong);
        wrong.map(|visit| self.on_visit("T401", "minor", visit)).collect()
    }

    /// T402: too short.
    pub fn t402(&self) -> Vec<Seen> {
        let mut found = Vec::new();
        for visit in self.performed() {
            let planned = self.visits().planned_length(visit);
            let brief = |name: &&str| self.settings.services.get(*name).is_some_and(|rule| rule.brief);
            let names = self.service_names(visit);
            let is_brief = !names.is_empty() && names.iter().all(brief);
            if let Some(length) = self.visits().length(visit)
                && (0..self.params.t402_minutes * 60).contains(&length)
                && planned.is_none_or(|planned| planned >= self.params.t402_planned * 60)
                && !is_brief
            {
                let mut seen = self
                    .on_visit("T402", "minor", visit)
                    .comparing(f64::from(length) / 60.0, f64::from(self.params.t402_minutes));
                seen.minutes = length / 60;
                found.push(seen);
            }
        }
        found
    }

    /// T403: too long.
    pub fn t403(&self) -> Vec<Seen> {
        let mut found = Vec::new();
        for visit in self.performed().into_iter().filter(|visit| self.too_long(*visit)) {
            let length = self.visits().length(visit).unwrap();
            let mut seen = self
                .on_visit("T403", "minor", visit)
                .comparing(f64::from(length) / 3600.0, f64::from(self.params.t403_hours));
            seen.minutes = length / 60;
            found.push(seen);
        }
        found
    }
}
