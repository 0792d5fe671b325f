//! What a value of a sweep has to meet.

use super::sweep::Point;

/// What the value is wanted for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Aim {
    /// In no month more findings than this.
    pub max_findings: Option<u64>,
    /// Over all months at least this precision.
    pub min_precision: Option<f64>,
}

impl Aim {
    /// Whether anything is asked for.
    pub fn is_some(&self) -> bool {
        self.max_findings.is_some() || self.min_precision.is_some()
    }

    /// Whether a point meets it. Where nothing was labelled, no precision is met.
    pub fn is_met(&self, point: &Point) -> bool {
        let few = self.max_findings.is_none_or(|most| point.months.iter().all(|count| *count <= most));
        let precision = point.judged.and_then(|judged| judged.precision());
        few && self.min_precision.is_none_or(|least| precision.is_some_and(|share| share.value >= least))
    }

    /// Of the points that meet it, the one that misses least: with the highest recall, where labels tell, else with most
    /// findings; of several alike the first.
    pub fn choose(&self, points: &[Point]) -> Option<usize> {
        if !self.is_some() {
            return None;
        }
        let worth = |at: usize| {
            let recall = points[at].judged.and_then(|judged| judged.recall()).map_or(-1.0, |share| share.value);
            (recall, points[at].findings)
        };
        let met = (0..points.len()).filter(|at| self.is_met(&points[*at]));
        met.reduce(|best, at| {
            let (a, b) = (worth(best), worth(at));
            if b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).is_gt() { at } else { best }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::Judged;

    fn point(months: &[u64], judged: Option<[u64; 4]>) -> Point {
        Point {
            values: vec![0.0],
            months: months.to_vec(),
            findings: months.iter().sum(),
            minutes: 0,
            once: true,
            judged: judged.map(|[right, wrong, found, expected]| Judged { right, wrong, unknown: 0, found, expected }),
            milliseconds: None,
        }
    }

    #[test]
    fn no_month_may_have_more_and_the_most_findings_win() {
        let points = [point(&[1, 2], None), point(&[3, 3], None), point(&[1, 9], None)];
        let aim = |most| Aim { max_findings: Some(most), min_precision: None };
        assert_eq!([aim(3), aim(2), aim(0), aim(9)].map(|aim| aim.choose(&points)), [Some(1), Some(0), None, Some(2)]);
        assert_eq!(Aim::default().choose(&points), None);
    }

    #[test]
    fn of_the_precise_the_one_that_finds_most_of_the_cases_wins() {
        let points = [
            point(&[9], Some([8, 1, 8, 20])),
            point(&[12], Some([9, 1, 9, 20])),
            point(&[40], Some([20, 20, 20, 20])),
            point(&[50], None),
        ];
        let aim = Aim { max_findings: None, min_precision: Some(0.8) };
        assert_eq!(aim.choose(&points), Some(1));
    }
}
