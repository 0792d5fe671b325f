//! The other exports of a month: the same bytes, rows that fit their headers, and numbers that fit the registrations.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod exports;

use std::collections::{BTreeMap, BTreeSet};

use exports::{Row, minutes, rows};
use kvittens_synth::{COMPANIONS, Kind, Recipe, Synthetic, synthesize, write};

fn recipe(rows: u64) -> Recipe {
    Recipe { companions: true, ..Recipe::with_rows("2022-03".parse().unwrap(), rows, 7) }
}

fn file(made: &Synthetic, name: &str) -> Vec<Row> {
    let at = COMPANIONS.iter().position(|(other, _)| *other == name).unwrap();
    rows(&made.companions[at])[1..].to_vec()
}

/// The distinct cells of a column.
fn column(rows: &[Row], at: usize) -> BTreeSet<&str> {
    rows.iter().map(|row| row[at].as_str()).collect()
}

#[test]
fn the_same_recipe_gives_the_same_bytes_and_rows_fit_their_headers() {
    let made = synthesize(&recipe(20_000)).unwrap();
    assert!(made == synthesize(&recipe(20_000)).unwrap());
    for ((name, header), bytes) in COMPANIONS.iter().zip(&made.companions) {
        let rows = rows(bytes);
        assert_eq!(rows[0].join(";"), *header);
        assert!(rows.len() > 1 && rows.iter().all(|row| row.len() == rows[0].len()), "{name}");
    }
    let alone = synthesize(&Recipe { companions: false, ..recipe(20_000) }).unwrap();
    assert!(alone.companions.is_empty());
}

#[test]
fn files_are_written_where_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (with, without) = (folder.path().join("with"), folder.path().join("without"));
    write(&recipe(5_000), &with).unwrap();
    write(&Recipe { companions: false, ..recipe(5_000) }, &without).unwrap();
    let made = synthesize(&recipe(5_000)).unwrap();
    for ((name, _), bytes) in COMPANIONS.iter().zip(&made.companions) {
        assert!(std::fs::read(with.join(format!("{name}.csv"))).unwrap() == *bytes);
        assert!(!without.join(format!("{name}.csv")).exists());
    }
}

#[test]
fn every_kind_is_planted_beside_them() {
    for (rows, least) in [(5_000, 1), (20_000, 2)] {
        let made = synthesize(&recipe(rows)).unwrap();
        for kind in Kind::ALL {
            let least = if *kind == Kind::UnregisteredVisits { 1 } else { least };
            assert!(made.summary.planted.get(kind).is_some_and(|count| *count >= least), "{kind} in {rows}");
        }
    }
    let alone = synthesize(&Recipe { companions: false, ..recipe(20_000) }).unwrap();
    assert!(Kind::ALL.iter().all(|kind| kind.needs_companions() != alone.summary.planted.contains_key(kind)));
}

#[test]
fn everybody_is_in_the_registers() {
    let made = synthesize(&recipe(20_000)).unwrap();
    let (tagg, manuell) = (rows(&made.tagg)[1..].to_vec(), rows(&made.manuell)[1..].to_vec());
    let of = |at: usize| -> BTreeSet<&str> { tagg.iter().chain(&manuell).map(|row| row[at].as_str()).collect() };
    assert_eq!(column(&file(&made, "hushall"), 0), of(3));
    let staff = file(&made, "personal");
    assert!(of(4).iter().filter(|staff| !staff.starts_with("VIK")).all(|one| column(&staff, 0).contains(one)));
    let homes = file(&made, "hushall");
    assert!(column(&homes, 1).len() < homes.len(), "some live together");
    let contacts = file(&made, "kontakt");
    assert!(column(&contacts, 0).is_subset(&of(3)) && column(&contacts, 1).is_subset(&column(&staff, 0)));
    let decisions = file(&made, "beslut");
    let undecided: BTreeSet<&str> = &of(3) - &column(&decisions, 0);
    let truth = rows(&made.sanning);
    let meant = truth.iter().filter(|row| row[0] == "no_decision").map(|row| row[2].as_str());
    assert_eq!(undecided, meant.collect());
}

#[test]
fn planned_visits_are_those_that_the_registrations_name() {
    let made = synthesize(&Recipe { plant: false, ..recipe(20_000) }).unwrap();
    let plan = file(&made, "planering");
    let key = |row: &Row, at: [usize; 5]| at.map(|at| row[at].clone());
    let planned: BTreeSet<[String; 5]> = plan.iter().map(|row| key(row, [0, 1, 3, 4, 5])).collect();
    let exports = [rows(&made.tagg)[1..].to_vec(), rows(&made.manuell)[1..].to_vec()].concat();
    assert_eq!(planned.len(), plan.len());
    assert_eq!(planned, exports.iter().map(|row| key(row, [0, 3, 5, 6, 7])).collect());
}

#[test]
fn nobody_comes_while_a_customer_is_away_and_the_outage_has_no_receipt() {
    let made = synthesize(&Recipe { plant: false, ..recipe(20_000) }).unwrap();
    let away: BTreeMap<String, (String, String)> =
        file(&made, "franvaro").into_iter().map(|row| (row[0].clone(), (row[1].clone(), row[2].clone()))).collect();
    assert!(away.len() >= 3);
    for row in &rows(&made.tagg)[1..] {
        let day = &row[8][..10];
        assert!(away.get(&row[3]).is_none_or(|(from, to)| day < from.as_str() || day > to.as_str()), "{row:?}");
    }
    let outage = &file(&made, "avbrott")[0];
    let at = |stamp: &str| minutes(stamp, "2022-03", 31);
    let (from, to) = (at(&outage[1]), at(&outage[2]));
    assert!(rows(&made.tagg)[1..].iter().all(|row| at(&row[10]) < from || at(&row[8]) > to));
}

#[test]
fn what_is_billed_is_what_was_performed() {
    let made = synthesize(&Recipe { plant: false, ..recipe(20_000) }).unwrap();
    let number = |text: &str| text.replace(',', ".").parse::<f64>().unwrap();
    let mut performed: BTreeMap<String, i32> = BTreeMap::new();
    for visit in exports::visits(&made, "2022-03", 31).into_iter().collect::<BTreeSet<_>>() {
        *performed.entry(visit.customer).or_default() += visit.stop - visit.start;
    }
    for bill in file(&made, "fakturaunderlag") {
        let billed = if bill[3].is_empty() { number(&bill[4]) * 60.0 } else { number(&bill[3]) };
        let over = billed - f64::from(performed[&bill[1]]);
        assert!((-0.6..=0.01).contains(&over), "{bill:?}: {over}");
    }
}
