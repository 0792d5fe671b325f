//! What the months before say of people, for the rules that ask ([`Earlier`]): which days each of the staff had visits
//! on, month by month. A month is read once and what it says of its staff kept by content beside what was heard of it.

use std::collections::BTreeMap;

use kvittens_model::{Month, NO_ID, Performed, YearMonth};
use kvittens_parse::{Field, Options};
use kvittens_rules::Earlier;

use crate::backtest::cache::{Cache, Name};
use crate::months::{Months, MonthsError};

/// Calendar months before the one at hand that are looked at: a year has every season.
pub const MONTHS: i64 = 12;

/// Fields of the store's table that neither decide which rows are one visit nor who made it when.
const NOT_ASKED: [Field; 10] = [
    Field::Unit,
    Field::Service,
    Field::Tag,
    Field::Device,
    Field::Reason,
    Field::EnteredAt,
    Field::EnteredBy,
    Field::ApprovedAt,
    Field::Double,
    Field::DoubleId,
];

/// The days of a month that each of a provider's staff had a performed visit on, by the names of both: bit 0 is the
/// first of the month.
pub type Staffed = BTreeMap<String, BTreeMap<String, u32>>;

/// What a month says of its staff. A provider whose exports name no staff has none.
pub fn staffed(month: &Month) -> Staffed {
    let (v, ids, first) = (&month.visits, &month.ids, month.month.first().day());
    let mut days: BTreeMap<_, u32> = BTreeMap::new();
    for (visit, at) in (0..).zip(0..v.len()).filter(|(_, at)| v.performed[*at] == Performed::Yes) {
        let bit = u32::try_from(v.when(visit).day() - first).ok().and_then(|day| 1u32.checked_shl(day));
        *days.entry((v.provider[at], v.staff[at])).or_default() |= bit.unwrap_or(0);
    }
    let mut staffed = Staffed::new();
    for ((provider, staff), days) in days {
        let of_provider = staffed.entry(ids.provider.text(provider).to_owned()).or_default();
        if staff != NO_ID {
            of_provider.insert(ids.staff.text(staff).to_owned(), days);
        }
    }
    staffed
}

/// What months say together of the staff before a month. `municipal`: staff ids mean the same person at every provider.
pub fn together(months: &BTreeMap<YearMonth, Staffed>, now: YearMonth, municipal: bool) -> Earlier {
    let mut earlier = Earlier { months: months.keys().copied().collect(), ..Earlier::default() };
    let mut days: BTreeMap<(String, String), BTreeMap<YearMonth, u32>> = BTreeMap::new();
    for (month, staffed) in months {
        for (provider, staff) in staffed {
            earlier.providers.insert(provider.clone());
            for (staff, bits) in staff {
                let provider = if municipal { String::new() } else { provider.clone() };
                *days.entry((provider, staff.clone())).or_default().entry(*month).or_default() |= bits;
            }
        }
    }
    earlier.staff = days.into_iter().map(|(person, days)| (person, last_run(&days, now))).collect();
    earlier
}

/// The days in a row that end with the last day before a month.
fn last_run(days: &BTreeMap<YearMonth, u32>, now: YearMonth) -> u32 {
    let (mut run, mut month) = (0, now.former());
    while let Some(bits) = days.get(&month) {
        // The last day of the month in the highest bit.
        let last = (bits << (u32::BITS - month.days())).leading_ones();
        run += last;
        if last < month.days() {
            break;
        }
        month = month.former();
    }
    run
}

/// What the months of a source say of the staff before a month. `version`: the program, so that another version of it
/// reads everything again.
///
/// # Errors
/// What cannot be read.
pub fn gather(
    source: &dyn Months,
    now: YearMonth,
    municipal: bool,
    options: &Options,
    version: &str,
    cache: Option<&Cache>,
) -> Result<Earlier, MonthsError> {
    let options = Options { without: NOT_ASKED.to_vec(), ..options.clone() };
    let asked = (now.index() - MONTHS)..now.index();
    let mut months = BTreeMap::new();
    for month in source.months().into_iter().filter(|month| asked.contains(&month.index())) {
        let content = source.content(month)?;
        let name = Name::of(&[version, "staffed", &content, &month.to_string(), &format!("{options:?}")]);
        let kept = cache.and_then(|cache| serde_json::from_slice(&cache.body(&name)?).ok());
        let staffed = match kept {
            Some(staffed) => staffed,
            None => {
                let read = staffed(&source.read(month, &options)?);
                if let (Some(cache), Ok(body)) = (cache, serde_json::to_vec(&read)) {
                    cache.keep(&name, &body);
                }
                read
            }
        };
        months.insert(month, staffed);
    }
    Ok(together(&months, now, municipal))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> YearMonth {
        text.parse().unwrap()
    }

    /// Days of a month as bits.
    fn bits(days: impl IntoIterator<Item = u32>) -> u32 {
        days.into_iter().map(|day| 1 << (day - 1)).sum()
    }

    fn of(staff: &[(&str, &str, u32)]) -> Staffed {
        let mut staffed = Staffed::new();
        for (provider, staff, days) in staff {
            staffed.entry((*provider).to_owned()).or_default().insert((*staff).to_owned(), *days);
        }
        staffed
    }

    #[test]
    fn a_run_goes_on_through_whole_months_and_no_further_than_a_day_off() {
        let run = |days: &[(&str, u32)]| {
            let months = days.iter().map(|(of, days)| (month(of), *days)).collect();
            last_run(&months, month("2022-03"))
        };
        assert_eq!(run(&[]), 0);
        assert_eq!(run(&[("2022-02", bits(20..=27))]), 0, "the last of February off");
        assert_eq!(run(&[("2022-02", bits([3, 4, 26, 27, 28]))]), 3);
        assert_eq!(run(&[("2022-01", bits(30..=31)), ("2022-02", bits(1..=28))]), 30);
        assert_eq!(run(&[("2022-01", bits(1..=31)), ("2022-02", bits(2..=28))]), 27);
        assert_eq!(run(&[("2022-01", bits(1..=31))]), 0, "February is not at hand");
    }

    #[test]
    fn a_person_of_the_municipality_is_one_over_all_providers() {
        let february = of(&[("A", "P1", bits([27])), ("B", "P1", bits([28]))]);
        let months = BTreeMap::from([(month("2022-02"), february)]);
        let of_person = |municipal, provider: &str| {
            let earlier = together(&months, month("2022-03"), municipal);
            earlier.staff.get(&(provider.to_owned(), "P1".to_owned())).copied()
        };
        assert_eq!((of_person(true, ""), of_person(true, "A")), (Some(2), None));
        assert_eq!((of_person(false, "A"), of_person(false, "B")), (Some(0), Some(1)));
    }
}
