//! Dates and times as the exports write them.

use kvittens_model::{Local, YearMonth};

use crate::visit::{DAY, Minute};

/// Days into the next month in which entries are made and approved, and long visits end.
const AFTER: Minute = 12;

/// A month's dates, written once.
pub(crate) struct Calendar {
    dates: Vec<[u8; 10]>,
    first_day: i32,
}

impl Calendar {
    pub(crate) fn new(month: YearMonth) -> Calendar {
        let first = month.first();
        let dates = (0..month.days().cast_signed() + AFTER)
            .map(|day| {
                let (year, month, date) = Local::from_seconds(first.seconds() + day * DAY * 60).civil();
                let mut text = *b"0000-00-00";
                digits(year.cast_unsigned(), &mut text[..4]);
                digits(month, &mut text[5..7]);
                digits(date, &mut text[8..]);
                text
            })
            .collect();
        Calendar { dates, first_day: first.day() }
    }

    /// A day of the month, 0 first, as a day since 2000-01-01.
    pub(crate) fn day(&self, day: u32) -> i32 {
        self.first_day + day.cast_signed()
    }

    /// `2022-03-01`. A time outside the dates gets the nearest.
    pub(crate) fn date(&self, time: Minute) -> &[u8; 10] {
        let day = usize::try_from(time.div_euclid(DAY)).unwrap_or(0);
        &self.dates[day.min(self.dates.len() - 1)]
    }

    /// `2022-03-01 07:15`.
    pub(crate) fn stamp(&self, time: Minute) -> [u8; 16] {
        let mut text = [b' '; 16];
        text[..10].copy_from_slice(self.date(time));
        text[11..].copy_from_slice(&clock(time));
        text
    }
}

/// `07:15`.
pub(crate) fn clock(time: Minute) -> [u8; 5] {
    let of_day = time.rem_euclid(DAY).cast_unsigned();
    let mut text = *b"00:00";
    digits(of_day / 60, &mut text[..2]);
    digits(of_day % 60, &mut text[3..]);
    text
}

/// The last digits of a number, filling the place with zeros before it.
pub(crate) fn digits(mut number: u32, place: &mut [u8]) {
    for byte in place.iter_mut().rev() {
        *byte = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_on_into_the_next_month() {
        let calendar = Calendar::new("2022-02".parse().unwrap());
        assert_eq!(&calendar.stamp(7 * 60 + 15), b"2022-02-01 07:15");
        assert_eq!(&calendar.stamp(28 * DAY + 61), b"2022-03-01 01:01");
    }
}
