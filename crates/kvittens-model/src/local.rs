//! Wall-clock time and calendar months, as the exports write them: no zone, one second fine.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const SECONDS_A_DAY: i32 = 86_400;

/// The first and last year a time can have; anything else is an impossible date (Q904).
pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2067;

/// Swedish wall-clock time in seconds since 2000-01-01 00:00, or [`Local::NONE`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Local(i32);

impl Local {
    /// No time stands. Sorts before every time.
    pub const NONE: Local = Local(i32::MIN);

    /// Seconds since 2000-01-01 00:00 as a time. The caller keeps to [`YEARS`].
    pub const fn from_seconds(seconds: i32) -> Local {
        Local(seconds)
    }

    /// A calendar date and a clock time; `None` where either is impossible. 24:00 is the next midnight.
    pub fn new(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Option<Local> {
        let days = days_from_civil(year, month, day)?;
        Some(Local(days * SECONDS_A_DAY + seconds_of_day(hour, minute, second)?))
    }

    /// Whether a time stands.
    pub const fn is_some(self) -> bool {
        self.0 != i32::MIN
    }

    /// Whether no time stands.
    pub const fn is_none(self) -> bool {
        self.0 == i32::MIN
    }

    /// The time, if one stands.
    pub fn get(self) -> Option<Local> {
        self.is_some().then_some(self)
    }

    /// This time, or `other` where none stands.
    pub fn or(self, other: Local) -> Local {
        if self.is_some() { self } else { other }
    }

    /// Seconds since 2000-01-01 00:00. Meaningless for [`Local::NONE`].
    pub const fn seconds(self) -> i32 {
        self.0
    }

    /// Whole days since 2000-01-01.
    pub const fn day(self) -> i32 {
        self.0.div_euclid(SECONDS_A_DAY)
    }

    /// Seconds since midnight.
    pub const fn second_of_day(self) -> i32 {
        self.0.rem_euclid(SECONDS_A_DAY)
    }

    /// Year, month and day.
    pub fn civil(self) -> (i32, u32, u32) {
        civil_from_days(self.day())
    }

    /// The calendar month.
    pub fn month(self) -> YearMonth {
        let (year, month, _) = self.civil();
        YearMonth { year, month }
    }

    /// The inverse of [`Local::unix`]; `None` where a time cannot be that.
    pub fn from_unix(seconds: i64) -> Option<Local> {
        let found = Local(i32::try_from(seconds.checked_sub(946_684_800)?).ok()?);
        found.get()
    }

    /// Seconds since 1970-01-01 00:00, for tables that count from there.
    pub fn unix(self) -> i64 {
        i64::from(self.0) + 946_684_800
    }
}

impl fmt::Display for Local {
    /// `2022-03-01 07:15`, with `:30` behind it where the seconds are not zero; nothing where no time stands.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() {
            return Ok(());
        }
        let (year, month, day) = self.civil();
        let of_day = self.second_of_day();
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        // Tables hold very many times, so the digits are put in their places here and not by the formatter.
        let mut text = *b"0000-00-00 00:00:00";
        let (month, day) = (month.cast_signed(), day.cast_signed());
        let places = [(0, year / 100), (2, year % 100), (5, month), (8, day), (11, hour), (14, minute), (17, second)];
        for (at, number) in places {
            text[at] += (number / 10).to_le_bytes()[0];
            text[at + 1] += (number % 10).to_le_bytes()[0];
        }
        let shown = if second == 0 { &text[..16] } else { &text[..] };
        f.write_str(std::str::from_utf8(shown).unwrap_or_default())
    }
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() { f.write_str("none") } else { fmt::Display::fmt(self, f) }
    }
}

/// Seconds since midnight of a clock time; 24:00 counts, 24:01 does not.
pub fn seconds_of_day(hour: u32, minute: u32, second: u32) -> Option<i32> {
    let fits = (hour < 24 && minute < 60 && second < 60) || (hour == 24 && minute == 0 && second == 0);
    fits.then(|| (hour * 3600 + minute * 60 + second).cast_signed())
}

