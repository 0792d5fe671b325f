//! A visit's time on its services.

use kvittens_model::{Id, NO_ID};

/// Divides seconds equally on services, ascending ids; what cannot be divided goes to the first, a second each. Without
/// services it is of none ([`NO_ID`]).
pub fn equally(seconds: i64, services: &[Id]) -> Vec<(Id, i64)> {
    let Ok(count @ 1..) = i64::try_from(services.len()) else {
        return vec![(NO_ID, seconds)];
    };
    let (each, left) = (seconds / count, seconds % count);
    (0..).zip(services).map(|(at, service)| (*service, each + i64::from(at < left))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_second_is_lost_or_made() {
        assert_eq!(equally(100, &[4, 7, 9]), [(4, 34), (7, 33), (9, 33)]);
        assert_eq!(equally(60, &[4]), [(4, 60)]);
        assert_eq!(equally(60, &[]), [(NO_ID, 60)]);
        assert_eq!(equally(1, &[4, 7]), [(4, 1), (7, 0)]);
    }
}
