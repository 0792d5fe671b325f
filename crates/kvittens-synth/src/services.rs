//! The services (insatser), and sets of them.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// The names, most usual first; those of ordinary plans are the first [`USUAL`].
pub(crate) const NAMES: [&str; 17] = [
    "Personlig omvårdnad",
    "Måltid",
    "Medicin",
    "Tillsyn",
    "Dusch",
    "Promenad",
    "Inköp",
    "Städ",
    "Tvätt",
    "Ledsagning",
    "Avlösning",
    "Toalettbesök",
    "Trygghetsringning",
    "Social samvaro",
    "DUBBELBEMANNING 1",
    "DUBBELBEMANNING 2",
    "Trygghetslarm",
];

/// How many of the names ordinary plans hold.
const USUAL: usize = 10;

/// What is planned as one service alone.
pub(crate) mod only {
    use super::Services;

    pub(crate) const CARE: Services = Services(1);
    pub(crate) const MEAL: Services = Services(1 << 1);
    pub(crate) const MEDICINE: Services = Services(1 << 2);
    pub(crate) const CHECK: Services = Services(1 << 3);
    /// Expects no receipt (`kvittens.toml`).
    pub(crate) const SHOPPING: Services = Services(1 << 6);
    /// Expects no receipt.
    pub(crate) const ESCORT: Services = Services(1 << 9);
    /// Half a day or more in the home.
    pub(crate) const RESPITE: Services = Services(1 << 10);
    /// Brief.
    pub(crate) const TOILET: Services = Services(1 << 11);
    /// Expects no receipt.
    pub(crate) const CALL: Services = Services(1 << 12);
    /// Shared between customers; expects no receipt.
    pub(crate) const GROUP: Services = Services(1 << 13);
    /// The texts by which some systems mark the two of a double-staffed visit.
    pub(crate) const DOUBLE: [Services; 2] = [Services(1 << 14), Services(1 << 15)];
    /// Each visit is reported to the fee officers.
    pub(crate) const ALARM: Services = Services(1 << 16);
}

/// Of 20 visits, how many have one, two, three and four services.
const COUNTS: [u32; 4] = [6, 8, 4, 2];

/// Services per visit in the mean: 2.1, as in a real plan.
pub(crate) const MEAN_PER_VISIT: f64 = 2.1;

/// A set of services.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Services(u32);

impl Services {
    /// One to four services, the usual ones more often.
    pub(crate) fn draw(rng: &mut Pcg64Mcg) -> Services {
        let mut at = rng.random_range(0..COUNTS.iter().sum::<u32>());
        let mut wanted = 1;
        for count in COUNTS {
            if at < count {
                break;
            }
            at -= count;
            wanted += 1;
        }
        let mut set = 0_u32;
        while set.count_ones() < wanted {
            let (a, b) = (rng.random_range(0..USUAL), rng.random_range(0..USUAL + 4));
            set |= 1 << a.min(b);
        }
        Services(set)
    }

    /// How many.
    pub(crate) fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The first alone.
    pub(crate) fn first(self) -> Services {
        Services(self.0 & self.0.wrapping_neg())
    }

    /// The position of the first in [`NAMES`].
    pub(crate) fn index(self) -> usize {
        self.0.trailing_zeros() as usize
    }

    /// Both sets together.
    pub(crate) fn with(self, others: Services) -> Services {
        Services(self.0 | others.0)
    }

    /// Whether all of `others` are in the set.
    pub(crate) fn holds(self, others: Services) -> bool {
        self.0 & others.0 == others.0
    }

    /// The most usual one that is not in the set.
    pub(crate) fn another(self) -> Services {
        Services(!self.0).first()
    }

    /// Positions in [`NAMES`].
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        (0..NAMES.len()).filter(move |service| self.0 >> service & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_visit_has_2_1_services_in_the_mean() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let total: u32 = (0..10_000).map(|_| Services::draw(&mut rng).len()).sum();
        assert!((f64::from(total) / 10_000.0 - MEAN_PER_VISIT).abs() < 0.05, "{total}");
    }

    #[test]
    fn another_service_is_not_in_the_set() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        for _ in 0..100 {
            let set = Services::draw(&mut rng);
            assert_eq!(set.0 & set.another().0, 0);
            assert_eq!(set.another().len(), 1);
        }
    }
}
