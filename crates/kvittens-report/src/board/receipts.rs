//! Visits by receipt, with what must not be shown left out: K101's four classes, or where only K102 counts the visits
//! without a receipt and the rest.

use kvittens_model::{Class, Id, Measure, Scope};
use kvittens_rules::engine::FINDINGS;
use kvittens_rules::rules::{k101_receipt_table::ReceiptTable, k102_manual_share::ManualShare};

use super::suppress::{Kind, Place, Sums};
use super::who::Rows;
use super::{Bounds, Shown};
use crate::Check;
use crate::html::areas::counts;
use crate::html::shares::{Shares, provider};

/// Visits of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// How many.
    pub count: Shown,
    /// Of those that expect a receipt: hidden with the count, and where it would give away how many these are.
    pub share: Option<f64>,
}

/// A row, or the sum of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Visits that expect a receipt.
    pub of: Shown,
    /// By class.
    pub cells: Vec<Cell>,
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Receipts {
    /// The classes; `None` is every visit with a receipt at an end, where K101 does not tell them apart.
    pub classes: Vec<Option<Class>>,
    /// As the rows of the page; nothing for one without visits that expect a receipt.
    pub rows: Vec<Option<Line>>,
    /// Of all rows.
    pub all: Line,
    /// Performed visits, those included that expect no receipt.
    pub performed: Shown,
}

impl Receipts {
    /// A class's cell in a line.
    pub fn cell(&self, line: &Line, class: Class) -> Cell {
        let place = self.classes.iter().position(|of| *of == Some(class));
        place.and_then(|place| line.cells.get(place)).copied().unwrap_or_default()
    }
}

/// Of a month; nothing where neither rule counts. `shares`: without what is on trial.
pub fn receipts(check: &Check<'_>, shares: &Shares<'_>, rows: &Rows, bounds: Bounds) -> Option<Receipts> {
    let four = counts(check, ReceiptTable::META.code);
    let classes: Vec<Option<Class>> = match (four, counts(check, ManualShare::META.code)) {
        (true, _) => Class::ALL.map(Some).into(),
        (false, true) => vec![Some(Class::NoTag), None],
        (false, false) => return None,
    };
    let of_each = |id: Id| if four { of_four(shares, id) } else { of_two(shares, id) };
    let summed = |ids: &[Id]| {
        let mut sums = vec![0; classes.len()];
        for counts in ids.iter().filter_map(|id| of_each(*id)) {
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        sums
    };
    let table: Vec<Vec<u64>> = rows.rows.iter().map(|row| summed(&row.ids)).collect();
    let visits = rows.rows.iter().flat_map(|row| &row.ids).filter_map(|id| performed(check, shares, *id));
    Some(shown(classes, &table, visits.reduce(|a, b| a + b), u64::from(bounds.min_cell)))
}

/// Hides what must be hidden. `performed`: what else the page tells, so that what expects no receipt is the difference.
fn shown(classes: Vec<Option<Class>>, table: &[Vec<u64>], performed: Option<u64>, least: u64) -> Receipts {
    let mut sums = Sums::default();
    let (all, counted, end) = (sums.node(), sums.node(), sums.node());
    let columns: Vec<_> = classes.iter().map(|_| sums.node()).collect();
    let rows: Vec<(Place, Vec<Place>)> = table
        .iter()
        .map(|cells| {
            let row = sums.node();
            let of = sums.number(all, row, cells.iter().sum(), Kind::Total);
            let cell = |(column, value): (&usize, &u64)| sums.number(row, *column, *value, Kind::Inner);
            (of, columns.iter().zip(cells).map(cell).collect())
        })
        .collect();
    let totals: Vec<u64> = (0..classes.len()).map(|at| table.iter().map(|cells| cells[at]).sum()).collect();
    let foot: Vec<Place> =
        columns.iter().zip(&totals).map(|(column, value)| sums.number(*column, counted, *value, Kind::Total)).collect();
    let expecting: u64 = totals.iter().sum();
    let of_all = sums.number(counted, end, expecting, Kind::Total);
    let whole = performed.unwrap_or(expecting);
    if let Some(left_out) = whole.checked_sub(expecting).filter(|left_out| *left_out > 0) {
        sums.number(all, end, left_out, Kind::Unprinted);
    }
    let whole_place = sums.number(end, all, whole, Kind::Total);

    let hidden = sums.hide(least);
    let seen = |place: Place, value: u64| (!hidden[place]).then_some(value);
    let line = |of: Place, places: &[Place], values: &[u64]| {
        let count: u64 = values.iter().sum();
        let cell = |(place, value): (&Place, &u64)| Cell {
            count: seen(*place, *value),
            share: seen(*place, *value).zip(seen(of, count)).map(|(value, count)| share(value, count)),
        };
        Line { of: seen(of, count), cells: places.iter().zip(values).map(cell).collect() }
    };
    Receipts {
        classes,
        rows: rows
            .iter()
            .zip(table)
            .map(|((of, places), values)| values.iter().any(|value| *value > 0).then(|| line(*of, places, values)))
            .collect(),
        all: line(of_all, &foot, &totals),
        performed: performed.and_then(|value| seen(whole_place, value)),
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn share(value: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { value as f64 / of as f64 }
}

fn count(number: Option<i64>) -> u64 {
    number.map_or(0, i64::unsigned_abs)
}

fn of_four(shares: &Shares<'_>, id: Id) -> Option<Vec<u64>> {
    let measures = shares.classes(Scope::Provider, provider(id))?;
    Some(measures.iter().map(|measure| count(measure.numerator)).collect())
}

fn of_two(shares: &Shares<'_>, id: Id) -> Option<Vec<u64>> {
    let measure: &Measure = shares.manual_measure(Scope::Provider, provider(id))?;
    let (without, of) = (count(measure.numerator), count(measure.denominator));
    Some(vec![without, of.saturating_sub(without)])
}

/// Performed visits of a provider: every rule on visits measures its findings against them.
fn performed(check: &Check<'_>, shares: &Shares<'_>, id: Id) -> Option<u64> {
    let rules = check.run.rules.iter().filter(|rule| !rule.on_trial());
    let found = rules.map(kvittens_rules::Configured::code).find_map(|code| {
        let measure = shares.find(code, FINDINGS, Scope::Provider, provider(id))?;
        measure.denominator
    });
    found.map(i64::unsigned_abs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn four(table: &[[u64; 4]], performed: Option<u64>) -> Receipts {
        let table: Vec<Vec<u64>> = table.iter().map(|row| row.to_vec()).collect();
        shown(Class::ALL.map(Some).into(), &table, performed, 5)
    }

    #[test]
    fn a_share_is_hidden_with_its_count_and_with_the_visits_it_is_of() {
        let made = four(&[[80, 3, 10, 7], [60, 20, 10, 10]], None);
        for line in made.rows.iter().flatten().chain([&made.all]) {
            for cell in &line.cells {
                assert_eq!(cell.share.is_some(), cell.count.is_some() && line.of.is_some());
            }
        }
        let first = made.rows[0].as_ref().unwrap();
        assert_eq!(first.cells[1].count, None);
        assert!(first.cells.iter().filter(|cell| cell.count.is_none()).count() >= 2, "another one beside it");
    }

    #[test]
    fn how_few_visits_expect_no_receipt_cannot_be_computed() {
        let table = [[80, 30, 10, 70], [60, 20, 10, 10]];
        assert_eq!(four(&table, Some(290 + 2)).performed, None);
        assert_eq!(four(&table, Some(290 + 20)).performed, Some(310));
        assert_eq!(four(&table, Some(290)).performed, Some(290), "that there is none is no secret");
    }
}
