//! A value over the months as a small line, beside its own past: the baseline dashed, its limits a band.

use std::fmt::Write as _;

use super::{Said, open};

const WIDTH: f64 = 132.0;
const HEIGHT: f64 = 30.0;
const EDGE: f64 = 5.0;

/// One value over the months.
#[derive(Clone, Debug, Default)]
pub struct Spark {
    /// The values by month of the scale; `None` where nothing was measured. The last is the month at hand.
    pub values: Vec<Option<f64>>,
    /// The own past.
    pub baseline: Option<f64>,
    /// What chance may give around it.
    pub limits: Option<(f64, f64)>,
}

impl Spark {
    /// Every number of it, for a scale.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let limits = self.limits.into_iter().flat_map(|(low, high)| [low, high]);
        self.values.iter().copied().flatten().chain(self.baseline).chain(limits)
    }

    /// Whether the month at hand lies outside the limits.
    pub fn is_outside(&self) -> bool {
        let last = self.values.last().copied().flatten();
        last.zip(self.limits).is_some_and(|(value, (low, high))| value < low || value > high)
    }
}

/// The scale that holds every number: it begins at zero where it nearly reaches it.
pub fn scale(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = numbers.fold((f64::MAX, f64::MIN), |(low, high), of| (low.min(of), high.max(of)));
    if low > high {
        return (0.0, 1.0);
    }
    let low = if low < high * 0.4 { 0.0 } else { low };
    (low, if high > low { high } else { low + 1.0 })
}

/// The drawing on a scale.
pub fn svg(said: Said<'_>, spark: &Spark, (low, high): (f64, f64)) -> String {
    let y = |value: f64| HEIGHT - EDGE - ((value - low) / (high - low)).clamp(0.0, 1.0) * (HEIGHT - 2.0 * EDGE);
    let steps = spark.values.len().saturating_sub(1).max(1) as f64;
    let x = |at: usize| EDGE + at as f64 / steps * (WIDTH - 2.0 * EDGE);
    let mut svg = open(said, "spark", (WIDTH, HEIGHT), "xMinYMid meet");
    if let Some((low, high)) = spark.limits {
        let (top, height) = (y(high), (y(low) - y(high)).max(0.5));
        let _ =
            write!(svg, "<rect class=\"band\" x=\"0\" y=\"{top:.1}\" width=\"{WIDTH:.0}\" height=\"{height:.1}\"/>");
    }
    if let Some(baseline) = spark.baseline {
        let _ = write!(svg, "<path class=\"own\" d=\"M0 {:.1}H{WIDTH:.0}\"/>", y(baseline));
    }
    let mut path = String::new();
    let mut pen = 'M';
    for (at, value) in spark.values.iter().enumerate() {
        if let Some(value) = value {
            let _ = write!(path, "{pen}{:.1} {:.1}", x(at), y(*value));
        }
        pen = if value.is_some() { 'L' } else { 'M' };
    }
    let _ = write!(svg, "<path class=\"line\" d=\"{path}\"/>");
    if let Some(value) = spark.values.last().copied().flatten() {
        let (x, y) = (x(spark.values.len() - 1), y(value));
        let _ = if spark.is_outside() {
            write!(svg, "<path class=\"beyond\" d=\"M{x:.1} {:.1}l4.5 4.5l-4.5 4.5l-4.5 -4.5z\"/>", y - 4.5)
        } else {
            write!(svg, "<circle class=\"point\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.4\"/>")
        };
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: Said<'_> = Said { id: "a", title: "t", description: "d" };

    #[test]
    fn the_line_is_broken_at_a_missing_month_and_ends_in_a_dot() {
        let spark = Spark { values: vec![Some(0.0), None, Some(0.5), Some(1.0)], baseline: Some(0.5), limits: None };
        let svg = svg(SAID, &spark, (0.0, 1.0));
        assert!(svg.contains("d=\"M5.0 25.0M86.3 15.0L127.0 5.0\""), "{svg}");
        assert!(svg.contains("class=\"own\" d=\"M0 15.0H132\"") && svg.contains("cx=\"127.0\" cy=\"5.0\""));
    }

    #[test]
    fn a_month_outside_its_limits_is_a_diamond_and_one_on_a_limit_is_not() {
        let drawn = |now| Spark { values: vec![Some(0.2), Some(now)], baseline: Some(0.2), limits: Some((0.1, 0.3)) };
        assert!(svg(SAID, &drawn(0.31), (0.0, 0.5)).contains("class=\"beyond\""));
        assert!(!svg(SAID, &drawn(0.3), (0.0, 0.5)).contains("class=\"beyond\""));
    }

    #[test]
    fn a_scale_that_nearly_reaches_zero_begins_there() {
        assert_eq!(scale([0.1, 0.5].into_iter()), (0.0, 0.5));
        assert_eq!(scale([0.8, 0.9].into_iter()), (0.8, 0.9));
        assert_eq!((scale([].into_iter()), scale([0.5].into_iter())), ((0.0, 1.0), (0.5, 1.5)));
    }
}
