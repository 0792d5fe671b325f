//! Minutes of registered time that findings question.

use std::collections::BTreeMap;

use crate::said::Found;

use super::visit_key;

/// Seconds of the visits that chains question, by provider and visit id.
pub type Seconds = BTreeMap<String, BTreeMap<String, i64>>;

/// Minutes, gathered visit by visit so that a visit in several findings counts once.
#[derive(Debug, Default)]
pub struct Minutes<'a> {
    by_visit: BTreeMap<(&'a str, &'a str), i64>,
    beside: i64,
}

impl<'a> Minutes<'a> {
    /// Adds a finding. A chain questions the visits after its first, each with its own length; any other finding its
    /// visit, with its minutes. Minutes on no visit are added as they stand.
    pub fn add(&mut self, found: &'a Found, seconds: &Seconds) {
        let lengths = seconds.get(&found.provider);
        let known: Vec<(&'a str, i64)> = found
            .other_visits
            .iter()
            .filter_map(|visit| Some((visit_key(visit), *lengths?.get(visit_key(visit))?)))
            .collect();
        if !known.is_empty() {
            known.into_iter().for_each(|(visit, length)| self.visit(&found.provider, visit, length));
        } else if let Some(visit) = &found.visit {
            self.visit(&found.provider, visit_key(visit), i64::from(found.minutes) * 60);
        } else {
            self.beside += i64::from(found.minutes) * 60;
        }
    }

    fn visit(&mut self, provider: &'a str, visit: &'a str, seconds: i64) {
        let kept = self.by_visit.entry((provider, visit)).or_default();
        *kept = seconds.max(*kept);
    }

    /// Whole minutes.
    pub fn total(&self) -> i64 {
        (self.by_visit.values().sum::<i64>() + self.beside) / 60
    }

    /// Whether every minute stands on a visit, so that none can count twice.
    pub fn once(&self) -> bool {
        self.beside == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::tests::found;

    #[test]
    fn a_visit_in_two_findings_counts_once() {
        let seconds = Seconds::from([("A".to_owned(), BTreeMap::from([("2".to_owned(), 600), ("3".to_owned(), 300)]))]);
        let chains = [found("M301", None, Some("1"), &["2", "3"]), found("D203", None, Some("1"), &["2"])];
        let short = Found { minutes: 4, ..found("T402", None, Some("03"), &[]) };
        let mut minutes = Minutes::default();
        chains.iter().chain([&short]).for_each(|found| minutes.add(found, &seconds));
        assert_eq!((minutes.total(), minutes.once()), (15, true));
        let person = Found { minutes: 7, ..found("K103", None, None, &[]) };
        minutes.add(&person, &seconds);
        assert_eq!((minutes.total(), minutes.once()), (22, false));
    }
}
