//! Against a published chart, an exact Markov chain and series made by hand.

use kvittens_model::YearMonth;

use super::*;

fn counts(numerators: &[i64], denominator: i64) -> Vec<Count> {
    let first = YearMonth { year: 2020, month: 1 };
    let months = std::iter::successors(Some(first), |month| Some(month.next()));
    months.zip(numerators).map(|(month, numerator)| Count { month, numerator: *numerator, denominator }).collect()
}

fn drawn(numerators: &[i64], denominator: i64, reference: usize) -> Chart {
    chart(&counts(numerators, denominator), reference, 1.0).unwrap()
}

/// Thirty wafers of fifty chips, from NIST/SEMATECH e-Handbook 6.3.3.2, whose mean is 0.2313; the same counts are example
/// 7.1 of Montgomery, Introduction to Statistical Quality Control: limits 0.0524 and 0.4102, samples 15 and 23 beyond.
/// By hand: 347 / 1 500 = 0.23133; √(0.23133 · 0.76867 / 50) = 0.05963.
const WAFERS: [i64; 30] =
    [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6];

#[test]
fn the_published_wafers_have_the_published_limits() {
    let chart = drawn(&WAFERS, 50, 30);
    assert!((chart.centre - 0.2313).abs() < 5e-5);
    let (low, high) = chart.points[0].limits.unwrap();
    assert!((low - 0.0524).abs() < 1e-4 && (high - 0.4102).abs() < 1e-4, "{low} {high}");
    let beyond: Vec<usize> = (1..).zip(&chart.points).filter(|(_, p)| p.beyond.is_some()).map(|(at, _)| at).collect();
    assert_eq!(beyond, [15, 23]);
    assert!(chart.changed.is_none());
}

#[test]
fn without_the_two_the_published_limits_narrow() {
    let others: Vec<i64> = WAFERS.iter().copied().filter(|count| ![22, 24].contains(count)).collect();
    let chart = drawn(&others, 50, 28);
    let (low, high) = chart.points[0].limits.unwrap();
    assert!((chart.centre - 0.2150).abs() < 5e-5 && (low - 0.0407).abs() < 1e-4 && (high - 0.3893).abs() < 1e-4);
}

#[test]
fn the_limits_follow_the_months_own_denominator() {
    // 0.2 ± 3 √(0.16 / 1 600) = 0.2 ± 0.03, and ± 0.06 for a quarter of the visits.
    assert_eq!(limits(0.2, 1_600).map(|(a, b)| ((a * 1e6).round(), (b * 1e6).round())), Some((170_000.0, 230_000.0)));
    assert_eq!(limits(0.2, 400).map(|(a, b)| ((a * 1e6).round(), (b * 1e6).round())), Some((140_000.0, 260_000.0)));
    assert_eq!(limits(0.2, 24), None, "4.8 expected are too few");
    assert_eq!(limits(0.2, 25).map(|(low, _)| low), Some(0.0), "no limit below 0");
    assert_eq!((limits(0.0, 1_000), limits(1.0, 1_000), limits(1.2, 1_000)), (None, None, None));
}

#[test]
fn a_jump_is_a_change_since_its_first_month() {
    let chart = drawn(&[100, 101, 99, 100, 101, 99, 102, 180, 175, 182], 1_000, 5);
    let changed = chart.changed.unwrap();
    assert_eq!((changed.since.to_string().as_str(), changed.months, changed.beyond), ("2020-08", 3, 3));
    assert_eq!(changed.side, Side::Above);
    assert!((changed.value - 0.179).abs() < 1e-12 && (changed.centre - 0.1002).abs() < 1e-12);
}

#[test]
fn a_month_back_within_the_limits_on_the_other_side_ends_the_change() {
    assert!(drawn(&[100, 101, 99, 100, 101, 99, 102, 180, 175, 98], 1_000, 5).changed.is_none());
    // Still on the side of the change: it goes on, though the month itself is within the limits.
    let changed = drawn(&[100, 101, 99, 100, 101, 99, 102, 180, 175, 110], 1_000, 5).changed.unwrap();
    assert_eq!((changed.months, changed.beyond), (3, 2));
}

#[test]
fn eight_on_one_side_are_a_change_and_seven_are_not() {
    let with = |after: usize| {
        let mut numerators = vec![100, 98, 102, 100, 99, 101, 100, 98, 102, 100, 99, 101];
        numerators.extend(std::iter::repeat_n(108, after));
        drawn(&numerators, 1_000, 12)
    };
    assert!(with(6).changed.is_none(), "with the month before, seven lie above");
    let changed = with(7).changed.unwrap();
    assert_eq!((changed.since.to_string().as_str(), changed.months, changed.beyond), ("2020-12", 8, 0));
    assert_eq!(with(7).points.iter().filter(|point| point.run == Some(Side::Above)).count(), 8);
}

