//! Months without deviations keep to everything that the catalogue of rules asks about, by plain code of its own.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod exports;

use std::collections::{BTreeMap, BTreeSet};

use exports::{Visit, rows, visits};
use kvittens_synth::{Recipe, synthesize};

const DAY: i32 = 24 * 60;

/// The visits of some months without deviations.
fn months() -> Vec<Vec<Visit>> {
    [("2022-02", 28, 7), ("2022-03", 31, 8), ("2024-10", 31, 9)]
        .map(|(month, days, seed)| {
            let recipe = Recipe { plant: false, ..Recipe::with_rows(month.parse().unwrap(), 40_000, seed) };
            let made = synthesize(&recipe).unwrap();
            assert_eq!(rows(&made.sanning).len(), 1);
            visits(&made, month, days)
        })
        .into()
}

/// The visits of each by some name.
fn by(visits: &[Visit], name: impl Fn(&Visit) -> String) -> BTreeMap<String, Vec<&Visit>> {
    let mut groups: BTreeMap<String, Vec<&Visit>> = BTreeMap::new();
    for visit in visits {
        groups.entry(name(visit)).or_default().push(visit);
    }
    groups
}

#[test]
fn staff_have_time_to_travel_and_to_rest() {
    for month in months() {
        for (staff, visits) in by(&month, |visit| visit.staff.clone()) {
            for pair in visits.windows(2) {
                assert!(pair[0].stop + 4 <= pair[1].start, "{pair:?}");
                let new_day = pair[0].start / DAY != pair[1].start / DAY;
                assert!(!new_day || pair[1].start - pair[0].stop >= 11 * 60, "{pair:?}");
            }
            let days: BTreeSet<i32> = visits.iter().map(|visit| visit.start / DAY).collect();
            let last = |day: &&i32| !days.contains(&(**day + 1));
            for end in days.iter().filter(last) {
                let row = (0..).take_while(|back| days.contains(&(end - back))).count();
                assert!(row <= 7, "{staff}: {row} days in a row");
            }
            for day in days {
                let hours = visits.iter().filter(|v| v.start / DAY == day).map(|v| v.stop - v.start).sum::<i32>();
                assert!(hours <= 12 * 60);
            }
            assert!(visits.iter().map(|visit| visit.stop - visit.start).sum::<i32>() <= 210 * 60);
            let phones: BTreeSet<&str> = visits.iter().filter(|v| !v.manual).map(|v| v.phone.as_str()).collect();
            assert!(phones.len() <= 1, "{phones:?}");
        }
        let phones: BTreeSet<(&str, &str)> =
            month.iter().filter(|v| !v.manual).map(|v| (v.phone.as_str(), v.staff.as_str())).collect();
        assert_eq!(phones.iter().map(|pair| pair.0).collect::<BTreeSet<_>>().len(), phones.len());
    }
}

#[test]
fn customers_are_visited_apart_within_the_day_by_many_and_have_one_tag() {
    for month in months() {
        for (customer, mut visits) in by(&month, |visit| visit.customer.clone()) {
            visits.sort_by_key(|visit| visit.start);
            assert!(visits.windows(2).all(|pair| pair[0].stop + 10 <= pair[1].start), "{customer}");
            for visit in &visits {
                assert!(visit.stop - visit.start >= 3 && visit.planned.1 > visit.planned.0);
                assert!(visit.start % DAY >= 6 * 60 + 45 && visit.stop % DAY <= 22 * 60 + 15, "{visit:?}");
            }
            let tags: BTreeSet<&str> = visits.iter().filter(|v| !v.manual).map(|v| v.tag.as_str()).collect();
            assert!(tags.len() <= 1, "{tags:?}");
            let mut of_staff: BTreeMap<&str, usize> = BTreeMap::new();
            visits.iter().for_each(|visit| *of_staff.entry(&visit.staff).or_default() += 1);
            let most = of_staff.values().max().copied().unwrap_or(0);
            assert!(most < 20 || most * 5 < visits.len() * 4, "{customer}");
        }
    }
}

#[test]
fn what_is_entered_by_hand_has_its_reason_and_its_time() {
    for month in months() {
        for visit in month.iter().filter(|visit| visit.hands.0 || visit.hands.1) {
            let entered = visit.entered.unwrap();
            assert!(!visit.reason.is_empty() && entered >= visit.stop && entered <= visit.stop + 3 * DAY, "{visit:?}");
            assert!(visit.approved.is_none_or(|approved| approved >= entered));
        }
        for (customer, visits) in by(&month, |visit| format!("{} {}", visit.customer, visit.reason)) {
            let days: BTreeSet<i32> = visits.iter().filter(|v| !v.reason.is_empty()).map(|v| v.start / DAY).collect();
            assert!(days.len() <= 14, "{customer}: {} days", days.len());
        }
        let manual: Vec<Visit> = month.into_iter().filter(|visit| visit.manual).collect();
        for (_, visits) in by(&manual, |visit| visit.staff.clone()) {
            let mut entered: Vec<i32> = visits.iter().filter_map(|visit| visit.entered).collect();
            entered.sort_unstable();
            assert!(entered.windows(10).all(|ten| ten[9] - ten[0] > 2));
        }
    }
}

#[test]
fn times_are_neither_round_nor_those_of_the_plan() {
    for month in months() {
        let manual: Vec<&Visit> = month.iter().filter(|visit| visit.manual).collect();
        let ends = manual.iter().flat_map(|visit| [visit.start, visit.stop]);
        let round = ends.filter(|end| end % 5 == 0).count() as f64 / (2 * manual.len()) as f64;
        assert!((0.17..0.25).contains(&round), "{round}");
        let exact = manual.iter().filter(|visit| (visit.start, visit.stop) == visit.planned).count();
        assert!(exact * 20 < manual.len(), "{exact}");
        for (pair, visits) in by(&month, |visit| format!("{} {}", visit.staff, visit.customer)) {
            let mut lengths: BTreeMap<i32, usize> = BTreeMap::new();
            visits.iter().for_each(|visit| *lengths.entry(visit.stop - visit.start).or_default() += 1);
            let most = lengths.values().max().copied().unwrap_or(0);
            assert!(visits.len() < 20 || most * 5 < visits.len() * 4, "{pair}");
        }
    }
}
