//! One day of one provider.

use kvittens_model::YearMonth;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::companions::OUTAGE;
use crate::ids::VisitIds;
use crate::patterns::Tallies;
use crate::people::{Customer, Provider};
use crate::staffing::{apart, assign};
use crate::visit::{DAY, Minute, Receipts, Second, Span, TECHNICAL, Visit};

/// Shares of visits with a receipt at one end only.
const IN_ONLY: f64 = 0.02;
const OUT_ONLY: f64 = 0.01;

/// The visits of a day, and who they concern.
pub(crate) struct Day<'a> {
    pub(crate) provider: &'a Provider,
    /// Days since 2000-01-01.
    pub(crate) date: i32,
    /// Minutes from the month's beginning to the day's.
    pub(crate) midnight: Minute,
    pub(crate) visits: Vec<Visit>,
    of_customer: Vec<Vec<usize>>,
    of_staff: Vec<Vec<usize>>,
    /// Customers with a deviation today: one each, so that deviations do not meet.
    disturbed: Vec<bool>,
}

impl<'a> Day<'a> {
    /// An ordinary day in the order of the plan. `date` is days since 2000-01-01, `place` the day of the month, 0 first.
    pub(crate) fn new(provider: &'a Provider, date: i32, place: u32, rng: &mut Pcg64Mcg) -> Day<'a> {
        let (midnight, weekday) = (place.cast_signed() * DAY, YearMonth::weekday(date));
        let mut visits = Vec::new();
        let at_home = |person: &Customer| person.away.as_ref().is_none_or(|away| !away.contains(&place));
        for (customer, person) in (0..).zip(&provider.customers).filter(|(_, person)| at_home(person)) {
            for slot in person.plan.iter().filter(|slot| slot.on(weekday)) {
                visits.push(Visit::planned(customer, slot, midnight, rng));
            }
        }
        visits.sort_by_key(order);
        assign(provider, date, &mut visits, rng);
        let mut day = Day {
            provider,
            date,
            midnight,
            visits: Vec::with_capacity(visits.len()),
            of_customer: vec![Vec::new(); provider.customers.len()],
            of_staff: vec![Vec::new(); provider.staff.len()],
            disturbed: vec![false; provider.customers.len()],
        };
        visits.into_iter().for_each(|visit| day.add(visit));
        day
    }

    /// Gives each visit its id and its receipts.
    pub(crate) fn register(&mut self, ids: &mut VisitIds, tallies: &mut Tallies, rng: &mut Pcg64Mcg) {
        for visit in &mut self.visits {
            visit.id = ids.ordinary();
            let draw = rng.random::<f64>() - self.provider.manual_share;
            visit.receipts = match draw {
                _ if draw < 0.0 => Receipts::None,
                _ if draw < IN_ONLY => Receipts::In,
                _ if draw < IN_ONLY + OUT_ONLY => Receipts::Out,
                _ => Receipts::Both,
            };
            if self.provider.companions && visit.actual.overlap(OUTAGE) >= 0 {
                visit.receipts = Receipts::None;
                visit.reason = Some(TECHNICAL);
            }
            tallies.count(self.provider, visit);
        }
    }

    /// Takes out one of so many ordinary visits: they were planned, and nobody registered them. The day is then only
    /// written.
    pub(crate) fn forget(&mut self, one_of: u32, rng: &mut Pcg64Mcg) -> Vec<Visit> {
        let mut ordinary = (0..self.visits.len()).map(|at| self.is_ordinary(at)).collect::<Vec<_>>().into_iter();
        let forgotten = |_: &mut Visit| ordinary.next() == Some(true) && rng.random_range(0..one_of) == 0;
        self.visits.extract_if(.., forgotten).collect()
    }

    /// One more visit.
    pub(crate) fn add(&mut self, visit: Visit) {
        self.of_customer[visit.customer as usize].push(self.visits.len());
        self.of_staff[visit.staff as usize].push(self.visits.len());
        self.visits.push(visit);
    }

    /// Gives a visit to another member of staff.
    pub(crate) fn hand_over(&mut self, at: usize, staff: u32) {
        let before = self.visits[at].staff;
        self.of_staff[before as usize].retain(|&other| other != at);
        self.of_staff[staff as usize].push(at);
        self.visits[at].staff = staff;
    }

    /// One more visit of a customer by another provider.
    pub(crate) fn guest(&mut self, visit: Visit) {
        self.of_customer[visit.customer as usize].push(self.visits.len());
        self.visits.push(visit);
    }

    /// Puts a second member of staff on a visit.
    pub(crate) fn double(&mut self, at: usize, second: Second) {
        self.of_staff[second.staff as usize].push(at);
        self.visits[at].second = Some(second);
    }

    /// Whether a deviation can be planted: an ordinary visit with both receipts, no pattern and no deviation near it.
    pub(crate) fn is_ordinary(&self, at: usize) -> bool {
        let visit = &self.visits[at];
        visit.receipts == Receipts::Both
            && !visit.planted
            && !self.disturbed[visit.customer as usize]
            && self.provider.customers[visit.customer as usize].away.is_none()
            && self.provider.customers[visit.customer as usize].pattern.is_none()
            && self.provider.staff[visit.staff as usize].pattern.is_none()
    }

    /// Keeps further deviations off a visit and its customer's day.
    pub(crate) fn disturb(&mut self, at: usize) {
        self.visits[at].planted = true;
        self.disturbed[self.visits[at].customer as usize] = true;
    }

    /// Whether the customer of a visit has no other one for `minutes` before and after a span.
    pub(crate) fn customer_free(&self, at: usize, span: Span, minutes: Minute) -> bool {
        let others = &self.of_customer[self.visits[at].customer as usize];
        others.iter().all(|&other| other == at || self.visits[other].actual.overlap(span) <= -minutes)
    }

    /// How many visits of the customer hold the first service of a visit.
    pub(crate) fn with_first_service(&self, at: usize) -> Minute {
        let (visit, mut count) = (&self.visits[at], 0);
        for &other in &self.of_customer[visit.customer as usize] {
            count += Minute::from(self.visits[other].services.holds(visit.services.first()));
        }
        count
    }

    /// Whether a member of staff can be at a visit over a span, other visits than those of `except` considered.
    pub(crate) fn staff_free(&self, staff: u32, span: Span, except: &[usize]) -> bool {
        let others = &self.of_staff[staff as usize];
        others.iter().all(|other| except.contains(other) || apart(self.visits[*other].actual, span))
    }

    /// Back to the order of the plan, extra visits among the ordinary ones.
    pub(crate) fn into_visits(mut self) -> Vec<Visit> {
        self.visits.sort_by_key(order);
        self.visits
    }
}

/// The order of the files.
fn order(visit: &Visit) -> (Minute, u32, Minute) {
    (visit.planned.start, visit.customer, visit.actual.start)
}
