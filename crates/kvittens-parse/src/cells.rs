//! Text of one cell → a typed value. Pure functions; every form of exports.md has a test here.

use kvittens_model::local::{days_from_civil, seconds_of_day};
use kvittens_model::{Local, Method, Performed};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::layout::MinutesUnit;

/// What a time cell can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// Nothing.
    Empty,
    /// Date and clock time.
    Stamp(Local),
    /// A clock time alone, in seconds since midnight.
    OfDay(i32),
    /// A date alone, in days since 2000-01-01.
    Day(i32),
    /// A date that does not exist, or of another century.
    Impossible,
    /// Something else.
    Unreadable,
}

/// The dates of a piece that were read last, one for each day of a month: most cells hold one of them again.
#[derive(Debug, Default)]
pub struct Dates {
    known: [Option<([u8; 10], Option<i32>)>; 32],
}

impl Dates {
    /// As [`time`]; the usual forms are read without looking twice at a date.
    pub fn time(&mut self, cell: &[u8]) -> Time {
        let Some((date, clock)) = cell.split_first_chunk::<10>() else {
            return match *cell {
                [h0, h1, b':', m0, m1] => of_day([h0, h1, m0, m1]).map_or(Time::Unreadable, Time::OfDay),
                _ => time(cell),
            };
        };
        let seconds = match *clock {
            [] => 0,
            [b' ' | b'T', h0, h1, b':', m0, m1] => match of_day([h0, h1, m0, m1]) {
                Some(seconds) => seconds,
                None => return time(cell),
            },
            _ => return time(cell),
        };
        let slot = usize::from((date[8] & 3) * 10 + (date[9] & 15)) % 32;
        let days = match self.known[slot] {
            Some((known, days)) if known == *date => days,
            _ => {
                let Some((year, month, day)) = calendar(date) else { return time(cell) };
                let days = days_from_civil(year, month, day);
                self.known[slot] = Some((*date, days));
                days
            }
        };
        match days {
            None => Time::Impossible,
            Some(days) if clock.is_empty() => Time::Day(days),
            Some(days) => Time::Stamp(Local::from_seconds(days * 86_400 + seconds)),
        }
    }
}

/// Seconds since midnight of four digits.
fn of_day([h0, h1, m0, m1]: [u8; 4]) -> Option<i32> {
    seconds_of_day(number2(h0, h1)?, number2(m0, m1)?, 0)
}

/// Reads a time: `2022-03-01 07:15`, with seconds, with `T`, `20220301 0715`, `2022-03-01 7.15`, a spreadsheet's
/// serial number; a date or a clock time alone in the same forms. The cell is trimmed, with plain hyphens.
pub fn time(cell: &[u8]) -> Time {
    if let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b' ' | b'T', h0, h1, b':', n0, n1] = *cell
        && let Some((year, rest)) = number4([y0, y1, y2, y3]).zip(number8([m0, m1, d0, d1, h0, h1, n0, n1]))
    {
        return stamp(year, rest[0], rest[1], seconds_of_day(rest[2], rest[3], 0));
    }
    if cell.is_empty() {
        return Time::Empty;
    }
    slow_time(cell)
}

fn slow_time(cell: &[u8]) -> Time {
    if let Some(read) = serial(cell) {
        return read;
    }
    let (date, clock) = match cell.iter().position(|byte| matches!(byte, b' ' | b'T')) {
        Some(at) => (&cell[..at], Some(cell[at + 1..].trim_ascii_start())),
        None if cell.len() >= 8 && !cell.contains(&b':') => (cell, None),
        None => return clock_time(cell).map_or(Time::Unreadable, Time::OfDay),
    };
    let Some((year, month, day)) = calendar(date) else {
        return Time::Unreadable;
    };
    match clock {
        None => days_from_civil(year, month, day).map_or(Time::Impossible, Time::Day),
        Some(clock) => match clock_time(clock) {
            Some(seconds) => stamp(year, month, day, Some(seconds)),
            None => Time::Unreadable,
        },
    }
}

