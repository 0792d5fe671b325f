//! Numbers, shares, dates and lengths in the form of a language. The space within a number and before its unit never
//! breaks.

use std::fmt::Display;

use kvittens_model::{Local, YearMonth};

use crate::words::Lang;

/// A space at which no line breaks.
const NBSP: char = '\u{a0}';

/// How a language writes numbers and times.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    lang: Lang,
}

impl Format {
    /// Of a language.
    pub fn new(lang: Lang) -> Format {
        Format { lang }
    }

    /// A whole number: `1 234`.
    pub fn count(self, number: impl Display) -> String {
        self.grouped(&number.to_string())
    }

    /// A number with so many decimals: `1 234,5`.
    pub fn number(self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}");
        // What rounds to zero has no sign.
        let text = match text.strip_prefix('-') {
            Some(zero) if zero.chars().all(|digit| matches!(digit, '0' | '.')) => zero,
            _ => &text,
        };
        match text.split_once('.') {
            Some((whole, fraction)) => {
                let mark = if self.lang == Lang::Sv { ',' } else { '.' };
                format!("{}{mark}{fraction}", self.grouped(whole))
            }
            None => self.grouped(text),
        }
    }

    /// A number with two decimals at most, for what somebody has chosen: `80`, `7,5`.
    pub fn chosen(self, value: f64) -> String {
        let zeros = |decimals: usize| format!("{value:.2}").ends_with(&"0".repeat(decimals));
        let decimals = if zeros(2) {
            0
        } else if zeros(1) {
            1
        } else {
            2
        };
        self.number(value, decimals)
    }

    /// A share as per cent with one decimal: `12,3 %`.
    pub fn percent(self, share: f64) -> String {
        self.per_cent(&self.number(share * 100.0, 1))
    }

    /// A share that somebody has chosen: `80 %`.
    pub fn chosen_percent(self, share: f64) -> String {
        self.per_cent(&self.chosen(share * 100.0))
    }

    /// An interval of shares: `69,8–72,6 %`.
    pub fn percents(self, (low, high): (f64, f64)) -> String {
        let (low, high) = (self.number(low * 100.0, 1), self.number(high * 100.0, 1));
        self.per_cent(&format!("{low}–{high}"))
    }

    /// An interval of numbers with one decimal.
    pub fn numbers(self, (low, high): (f64, f64)) -> String {
        format!("{}–{}", self.number(low, 1), self.number(high, 1))
    }

    /// A month in words: `mars 2022`.
    pub fn month(self, month: YearMonth) -> String {
        format!("{}{NBSP}{}", self.month_name(month.month), month.year)
    }

    /// A date in words: `17 mars 2022`; nothing where no time stands.
    pub fn date(self, time: Local) -> String {
        if time.is_none() {
            return String::new();
        }
        let (year, month, day) = time.civil();
        format!("{day}{NBSP}{}{NBSP}{year}", self.month_name(month))
    }

    /// A clock time: `07:15`, with seconds where they are not zero; nothing where no time stands.
    pub fn time(self, time: Local) -> String {
        if time.is_none() {
            return String::new();
        }
        let of_day = time.second_of_day();
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
    }

    /// A length: `3 h 25 min`, `2 min 58 s`, `0 min`; h, min and s are the same in both languages.
    pub fn length(self, seconds: i64) -> String {
        let (sign, seconds) = if seconds < 0 { ("\u{2212}", -seconds) } else { ("", seconds) };
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
        let said: Vec<String> = parts
            .iter()
            .filter(|(number, _)| *number != 0)
            .map(|(number, unit)| format!("{}{NBSP}{unit}", self.count(number)))
            .collect();
        if said.is_empty() { format!("0{NBSP}min") } else { format!("{sign}{}", said.join(&NBSP.to_string())) }
    }

    /// Minutes or hours with a fraction as a length, to the nearest second.
    pub fn length_of(self, value: f64, seconds_each: f64) -> String {
        let seconds = format!("{:.0}", value * seconds_each);
        self.length(seconds.parse().unwrap_or_default())
    }

    fn month_name(self, month: u32) -> &'static str {
        let names = self.lang.words().html.months;
        names.get(month as usize - 1).copied().unwrap_or_default()
    }

    fn per_cent(self, number: &str) -> String {
        if self.lang == Lang::Sv { format!("{number}{NBSP}%") } else { format!("{number}%") }
    }

    /// Groups of three digits; a minus sign instead of a hyphen.
    fn grouped(self, digits: &str) -> String {
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("\u{2212}", rest));
        let between = if self.lang == Lang::Sv { NBSP } else { ',' };
        let mut said = String::from(sign);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                said.push(between);
            }
            said.push(digit);
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SV: Format = Format { lang: Lang::Sv };
    const EN: Format = Format { lang: Lang::En };

    #[test]
    fn numbers_have_the_form_of_the_language() {
        assert_eq!(SV.count(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(EN.count(-1_234), "\u{2212}1,234");
        assert_eq!(SV.count(123), "123");
        assert_eq!(SV.number(1234.54, 1), "1\u{a0}234,5");
        assert_eq!(EN.number(1234.54, 1), "1,234.5");
        assert_eq!([SV.chosen(80.0), SV.chosen(7.5), EN.chosen(0.25)], ["80", "7,5", "0.25"]);
    }

    #[test]
    fn shares_are_per_cent() {
        assert_eq!(SV.percent(0.1234), "12,3\u{a0}%");
        assert_eq!(EN.percent(0.1234), "12.3%");
        assert_eq!(SV.chosen_percent(0.8), "80\u{a0}%");
        assert_eq!(SV.percents((0.698, 0.7261)), "69,8–72,6\u{a0}%");
    }

    #[test]
    fn dates_and_times_stand_in_words() {
        let time = Local::new(2022, 3, 17, 7, 5, 0).unwrap();
        assert_eq!(SV.date(time), "17\u{a0}mars\u{a0}2022");
        assert_eq!(EN.date(time), "17\u{a0}March\u{a0}2022");
        assert_eq!(SV.month(time.month()), "mars\u{a0}2022");
        assert_eq!(SV.time(time), "07:05");
        assert_eq!(SV.time(Local::from_seconds(time.seconds() + 9)), "07:05:09");
        assert_eq!(SV.date(Local::NONE) + &SV.time(Local::NONE), "");
    }

    #[test]
    fn lengths_leave_out_what_is_zero() {
        assert_eq!(SV.length(3 * 3600 + 25 * 60), "3\u{a0}h\u{a0}25\u{a0}min");
        assert_eq!(SV.length_of(2.9667, 60.0), "2\u{a0}min\u{a0}58\u{a0}s");
        assert_eq!(SV.length(0), "0\u{a0}min");
        assert_eq!(EN.length(1234 * 3600 + 5), "1,234\u{a0}h\u{a0}5\u{a0}s");
    }

    #[test]
    fn a_sign_stands_once_and_never_before_zero() {
        assert_eq!(SV.length(-(3600 + 90)), "\u{2212}1\u{a0}h\u{a0}1\u{a0}min\u{a0}30\u{a0}s");
        assert_eq!([SV.number(-0.04, 1), SV.number(-0.05, 1), EN.number(-0.4, 0)], ["0,0", "\u{2212}0,1", "0"]);
    }
}
