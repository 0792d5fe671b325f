//! Which month the rows are of.

use std::collections::BTreeMap;

use kvittens_model::{Rows, YearMonth};

use crate::error::Kind;

/// The month that was asked for, else the one with most rows. A second month with more than four fifths as many rows
/// makes both equally likely: then the user must say.
pub fn decide(rows: &Rows, wanted: Option<YearMonth>) -> Result<YearMonth, Kind> {
    let mut days: BTreeMap<i32, u64> = BTreeMap::new();
    let entries = &rows.entries;
    let times = entries.start.iter().zip(&entries.stop).zip(&entries.planned_start);
    let mut day_of = times.map(|((start, stop), planned)| start.or(*stop).or(*planned).day()).zip(0..).peekable();
    // Rows of a day mostly stand together.
    while let Some((day, first)) = day_of.next() {
        let mut last = first;
        while let Some((_, at)) = day_of.next_if(|(of, _)| *of == day) {
            last = at;
        }
        *days.entry(day).or_default() += (entries.rows(last).end - entries.rows(first).start) as u64;
    }
    let mut months: BTreeMap<YearMonth, u64> = BTreeMap::new();
    for (day, count) in days {
        *months.entry(kvittens_model::Local::from_seconds(day * 86_400).month()).or_default() += count;
    }
    let mut ranked: Vec<(YearMonth, u64)> = months.into_iter().collect();
    ranked.sort_by_key(|(month, count)| (std::cmp::Reverse(*count), *month));
    let (first, first_rows) = ranked[0];
    if let Some(wanted) = wanted {
        let found = ranked.iter().any(|(month, _)| *month == wanted);
        return if found { Ok(wanted) } else { Err(Kind::OtherMonth { wanted, found: first }) };
    }
    match ranked.get(1) {
        Some(&(second, second_rows)) if second_rows * 5 > first_rows * 4 => {
            Err(Kind::TwoMonths { first, first_rows, second, second_rows })
        }
        _ => Ok(first),
    }
}