#[test]
fn the_rule_that_fires_first_dates_the_change() {
    let with = |within: usize| {
        let mut numerators = vec![100, 98, 102, 100, 99, 101, 100, 98, 102, 100, 99, 99];
        numerators.extend(std::iter::repeat_n(108, within).chain([180; 5]));
        drawn(&numerators, 1_000, 12).changed.unwrap()
    };
    let said = |changed: Changed| (changed.since.to_string(), changed.months, changed.beyond);
    assert_eq!(said(with(6)), ("2021-07".to_owned(), 5, 5));
    assert_eq!(said(with(7)), ("2021-01".to_owned(), 12, 5));
}

#[test]
fn a_missing_month_ends_a_run() {
    let mut series = counts(&[100, 98, 102, 100, 99, 99, 99, 99, 99, 99, 99, 99, 99], 1_000);
    assert!(chart(&series, 4, 1.0).unwrap().changed.is_some());
    series.remove(9);
    assert!(chart(&series, 4, 1.0).unwrap().changed.is_none());
}

#[test]
fn three_months_are_too_few_and_a_rate_over_one_is_no_share() {
    assert!(chart(&counts(&[1, 2, 3], 100), 3, 1.0).is_none());
    assert!(chart(&counts(&[1, 2, 3, 4], 100), 3, 1.0).is_some());
    assert!(chart(&counts(&[100, 200, 300, 400], 250), 3, 1.0).is_none());
    assert_eq!([4, 7, 10, 24, 99].map(reference), [3, 3, 5, 12, 12]);
}

#[test]
fn values_are_in_the_measures_unit() {
    let (share, rate) =
        (drawn(&[10, 11, 9, 30], 1_000, 3), chart(&counts(&[10, 11, 9, 30], 1_000), 3, 1_000.0).unwrap());
    assert!((rate.centre - 10.0).abs() < 1e-9 && (rate.points[3].value - 30.0).abs() < 1e-9);
    assert_eq!(rate.points[3].beyond, share.points[3].beyond);
    assert!((rate.changed.unwrap().value - 30.0).abs() < 1e-9);
}

/// The chance of one point beyond three sigma, on either side.
const BEYOND: f64 = 0.002_699_796;

/// How likely no signal is in so many points without a change, by the run's length (1 to 7) as the state of a chain.
fn quiet(points: usize) -> f64 {
    let (mut states, inside) = ([0.0; 8], 1.0 - BEYOND);
    states[1] = inside;
    for _ in 1..points {
        let mut next = [0.0; 8];
        for length in 1..8 {
            next[1] += states[length] * inside / 2.0;
            if length < 7 {
                next[length + 1] += states[length] * inside / 2.0;
            }
        }
        states = next;
    }
    states.iter().sum()
}

/// Champ and Woodall (1987), Technometrics 29:393–399: 152.73 points between false alarms with rules 1 and 4.
#[test]
fn the_chain_agrees_with_the_published_run_length() {
    let mean: f64 = 1.0 + (1..20_000).map(quiet_at).sum::<f64>();
    fn quiet_at(points: usize) -> f64 {
        if points > 3_000 { 0.0 } else { quiet(points) }
    }
    assert!((mean - 152.73).abs() < 0.01, "{mean}");
}

/// A small generator of its own (splitmix64), so that the series are the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Of `n` visits, how many have a chance of 1 in 5.
    fn fifth_of(&mut self, n: i64) -> i64 {
        (0..n).map(|_| i64::from(self.next().is_multiple_of(5))).sum()
    }
}

fn signals(points: &[Point]) -> bool {
    points.iter().any(|point| point.beyond.is_some() || point.run.is_some())
}

/// 200 series of two years each with 1 500 visits a month and nothing changed.
#[test]
fn a_known_centre_keeps_the_stated_false_alarms() {
    let mut random = Random(1);
    let mut alarmed = 0;
    for _ in 0..200 {
        // So large a reference is the truth itself; on the centre line it is in no run.
        let mut series = counts(&[300_000_000; 12], 1_500_000_000);
        let mut month = series[11].month;
        for _ in 0..24 {
            month = month.next();
            series.push(Count { month, numerator: random.fifth_of(1_500), denominator: 1_500 });
        }
        alarmed += i32::from(signals(&chart(&series, 12, 1.0).unwrap().points[12..]));
    }
    let stated = 1.0 - quiet(24);
    let error = (stated * (1.0 - stated) / 200.0).sqrt();
    let seen = f64::from(alarmed) / 200.0;
    assert!((seen - stated).abs() < 3.0 * error, "{seen} for {stated}");
}

/// With the centre line taken from twelve months of the series itself, alarms by chance are somewhat more.
#[test]
fn an_estimated_centre_stays_near_the_stated_false_alarms() {
    let mut random = Random(2);
    let (mut any, mut latest) = (0, 0);
    for _ in 0..200 {
        let numerators: Vec<i64> = (0..24).map(|_| random.fifth_of(1_500)).collect();
        let chart = drawn(&numerators, 1_500, 12);
        any += i32::from(signals(&chart.points));
        latest += i32::from(chart.changed.is_some());
    }
    assert!((10..=50).contains(&any), "{any} of 200 in two years");
    assert!(latest <= 12, "{latest} of 200 in the latest month");
}
