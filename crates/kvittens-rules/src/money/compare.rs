//! Granted, planned, performed and billed time of a month side by side: per provider, customer and service, and from
//! there per provider. A figure is there only where its file is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use kvittens_model::companion::{Companion, Companions, Decision, Granted, Planned};
use kvittens_model::{Id, Local, NO_ID, YearMonth};
use serde::{Deserialize, Serialize};

use super::divide;
use crate::scene::Scene;

/// Seconds of each kind, and what was billed in öre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// By the decisions.
    pub granted: i64,
    /// Decisions that do not say how much; nothing of them is in `granted`.
    pub untold: i64,
    /// By the planned visits.
    pub planned: i64,
    /// Registered.
    pub performed: i64,
    /// By the invoice.
    pub billed: i64,
    /// Öre of the lines of the invoice that tell an amount; `None` where none does.
    pub ore: Option<i64>,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        self.granted += other.granted;
        self.untold += other.untold;
        self.planned += other.planned;
        self.performed += other.performed;
        self.billed += other.billed;
        self.ore = self.ore.into_iter().chain(other.ore).reduce(|a, b| a + b);
    }
}

/// The figures of a provider, customer and service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Utförare; [`NO_ID`]: a decision for a customer whom no provider knows.
    pub provider: Id,
    /// Brukare.
    pub customer: Id,
    /// Insats; [`NO_ID`]: all of them together.
    pub service: Id,
    /// The figures.
    pub figures: Figures,
}

/// A month's figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Decisions were delivered.
    pub has_granted: bool,
    /// Planned visits were delivered.
    pub has_planned: bool,
    /// An invoice was delivered.
    pub has_billed: bool,
    /// By provider, customer and service.
    pub rows: Vec<Row>,
}

/// Seconds of a wall-clock day.
const DAY: i32 = 86_400;

/// The largest amount a month that is believed: more seconds than a hundred years have.
const MOST: i64 = 1 << 32;

/// Figures by provider, customer and service.
type Cells = BTreeMap<(Id, Id, Id), Figures>;

impl Comparison {
    /// Of a month; `None` where there is nothing to hold the registrations against.
    pub fn of(scene: &Scene<'_>) -> Option<Comparison> {
        let all = &scene.month.companions;
        let [has_granted, has_planned, has_billed] =
            [Companion::Decisions, Companion::Plan, Companion::Billing].map(|kind| all.has(kind));
        if !(has_granted || has_planned || has_billed) {
            return None;
        }
        let mut cells = performed(scene);
        plan(all, &mut cells);
        for billed in &all.billing {
            let cell = cells.entry((billed.provider, billed.customer, billed.service)).or_default();
            *cell += Figures { billed: billed.seconds, ore: billed.ore, ..Figures::default() };
        }
        grant(all, scene.month.month, &mut cells);
        Some(Comparison { has_granted, has_planned, has_billed, rows: rows(cells) })
    }

    /// The figures of each provider, in order.
    pub fn bridge(&self) -> Vec<(Id, Figures)> {
        let mut providers: BTreeMap<Id, Figures> = BTreeMap::new();
        for row in &self.rows {
            *providers.entry(row.provider).or_default() += row.figures;
        }
        providers.into_iter().collect()
    }

    /// The figures of all.
    pub fn all(&self) -> Figures {
        let mut all = Figures::default();
        self.rows.iter().for_each(|row| all += row.figures);
        all
    }
}

/// Registered time: the length of each performed visit, divided equally on its services. Two staff at a visit are two
/// registrations.
fn performed(scene: &Scene<'_>) -> Cells {
    let (v, mut cells) = (scene.visits, Cells::new());
    for (visit, at) in (0u32..).zip(0..v.len()).filter(|(visit, _)| scene.facts.timed(*visit)) {
        let services = scene.sets.get(v.services[at]);
        for (service, seconds) in divide::equally(i64::from(scene.facts.length(visit)), services) {
            cells.entry((v.provider[at], v.customer[at], service)).or_default().performed += seconds;
        }
    }
    cells
}

/// Planned time over the real clock. Rows that differ in the service alone are one planned visit, divided equally; equal
/// rows are one planned visit for each.
fn plan(all: &Companions, cells: &mut Cells) {
    let visit = |of: &Planned| (of.provider, of.customer, of.start, of.stop, of.staff);
    // Sorted by these, then by service.
    for rows in all.plan.chunk_by(|a, b| visit(a) == visit(b)) {
        let length = kvittens_model::clock::real(rows[0].stop) - kvittens_model::clock::real(rows[0].start);
        let mut services: Vec<Id> = rows.iter().map(|of| of.service).collect();
        services.dedup();
        // As many planned visits as the service that stands most often has rows.
        let times = rows.chunk_by(|a, b| a.service == b.service).map(<[Planned]>::len).max().unwrap_or(1);
        let seconds = i64::from(length.max(0)) * i64::try_from(times).unwrap_or(1);
        for (service, seconds) in divide::equally(seconds, &services) {
            cells.entry((rows[0].provider, rows[0].customer, service)).or_default().planned += seconds;
        }
    }
}

