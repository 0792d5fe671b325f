//! How a workbook's or a Parquet table's values stand in the delimited text they become. Every form here is one that
//! `cells` reads, and one that a CSV of the same report would have.

use std::fmt::{self, Write};

use chrono::{Datelike, NaiveDate};

/// Between two fields.
pub const DELIMITER: u8 = b';';

/// A value that is there and cannot be given, such as `#N/A`: never empty, and no id, time or number.
pub const NO_VALUE: &str = "#FEL";

/// Most digits a spreadsheet keeps of a number.
const DIGITS: usize = 15;

/// Decimals of a day's fraction: `cells::time` takes two for minutes (`0.25` is 00:25) and does not read past sixteen.
const LEAST_DECIMALS: usize = 3;
const MOST_DECIMALS: usize = 16;

/// The first whole number with more digits than a spreadsheet keeps.
const TOO_LONG: f64 = 1e15;

const SECONDS_A_DAY: i64 = 86_400;

/// Appends a field, in quotes where it holds what would end it.
pub fn field(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if !bytes.iter().any(|byte| matches!(byte, b'"' | b'\r' | b'\n' | &DELIMITER)) {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for part in bytes.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(part);
        if part.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

/// A number: whole ones without decimals, since ids are stored as numbers; others as short as fifteen digits allow, as a
/// spreadsheet shows them. A whole number of more digits has lost some, and says so by its exponent (Q908).
#[allow(clippy::cast_possible_truncation, clippy::float_cmp, reason = "whole and below 10^15: exact")]
pub fn number(out: &mut String, value: f64) -> fmt::Result {
    if !value.is_finite() {
        out.push_str(NO_VALUE);
        return Ok(());
    }
    if value.abs() >= TOO_LONG {
        return scientific(out, value);
    }
    if value.trunc() == value {
        return write!(out, "{}", value as i64);
    }
    let from = out.len();
    // Rounding in decimal and reading it back leaves the shortest form without the noise of the last binary digits.
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value);
    write!(out, "{rounded}")?;
    let decimals = out[from..].split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let wanted = decimals.clamp(if rounded.abs() < 1.0 { LEAST_DECIMALS } else { 0 }, MOST_DECIMALS);
    if wanted == decimals {
        return Ok(());
    }
    out.truncate(from);
    write!(out, "{rounded:.wanted$}")
}

/// As a spreadsheet writes it: `8.06037E+13`, always with a point.
fn scientific(out: &mut String, value: f64) -> fmt::Result {
    let text = format!("{value:E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let point = if mantissa.contains('.') { "" } else { ".0" };
    write!(out, "{mantissa}{point}E+{exponent}")
}

/// A date, `2022-03-01`, by days since 1970-01-01.
pub fn date(out: &mut String, days: i64) -> fmt::Result {
    match calendar(days) {
        Some(date) => write!(out, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
        None => out.write_str(NO_VALUE),
    }
}

/// A date and a clock time, `2022-03-01 07:15`, by seconds since 1970-01-01 00:00 on the same clock.
pub fn stamp(out: &mut String, seconds: i64) -> fmt::Result {
    let days = seconds.div_euclid(SECONDS_A_DAY);
    date(out, days)?;
    if calendar(days).is_none() {
        return Ok(());
    }
    out.push(' ');
    clock(out, seconds.rem_euclid(SECONDS_A_DAY))
}

/// The date of a day, if its year has four digits: another is no date of any form.
fn calendar(days: i64) -> Option<NaiveDate> {
    let date = NaiveDate::from_epoch_days(i32::try_from(days).ok()?)?;
    (0..=9999).contains(&date.year()).then_some(date)
}

/// A clock time, `07:15`, with `:30` behind it where the seconds are not zero: so it is read as a time and, in a column of
/// hours and minutes, as a length.
pub fn clock(out: &mut String, seconds: i64) -> fmt::Result {
    write!(out, "{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
    if seconds % 60 == 0 { Ok(()) } else { write!(out, ":{:02}", seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::{self, Time};

    fn numbered(value: f64) -> String {
        let mut text = String::new();
        number(&mut text, value).unwrap();
        text
    }

    #[test]
    fn a_field_that_would_end_early_is_quoted() {
        for (text, expected) in [
            ("Södra", "Södra"),
            ("5' skärm", "5' skärm"),
            ("a;b", "\"a;b\""),
            ("a\nb", "\"a\nb\""),
            ("a\rb", "\"a\rb\""),
            ("\"a\" b", "\"\"\"a\"\" b\""),
            ("\"", "\"\"\"\""),
        ] {
            let mut out = Vec::new();
            field(&mut out, text);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn ids_stored_as_numbers_are_whole_and_fractions_short() {
        for (value, expected) in [
            (804_123.0, "804123"),
            (0.0, "0"),
            (-0.0, "0"),
            (-17.0, "-17"),
            (999_999_999_999_999.0, "999999999999999"),
            (201_212_121_212.0, "201212121212"),
            (3.5, "3.5"),
            (0.1 + 0.2, "0.300"),
            (44_621.302_083_333_336, "44621.3020833333"),
            (1.0 / 24.0, "0.0416666666666667"),
            (0.25, "0.250"),
            (1.1 + 2.2, "3.3"),
            (1e-20, "0.0000000000000000"),
        ] {
            assert_eq!(numbered(value), expected);
        }
    }

    #[test]
    fn a_number_that_lost_digits_is_known_as_mangled() {
        for (value, expected) in [(1e15, "1.0E+15"), (80_603_712_345_678_901_234.0, "8.06037123456789E+19")] {
            assert_eq!(numbered(value), expected);
            assert!(kvittens_model::ids::is_mangled(&numbered(value)));
        }
        assert_eq!(numbered(f64::NAN), "#FEL");
    }

    #[test]
    fn every_second_of_a_day_is_read_back_from_its_serial() {
        for second in (0..86_400).step_by(7) {
            let fraction = f64::from(second) / 86_400.0;
            let day = Time::Stamp(kvittens_model::Local::from_seconds(8095 * 86_400 + second));
            assert_eq!(cells::time(numbered(44_621.0 + fraction).as_bytes()), day);
            if second > 0 {
                assert_eq!(cells::time(numbered(fraction).as_bytes()), Time::OfDay(second), "{fraction}");
            }
        }
    }

    #[test]
    fn times_are_written_as_they_are_read() {
        let mut text = String::new();
        stamp(&mut text, 19_052 * 86_400 + 26_100).unwrap();
        assert_eq!(text, "2022-03-01 07:15");
        text.clear();
        stamp(&mut text, 19_052 * 86_400 + 26_130).unwrap();
        assert_eq!(text, "2022-03-01 07:15:30");
        text.clear();
        date(&mut text, i64::MAX).unwrap();
        assert_eq!(text, "#FEL");
        text.clear();
        date(&mut text, -1).unwrap();
        assert_eq!(text, "1969-12-31");
    }
}
