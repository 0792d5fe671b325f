//! A customer's plan: which visits on which weekdays.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::recipe::whole;
use crate::services::Services;

/// Home care by day: the first planned start and the last planned stop, in minutes after midnight.
pub(crate) const OPEN: i32 = 7 * 60;
pub(crate) const CLOSE: i32 = 22 * 60;

/// Planned visits of one customer lie this many minutes apart, so that late and early ones still leave ten minutes
/// (`visit::Visit` deviates at most 8 minutes at the start and 15 at the stop).
const APART: i32 = 35;

/// More visits than this in a day would not leave room between them.
const MOST_A_DAY: u32 = 12;

/// Planned lengths in minutes, as often as they stand here.
const LENGTHS: [i32; 40] = [
    5, 5, 5, 10, 10, 10, 10, 10, 10, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 20, 20, 20, 20, 20, 20, 20, 20, 25, 25,
    25, 30, 30, 30, 35, 40, 45, 45, 60, 90, 180,
];

/// One visit of the week's plan.
pub(crate) struct Slot {
    /// Bit 0 is Monday.
    weekdays: u8,
    /// Minutes after midnight, a multiple of five.
    pub(crate) start: i32,
    /// Minutes, a multiple of five.
    pub(crate) length: i32,
    /// What is done.
    pub(crate) services: Services,
}

impl Slot {
    /// Whether the visit is planned on a weekday; 0 is Monday.
    pub(crate) fn on(&self, weekday: u32) -> bool {
        self.weekdays >> weekday & 1 == 1
    }

    /// Visits a week.
    pub(crate) fn weekly(&self) -> u32 {
        self.weekdays.count_ones()
    }
}

/// A week with `rate` visits a day in the mean, fewer at the weekend.
pub(crate) fn week(rate: f64, rng: &mut Pcg64Mcg) -> Vec<Slot> {
    let counts: [u32; 7] = std::array::from_fn(|weekday| {
        let wanted = rate * if weekday < 5 { 1.05 } else { 0.875 };
        whole((wanted + rng.random::<f64>()).floor()).min(MOST_A_DAY)
    });
    let most = counts.iter().copied().max().unwrap_or(0);
    let cell = (CLOSE - OPEN) / most.max(1).cast_signed() / 5 * 5;
    let first_out = rng.random_range(0..most.max(1));
    (0..most)
        .map(|place| {
            // On a day with fewer visits the same ones always fall out.
            let rank = (place + first_out) % most;
            let weekdays = (0..7).filter(|&day| rank < counts[day]).fold(0, |set, day| set | 1 << day);
            slot(OPEN + place.cast_signed() * cell, cell, weekdays, rng)
        })
        .collect()
}

/// Two visits every day between 8 and 18, so that one person can make them all and still rest eleven hours.
pub(crate) fn twice_daily(rng: &mut Pcg64Mcg) -> Vec<Slot> {
    [8 * 60, 13 * 60].map(|from| slot(from, 5 * 60, 0b111_1111, rng)).into()
}

/// A visit that leaves [`APART`] minutes free at the end of its part of the day, which is in steps of five minutes.
fn slot(from: i32, cell: i32, weekdays: u8, rng: &mut Pcg64Mcg) -> Slot {
    let room = cell - APART;
    let length = LENGTHS[rng.random_range(0..LENGTHS.len())].min(room);
    let start = from + 5 * rng.random_range(0..=(room - length) / 5);
    Slot { weekdays, start, length, services: Services::draw(rng) }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_week_keeps_to_the_hours_the_steps_and_the_distance() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        for rate in [0.1, 0.5, 1.0, 2.0, 3.7, 6.0, 20.0] {
            for _ in 0..200 {
                let plan = week(rate, &mut rng);
                for slot in &plan {
                    assert!(slot.start >= OPEN && slot.start + slot.length <= CLOSE);
                    assert!(slot.start % 5 == 0 && slot.length % 5 == 0 && (5..=180).contains(&slot.length));
                }
                for pair in plan.windows(2) {
                    assert!(pair[0].start + pair[0].length + APART <= pair[1].start);
                }
            }
        }
    }

    #[test]
    fn a_week_has_the_wanted_visits_in_the_mean() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let visits: usize =
            (0..2000).flat_map(|_| week(2.0, &mut rng)).map(|slot| (0..7).filter(|&day| slot.on(day)).count()).sum();
        assert!((visits as f64 / 2000.0 / 7.0 - 2.0).abs() < 0.05, "{visits}");
    }
}
