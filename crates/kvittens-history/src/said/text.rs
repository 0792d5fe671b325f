//! Cells of other people's tables: months, times and numbers as the many ways that exist write them.

use kvittens_model::{Local, Severity, YearMonth};

use super::Standing;

/// `2022-03`, `2022-03-17`, `2022-03-01T00:00:00`, `202203`.
pub fn month(text: &str) -> Option<YearMonth> {
    let text = text.trim();
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{}-{}", &text[..4], &text[4..]).parse().ok();
    }
    let ends_there = text.as_bytes().get(7).is_none_or(|next| *next == b'-');
    text.get(..7).filter(|_| ends_there)?.parse().ok()
}

/// `2022-03-17 07:15`, with `T` between and with seconds or without; whatever stands behind the seconds is left out.
pub fn time(text: &str) -> Option<Local> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = text.get(..4)?.parse().ok()?;
    let second = if text.len() > 16 { number(17, 19)? } else { 0 };
    Local::new(year, number(5, 7)?, number(8, 10)?, number(11, 13)?, number(14, 16)?, second)
}

/// With a point or a decimal comma.
pub fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

/// A whole number, also where a table of floats holds it.
#[allow(clippy::cast_possible_truncation, reason = "minutes and counts are small; a cast of a float saturates")]
pub fn whole(text: &str) -> Option<i64> {
    number(text).map(|number| number.round() as i64)
}

/// `open`, `explained` or `accepted`.
pub fn standing(text: &str) -> Option<Standing> {
    [Standing::Open, Standing::Explained, Standing::Accepted].into_iter().find(|standing| standing.name() == text)
}

/// `info`, `minor` or `major`.
pub fn severity(text: &str) -> Option<Severity> {
    [Severity::Info, Severity::Minor, Severity::Major].into_iter().find(|severity| severity.name() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_known_in_every_form() {
        for text in ["2022-03", "2022-03-01", "2022-03-31T00:00:00", "202203", " 2022-03 "] {
            assert_eq!(month(text).map(|month| month.to_string()).as_deref(), Some("2022-03"), "{text}");
        }
        for text in ["2022-13", "mars", "2022-033", "", "20220301", "2022"] {
            assert_eq!(month(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_read_with_seconds_and_without() {
        let wanted = Local::new(2022, 3, 17, 7, 15, 0);
        for text in ["2022-03-17 07:15", "2022-03-17T07:15:00", "2022-03-17T07:15:00.000"] {
            assert_eq!(time(text), wanted, "{text}");
        }
        assert_eq!((time("2022-03-17"), time("x")), (None, None));
    }

    #[test]
    fn numbers_have_a_point_or_a_comma() {
        assert_eq!((number("0,5"), number("0.5"), whole("25.0"), number("x")), (Some(0.5), Some(0.5), Some(25), None));
    }
}