fn stamp(year: i32, month: u32, day: u32, seconds: Option<i32>) -> Time {
    match (days_from_civil(year, month, day), seconds) {
        (_, None) => Time::Unreadable,
        (None, _) => Time::Impossible,
        (Some(days), Some(seconds)) => Time::Stamp(Local::from_seconds(days * 86_400 + seconds)),
    }
}

/// `2022-03-01` or `20220301`, possible or not.
fn calendar(text: &[u8]) -> Option<(i32, u32, u32)> {
    let compact: [u8; 8] = match *text {
        [a, b, c, d, b'-', e, f, b'-', g, h] | [a, b, c, d, e, f, g, h] => [a, b, c, d, e, f, g, h],
        _ => return None,
    };
    let year = number4([compact[0], compact[1], compact[2], compact[3]])?;
    Some((year, number2(compact[4], compact[5])?, number2(compact[6], compact[7])?))
}

/// `07:15`, `7.15`, `07:15:30`, `0715`, `071530`: seconds since midnight. A fraction of a second of zeros is allowed.
fn clock_time(text: &[u8]) -> Option<i32> {
    match *text {
        [h0, h1, m0, m1] if text.iter().all(u8::is_ascii_digit) => {
            return seconds_of_day(number2(h0, h1)?, number2(m0, m1)?, 0);
        }
        [h0, h1, m0, m1, s0, s1] if text.iter().all(u8::is_ascii_digit) => {
            return seconds_of_day(number2(h0, h1)?, number2(m0, m1)?, number2(s0, s1)?);
        }
        _ => {}
    }
    let mut parts = text.splitn(3, |byte| matches!(byte, b':' | b'.'));
    let hour = small(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = match parts.next() {
        None => 0,
        Some(rest) => {
            let (whole, fraction) = rest.split_at_checked(2)?;
            if !matches!(fraction, [] | [b'.' | b',', ..]) || fraction.iter().skip(1).any(|byte| *byte != b'0') {
                return None;
            }
            two_digits(whole)?
        }
    };
    seconds_of_day(hour, minute, second)
}

/// A spreadsheet's serial number: days since 1899-12-30 with the time as fraction, or the fraction alone.
/// Five digits stand for the years 1954–2119, so no date or clock time has this form.
#[allow(clippy::cast_possible_truncation, clippy::float_cmp, reason = "bounded by the digits; a whole number is exact")]
fn serial(cell: &[u8]) -> Option<Time> {
    const DAYS_TO_2000: i32 = 36_526;
    let (whole, fraction) = match cell.iter().position(|byte| matches!(byte, b'.' | b',')) {
        Some(at) => (&cell[..at], Some(&cell[at + 1..])),
        None => (cell, None),
    };
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    if !digits(whole) || fraction.is_some_and(|f| !digits(f) || f.len() > 16) {
        return None;
    }
    let of_day = match fraction {
        Some(f) => {
            let part: f64 = format!("0.{}", std::str::from_utf8(f).ok()?).parse().ok()?;
            (part * 86_400.0).round() as i32
        }
        None => 0,
    };
    match (whole.len(), fraction) {
        // `7.15` is a quarter past seven; a fraction of a day alone has at least three decimals and no hours.
        (1, Some(f)) if whole == b"0" && f.len() > 2 => Some(Time::OfDay(of_day)),
        (5, _) => {
            let days = std::str::from_utf8(whole).ok()?.parse::<i32>().ok()? - DAYS_TO_2000;
            let possible = (0..=24_836).contains(&days);
            Some(if possible { Time::Stamp(Local::from_seconds(days * 86_400 + of_day)) } else { Time::Impossible })
        }
        _ => None,
    }
}

fn small(text: &[u8]) -> Option<u32> {
    match *text {
        [a] => number2(b'0', a),
        [a, b] => number2(a, b),
        _ => None,
    }
}

fn two_digits(text: &[u8]) -> Option<u32> {
    match *text {
        [a, b] => number2(a, b),
        _ => None,
    }
}

fn number2(a: u8, b: u8) -> Option<u32> {
    (a.is_ascii_digit() && b.is_ascii_digit()).then(|| u32::from(a - b'0') * 10 + u32::from(b - b'0'))
}

fn number4(text: [u8; 4]) -> Option<i32> {
    let (high, low) = (number2(text[0], text[1])?, number2(text[2], text[3])?);
    Some((high * 100 + low).cast_signed())
}

fn number8(t: [u8; 8]) -> Option<[u32; 4]> {
    Some([number2(t[0], t[1])?, number2(t[2], t[3])?, number2(t[4], t[5])?, number2(t[6], t[7])?])
}

/// Minutes of a planned length: a whole number.
pub fn whole_minutes(cell: &str) -> Option<i32> {
    let value: i32 = cell.parse().ok()?;
    (0..=24 * 60).contains(&value).then_some(value)
}

/// Stated minutes in the layout's unit, in seconds. A unit glued to the number is taken off (`3,5timmar`).
#[allow(clippy::cast_possible_truncation, reason = "bounded before the cast")]
pub fn stated_seconds(cell: &str, unit: MinutesUnit) -> Option<i32> {
    let bare = cell.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ');
    if unit == MinutesUnit::HoursMinutes {
        let (hours, minutes) = bare.split_once([':', '.'])?;
        let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
        return ((0..100).contains(&hours) && (0..60).contains(&minutes)).then(|| hours * 3600 + minutes * 60);
    }
    let value: f64 = bare.replace(',', ".").parse().ok()?;
    let seconds = value * if unit == MinutesUnit::Minutes { 60.0 } else { 3600.0 };
    (0.0..=360_000.0).contains(&seconds).then_some(seconds.round() as i32)
}

/// How an end was registered, by its word; `None` for a word nobody knows.
pub fn method(word: &str) -> Option<Method> {
    Some(match word.to_lowercase().as_str() {
        "tagg" | "nfc" | "rfid" | "kvittensmärke" | "kvittens" => Method::Tag,
        "lås" | "låsvred" => Method::Lock,
        "telefon" | "mobil" | "app" => Method::Phone,
        "penna" | "mobipen" => Method::Pen,
        "gps" => Method::Gps,
        "manuell" | "manuellt" | "efterregistrerad" => Method::Manual,
        "redigerad" | "justerad" | "ändrad" => Method::Edited,
        _ => return None,
    })
}

/// What became of the visit, by its word; `None` for a word nobody knows.
pub fn performed(word: &str) -> Option<Performed> {
    Some(match word.to_lowercase().as_str() {
        "" | "utförd" => Performed::Yes,
        "avböjd" => Performed::Declined,
        "frånvarande" => Performed::Absent,
        "bom" | "bomkörning" => Performed::Wasted,
        "ej utförd" => Performed::No,
        "makulerad" => Performed::Cancelled,
        _ => return None,
    })
}

/// What a reading of a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Event {
    /// Somebody came.
    In,
    /// Somebody went.
    Out,
}

