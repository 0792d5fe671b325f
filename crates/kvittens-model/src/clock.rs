//! The real clock behind the wall clock: lengths and gaps are taken over it (exports.md, Europe/Stockholm).

use std::sync::LazyLock;

use chrono::{NaiveDate, Offset, TimeDelta, TimeZone};
use chrono_tz::Europe::Stockholm;

use crate::local::{Local, YEARS};

/// What a wall-clock time can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// One moment.
    Sure,
    /// Two moments: the hour that comes twice on the last Sunday of October.
    Ambiguous,
    /// No moment: the hour left out on the last Sunday of March.
    Missing,
}

/// One change of the clock, in wall-clock seconds.
struct Change {
    /// The first wall-clock second that is missing or comes twice.
    from: i32,
    /// The first wall-clock second that is sure again.
    to: i32,
    /// What to take from the wall clock from `to` on, in seconds.
    offset: i32,
    /// True in March.
    missing: bool,
}

/// The hour of the wall clock that is missing or comes twice, whenever the clock was changed.
const CHANGING: i32 = 2;

/// The changes of all years, in order; the offset before the first is one hour. A day has one change at most, so days
/// without any are passed over whole: every run begins with this.
static CHANGES: LazyLock<Vec<Change>> = LazyLock::new(|| changes(24));

/// The changes, looked for in steps of so many hours.
fn changes(step: usize) -> Vec<Change> {
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN);
    let offset = |hour: i32| {
        Stockholm.offset_from_utc_datetime(&(epoch + TimeDelta::hours(i64::from(hour)))).fix().local_minus_utc()
    };
    let hours = 24 * 366 * (YEARS.end() - YEARS.start() + 1);
    let (mut changes, mut before, mut behind) = (Vec::new(), 3600, 0);
    for next in (0..hours).step_by(step) {
        if offset(next) != before
            && let Some(hour) = (behind..=next).find(|hour| offset(*hour) != before)
        {
            let (offset, at) = (offset(hour), hour * 3600);
            let (from, to) = (at + before.min(offset), at + before.max(offset));
            changes.push(Change { from, to, offset, missing: offset > before });
            before = offset;
        }
        behind = next;
    }
    changes
}

/// Seconds since 2000-01-01 00:00 UTC. In the hour that comes twice the first pass is taken; a time in the
/// missing hour counts as if the clock had not been moved yet. Meaningless for [`Local::NONE`].
pub fn real(time: Local) -> i32 {
    time.seconds() - last_change(time).map_or(3600, |change| change.offset)
}

/// Seconds of the real clock from one time to another; both stand.
pub fn between(from: Local, to: Local) -> i32 {
    // No change lies between most pairs of times.
    let same = |change: &Change| to.seconds() < change.from && from.seconds() < change.from;
    if from <= to && CHANGES.get(changes_before(from)).is_none_or(same) {
        return to.seconds() - from.seconds();
    }
    real(to) - real(from)
}

/// Whether a wall-clock time means one moment. [`Local::NONE`] is sure.
pub fn certainty(time: Local) -> Certainty {
    if time.seconds().rem_euclid(86_400) / 3600 != CHANGING {
        return Certainty::Sure;
    }
    let next = changes_before(time);
    match CHANGES.get(next) {
        Some(change) if time.is_some() && change.from <= time.seconds() => {
            if change.missing {
                Certainty::Missing
            } else {
                Certainty::Ambiguous
            }
        }
        _ => Certainty::Sure,
    }
}

/// Seconds on the real clock of a time that stands and means one moment.
pub fn moment(time: Local) -> Option<i32> {
    (time.is_some() && certainty(time) == Certainty::Sure).then(|| real(time))
}

/// How many changes lie behind a time. There are two a year, so the year tells the place but for a step or two.
fn changes_before(time: Local) -> usize {
    const YEAR: i32 = 31_557_600;
    let guess = usize::try_from(time.seconds() / YEAR).unwrap_or(0) * 2;
    let mut place = guess.min(CHANGES.len());
    while place > 0 && CHANGES[place - 1].to > time.seconds() {
        place -= 1;
    }
    while place < CHANGES.len() && CHANGES[place].to <= time.seconds() {
        place += 1;
    }
    place
}

