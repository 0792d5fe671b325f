//! Swedish public holidays ("röda dagar"): lagen (1989:253) om allmänna helgdagar, 1 §. Sundays are such days too, and are
//! not told here; the eves that are free in many workplaces are none.

use crate::local::{Local, YearMonth};

/// Days after Easter Day: Långfredagen, påskdagen, annandag påsk, Kristi himmelsfärds dag, pingstdagen.
const FROM_EASTER: [i32; 5] = [-2, 0, 1, 39, 49];

/// Month and day: nyårsdagen, trettondedag jul, första maj, nationaldagen, juldagen, annandag jul.
const FIXED: [(u32, u32); 6] = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)];

/// The first day on which the Saturday can fall that is midsommardagen or alla helgons dag.
const SATURDAYS: [(u32, u32); 2] = [(6, 20), (10, 31)];

/// Whether a day since 2000-01-01 ([`Local::day`]) is a public holiday other than a common Sunday.
pub fn is_red(day: i32) -> bool {
    let (year, month, date) = Local::from_seconds(day * 86_400).civil();
    let of = |(month, date): (u32, u32)| Local::new(year, month, date, 0, 0, 0).map(Local::day);
    let saturday = |first| of(first).is_some_and(|first| (first..first + 7).contains(&day));
    FIXED.contains(&(month, date))
        || of(easter(year)).is_some_and(|easter| FROM_EASTER.contains(&(day - easter)))
        || YearMonth::weekday(day) == 5 && SATURDAYS.into_iter().any(saturday)
}

/// Month and day of Easter Day in the Gregorian calendar (Meeus, Astronomical Algorithms, 2nd ed. 1998, chapter 8).
fn easter(year: i32) -> (u32, u32) {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
    ((n / 31).cast_unsigned(), (n % 31 + 1).cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn red(year: i32) -> Vec<(u32, u32)> {
        let first = Local::new(year, 1, 1, 0, 0, 0).unwrap().day();
        let days = (first..first + 366).filter(|day| is_red(*day)).map(|day| Local::from_seconds(day * 86_400).civil());
        days.filter(|(of, ..)| *of == year).map(|(_, month, date)| (month, date)).collect()
    }

    /// As the almanacs of the years have them.
    #[test]
    fn the_red_days_of_two_years() {
        let of_2022 = [
            (1, 1),
            (1, 6),
            (4, 15),
            (4, 17),
            (4, 18),
            (5, 1),
            (5, 26),
            (6, 5),
            (6, 6),
            (6, 25),
            (11, 5),
            (12, 25),
            (12, 26),
        ];
        assert_eq!(red(2022), of_2022);
        let of_2025 = [
            (1, 1),
            (1, 6),
            (4, 18),
            (4, 20),
            (4, 21),
            (5, 1),
            (5, 29),
            (6, 6),
            (6, 8),
            (6, 21),
            (11, 1),
            (12, 25),
            (12, 26),
        ];
        assert_eq!(red(2025), of_2025);
    }
}