/// What a reading is, by its word; `None` for a word nobody knows.
pub fn event(word: &str) -> Option<Event> {
    Some(match word.to_lowercase().as_str() {
        "in" | "inpassering" | "inkvittens" | "ankomst" => Event::In,
        "ut" | "utpassering" | "utkvittens" | "avfärd" => Event::Out,
        _ => return None,
    })
}

/// What a cell of a double-staffing column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubleWord {
    /// Ja.
    Yes,
    /// Nej, or nothing.
    No,
    /// An id two rows share.
    Id,
}

/// Reads a double-staffing cell.
pub fn double(word: &str) -> DoubleWord {
    match word.trim().to_lowercase().as_str() {
        "ja" | "j" | "sant" | "true" => DoubleWord::Yes,
        "" | "nej" | "n" | "falskt" | "false" | "0" => DoubleWord::No,
        _ => DoubleWord::Id,
    }
}

/// Whether a service text is itself the mark of double staffing: `DUBBELBEMANNING 1`.
pub fn is_double_service(service: &str) -> bool {
    service.to_lowercase().starts_with("dubbelbemanning")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32, second: u32) -> Time {
        Time::Stamp(Local::new(2022, 3, 1, hour, minute, second).unwrap())
    }

    #[test]
    fn every_time_form_of_the_design_is_read() {
        for (text, expected) in [
            ("2022-03-01 07:15", at(7, 15, 0)),
            ("2022-03-01 07:15:30", at(7, 15, 30)),
            ("2022-03-01T07:15", at(7, 15, 0)),
            ("2022-03-01T07:15:30.000", at(7, 15, 30)),
            ("20220301 0715", at(7, 15, 0)),
            ("20220301 071530", at(7, 15, 30)),
            ("2022-03-01 7.15", at(7, 15, 0)),
            ("2022-03-01 7:15", at(7, 15, 0)),
            ("44621,3020833333", at(7, 15, 0)),
            ("44621.5", at(12, 0, 0)),
            ("44621", at(0, 0, 0)),
            ("2022-03-01", Time::Day(8095)),
            ("20220301", Time::Day(8095)),
            ("07:15", Time::OfDay(26_100)),
            ("7.15", Time::OfDay(26_100)),
            ("0715", Time::OfDay(26_100)),
            ("0,302083333", Time::OfDay(26_100)),
            ("24:00", Time::OfDay(86_400)),
            ("", Time::Empty),
        ] {
            assert_eq!(time(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn dates_that_were_read_before_change_nothing() {
        let texts = [
            "2022-03-01 07:15",
            "2022-03-01T07:15",
            "2022-03-01",
            "2022-03-11 07:15",
            "2022-03-31",
            "2021-03-01 07:15",
            "07:15",
            "2022-02-30 07:15",
            "2022-02-30",
            "2022-02-30 25:10",
            "24:00",
            "25:00",
            "2022-03-01 24:00",
            "2022-03-0a 07:15",
            "",
            "2022-03-01 7.15",
            "2022-3-1 07:15",
            "2022-03-01 07:15:30",
            "44621,30208",
            "igår kl 07",
            "20220301 0715",
        ];
        let mut dates = Dates::default();
        for text in texts.iter().chain(texts.iter().rev()) {
            assert_eq!(dates.time(text.as_bytes()), time(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn impossible_dates_are_told_from_what_is_no_time() {
        for text in
            ["2022-02-30 07:15", "1900-01-01 00:00", "2100-01-01 07:15", "2022-13-01", "20220230 0715", "99999,5"]
        {
            assert_eq!(time(text.as_bytes()), Time::Impossible, "{text}");
        }
        for text in
            ["igår", "2022-03-01 25:10", "7", "07:60", "2022-03-01 07:15:30.5", "01/03/2022", "2022-3-1 07:15", "7:1"]
        {
            assert_eq!(time(text.as_bytes()), Time::Unreadable, "{text}");
        }
    }

    #[test]
    fn minutes_are_read_in_the_declared_unit_only() {
        assert_eq!(stated_seconds("90", MinutesUnit::Minutes), Some(5400));
        assert_eq!(stated_seconds("1:30", MinutesUnit::HoursMinutes), Some(5400));
        assert_eq!(stated_seconds("1,5timmar", MinutesUnit::DecimalHours), Some(5400));
        assert_eq!(stated_seconds("0,45", MinutesUnit::DecimalHours), Some(1620));
        assert_eq!(stated_seconds("1:75", MinutesUnit::HoursMinutes), None);
        assert_eq!(stated_seconds("288999999:999990", MinutesUnit::HoursMinutes), None);
        assert_eq!(stated_seconds("-5", MinutesUnit::Minutes), None);
    }

    #[test]
    fn words_are_known_whatever_their_case() {
        assert_eq!(method("TAGG"), Some(Method::Tag));
        assert_eq!(method("Efterregistrerad"), Some(Method::Manual));
        assert_eq!(method("Ändrad"), Some(Method::Edited));
        assert_eq!(method("annat"), None);
        assert_eq!(performed("ej utförd"), Some(Performed::No));
        assert_eq!(performed("Bomkörning"), Some(Performed::Wasted));
        assert_eq!(performed("kanske"), None);
        assert_eq!((double("Ja"), double("nej"), double("17")), (DoubleWord::Yes, DoubleWord::No, DoubleWord::Id));
        assert_eq!(
            (double(" Ja "), double(" Nej\u{a0} "), double(" ")),
            (DoubleWord::Yes, DoubleWord::No, DoubleWord::No)
        );
    }
}
