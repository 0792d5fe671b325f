//! Providers, their customers and their staff: the same in every month of a seed.

use std::ops::Range;

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::export::windows_1252;
use crate::kinds::Kind;
use crate::plan::{self, Slot};
use crate::recipe::{Recipe, whole};
use crate::visit::{DAY, Span};

/// Customers that share a pool of staff, so that a customer meets some fifteen of them in a fortnight.
const AREA: u32 = 40;

/// Staff per customer and daily visit: 0.6 per customer at two visits a day.
const STAFF_PER_VISIT: f64 = 0.3;

/// Fewer than this could not cover every shift of a week.
const LEAST_STAFF: u32 = 12;

/// Two letters name no more.
const MOST_PROVIDERS: u32 = 702;

/// A customer.
pub(crate) struct Customer {
    pub(crate) area: usize,
    pub(crate) plan: Vec<Slot>,
    /// The pattern planted here, a position in [`Provider::patterns`].
    pub(crate) pattern: Option<usize>,
    /// Days of the month without visits, 0 first.
    pub(crate) away: Option<Range<u32>>,
}

impl Customer {
    /// Planned visits a week.
    pub(crate) fn weekly(&self) -> u32 {
        self.plan.iter().map(Slot::weekly).sum()
    }
}

/// When a member of staff works. A fixed shift leaves eleven hours of rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shift {
    Day,
    Evening,
    /// 8 to 18 on six days of seven: enough for more than 80 % of one customer's visits.
    Long,
}

/// A member of staff.
pub(crate) struct Staff {
    pub(crate) shift: Shift,
    /// Shifts the days off within the week.
    turn: i32,
    /// The pattern planted here, a position in [`Provider::patterns`].
    pub(crate) pattern: Option<usize>,
}

impl Staff {
    /// Whether a visit lies in the shift.
    pub(crate) fn fits(&self, span: Span) -> bool {
        let (start, stop) = (span.start.rem_euclid(DAY), span.start.rem_euclid(DAY) + span.length());
        match self.shift {
            Shift::Day => start < 14 * 60 + 30,
            Shift::Evening => start >= 14 * 60 + 30,
            Shift::Long => start >= 7 * 60 + 45 && stop <= 18 * 60 + 30,
        }
    }

    /// Whether a day (since 2000-01-01) is worked: five of seven, or six in a long shift.
    pub(crate) fn works(&self, day: i32) -> bool {
        (day + self.turn).rem_euclid(7) < if self.shift == Shift::Long { 6 } else { 5 }
    }

    /// Whether this one can take a visit on a day off: the first of the two, so never more than six in a row.
    pub(crate) fn steps_in(&self, day: i32) -> bool {
        self.shift != Shift::Long && (day + self.turn).rem_euclid(7) == 5
    }
}

/// A deviation that is a pattern over the month, not a visit.
pub(crate) struct Pattern {
    pub(crate) kind: Kind,
    pub(crate) customer: Option<u32>,
    pub(crate) staff: Option<u32>,
}

/// A provider.
pub(crate) struct Provider {
    /// 0 is the municipality's own.
    pub(crate) number: u32,
    pub(crate) name: String,
    /// The name in Windows-1252.
    pub(crate) label: Vec<u8>,
    /// The number of its first customer.
    pub(crate) first_customer: u32,
    pub(crate) customers: Vec<Customer>,
    pub(crate) staff: Vec<Staff>,
    /// The staff of each area.
    pub(crate) areas: Vec<Range<u32>>,
    pub(crate) patterns: Vec<Pattern>,
    /// Share of visits that are entered by hand.
    pub(crate) manual_share: f64,
    /// The number of another provider, if there is one.
    pub(crate) other: Option<u32>,
    /// Whether other exports tell of it too: of an outage, and of who is away.
    pub(crate) companions: bool,
}

impl Provider {
    /// All customers at one provider with a name of its own.
    pub(crate) fn own(recipe: &Recipe, name: &str) -> Provider {
        Provider { name: name.to_owned(), label: windows_1252(name), ..Provider::new(recipe, 0, 0..recipe.customers) }
    }

    /// The provider with its people. `customers` are the numbers of its customers.
    pub(crate) fn new(recipe: &Recipe, number: u32, customers: Range<u32>) -> Provider {
        let mut rng = recipe.rng([u64::from(number), 0]);
        let name = name(number);
        let mut provider = Provider {
            number,
            label: windows_1252(&name),
            name,
            first_customer: customers.start,
            customers: Vec::new(),
            staff: Vec::new(),
            areas: Vec::new(),
            patterns: Vec::new(),
            manual_share: rng.random_range(0.20..0.30),
            other: (recipe.providers > 1).then_some(u32::from(number == 0)),
            companions: recipe.companions,
        };
        let count = customers.end - customers.start;
        let areas = (count / AREA).max(1);
        for area in 0..areas {
            let first = customers.start + share(count, area, areas);
            let last = customers.start + share(count, area + 1, areas);
            provider.settle(recipe, first..last, &mut rng);
        }
        provider
    }

