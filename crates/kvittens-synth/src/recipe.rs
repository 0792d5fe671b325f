//! What to make.

use kvittens_model::YearMonth;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;

use crate::course::Course;
use crate::{services, stories};

/// One synthetic month. The same recipe gives the same bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// The calendar month of every visit's start.
    pub month: YearMonth,
    /// Customers (brukare), over all providers.
    pub customers: u32,
    /// Providers (utförare); the first is the municipality's own and the largest. 1 to 702.
    pub providers: u32,
    /// Chance. Customers, staff and providers follow from it alone, so they are the same in every month.
    pub seed: u64,
    /// Mean visits per customer and day, 0 to about 6.
    pub visits_per_day: f64,
    /// Whether deviations are planted.
    pub plant: bool,
    /// Ordinary visits per planted deviation of each frequent kind; rare kinds get a tenth. Small months get more, so
    /// that each kind occurs.
    pub plant_every: u32,
    /// Share (0 to 1) of the unplanted rows that are spoiled so that a reader must set them aside.
    pub dirt: f64,
    /// What happens to providers over the months.
    pub courses: Vec<Course>,
    /// Whether the other exports of the month are made too: decisions, planned visits, absence and the like, and what is
    /// planted for the rules that read them.
    pub companions: bool,
}

impl Recipe {
    /// A month with planted deviations and no dirt: two visits a customer and day, four providers and one more per
    /// thousand customers.
    pub fn new(month: YearMonth, customers: u32, seed: u64) -> Recipe {
        Recipe {
            month,
            customers,
            providers: (4 + customers / 1000).min(80).min(customers.max(1)),
            seed,
            visits_per_day: 2.0,
            plant: true,
            plant_every: 200,
            dirt: 0.0,
            courses: Vec::new(),
            companions: false,
        }
    }

    /// As [`Recipe::new`], with as many customers as give about `rows` rows in `tagg.csv` and `manuell.csv` together.
    pub fn with_rows(month: YearMonth, rows: u64, seed: u64) -> Recipe {
        let one = Recipe::new(month, 1, seed);
        let per_customer = one.expected_visits() * (services::MEAN_PER_VISIT + PLANTED_ROWS_PER_VISIT);
        // Stories take their share of the rows, and how many there are hangs on the customers.
        let beside =
            |stories: u32| whole((rows as f64 - f64::from(stories * stories::ROWS)).max(0.0) / per_customer).max(1);
        let mut customers = beside(0);
        for _ in 0..4 {
            let fewer = beside(stories::instances(customers));
            if stories::instances(fewer) == 0 && stories::instances(customers) > 0 {
                // Too few are left for stories, too many without: as many as there can be without.
                customers = stories::FROM - 1;
                break;
            }
            customers = fewer;
        }
        Recipe::new(month, customers, seed)
    }

    /// Visits to expect, before deviations.
    pub(crate) fn expected_visits(&self) -> f64 {
        f64::from(self.customers) * f64::from(self.month.days()) * self.visits_per_day
    }

    /// Chance that depends on the seed and `stream` only.
    pub(crate) fn rng(&self, stream: [u64; 2]) -> Pcg64Mcg {
        let seed = stream.iter().fold(self.seed, |hash, &word| scrambled(hash ^ word));
        Pcg64Mcg::seed_from_u64(seed)
    }
}

/// Rows that the deviations add to a visit in the mean: copies, repetitions, second staff, corrections.
const PLANTED_ROWS_PER_VISIT: f64 = 0.06;

/// The nearest whole number, never negative.
#[expect(clippy::cast_possible_truncation, reason = "casts of floats saturate, which is what is wanted here")]
pub(crate) fn whole(number: f64) -> u32 {
    number.round() as u32
}

/// SplitMix64's output function (Steele, Lea and Flood 2014): neighbouring streams must not start alike.
fn scrambled(word: u64) -> u64 {
    let word = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}