/// Granted time. A decision that names no provider is for the one that has performed, else planned, else billed most
/// with the customer; of several the first by name.
fn grant(all: &Companions, month: YearMonth, cells: &mut Cells) {
    let mut known: BTreeMap<(Id, Id), Figures> = BTreeMap::new();
    for ((provider, customer, _), figures) in cells.iter().filter(|((provider, ..), _)| *provider != NO_ID) {
        *known.entry((*customer, *provider)).or_default() += *figures;
    }
    let whose = |customer: Id| {
        let of_customer = known.range((customer, 0)..=(customer, NO_ID));
        let most =
            of_customer.max_by_key(|((_, provider), of)| (of.performed, of.planned, of.billed, Reverse(*provider)));
        most.map_or(NO_ID, |((_, provider), _)| *provider)
    };
    // Sorted by customer, then by service.
    for of_service in all.decisions.chunk_by(|a, b| (a.customer, a.service) == (b.customer, b.service)) {
        for (decision, days) in in_force(of_service, month) {
            let provider = if decision.provider == NO_ID { whose(decision.customer) } else { decision.provider };
            let cell = cells.entry((provider, decision.customer, decision.service)).or_default();
            match amount(decision) {
                Some(seconds) => cell.granted += divided(seconds * days, i64::from(month.days())),
                None => cell.untold += 1,
            }
        }
    }
}

/// The decisions on one service of a customer, and on how many days of a month each is in force. A later one replaces
/// the former from its first day on, unless the two name different providers: a customer may have two.
fn in_force(decisions: &[Decision], month: YearMonth) -> Vec<(&Decision, i64)> {
    let mut latest_first: Vec<(&Decision, i64)> = decisions.iter().rev().map(|decision| (decision, 0)).collect();
    latest_first.sort_by_key(|(of, _)| Reverse((of.period.from, amount(of), of.double)));
    for day in month.first().day()..month.next().first().day() {
        let (from, to) = (Local::from_seconds(day * DAY), Local::from_seconds((day + 1) * DAY));
        let mut named: BTreeSet<Id> = BTreeSet::new();
        for (decision, days) in latest_first.iter_mut().filter(|(of, _)| of.period.meets(from, to)) {
            let any = decision.provider == NO_ID;
            let replaced = named.contains(&NO_ID) || named.contains(&decision.provider) || (any && !named.is_empty());
            named.insert(decision.provider);
            *days += i64::from(!replaced);
        }
    }
    latest_first.retain(|(_, days)| *days > 0);
    latest_first
}

/// Seconds a month, where the decision says so; they stand for one staff or two. Nothing, or less, is no amount.
fn amount(decision: &Decision) -> Option<i64> {
    let seconds = match decision.granted {
        Granted::Month(seconds) => seconds,
        Granted::Occasion(seconds, Some(hundredths)) => divided(seconds.saturating_mul(hundredths), 100),
        Granted::Untold | Granted::Occasion(_, None) => return None,
    };
    (seconds > 0).then_some(seconds.min(MOST))
}

/// Divided by a number above 0, to the nearest.
fn divided(number: i64, by: i64) -> i64 {
    number.saturating_add(by / 2).div_euclid(by)
}

