//! The share of visits without a receipt by weekday and hour: when in the week registration by hand happens. It is shown
//! and never judged; the share over the month is.

use kvittens_model::measure::Reason;
use kvittens_model::{Class, Code, Local, Measure, Scope, Status, Subject, YearMonth};

use crate::orders::Stretch;
use crate::rule::{Sink, Tally, provider};
use crate::scene::Scene;
use crate::stats::wilson;

/// The slug of the measures; each has a cell as its bucket.
pub const MEASURE: &str = "manual-share-hour";

/// The hours of a weekday.
macro_rules! hours {
    ($day:literal) => {
        hours!($day: "00" "01" "02" "03" "04" "05" "06" "07" "08" "09" "10" "11" "12" "13" "14" "15" "16" "17" "18" "19"
                     "20" "21" "22" "23")
    };
    ($day:literal: $($hour:literal)*) => { [$(concat!($day, "-", $hour)),*] };
}

/// The cells of a week by weekday, Monday first, and hour: the buckets of the measures.
pub const CELLS: [[&str; 24]; 7] =
    [hours!("man"), hours!("tis"), hours!("ons"), hours!("tor"), hours!("fre"), hours!("lor"), hours!("son")];

/// How many cells a week has.
const WEEK: usize = 7 * 24;

/// Counts the visits that expect a receipt, and those without one, of each provider and cell. The name of such a tally is
/// its cell.
pub fn count(scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
    let providers = scene.month.ids.provider.len() as usize;
    let mut cells = vec![(0_i64, 0_i64); providers * WEEK];
    for &visit in stretch.visits().iter().filter(|visit| scene.facts.expects_receipt(**visit)) {
        let of = scene.visits.provider[visit as usize] as usize;
        let counts = &mut cells[of * WEEK + cell(when(scene, visit))];
        counts.0 += i64::from(scene.class(visit) == Class::NoTag);
        counts.1 += 1;
    }
    for (of, week) in (0..).zip(cells.chunks_exact(WEEK)) {
        let subject = provider(of);
        for (name, (numerator, denominator)) in CELLS.as_flattened().iter().copied().zip(week.iter().copied()) {
            if denominator > 0 {
                out.tallies.push(Tally { name, scope: Scope::Provider, subject, numerator, denominator });
            }
        }
    }
}

/// When a visit began, else when it should have; a visit without either has a stop.
fn when(scene: &Scene<'_>, visit: u32) -> Local {
    let at = visit as usize;
    scene.visits.start[at].or(scene.visits.planned_start[at]).or(scene.visits.stop[at])
}

fn cell(time: Local) -> usize {
    YearMonth::weekday(time.day()) as usize * 24 + (time.second_of_day() / 3600) as usize
}

/// The measures of the tallies that are of a cell: of all providers together and of each. Cells without a visit have none.
pub fn measures(rule: Code, min_n: i64, tallies: &[Tally]) -> Vec<Measure> {
    let cells = tallies.chunk_by(|a, b| a.name == b.name).filter(|of| CELLS.as_flattened().contains(&of[0].name));
    let mut made = Vec::new();
    for of_cell in cells {
        let sum = |count: fn(&Tally) -> i64| of_cell.iter().map(count).sum();
        let all = Tally {
            scope: Scope::All,
            subject: Subject::NONE,
            numerator: sum(|tally| tally.numerator),
            denominator: sum(|tally| tally.denominator),
            ..of_cell[0]
        };
        made.extend(std::iter::once(&all).chain(of_cell).map(|tally| measure(rule, min_n, tally)));
    }
    made
}

#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn measure(rule: Code, min_n: i64, tally: &Tally) -> Measure {
    let too_few = tally.denominator < min_n;
    Measure {
        rule,
        name: MEASURE,
        scope: tally.scope,
        subject: tally.subject,
        bucket: Some(tally.name.to_owned()),
        numerator: Some(tally.numerator),
        denominator: Some(tally.denominator),
        value: Some(tally.numerator as f64 / tally.denominator as f64),
        interval: wilson::interval(tally.numerator, tally.denominator),
        limit: None,
        limit_source: None,
        peer: None,
        funnel: None,
        baseline: None,
        status: if too_few { Status::TooFew } else { Status::Ok },
        reason: too_few.then_some(Reason::TooFew),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_the_cell_of_its_weekday_and_hour() {
        let name = |day, hour| CELLS.as_flattened()[cell(Local::new(2022, 3, day, hour, 59, 59).unwrap())];
        assert_eq!([name(1, 7), name(6, 23), name(7, 0)], ["tis-07", "son-23", "man-00"]);
    }

    #[test]
    fn all_are_the_sum_of_the_providers_and_few_are_not_judged() {
        let tally = |name, of, numerator, denominator| Tally {
            name,
            scope: Scope::Provider,
            subject: provider(of),
            numerator,
            denominator,
        };
        let tallies = [tally("manual-share", 0, 9, 90), tally("tis-07", 0, 2, 20), tally("tis-07", 1, 1, 10)];
        let made = measures(Code::new("K102"), 30, &tallies);
        let counts: Vec<_> = made.iter().map(|m| (m.scope, m.numerator, m.denominator, m.status)).collect();
        assert_eq!(counts[0], (Scope::All, Some(3), Some(30), Status::Ok));
        assert_eq!(counts[2], (Scope::Provider, Some(1), Some(10), Status::TooFew));
        assert!(made.len() == 3 && made.iter().all(|m| m.bucket.as_deref() == Some("tis-07")));
    }
}
