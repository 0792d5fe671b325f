//! How a number is shown: as it is, or as a time, by the format of its cell.

use std::fmt;

use crate::delimited::{clock, date, number, stamp};

/// Kinds of format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As a number.
    Number,
    /// As a date.
    Date,
    /// As a clock time.
    Clock,
    /// As a date and a clock time.
    Stamp,
    /// As a length that may pass 24 hours: `[h]:mm`.
    Length,
}

/// The first day that has no serial any more, 10000-01-01, and the days from 1899-12-30 to 1970-01-01 and 1904-01-01.
const END: f64 = 2_958_466.0;
const TO_1970: i64 = 25_569;
const TO_1904: i64 = 1_462;

const SECONDS_A_DAY: i64 = 86_400;

impl Shown {
    /// The formats that have a number and no code (ECMA-376, 18.8.30).
    pub fn built_in(id: u32) -> Shown {
        match id {
            14..=17 => Shown::Date,
            18..=21 | 45 | 47 => Shown::Clock,
            46 => Shown::Length,
            // Those from 27 are dates and times of East Asian languages.
            22 | 27..=36 | 50..=58 => Shown::Stamp,
            _ => Shown::Number,
        }
    }

    /// By the letters of a format's code, up to the first `;`: `y` and `d` show a date, `h` and `s` a clock time, `m`
    /// minutes where one of these stands and else months. What is quoted, escaped or in brackets shows nothing, but for
    /// `[h]`, `[m]` and `[s]`.
    pub fn by_code(code: &str) -> Shown {
        let (mut day, mut month, mut time) = (false, false, false);
        let mut letters = code.chars();
        while let Some(letter) = letters.next() {
            match letter.to_ascii_lowercase() {
                '"' => {
                    letters.find(|c| *c == '"');
                }
                // The letter behind is shown, left out or repeated.
                '\\' | '_' | '*' => {
                    letters.next();
                }
                '[' if is_length(letters.by_ref().take_while(|c| *c != ']')) => return Shown::Length,
                ';' => break,
                'y' | 'd' => day = true,
                'm' => month = true,
                'h' | 's' => time = true,
                _ => {}
            }
        }
        match (day, time) {
            (true, true) => Shown::Stamp,
            (true, false) => Shown::Date,
            (false, true) => Shown::Clock,
            (false, false) if month => Shown::Date,
            (false, false) => Shown::Number,
        }
    }

    /// Appends a number as it is shown. A serial below 1 has no date, one in a clock's format that is whole is midnight, and
    /// the time of a date's format is not hidden: only a whole number is a date alone.
    #[allow(clippy::cast_possible_truncation, clippy::float_cmp, reason = "within the range of serials")]
    pub fn write(self, out: &mut String, serial: f64, from_1904: bool) -> fmt::Result {
        if self == Shown::Number || !(0.0..END).contains(&serial) {
            return number(out, serial);
        }
        let seconds = (serial * 86_400.0).round() as i64;
        if self == Shown::Length {
            return clock(out, seconds);
        }
        // A clock's 1 is the midnight at the end of a day: 24:00.
        if serial < 1.0 || (self == Shown::Clock && serial == 1.0) {
            return clock(out, seconds);
        }
        let from_1970 = if from_1904 { TO_1904 - TO_1970 } else { -TO_1970 };
        match self {
            Shown::Date if seconds % SECONDS_A_DAY == 0 => date(out, seconds / SECONDS_A_DAY + from_1970),
            _ => stamp(out, seconds + from_1970 * SECONDS_A_DAY),
        }
    }
}

/// `h`, `hh`, `m`, `s`: one of the letters, and no other. Reads to the end.
fn is_length(bracket: impl Iterator<Item = char>) -> bool {
    let (mut unit, mut alone) = (None, true);
    for letter in bracket.map(|letter| letter.to_ascii_lowercase()) {
        alone &= matches!(letter, 'h' | 'm' | 's') && *unit.get_or_insert(letter) == letter;
    }
    alone && unit.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(how: Shown, serial: f64) -> String {
        let mut text = String::new();
        how.write(&mut text, serial, false).unwrap();
        text
    }

    #[test]
    fn a_code_says_what_it_shows() {
        for (code, expected) in [
            ("General", Shown::Number),
            ("0", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("#,##0.00\\ \"dagar\"", Shown::Number),
            ("_-* #,##0.00\\ _k_r_-", Shown::Number),
            ("[Red]0", Shown::Number),
            ("0;[h]", Shown::Number),
            ("*d0", Shown::Number),
            ("@", Shown::Number),
            ("yyyy\\-mm\\-dd", Shown::Date),
            ("[$-41D]d mmmm yyyy;@", Shown::Date),
            ("mmm", Shown::Date),
            ("hh:mm", Shown::Clock),
            ("h:mm AM/PM", Shown::Clock),
            ("mm:ss.0", Shown::Clock),
            ("yyyy-mm-dd\\ hh:mm:ss", Shown::Stamp),
            ("m/d/yy h:mm", Shown::Stamp),
            ("[h]:mm", Shown::Length),
            ("[Blue][HH]:mm", Shown::Length),
            ("[hm]0", Shown::Number),
            ("[$-sv-SE,105]0", Shown::Number),
            ("\"open", Shown::Number),
            ("[open", Shown::Number),
        ] {
            assert_eq!(Shown::by_code(code), expected, "{code}");
        }
        assert_eq!((Shown::built_in(14), Shown::built_in(22)), (Shown::Date, Shown::Stamp));
        assert_eq!((Shown::built_in(20), Shown::built_in(1)), (Shown::Clock, Shown::Number));
    }

    #[test]
    fn a_serial_is_what_its_format_shows_and_hides_no_time() {
        for (how, serial, expected) in [
            (Shown::Date, 44_621.0, "2022-03-01"),
            (Shown::Date, 44_621.302_083_333_3, "2022-03-01 07:15"),
            (Shown::Stamp, 44_621.0, "2022-03-01 00:00"),
            (Shown::Stamp, 44_621.302_083_333_3, "2022-03-01 07:15"),
            (Shown::Stamp, 44_621.999_999, "2022-03-02 00:00"),
            (Shown::Clock, 0.302_083_333, "07:15"),
            (Shown::Clock, 0.302_431, "07:15:30"),
            (Shown::Clock, 44_621.302_083_333, "2022-03-01 07:15"),
            (Shown::Clock, 1.0, "24:00"),
            (Shown::Clock, 0.0, "00:00"),
            (Shown::Date, 0.5, "12:00"),
            (Shown::Length, 1.0625, "25:30"),
            (Shown::Length, 0.0625, "01:30"),
            (Shown::Date, -1.0, "-1"),
            (Shown::Date, 3_000_000.0, "3000000"),
            (Shown::Number, 44_621.0, "44621"),
        ] {
            assert_eq!(shown(how, serial), expected, "{how:?} {serial}");
        }
    }
}