fn last_change(time: Local) -> Option<&'static Change> {
    changes_before(time).checked_sub(1).map(|index| &CHANGES[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(month: u32, day: u32, hour: u32, minute: u32) -> Local {
        Local::new(2022, month, day, hour, minute, 0).unwrap()
    }

    #[test]
    fn only_one_hour_of_a_day_is_ever_unsure() {
        assert!(
            CHANGES.iter().all(|change| change.from % 86_400 == CHANGING * 3600 && change.to - change.from == 3600)
        );
    }

    #[test]
    fn the_way_between_two_times_is_that_of_the_real_clock() {
        for (month, day) in [(3, 26), (3, 27), (10, 29), (10, 30)] {
            for (from, to) in [(1, 4), (2, 3), (0, 23), (5, 7), (4, 1), (2, 2)] {
                let (from, to) = (at(month, day, from, 30), at(month, day, to, 15));
                assert_eq!(between(from, to), real(to) - real(from), "{from} {to}");
            }
        }
    }

    #[test]
    fn steps_of_days_miss_no_change() {
        let told = |step| changes(step).iter().map(|c| (c.from, c.to, c.offset, c.missing)).collect::<Vec<_>>();
        assert_eq!(told(24), told(1));
    }

    #[test]
    fn a_night_in_march_is_an_hour_shorter_and_in_october_an_hour_longer() {
        assert_eq!(real(at(3, 27, 4, 0)) - real(at(3, 27, 1, 0)), 2 * 3600);
        assert_eq!(real(at(10, 30, 4, 0)) - real(at(10, 30, 1, 0)), 4 * 3600);
        assert_eq!(real(at(3, 26, 4, 0)) - real(at(3, 26, 1, 0)), 3 * 3600);
    }

    #[test]
    fn only_the_changed_hour_is_unsure() {
        assert_eq!(certainty(at(3, 27, 1, 59)), Certainty::Sure);
        assert_eq!(certainty(at(3, 27, 2, 0)), Certainty::Missing);
        assert_eq!(certainty(at(3, 27, 2, 59)), Certainty::Missing);
        assert_eq!(certainty(at(3, 27, 3, 0)), Certainty::Sure);
        assert_eq!(certainty(at(10, 30, 1, 59)), Certainty::Sure);
        assert_eq!(certainty(at(10, 30, 2, 0)), Certainty::Ambiguous);
        assert_eq!(certainty(at(10, 30, 2, 59)), Certainty::Ambiguous);
        assert_eq!(certainty(at(10, 30, 3, 0)), Certainty::Sure);
    }

    #[test]
    fn sure_times_agree_with_the_zone_database_over_three_years() {
        let epoch = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
        for hour in 0..3 * 366 * 24 {
            let naive =
                NaiveDate::from_ymd_opt(2021, 1, 1).unwrap().and_hms_opt(0, 30, 0).unwrap() + TimeDelta::hours(hour);
            let seconds = i32::try_from((naive - epoch).num_seconds()).unwrap();
            let ours = Local::from_seconds(seconds);
            match Stockholm.from_local_datetime(&naive) {
                chrono::LocalResult::Single(theirs) => {
                    assert_eq!(certainty(ours), Certainty::Sure);
                    assert_eq!(i64::from(real(ours)), (theirs.naive_utc() - epoch).num_seconds());
                }
                chrono::LocalResult::Ambiguous(first, _) => {
                    assert_eq!(certainty(ours), Certainty::Ambiguous);
                    assert_eq!(i64::from(real(ours)), (first.naive_utc() - epoch).num_seconds());
                }
                chrono::LocalResult::None => assert_eq!(certainty(ours), Certainty::Missing),
            }
        }
    }
}
