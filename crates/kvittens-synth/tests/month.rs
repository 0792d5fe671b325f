//! Whole months: the same bytes, the right counts, clean ordinary days.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod exports;

use std::collections::{BTreeMap, BTreeSet};

use exports::{Row, rows, visits};
use kvittens_synth::{
    CONFIG, Kind, MANUELL_HEADER, Recipe, SANNING_HEADER, Spoil, Synthetic, audit, synthesize, write, write_months,
};

fn made(rows: u64) -> Synthetic {
    synthesize(&Recipe::with_rows("2022-03".parse().unwrap(), rows, 7)).unwrap()
}

#[test]
fn the_headers_are_the_samples_headers() {
    let made = made(2_000);
    assert_eq!(
        rows(&made.tagg)[0].join(";"),
        "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;Inpassering;\
         Inpassering typ;Utpassering;Utpassering typ;Tagg-ID;Status;Dubbelbemanning;Enhets-ID;Orsak;Registrerad;\
         Registrerad av;Godkänd;Dubbelid"
    );
    assert_eq!(
        rows(&made.manuell)[0].join(";"),
        "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;Datum;Starttid;Sluttid;\
         Orsak;Registrerad;Registrerad av;Status;Dubbelbemanning"
    );
    assert_eq!(rows(&made.sanning)[0].join(";"), SANNING_HEADER);
}

#[test]
fn the_same_recipe_gives_the_same_bytes_and_another_seed_others() {
    assert!(made(5_000) == made(5_000));
    let other = synthesize(&Recipe::with_rows("2022-03".parse().unwrap(), 5_000, 8)).unwrap();
    assert!(other.tagg != made(5_000).tagg);
}

#[test]
fn the_summary_counts_what_stands() {
    let made = made(20_000);
    let (tagg, manuell, sanning) = (rows(&made.tagg), rows(&made.manuell), rows(&made.sanning));
    assert_eq!(made.summary.tagg_rows, tagg.len() as u64 - 1);
    assert_eq!(made.summary.manuell_rows, manuell.len() as u64 - 1);
    let visits: BTreeSet<&str> = tagg[1..].iter().chain(&manuell[1..]).map(|row| row[2].as_str()).collect();
    assert_eq!(made.summary.visits, visits.len() as u64);
    let mut planted: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &sanning[1..] {
        assert!(visits.contains(row[4].as_str()), "{row:?}");
        *planted.entry(&row[0]).or_default() += 1;
    }
    let counted = made.summary.planted.iter().map(|(kind, &count)| (kind.name(), count)).collect::<BTreeMap<_, _>>();
    assert_eq!(planted, counted);
    for kind in Kind::ALL.iter().filter(|kind| !kind.needs_companions()) {
        assert!(made.summary.planted[kind] >= 2, "{kind}");
    }
}

#[test]
fn about_as_many_rows_come_out_as_were_wanted() {
    for wanted in [3_000_u64, 20_000, 150_000] {
        for month in ["2022-02", "2022-03", "2024-06"] {
            let made = synthesize(&Recipe::with_rows(month.parse().unwrap(), wanted, 3)).unwrap();
            let found = made.summary.rows();
            assert!(found.abs_diff(wanted) * 10 <= wanted, "{found} of {wanted} in {month}");
        }
    }
}

#[test]
fn nobody_is_in_two_places_but_where_it_was_planted() {
    let made = made(60_000);
    let truth = rows(&made.sanning);
    let column = |kinds: &[&str], at: usize| -> BTreeSet<&str> {
        truth.iter().filter(|row| kinds.contains(&row[0].as_str())).map(|row| row[at].as_str()).collect()
    };
    let crowds = column(&["group_activity", "stand_in"], 3);
    // Of the two visits the truth names the one that was changed, which can be either.
    let meant = column(&["double_elsewhere", "border_overlap"], 4);
    let mut found = BTreeSet::new();
    let visits = visits(&made, "2022-03", 31);
    for line in visits.chunk_by(|a, b| a.staff == b.staff).filter(|line| !crowds.contains(line[0].staff.as_str())) {
        for (place, later) in line.iter().enumerate() {
            for earlier in line[..place].iter().filter(|earlier| earlier.stop > later.start) {
                let known = [earlier, later].iter().any(|visit| meant.contains(visit.id.as_str()));
                if earlier.customer != later.customer && !known {
                    found.insert(later.id.as_str());
                }
            }
        }
    }
    assert_eq!(found, column(&["staff_overlap"], 4));
}

#[test]
fn what_a_municipality_would_configure_stands_beside_a_month_with_deviations() {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe::with_rows("2022-03".parse().unwrap(), 5_000, 7);
    write(&recipe, &folder.path().join("planted")).unwrap();
    write(&Recipe { plant: false, ..recipe }, &folder.path().join("plain")).unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join("planted/kvittens.toml")).unwrap(), CONFIG);
    assert!(!folder.path().join("plain/kvittens.toml").exists());
}