/// The rows. Where a provider's figures of a customer are not all told by service, all of them are one row: services
/// cannot be held against what covers them all.
fn rows(cells: Cells) -> Vec<Row> {
    let cells: Vec<((Id, Id, Id), Figures)> = cells.into_iter().collect();
    let mut rows = Vec::with_capacity(cells.len());
    for of_customer in cells.chunk_by(|(a, _), (b, _)| (a.0, a.1) == (b.0, b.1)) {
        let (provider, customer, _) = of_customer[0].0;
        // NO_ID is the largest of ids.
        if of_customer.last().is_some_and(|((_, _, service), _)| *service == NO_ID) {
            let mut figures = Figures::default();
            of_customer.iter().for_each(|(_, of)| figures += *of);
            rows.push(Row { provider, customer, service: NO_ID, figures });
        } else {
            let row = |((_, _, service), figures): &((Id, Id, Id), Figures)| (*service, *figures);
            rows.extend(of_customer.iter().map(row).map(|(service, figures)| Row {
                provider,
                customer,
                service,
                figures,
            }));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use kvittens_model::companion::Period;

    use super::*;

    fn at(month: u32, day: u32) -> Local {
        Local::new(2022, month, day, 0, 0, 0).unwrap()
    }

    fn decision(provider: Id, granted: Granted, from: Local, to: Option<Local>) -> Decision {
        let period = Period { from, to };
        Decision { customer: 0, service: 0, provider, granted, double: false, period }
    }

    /// What provider 0 and provider 1 are granted in March; provider 0 is the one with most time.
    fn march(decisions: &[Decision]) -> (i64, i64, i64) {
        let mut decisions = decisions.to_vec();
        decisions.sort_unstable();
        let performed = Figures { performed: 60, ..Figures::default() };
        let mut cells = Cells::from([((0, 0, 0), performed)]);
        grant(&Companions { decisions, ..Companions::default() }, "2022-03".parse().unwrap(), &mut cells);
        let of = |provider: Id| cells.get(&(provider, 0, 0)).copied().unwrap_or_default();
        (of(0).granted, of(1).granted, of(0).untold)
    }

    fn alone(granted: Granted, from: Local, to: Option<Local>) -> i64 {
        march(&[decision(NO_ID, granted, from, to)]).0
    }

    #[test]
    fn a_decision_of_part_of_the_month_counts_its_days_share() {
        let hours = Granted::Month(31 * 3600);
        assert_eq!(alone(hours, Local::NONE, None), 31 * 3600);
        assert_eq!(alone(hours, at(3, 1), Some(at(3, 11))), 10 * 3600, "the last day is the tenth");
        assert_eq!(alone(hours, at(3, 31), Some(at(5, 1))), 3600);
        let noon = Local::from_seconds(at(3, 2).seconds() + 43_200);
        assert_eq!(alone(hours, at(3, 1), Some(noon)), 2 * 3600, "a day that is begun counts");
        assert_eq!(alone(hours, at(4, 1), None), 0, "not yet");
        assert_eq!(alone(Granted::Month(100), at(3, 1), Some(at(3, 2))), 3);
    }

    #[test]
    fn occasions_are_seconds_times_how_many() {
        assert_eq!(alone(Granted::Occasion(1800, Some(3043)), at(1, 1), None), 54_774);
        for untold in [Granted::Occasion(1800, None), Granted::Untold, Granted::Month(0)] {
            assert_eq!(march(&[decision(0, untold, at(1, 1), None)]), (0, 0, 1));
        }
    }

    #[test]
    fn a_later_decision_replaces_the_former_but_not_another_providers() {
        let hours = |provider, hours: i64, from| decision(provider, Granted::Month(hours * 31 * 3600), from, None);
        let (first, middle) = (at(1, 1), at(3, 12));
        assert_eq!(march(&[hours(0, 1, first), hours(NO_ID, 2, middle)]).0, (11 + 2 * 20) * 3600);
        assert_eq!(march(&[hours(0, 1, first), hours(1, 2, middle)]), (31 * 3600, 2 * 20 * 3600, 0));
    }

    #[test]
    fn a_planned_visit_of_two_services_is_one_and_equal_rows_are_two() {
        let start = Local::new(2022, 3, 1, 7, 0, 0).unwrap();
        let stop = Local::from_seconds(start.seconds() + 1800);
        let planned = |service| Planned { provider: 0, customer: 0, start, stop, staff: NO_ID, service };
        let seconds = |services: &[Id]| {
            let mut cells = Cells::new();
            plan(
                &Companions { plan: services.iter().copied().map(planned).collect(), ..Companions::default() },
                &mut cells,
            );
            cells.iter().map(|((_, _, service), of)| (*service, of.planned)).collect::<Vec<_>>()
        };
        assert_eq!(seconds(&[0, 1]), [(0, 900), (1, 900)]);
        assert_eq!(seconds(&[0, 0]), [(0, 3600)]);
    }

    #[test]
    fn what_covers_all_services_is_held_against_all_of_them() {
        let performed = |seconds| Figures { performed: seconds, ..Figures::default() };
        let granted = Figures { granted: 50, ..Figures::default() };
        let cells = Cells::from([((0, 0, 1), performed(10)), ((0, 0, 2), performed(20)), ((0, 0, NO_ID), granted)]);
        let rows = rows(cells);
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].service, rows[0].figures.performed, rows[0].figures.granted), (NO_ID, 30, 50));
    }
}
