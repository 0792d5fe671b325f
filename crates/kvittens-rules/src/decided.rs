//! What is decided for a customer, service by service and day by day.
//!
//! A decision is in force on every calendar day that its period shares a moment with. Of the decisions on one service
//! the later replaces the former from its first day on, unless they name two different providers: then both hold, since
//! a customer may have two. Later: by first day, then the larger amount, then double staffing.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::companion::{Decision, Granted};
use kvittens_model::{Id, Local, NO_ID, YearMonth};

use crate::scene::Scene;

/// Seconds of a wall-clock day.
const DAY: i32 = 86_400;

/// The largest amount a month that is believed: more seconds than a hundred years have.
const MOST: i64 = 1 << 32;

/// What holds for a service on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Seconds a month; `None` where one of the decisions does not say how much.
    pub amount: Option<i64>,
    /// Two staff are granted.
    pub double: bool,
}

/// What holds for a customer in a month.
#[derive(Debug, Default)]
pub struct Decided {
    /// By service ([`NO_ID`]: all services) and day.
    grants: BTreeMap<(Id, i32), Grant>,
    days: BTreeSet<i32>,
}

/// The decisions on a customer, by service.
pub fn decisions<'a>(scene: &Scene<'a>, customer: Id) -> &'a [Decision] {
    let all = &scene.month.companions.decisions;
    let from = all.partition_point(|of| of.customer < customer);
    let to = from + all[from..].partition_point(|of| of.customer == customer);
    &all[from..to]
}

/// Seconds a month, where the decision says so: an amount a month, or one an occasion and how many of them. Nothing, or
/// less, is no amount.
pub fn amount(of: &Decision) -> Option<i64> {
    let seconds = match of.granted {
        Granted::Month(seconds) => seconds,
        Granted::Occasion(seconds, Some(times)) => seconds.saturating_mul(times) / 100,
        Granted::Occasion(_, None) | Granted::Untold => return None,
    };
    (seconds > 0).then_some(seconds.min(MOST))
}

/// Whether a decision is in force on a day.
pub fn in_force(of: &Decision, day: i32) -> bool {
    of.period.meets(Local::from_seconds(day * DAY), Local::from_seconds((day + 1) * DAY))
}

/// The days of a month.
pub fn days(month: YearMonth) -> std::ops::Range<i32> {
    month.first().day()..month.next().first().day()
}

impl Decided {
    /// Of the decisions on one customer, by service.
    pub fn of(month: YearMonth, decisions: &[Decision]) -> Decided {
        let mut made = Decided::default();
        for of_service in decisions.chunk_by(|a, b| a.service == b.service) {
            let mut latest_first: Vec<&Decision> = of_service.iter().collect();
            latest_first.reverse();
            latest_first.sort_by_key(|of| std::cmp::Reverse((of.period.from, amount(of), of.double)));
            for day in days(month) {
                let grant = grant(latest_first.iter().copied().filter(|of| in_force(of, day)));
                if let Some(grant) = grant {
                    made.grants.insert((of_service[0].service, day), grant);
                    made.days.insert(day);
                }
            }
        }
        made
    }

    /// Whether some decision on the customer is in force on a day.
    pub fn any(&self, day: i32) -> bool {
        self.days.contains(&day)
    }

    /// Whether double staffing is granted on some day.
    pub fn doubles(&self) -> bool {
        self.grants.values().any(|grant| grant.double)
    }

    /// What holds for a service on a day: the decision on it, else the one on all services; with the service it is on.
    pub fn on(&self, service: Id, day: i32) -> Option<(Id, Grant)> {
        let find = |service: Id| self.grants.get(&(service, day)).map(|grant| (service, *grant));
        find(service).or_else(|| find(NO_ID))
    }

    /// Every service that is decided on, with each day.
    pub fn grants(&self) -> impl Iterator<Item = (Id, i32, Grant)> {
        self.grants.iter().map(|((service, day), grant)| (*service, *day, *grant))
    }
}

/// What the decisions on one service that are in force on a day grant together, latest first.
fn grant<'a>(in_force: impl Iterator<Item = &'a Decision>) -> Option<Grant> {
    let mut grant: Option<Grant> = None;
    let mut named: BTreeSet<Id> = BTreeSet::new();
    for of in in_force {
        // One that names no provider replaces all before it, and is replaced by any behind it.
        let replaced =
            named.contains(&NO_ID) || named.contains(&of.provider) || (of.provider == NO_ID && !named.is_empty());
        named.insert(of.provider);
        if !replaced {
            let (amount, before) = (amount(of), grant.map_or(Some(0), |grant| grant.amount));
            let double = of.double || grant.is_some_and(|grant| grant.double);
            grant = Some(Grant { amount: before.zip(amount).map(|(before, amount)| before + amount), double });
        }
    }
    grant
}

#[cfg(test)]
mod tests {
    use super::*;
    use kvittens_model::companion::Period;

    const MARCH: YearMonth = YearMonth { year: 2022, month: 3 };

    fn decision(provider: Id, hours: i64, from: u32, to: Option<u32>) -> Decision {
        let at = |day: u32| Local::new(2022, 3, day, 0, 0, 0).unwrap();
        let period = Period { from: at(from), to: to.map(|day| at(day + 1)) };
        let granted = if hours > 0 { Granted::Month(hours * 3600) } else { Granted::Untold };
        Decision { customer: 0, service: 0, provider, granted, double: false, period }
    }

    /// Hours on the 20th; -1 without an amount.
    fn hours(decisions: &mut [Decision]) -> Option<i64> {
        decisions.sort_unstable();
        let decided = Decided::of(MARCH, decisions);
        decided.on(0, days(MARCH).start + 19).map(|(_, grant)| grant.amount.map_or(-1, |amount| amount / 3600))
    }

    #[test]
    fn the_later_decision_replaces_the_former() {
        assert_eq!(hours(&mut [decision(NO_ID, 10, 1, None), decision(NO_ID, 20, 15, None)]), Some(20));
        assert_eq!(hours(&mut [decision(NO_ID, 10, 1, None), decision(NO_ID, 20, 15, Some(19))]), Some(10));
        assert_eq!(hours(&mut [decision(NO_ID, 10, 1, None), decision(NO_ID, 0, 15, None)]), Some(-1));
        assert_eq!(hours(&mut [decision(NO_ID, 10, 1, Some(19))]), None);
    }

    #[test]
    fn decisions_for_two_providers_both_hold() {
        assert_eq!(hours(&mut [decision(0, 10, 1, None), decision(1, 20, 15, None)]), Some(30));
        assert_eq!(hours(&mut [decision(0, 10, 1, None), decision(0, 20, 15, None)]), Some(20));
        assert_eq!(hours(&mut [decision(0, 10, 1, None), decision(NO_ID, 20, 15, None)]), Some(20));
        assert_eq!(hours(&mut [decision(NO_ID, 10, 1, None), decision(0, 20, 15, None)]), Some(20));
    }

    #[test]
    fn an_amount_an_occasion_is_one_a_month_where_the_occasions_are_told() {
        let of = |granted: Granted| amount(&Decision { granted, ..decision(0, 1, 1, None) });
        assert_eq!(of(Granted::Occasion(1800, Some(435))), Some(7830));
        assert_eq!((of(Granted::Occasion(1800, None)), of(Granted::Untold), of(Granted::Month(0))), (None, None, None));
        assert_eq!(of(Granted::Occasion(i64::MAX, Some(100))), Some(MOST));
    }
}