/// Days since 2000-01-01 of a date of the proleptic Gregorian calendar, within [`YEARS`].
/// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": no table, no branch on the month.
pub fn days_from_civil(year: i32, month: u32, day: u32) -> Option<i32> {
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
        return None;
    }
    let (month, day) = (month.cast_signed(), day.cast_signed());
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 730_425)
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let z = days + 730_425;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let mp = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month.cast_unsigned(), day.cast_unsigned())
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A calendar month, `2022-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearMonth {
    /// The year, within [`YEARS`].
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl YearMonth {
    /// The first moment of the month.
    pub fn first(self) -> Local {
        Local::new(self.year, self.month, 1, 0, 0, 0).unwrap_or(Local::NONE)
    }

    /// Days in the month.
    pub fn days(self) -> u32 {
        days_in_month(self.year, self.month)
    }

    /// Whether a time lies in the month. False for [`Local::NONE`].
    pub fn contains(self, time: Local) -> bool {
        time.is_some() && time.month() == self
    }

    /// The month after this one.
    pub fn next(self) -> YearMonth {
        if self.month == 12 {
            YearMonth { year: self.year + 1, month: 1 }
        } else {
            YearMonth { year: self.year, month: self.month + 1 }
        }
    }

    /// The month before this one.
    pub fn former(self) -> YearMonth {
        if self.month == 1 {
            YearMonth { year: self.year - 1, month: 12 }
        } else {
            YearMonth { year: self.year, month: self.month - 1 }
        }
    }

    /// Months since year 0, to count months apart.
    pub fn index(self) -> i64 {
        i64::from(self.year) * 12 + i64::from(self.month) - 1
    }

    /// The last day of the month, for limits and agreements that have dates.
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, self.days()).unwrap_or_default()
    }

    /// The weekday of a day since 2000-01-01: 0 is Monday.
    pub const fn weekday(day: i32) -> u32 {
        // 2000-01-01 was a Saturday.
        (day + 5).rem_euclid(7).cast_unsigned()
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A month that is not written `2022-03`.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a month (expected the form 2022-03, from 2000-01 to 2067-12)")]
pub struct NotAMonth(String);

impl FromStr for YearMonth {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<YearMonth, NotAMonth> {
        let parse = || {
            let (year, month) = text.split_once('-')?;
            if year.len() != 4 || month.len() != 2 {
                return None;
            }
            let found = YearMonth { year: year.parse().ok()?, month: month.parse().ok()? };
            (YEARS.contains(&found.year) && (1..=12).contains(&found.month)).then_some(found)
        };
        parse().ok_or_else(|| NotAMonth(text.to_owned()))
    }
}

impl TryFrom<String> for YearMonth {
    type Error = NotAMonth;
    fn try_from(text: String) -> Result<YearMonth, NotAMonth> {
        text.parse()
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> String {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;

    #[test]
    fn every_day_of_the_range_agrees_with_chrono() {
        let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
        for (offset, date) in first.iter_days().take_while(|d| d.year() <= 2067).enumerate() {
            let days = days_from_civil(date.year(), date.month(), date.day()).unwrap();
            assert_eq!(days, i32::try_from(offset).unwrap());
            assert_eq!(civil_from_days(days), (date.year(), date.month(), date.day()));
            assert_eq!(YearMonth::weekday(days), date.weekday().num_days_from_monday());
        }
    }

    #[test]
    fn a_leap_day_exists_in_2024_and_not_in_2022() {
        assert!(days_from_civil(2024, 2, 29).is_some());
        assert!(days_from_civil(2022, 2, 29).is_none());
    }

    #[test]
    fn midnight_may_be_written_24_00_and_no_later() {
        assert_eq!(Local::new(2022, 3, 1, 24, 0, 0), Local::new(2022, 3, 2, 0, 0, 0));
        assert_eq!(Local::new(2022, 3, 1, 24, 1, 0), None);
    }

    #[test]
    fn seconds_are_shown_only_where_they_stand() {
        assert_eq!(Local::new(2022, 3, 1, 7, 15, 0).unwrap().to_string(), "2022-03-01 07:15");
        assert_eq!(Local::new(2022, 3, 1, 7, 15, 30).unwrap().to_string(), "2022-03-01 07:15:30");
        assert_eq!(Local::NONE.to_string(), "");
    }

    #[test]
    fn the_first_of_march_2022_is_a_tuesday() {
        assert_eq!(YearMonth::weekday(days_from_civil(2022, 3, 1).unwrap()), 1);
    }

    #[test]
    fn the_month_before_january_is_december() {
        let january = YearMonth { year: 2022, month: 1 };
        assert_eq!(january.former(), YearMonth { year: 2021, month: 12 });
        assert_eq!((january.former().next(), january.index() - january.former().index()), (january, 1));
    }

    #[test]
    fn a_month_is_read_in_one_form_only() {
        assert_eq!("2022-03".parse::<YearMonth>().unwrap(), YearMonth { year: 2022, month: 3 });
        for wrong in ["2022-3", "2022-13", "1999-12", "mars", "2022-00"] {
            assert!(wrong.parse::<YearMonth>().is_err(), "{wrong}");
        }
    }
}