    /// An area: its customers, its pool of staff and the patterns planted there.
    fn settle(&mut self, recipe: &Recipe, customers: Range<u32>, rng: &mut Pcg64Mcg) {
        let area = self.areas.len();
        let first_staff = count(&self.staff);
        let pool = whole(f64::from(customers.end - customers.start) * recipe.visits_per_day * STAFF_PER_VISIT)
            .max(LEAST_STAFF);
        for place in 0..pool {
            let shift = if place % 2 == 0 { Shift::Day } else { Shift::Evening };
            self.staff.push(Staff { shift, turn: (place / 2 * 3).cast_signed(), pattern: None });
        }
        self.areas.push(first_staff..first_staff + pool);
        // Patterns take the pool from its start, one member of staff each.
        let mut free_staff = first_staff..first_staff + pool / 2;
        for number in customers {
            let pattern = pattern_at(recipe, number).and_then(|kind| self.plant(kind, &mut free_staff));
            let regular = pattern.is_some_and(|at| self.patterns[at].customer.is_some());
            let plan = if regular {
                plan::twice_daily(rng)
            } else {
                plan::week(rate(recipe, number, self.first_customer), rng)
            };
            let away = away(recipe, number).filter(|_| !regular);
            self.customers.push(Customer { area, plan, pattern: pattern.filter(|_| regular), away });
        }
    }

    /// Notes a pattern on the customer who is settled next, on the next free member of staff, or on both.
    fn plant(&mut self, kind: Kind, free_staff: &mut Range<u32>) -> Option<usize> {
        let customer = (kind != Kind::TagShareStaff).then_some(count(&self.customers));
        let staff = if kind == Kind::TagShareCustomer { None } else { Some(free_staff.next()?) };
        if let Some(staff) = staff {
            let staff = &mut self.staff[staff as usize];
            staff.pattern = Some(self.patterns.len());
            if kind == Kind::SameStaff {
                staff.shift = Shift::Long;
            }
        }
        self.patterns.push(Pattern { kind, customer, staff });
        Some(self.patterns.len() - 1)
    }
}

/// The providers' customers: the first provider the largest, each next one a little smaller.
pub(crate) fn split(recipe: &Recipe) -> Vec<Range<u32>> {
    let weights: Vec<f64> =
        (1..=recipe.providers.clamp(1, MOST_PROVIDERS)).map(|place| 1.0 / f64::from(place).sqrt()).collect();
    let total: f64 = weights.iter().sum();
    let mut reached = 0.0;
    let mut from = 0;
    weights
        .iter()
        .map(|weight| {
            reached += weight;
            let to = whole(f64::from(recipe.customers) * reached / total);
            let range = from..to;
            from = to;
            range
        })
        .collect()
}

/// The pattern on a customer's number, about one of each kind per 150 customers and two at least from forty.
fn pattern_at(recipe: &Recipe, number: u32) -> Option<Kind> {
    let every = (recipe.customers / 2).clamp(20, 150);
    match number % every {
        3 => Some(Kind::SameStaff),
        9 => Some(Kind::TagShareCustomer),
        15 => Some(Kind::TagShareStaff),
        _ => None,
    }
    .filter(|_| recipe.plant)
}

/// One customer of some tens is away for three days.
fn away(recipe: &Recipe, number: u32) -> Option<Range<u32>> {
    let every = (recipe.customers / 3).clamp(10, 60);
    let from = 5 + number % 19;
    (recipe.companions && number % every == 5).then_some(from..from + 3)
}

/// Visits a day of one customer: 0.3 to 1.7 of the mean, spread by the golden ratio so that few customers meet it too.
fn rate(recipe: &Recipe, number: u32, first: u32) -> f64 {
    let place = (f64::from(number - first) + 0.5) * 0.618_033_988_749_895;
    recipe.visits_per_day * (0.3 + 1.4 * place.fract())
}

/// `Egen regi Södra`, `Utförare B AB` … `Utförare Z AB`, `Utförare AA AB` …
pub(crate) fn name(number: u32) -> String {
    if number == 0 {
        return "Egen regi Södra".to_owned();
    }
    let letter = |place: u32| char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
    let before = if number >= 26 { letter(number / 26 - 1).to_string() } else { String::new() };
    format!("Utförare {before}{} AB", letter(number))
}

/// The first of part `part` of `parts` nearly equal parts.
fn share(count: u32, part: u32, parts: u32) -> u32 {
    let first = u64::from(count) * u64::from(part) / u64::from(parts);
    u32::try_from(first).unwrap_or(count)
}

/// How many there are so far. A provider never has four milliards of anything.
fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_customer_has_one_provider() {
        let recipe = Recipe { providers: 7, ..Recipe::new("2022-03".parse().unwrap(), 1234, 1) };
        let split = split(&recipe);
        assert_eq!(split.iter().map(ExactSizeIterator::len).sum::<usize>(), 1234);
        assert!(split.windows(2).all(|pair| pair[0].end == pair[1].start && pair[0].len() >= pair[1].len()));
        let people: usize = (0..).zip(split).map(|(n, range)| Provider::new(&recipe, n, range).customers.len()).sum();
        assert_eq!(people, 1234);
    }

    #[test]
    fn names_go_on_after_z() {
        assert_eq!(
            [name(0), name(1), name(25), name(26)].join(", "),
            "Egen regi Södra, Utförare B AB, Utförare Z AB, Utförare AA AB"
        );
    }
}