#[test]
fn a_small_month_has_every_kind_and_is_mostly_ordinary() {
    for (month, seed) in [("2022-02", 1), ("2022-03", 2), ("2022-10", 3), ("2023-04", 4)] {
        let made = synthesize(&Recipe::with_rows(month.parse().unwrap(), 5_000, seed)).unwrap();
        let alone = Kind::ALL.iter().filter(|kind| !kind.needs_companions());
        let missing: Vec<&Kind> = alone.filter(|kind| !made.summary.planted.contains_key(kind)).collect();
        let expected: &[&Kind] = if ["03", "10"].contains(&&month[5..]) { &[] } else { &[&Kind::ClockChange] };
        assert_eq!(missing, expected, "{month}");
        // Visits of stories and extra ones have their ids from 90 million.
        let all: BTreeSet<String> =
            rows(&made.tagg)[1..].iter().chain(&rows(&made.manuell)[1..]).map(|row| row[2].clone()).collect();
        let extra = all.iter().filter(|id| id.starts_with('9')).count();
        assert!(extra * 5 < all.len() * 2, "{extra} of {}", all.len());
    }
}

#[test]
fn spoiled_rows_are_counted_and_keep_off_planted_visits() {
    let recipe = Recipe { dirt: 0.05, ..Recipe::with_rows("2022-03".parse().unwrap(), 20_000, 7) };
    let made = synthesize(&recipe).unwrap();
    let (tagg, manuell) = (rows(&made.tagg), rows(&made.manuell));
    assert_eq!(made.summary.rows(), (tagg.len() + manuell.len() - 2) as u64);
    let count = |what: &dyn Fn(&Row) -> bool| {
        (tagg[1..].iter().filter(|row| what(row)).count() + manuell[1..].iter().filter(|row| what(row)).count()) as u64
    };
    let spoiled = &made.summary.spoiled;
    let ordinary = |row: &Row| row.len() > 14 && row[0] != "Summa" && row[0] != "Utförare";
    assert_eq!(
        spoiled[&Spoil::UnreadableTime],
        count(&|row| row.len() > 9 && (row[8] == "okänd" || row[9] == "okänd"))
    );
    assert_eq!(spoiled[&Spoil::MissingCustomer], count(&|row| ordinary(row) && row[3].is_empty()));
    assert_eq!(spoiled[&Spoil::SumRow], count(&|row| row[0] == "Summa"));
    assert_eq!(spoiled[&Spoil::RepeatedHeader], count(&|row| row[0] == "Utförare"));
    assert_eq!(spoiled[&Spoil::ImpossibleDate], count(&|row| row.len() > 8 && row[8].starts_with("2022-02-30")));
    assert_eq!(spoiled.values().sum::<u64>() * 100 / made.summary.rows(), 4);
    let short =
        tagg.iter().filter(|row| row.len() == 19).count() + manuell.iter().filter(|row| row.len() == 14).count();
    assert_eq!(spoiled[&Spoil::WrongFieldCount], short as u64);
}

#[test]
fn spoiling_or_planting_nothing_is_possible_in_the_smallest_month() {
    for customers in [0, 1, 2, 5] {
        for providers in [0, 1, 3, 100_000] {
            let recipe = Recipe { providers, dirt: 1.0, ..Recipe::new("2022-02".parse().unwrap(), customers, 1) };
            synthesize(&recipe).unwrap();
        }
    }
}

#[test]
fn customers_and_patterns_persist_over_months() {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe::with_rows("2022-01".parse().unwrap(), 30_000, 7);
    let months = ["2022-02", "2022-03"].map(|month| month.parse().unwrap());
    assert_eq!(write_months(&recipe, &months, folder.path()).unwrap().len(), 2);
    let same_staff = |month: &str| -> Vec<Row> {
        let truth = std::fs::read(folder.path().join(month).join("sanning.csv")).unwrap();
        rows(&truth).into_iter().filter(|row| row[0] == "same_staff").map(|row| row[..4].to_vec()).collect()
    };
    assert_eq!(same_staff("2022-02"), same_staff("2022-03"));
    let read = |month: &str| std::fs::read(folder.path().join(month).join("tagg.csv")).unwrap();
    assert!(read("2022-02") != read("2022-03"));
}

#[test]
fn an_audit_has_exactly_its_counts() {
    for counts in [[610, 80, 30, 280], [1, 0, 0, 0], [0, 0, 0, 40], [0; 4], [49_000, 8_000, 3_000, 40_000]] {
        let folder = tempfile::tempdir().unwrap();
        let summary = audit("2017-09".parse().unwrap(), counts, folder.path()).unwrap();
        assert_eq!(summary.visits, counts.iter().map(|&count| u64::from(count)).sum::<u64>());
        let mut found = [0_u64; 4];
        let mut seen = BTreeSet::new();
        for row in &rows(&std::fs::read(folder.path().join("tagg.csv")).unwrap())[1..] {
            assert_eq!(row[0], "Egen regi");
            if seen.insert(row[2].clone()) {
                found[match (row[9].as_str(), row[11].as_str()) {
                    ("Tagg", "Tagg") => 0,
                    ("Tagg", "Manuell") => 1,
                    ("Manuell", "Tagg") => 2,
                    _ => 3,
                }] += 1;
            }
        }
        let manuell = rows(&std::fs::read(folder.path().join("manuell.csv")).unwrap());
        assert_eq!(manuell[0].join(";"), MANUELL_HEADER);
        found[3] += manuell[1..].iter().filter(|row| seen.insert(row[2].clone())).count() as u64;
        assert_eq!(found, counts.map(u64::from));
    }
}
