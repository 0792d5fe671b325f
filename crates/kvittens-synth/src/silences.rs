//! A provider that leaves planned visits without any registration.

use rand_pcg::Pcg64Mcg;

use crate::day::Day;
use crate::kinds::Kind;
use crate::people::Provider;
use crate::recipe::Recipe;
use crate::truth::Truth;
use crate::visit::Visit;

/// The third provider does so: neither the largest nor one that joins or leaves.
const PROVIDER: u32 = 2;

/// Fewer customers would not show it.
const CUSTOMERS: usize = 5;

/// One of so many ordinary visits.
const ONE_OF: u32 = 12;

/// What a provider left out so far; of the others, nothing.
pub(crate) struct Silences {
    rng: Option<Pcg64Mcg>,
    count: usize,
}

impl Silences {
    pub(crate) fn of(recipe: &Recipe, provider: &Provider) -> Silences {
        let quiet = recipe.plant
            && recipe.companions
            && provider.number == PROVIDER
            && recipe.providers > PROVIDER + 1
            && provider.customers.len() >= CUSTOMERS;
        let day = u64::from(recipe.month.first().day().cast_unsigned());
        Silences { rng: quiet.then(|| recipe.rng([u64::from(PROVIDER), 2 << 32 | day])), count: 0 }
    }

    /// What is left out of a day.
    pub(crate) fn of_day(&mut self, day: &mut Day<'_>) -> Vec<Visit> {
        let forgotten = self.rng.as_mut().map_or_else(Vec::new, |rng| day.forget(ONE_OF, rng));
        self.count += forgotten.len();
        forgotten
    }

    pub(crate) fn truth(&self) -> Option<Truth> {
        (self.count > 0).then(|| Truth {
            kind: Kind::UnregisteredVisits,
            customer: None,
            staff: None,
            visit: None,
            extra: self.count.to_string(),
        })
    }
}
