//! Cells of the other exports as values: periods, lengths, amounts.

use kvittens_model::Local;
use kvittens_model::companion::Period;

use crate::cells::{self, Time};

/// Seconds of a day.
const DAY: i32 = 86_400;

/// The moment a cell names, a date alone being its midnight; `None` where it cannot be read.
pub fn moment(cell: &str) -> Option<Local> {
    match cells::time(cell.as_bytes()) {
        Time::Empty => Some(Local::NONE),
        Time::Stamp(time) => Some(time),
        Time::Day(day) => Some(Local::from_seconds(day * DAY)),
        _ => None,
    }
}

/// A date, by days since 2000-01-01.
pub fn day(cell: &str) -> Option<i32> {
    moment(cell).filter(|time| time.is_some()).map(Local::day)
}

/// A period: a last day belongs to it, a last moment does not. A year before 2000 or behind 2067 is an open end, as
/// `9999-12-31` is in decisions that go on.
pub fn period(from: &str, to: &str) -> Option<Period> {
    let year = |cell: &str| cell.get(..4).and_then(|year| year.parse::<i32>().ok());
    let from = match cells::time(from.as_bytes()) {
        Time::Impossible if year(from).is_some_and(|year| year < 2000) => Local::NONE,
        _ => moment(from)?,
    };
    let to = match cells::time(to.as_bytes()) {
        Time::Empty => None,
        Time::Impossible if year(to).is_some_and(|year| year > 2067) => None,
        Time::Stamp(time) if to.len() > 10 => Some(time),
        _ => Some(Local::from_seconds((day(to)? + 1) * DAY)),
    };
    to.is_none_or(|to| from < to).then_some(Period { from, to })
}

/// A number with a decimal comma or point, a unit glued to it or not, in hundredths.
#[allow(clippy::cast_possible_truncation, reason = "bounded before the cast")]
pub fn hundredths(cell: &str) -> Option<i64> {
    let bare: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_end_matches(|c: char| c.is_alphabetic() || c == ':' || c == '-');
    let value: f64 = bare.replace(',', ".").parse().ok()?;
    (value.abs() < 1e12).then(|| (value * 100.0).round() as i64)
}

/// Hours, as a decimal number or `h:mm`, in seconds.
pub fn hours(cell: &str) -> Option<i64> {
    if let Some((hours, minutes)) = cell.split_once(':') {
        let (hours, minutes): (i64, i64) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
        return ((0..100_000).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 3600 + minutes * 60);
    }
    hundredths(cell).filter(|hundredths| (0..10_000_000).contains(hundredths)).map(|hundredths| hundredths * 36)
}

/// Minutes, as a decimal number or `h:mm`, in seconds.
pub fn minutes(cell: &str) -> Option<i64> {
    if cell.contains(':') {
        return hours(cell);
    }
    hundredths(cell).filter(|hundredths| *hundredths >= 0).map(|hundredths| hundredths * 60 / 100)
}

/// Degrees.
pub fn degrees(cell: &str, most: f64) -> Option<f64> {
    let value: f64 = cell.trim().replace(',', ".").parse().ok()?;
    (value.abs() <= most).then_some(value)
}

/// Ja or nej; nothing is nej.
pub fn yes(cell: &str) -> bool {
    matches!(cells::double(cell), cells::DoubleWord::Yes | cells::DoubleWord::Id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32) -> Local {
        Local::new(2022, 3, day, hour, 0, 0).unwrap()
    }

    #[test]
    fn a_last_day_belongs_to_its_period() {
        let march = period("2022-03-01", "2022-03-02").unwrap();
        assert!(march.holds(at(2, 23)) && !march.holds(at(3, 0)) && march.holds(at(1, 0)));
        let noon = period("2022-03-01 12:00", "2022-03-02 12:00").unwrap();
        assert!(!noon.holds(at(1, 11)) && !noon.holds(at(2, 12)));
        for open in ["", "9999-12-31", "2099-12-31"] {
            assert_eq!(period("2022-03-01", open).unwrap().to, None, "{open}");
        }
        assert_eq!(period("1998-01-01", "").unwrap().from, Local::NONE);
        assert_eq!(period("44621", "44621").unwrap(), period("2022-03-01", "2022-03-01").unwrap());
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for (from, to) in [("2022-03-02", "2022-03-01"), ("igår", ""), ("2022-02-30", ""), ("2022-03-01", "2022-02-30")]
        {
            assert_eq!(period(from, to), None, "{from} {to}");
        }
    }

    #[test]
    fn lengths_and_amounts_are_read_as_people_write_them() {
        assert_eq!((hours("12,5"), hours("12:30"), hours("12.5 tim")), (Some(45_000), Some(45_000), Some(45_000)));
        assert_eq!((minutes("90"), minutes("1:30"), minutes("90min")), (Some(5400), Some(5400), Some(5400)));
        assert_eq!(
            (hundredths("1 234,50"), hundredths("1234.5 kr"), hundredths("250:-")),
            (Some(123_450), Some(123_450), Some(25_000))
        );
        assert_eq!((hours("-1"), hours("x"), minutes("-5"), hundredths("")), (None, None, None, None));
        assert_eq!((degrees("59,2371", 90.0), degrees("591", 90.0)), (Some(59.2371), None));
    }
}
