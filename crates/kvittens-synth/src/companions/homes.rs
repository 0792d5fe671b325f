//! Where customers live: around the middle of one town, those of an area near each other.

use crate::people::Provider;
use crate::stories::CUSTOMERS;

/// Latitude and longitude of the town's middle, in degrees.
const TOWN: (f64, f64) = (59.2741, 15.2066);

/// Degrees of latitude and longitude in a kilometre there.
const KILOMETRE: (f64, f64) = (0.008_98, 0.017_6);

/// Kilometres from the town's middle to an area's, and from there to a home, at most, each way: two homes of an area are
/// less than a kilometre apart, for which any time is enough (M305).
const AREA: f64 = 4.0;
const HOME: f64 = 0.35;

/// Latitude and longitude of a customer's home. `ordinary` is how many customers of the recipe are so; those of a story
/// live in one house.
pub(crate) fn place(provider: &Provider, customer: u32, ordinary: u32) -> (f64, f64) {
    let number = provider.first_customer + customer;
    let (area, home) = match provider.customers.get(customer as usize) {
        Some(person) => (u32::try_from(person.area).unwrap_or(0) + 100 * provider.number, Some(number)),
        None => (number.saturating_sub(ordinary) / CUSTOMERS, None),
    };
    let (area, home) = (spread(area, AREA), home.map_or((0.0, 0.0), |number| spread(number, HOME)));
    (TOWN.0 + (area.0 + home.0) * KILOMETRE.0, TOWN.1 + (area.1 + home.1) * KILOMETRE.1)
}

/// So many kilometres north of a place.
pub(crate) fn north((latitude, longitude): (f64, f64), kilometres: u32) -> (f64, f64) {
    (latitude + f64::from(kilometres) * KILOMETRE.0, longitude)
}

/// A point of a square around nothing, by number: evenly spread (Roberts 2018, the plastic number's sequence).
fn spread(number: u32, side: f64) -> (f64, f64) {
    let at = |step: f64| ((f64::from(number) * step).fract() * 2.0 - 1.0) * side;
    (at(0.754_877_666_246_692_7), at(0.569_840_290_998_053_3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Recipe;

    #[test]
    fn homes_of_an_area_are_less_than_a_kilometre_apart() {
        let recipe = Recipe::new("2022-03".parse().unwrap(), 120, 1);
        let provider = Provider::new(&recipe, 0, 0..120);
        let at = |customer| place(&provider, customer, 120);
        let area = |customer: u32| provider.customers[customer as usize].area;
        for one in 0..120 {
            for other in (0..one).filter(|other| area(*other) == area(one)) {
                let (a, b) = (at(one), at(other));
                let (north, east) = ((a.0 - b.0) / KILOMETRE.0, (a.1 - b.1) / KILOMETRE.1);
                assert!(north.hypot(east) < 1.0);
            }
        }
        assert_eq!(at(120), at(127));
        assert_ne!(at(120), at(128));
    }
}
