//! Open findings by the rules' family, and in the municipality's four areas, with what must not be shown left out.

use kvittens_model::Code;

use super::suppress::{Kind, Place, Sums};
use super::who::Rows;
use super::{Bounds, Shown};
use crate::Check;
use crate::html::areas::{AREAS, counts};
use kvittens_tables::record::is_open;

/// The catalogue's families, in its own order, and the municipality's own.
const FAMILIES: &str = "KDMTPBEX";

/// A row, or the sum of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// By family.
    pub cells: Vec<Shown>,
    /// Of all families.
    pub all: Shown,
}

/// The tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The letters of the families that had a rule running.
    pub families: Vec<char>,
    /// As the rows of the page.
    pub rows: Vec<Line>,
    /// Of all rows.
    pub all: Line,
    /// Of all rows in each area; nothing where none of an area's rules counts.
    pub areas: [Option<Shown>; AREAS.len()],
    /// Findings that data explains: shown where they are enough.
    pub explained: Shown,
}

/// Of a month.
pub fn findings(check: &Check<'_>, rows: &Rows, bounds: Bounds) -> Findings {
    let least = u64::from(bounds.min_cell);
    let codes = check.run.outcome.runs.iter().map(|run| run.code);
    let codes: Vec<Code> = codes.filter(|code| counts(check, *code)).collect();
    let mut open = vec![vec![0_u64; codes.len()]; rows.rows.len()];
    let mut explained = 0;
    for finding in &check.run.outcome.findings {
        let rule = codes.iter().position(|code| *code == finding.rule);
        if let Some((rule, row)) = rule.zip(rows.row_of(finding.subject.provider)) {
            open[row][rule] += u64::from(is_open(finding));
            explained += u64::from(!is_open(finding));
        }
    }
    let explained = Some(explained).filter(|count| *count == 0 || *count >= least);
    Findings { explained, ..shown(&codes, &open, least) }
}

/// The families are columns of a table with its sums; each is divided into what the areas count and the rest, which
/// stands nowhere but is what a family leaves of an area.
fn shown(codes: &[Code], open: &[Vec<u64>], least: u64) -> Findings {
    let families: Vec<char> =
        FAMILIES.chars().filter(|family| codes.iter().any(|code| code.family() == *family)).collect();
    let of = |row: &[u64], wanted: &dyn Fn(&Code) -> bool| -> u64 {
        row.iter().zip(codes).filter(|(_, code)| wanted(code)).map(|(count, _)| *count).sum()
    };
    let sum = |wanted: &dyn Fn(&Code) -> bool| -> u64 { open.iter().map(|row| of(row, wanted)).sum() };
    let runs = |wanted: &dyn Fn(&Code) -> bool| codes.iter().any(wanted);

    let mut sums = Sums::default();
    let (all, end) = (sums.node(), sums.node());
    let columns: Vec<usize> = families.iter().map(|_| sums.node()).collect();
    let rows: Vec<(Place, Vec<Place>)> = open
        .iter()
        .map(|counts| {
            let row = sums.node();
            let total = sums.number(all, row, counts.iter().sum(), Kind::Total);
            let cell = |(column, family): (&usize, &char)| {
                sums.number(row, *column, of(counts, &|code| code.family() == *family), Kind::Inner)
            };
            (total, columns.iter().zip(&families).map(cell).collect())
        })
        .collect();
    let areas = AREAS.map(|rules| runs(&|code| rules.contains(code)).then(|| (rules, sums.node())));
    let mut foot = Vec::new();
    for (column, family) in columns.iter().zip(&families) {
        let parts = sums.node();
        let own = |code: &Code| code.family() == *family;
        foot.push(sums.number(*column, parts, sum(&own), Kind::Total));
        for (rules, area) in areas.iter().flatten() {
            let both = |code: &Code| own(code) && rules.contains(code);
            if runs(&both) {
                sums.number(parts, *area, sum(&both), Kind::Unprinted);
            }
        }
        let rest = |code: &Code| own(code) && !AREAS.iter().any(|rules| rules.contains(code));
        if runs(&rest) {
            sums.number(parts, end, sum(&rest), Kind::Unprinted);
        }
    }
    let areas = areas.map(|area| {
        area.map(|(rules, area)| {
            let value = sum(&|code| rules.contains(code));
            (sums.number(area, end, value, Kind::Total), value)
        })
    });
    let total = sums.number(end, all, sum(&|_| true), Kind::Total);

    let hidden = sums.hide(least);
    let seen = |place: Place, value: u64| (!hidden[place]).then_some(value);
    let line = |total: Place, places: &[Place], values: &[u64]| Line {
        cells: places.iter().zip(values).map(|(place, value)| seen(*place, *value)).collect(),
        all: seen(total, values.iter().sum()),
    };
    let by_family = |row: &Vec<u64>| -> Vec<u64> {
        families.iter().map(|family| of(row, &|code| code.family() == *family)).collect()
    };
    let whole: Vec<u64> = families.iter().map(|family| sum(&|code| code.family() == *family)).collect();
    Findings {
        rows: rows.iter().zip(open).map(|((total, places), row)| line(*total, places, &by_family(row))).collect(),
        all: line(total, &foot, &whole),
        areas: areas.map(|area| area.map(|(place, value)| seen(place, value))),
        families,
        explained: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(codes: &[&str], open: &[&[u64]]) -> Findings {
        let codes: Vec<Code> = codes.iter().map(|code| Code::new(code)).collect();
        shown(&codes, &open.iter().map(|row| row.to_vec()).collect::<Vec<_>>(), 5)
    }

    #[test]
    fn what_a_family_leaves_of_its_area_is_protected_too() {
        // K107 is in no area: 3 would be the family less the area.
        let found = made(&["K105", "K107", "T401"], &[&[40, 3, 20], &[60, 0, 30]]);
        assert_eq!(found.families, ['K', 'T']);
        assert!(found.all.cells[0].is_none() || found.areas[0] == Some(None), "{found:?}");
        let enough = made(&["K105", "K107", "T401"], &[&[40, 30, 20], &[60, 0, 30]]);
        assert_eq!((enough.all.cells[0], enough.areas[0]), (Some(130), Some(Some(100))));
    }

    #[test]
    fn an_area_without_a_rule_that_ran_has_no_number() {
        let found = made(&["K105", "D203"], &[&[40, 20]]);
        assert_eq!(found.areas, [Some(Some(40)), None, Some(Some(20)), None]);
        assert_eq!(found.all.all, Some(60));
    }

    #[test]
    fn zero_is_shown_and_a_small_number_is_not() {
        let found = made(&["K105", "T401"], &[&[0, 20], &[7, 3], &[9, 11]]);
        assert_eq!((found.rows[0].cells[0], found.rows[1].cells[1]), (Some(0), None));
    }
}
