//! The distance between two places on the earth, along a great circle.
//!
//! The haversine formula: Sinnott, R. W. (1984): Virtues of the Haversine, Sky and Telescope 68(2):159. It is exact on a
//! sphere also where the places lie close. The radius is the mean radius R₁ of the ellipsoid GRS 80: Moritz, H. (2000):
//! Geodetic Reference System 1980, Journal of Geodesy 74:128–133. On the ellipsoid the distance differs by less than a
//! percent, and a way on the ground is never shorter than the great circle by more.

/// Kilometres.
pub const RADIUS: f64 = 6_371.008_8;

/// Kilometres between two places, latitude and longitude in degrees.
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    2.0 * RADIUS * haversine(a, b).sqrt().min(1.0).asin()
}

/// The haversine of the angle between two places, seen from the centre.
fn haversine(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin();
    let (north, east) = (half_sine(b.0 - a.0), half_sine(b.1 - a.1));
    north * north + a.0.to_radians().cos() * b.0.to_radians().cos() * east * east
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    #[test]
    fn arcs_that_are_known() {
        let quarter = RADIUS * std::f64::consts::FRAC_PI_2;
        assert!(near(kilometres((0.0, 0.0), (90.0, 0.0)), quarter));
        assert!(near(kilometres((0.0, 17.0), (0.0, 107.0)), quarter));
        assert!(near(kilometres((0.0, -90.0), (0.0, 90.0)), 2.0 * quarter), "the other side of the earth");
        // A minute of arc of a great circle is a nautical mile, 1 852 m but for the choice of the radius.
        assert!((kilometres((59.0, 18.0), (59.0 + 1.0 / 60.0, 18.0)) - 1.852).abs() < 0.002);
    }

    #[test]
    fn nearby_places_keep_their_distance() {
        let home = (59.2371, 17.9819);
        assert!(kilometres(home, home) < 1e-12);
        // On the parallel of 60° a degree of longitude is half as long as at the equator.
        let ratio = kilometres((60.0, 18.0), (60.0, 18.001)) / kilometres((0.0, 18.0), (0.0, 18.001));
        assert!((ratio - 0.5).abs() < 1e-6);
        assert!(near(kilometres(home, (59.3, 18.1)), kilometres((59.3, 18.1), home)));
    }
}
