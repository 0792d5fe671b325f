//! Months as people type them: one, or a span with both ends.

use kvittens_model::YearMonth;

use crate::error::Failure;

/// `2022-03`, or `2021-01..2022-12`; each month of it.
pub fn months(text: &str) -> Result<Vec<YearMonth>, Failure> {
    let wrong = || Failure::Months(text.to_owned());
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last): (YearMonth, YearMonth) =
        (first.parse().map_err(|_| wrong())?, last.parse().map_err(|_| wrong())?);
    let months: Vec<YearMonth> =
        std::iter::successors(Some(first), |month| Some(month.next())).take_while(|month| *month <= last).collect();
    if months.is_empty() { Err(wrong()) } else { Ok(months) }
}

/// Of the months that are there, those of these spans, in order. A single month is taken whether it is there or not, so
/// that whoever misses it hears of it.
pub fn of_known(spans: &[String], known: &[YearMonth]) -> Result<Vec<YearMonth>, Failure> {
    let mut chosen = Vec::new();
    for span in spans {
        let months = months(span)?;
        match months[..] {
            [one] => chosen.push(one),
            _ => chosen.extend(months.into_iter().filter(|month| known.contains(month))),
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() { Err(Failure::NoneOf(spans.join(" "))) } else { Ok(chosen) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(months: &[YearMonth]) -> Vec<String> {
        months.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_span_has_both_ends_and_goes_over_the_year() {
        assert_eq!(shown(&months("2021-12..2022-01").unwrap()), ["2021-12", "2022-01"]);
        assert_eq!(shown(&months("2022-03").unwrap()), ["2022-03"]);
        for wrong in ["2022-03..2022-02", "2022-3", "mars", "..", ""] {
            assert!(months(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_span_takes_what_is_there_and_a_single_month_is_asked_for() {
        let known = months("2022-01..2022-03").unwrap();
        let of = |spans: &[&str]| {
            let spans: Vec<String> = spans.iter().map(|span| (*span).to_owned()).collect();
            of_known(&spans, &known).map(|months| shown(&months)).map_err(|error| error.to_string())
        };
        assert_eq!(of(&["2022-03", "2021-06..2022-01"]).unwrap(), ["2022-01", "2022-03"]);
        assert_eq!(of(&["2023-01"]).unwrap(), ["2023-01"]);
        assert!(of(&["2019-01..2019-12"]).is_err());
    }
}
