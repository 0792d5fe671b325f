//! An attacker who knows everything the page shows tries to learn what it hides. He goes by the sums as equations and by
//! trying out numbers, and knows nothing of flows.

use proptest::prelude::*;

use super::*;

/// A sum of numbers with their signs is zero.
type Equation = Vec<(usize, i64)>;

struct Attacker {
    equations: Vec<Equation>,
    /// What each number can be, as far as is known.
    known: Vec<(i64, i64)>,
}

impl Attacker {
    /// Reads a page. Nothing can be larger than `most`, which is far above what a page's sums let through.
    fn new(sums: &Sums, hidden: &[bool], most: i64) -> Attacker {
        let all = |node: usize| {
            let own = sums.numbers.iter().enumerate().filter(move |(_, n)| (n.from == node) != (n.to == node));
            own.map(|(place, n)| (place, if n.to == node { 1 } else { -1 })).collect()
        };
        let shown = |(place, n): (usize, &Number)| {
            let value = n.value.cast_signed();
            if hidden[place] { (0, most) } else { (value, value) }
        };
        Attacker {
            equations: (0..sums.at.len()).map(all).collect(),
            known: sums.numbers.iter().enumerate().map(shown).collect(),
        }
    }

    /// What each number can be, narrowed by every equation until nothing moves; `None` where nothing fits.
    fn narrowed(&self, mut known: Vec<(i64, i64)>) -> Option<Vec<(i64, i64)>> {
        loop {
            let before = known.clone();
            for equation in &self.equations {
                for (place, sign) in equation {
                    let others = equation.iter().filter(|(other, _)| other != place);
                    let (mut low, mut high) = (0, 0);
                    for (other, other_sign) in others {
                        let (a, b) = known[*other];
                        let (a, b) = if *other_sign > 0 { (a, b) } else { (-b, -a) };
                        (low, high) = (low + a, high + b);
                    }
                    // sign · x + others = 0
                    let (from, to) = if *sign > 0 { (-high, -low) } else { (low, high) };
                    known[*place] = (known[*place].0.max(from), known[*place].1.min(to));
                    if known[*place].0 > known[*place].1 {
                        return None;
                    }
                }
            }
            if known == before {
                return Some(known);
            }
        }
    }

    /// Whether all numbers can be as known at once: tried out one after the other.
    fn fits(&self, known: Vec<(i64, i64)>) -> bool {
        let Some(known) = self.narrowed(known) else { return false };
        let open = (0..known.len()).filter(|place| known[*place].0 < known[*place].1);
        let Some(place) = open.min_by_key(|place| known[*place].1 - known[*place].0) else { return true };
        (known[place].0..=known[place].1).any(|value| {
            let mut tried = known.clone();
            tried[place] = (value, value);
            self.fits(tried)
        })
    }

    fn can_be(&self, place: usize, value: i64) -> bool {
        let mut known = self.known.clone();
        known[place] = (value, value);
        value >= 0 && self.fits(known)
    }

    /// How far a number can lie from what it is, down and up together, counted up to `enough`.
    fn span(&self, place: usize, value: i64, enough: i64) -> i64 {
        let way = |sign: i64| (1..=enough).take_while(|by| self.can_be(place, value + sign * by)).count();
        i64::try_from(way(-1) + way(1)).unwrap()
    }
}

/// A table with its margins: `all → row → column → all`.
fn table(cells: &[Vec<u64>]) -> Sums {
    let mut sums = Sums::default();
    let (all, end) = (sums.node(), sums.node());
    let rows: Vec<Node> = cells.iter().map(|_| sums.node()).collect();
    let columns: Vec<Node> = cells[0].iter().map(|_| sums.node()).collect();
    for (row, cells) in rows.iter().zip(cells) {
        sums.number(all, *row, cells.iter().sum(), Kind::Total);
        for (column, value) in columns.iter().zip(cells) {
            sums.number(*row, *column, *value, Kind::Inner);
        }
    }
    for (at, column) in columns.iter().enumerate() {
        sums.number(*column, end, cells.iter().map(|row| row[at]).sum(), Kind::Total);
    }
    sums.number(end, all, cells.iter().flatten().sum(), Kind::Total);
    sums
}

/// The table whose columns are divided further, so that two columns share a group and each leaves a rest, which stands
/// nowhere.
fn divided(cells: &[Vec<u64>]) -> Sums {
    let mut sums = Sums::default();
    let (all, end, group) = (sums.node(), sums.node(), sums.node());
    let columns: Vec<(Node, Node)> = cells[0].iter().map(|_| (sums.node(), sums.node())).collect();
    for cells in cells {
        let row = sums.node();
        sums.number(all, row, cells.iter().sum(), Kind::Total);
        for ((column, _), value) in columns.iter().zip(cells) {
            sums.number(row, *column, *value, Kind::Inner);
        }
    }
    let mut grouped = 0;
    for (at, (column, parts)) in columns.into_iter().enumerate() {
        let value: u64 = cells.iter().map(|row| row[at]).sum();
        sums.number(column, parts, value, Kind::Total);
        let part = if at < 2 { value * 2 / 3 } else { 0 };
        sums.number(parts, end, value - part, Kind::Unprinted);
        sums.number(parts, group, part, Kind::Unprinted);
        grouped += part;
    }
    sums.number(group, end, grouped, Kind::Total);
    sums.number(end, all, cells.iter().flatten().sum(), Kind::Total);
    sums
}

fn cells() -> impl Strategy<Value = Vec<Vec<u64>>> {
    let value = prop_oneof![3 => 0_u64..6, 1 => 0_u64..20];
    (1_usize..4, 1_usize..4).prop_flat_map(move |(rows, columns)| {
        prop::collection::vec(prop::collection::vec(value.clone(), columns), rows)
    })
}

fn holds(sums: &Sums, least: u64) -> Result<(), TestCaseError> {
    let hidden = sums.hide(least);
    let most = sums.numbers.iter().map(|number| number.value).max().unwrap_or_default() + 2 * least;
    let attacker = Attacker::new(sums, &hidden, most.cast_signed());
    for (place, number) in sums.numbers.iter().enumerate().filter(|(_, n)| (1..least).contains(&n.value)) {
        prop_assert!(hidden[place], "a small number is shown");
        let (value, least) = (number.value.cast_signed(), least.cast_signed());
        let span = attacker.span(place, value, least);
        prop_assert!(span >= least, "{value} is known to within {span}: {sums:?} {hidden:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn no_small_number_of_a_table_can_be_computed_back(cells in cells(), least in 2_u64..6) {
        holds(&table(&cells), least)?;
    }

    #[test]
    fn nor_one_that_tables_imply_together(cells in cells(), least in 2_u64..6) {
        holds(&divided(&cells), least)?;
    }

    #[test]
    fn a_table_without_small_numbers_is_shown_whole(cells in cells()) {
        let cells: Vec<Vec<u64>> = cells.iter().map(|row| row.iter().map(|value| value * 5).collect()).collect();
        prop_assert!(table(&cells).hide(5).iter().all(|hidden| !hidden));
    }
}

#[test]
fn the_attacker_finds_a_cell_that_is_hidden_alone() {
    let sums = table(&[vec![3, 40], vec![50, 60]]);
    let small = sums.numbers.iter().position(|number| number.value == 3).unwrap();
    let alone: Vec<bool> = (0..sums.numbers.len()).map(|place| place == small).collect();
    assert_eq!(Attacker::new(&sums, &alone, 200).span(small, 3, 5), 0);
    let hidden = sums.hide(5);
    assert!(hidden.iter().filter(|hidden| **hidden).count() >= 4, "a rectangle");
    assert_eq!(Attacker::new(&sums, &hidden, 200).span(small, 3, 5), 3 + 5, "down to none, and up past the least");
}

#[test]
fn totals_stay_where_cells_will_do() {
    let sums = table(&[vec![3, 40, 12], vec![50, 60, 70], vec![20, 30, 25]]);
    let hidden = sums.hide(5);
    let totals = sums.numbers.iter().zip(&hidden).filter(|(number, _)| number.kind == Kind::Total);
    assert!(totals.clone().count() == 7 && totals.into_iter().all(|(_, hidden)| !hidden));
}

#[test]
fn of_a_single_row_the_totals_go_too() {
    let sums = table(&[vec![3, 40]]);
    let hidden = sums.hide(5);
    let attacker = Attacker::new(&sums, &hidden, 100);
    assert!(attacker.span(1, 3, 5) >= 5, "{hidden:?}");
}
