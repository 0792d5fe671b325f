//! A month with all other exports, read as a delivery is.

use std::path::Path;

use kvittens_model::companion::{Companion, Granted};
use kvittens_model::notes::Rejection;
use kvittens_model::{Month, NO_ID, NoteCode};

use crate::{Options, read};

const TAGG: &str = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;\
    Utpassering typ;Tagg-ID\n\
    Utförare A;1;0012;P1;Dusch;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg;T1\n\
    Utförare B;2;B2;P2;Städ;2022-03-02 07:00;Tagg;2022-03-02 07:30;Manuell;T2\n";

const FILES: [(&str, &str); 11] = [
    (
        "beslut.csv",
        "Brukare-ID;Insats;Timmar per månad;Minuter per tillfälle;Tillfällen per vecka;Dubbelbemanning;Från;Till\n\
         0012;Dusch;12,5;;;Nej;2022-01-01;9999-12-31\nB9;Alla;;30;7;Ja;2022-03-10;\n0012;Dusch;10;;;;2021-01-01;2021-12-31\n",
    ),
    (
        "planering.csv",
        "Utförare;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut\n\
         Utförare A;0012;P1;Dusch;2022-03-01 07:00;2022-03-01 07:30\nUtförare A;0012;P1;Dusch;2022-04-01 07:00;2022-04-01 07:30\n",
    ),
    ("lista1.csv", "Brukare-ID;Från;Till;Frånvarotyp\nB2;2022-03-10;2022-03-12;Sjukhus\nSumma;1;;\n"),
    ("lista2.csv", "Kundnr,Från,Till,Orsak\nB2,2022-03-01,,Vill inte\nB3,i går,,\n"),
    (
        "fakturaunderlag.csv",
        "Utförare;Brukare-ID;Insats;Timmar;Belopp;Månad\nUtförare A;12;Dusch;10,5;4 200,50;2022-03\nUtförare C;B2;Städ;1;;2022-02\n",
    ),
    (
        "tillagg.csv",
        "Utförare;Brukare-ID;Insats;Datum;Antal;Rapporterad\nUtförare B;B2;Trygghetslarm;2022-03-05;2;2022-04-03\n",
    ),
    ("avbrott.csv", "Avbrott;Från;Till\nServer;2022-03-03 08:00;2022-03-03 12:00\n"),
    ("hushall.csv", "Brukare-ID;Hushåll;Latitud;Longitud\nB2;H9;59,2;18,0\n0012;H1;;\nB7;H9;;\n"),
    ("personal.csv", "Personal-ID;Utförare;Från;Till\nP1;Utförare A;2020-01-01;\n"),
    ("taggar.csv", "Tagg-ID;Brukare-ID;Från;Till\nT1;0012;2022-01-01;\n"),
    ("kontakt.csv", "Brukare-ID;Personal-ID;Från;Till\n0012;P1;2022-01-01;\n"),
];

fn month(folder: &Path) -> Month {
    read(&[folder.to_owned()], &Options::default(), &|_, _| {}).unwrap().month
}

fn delivery(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("tagg.csv", TAGG)].iter().chain(files) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn every_kind_is_read_with_the_months_ids() {
    let month = month(delivery(&FILES).path());
    let (all, ids) = (&month.companions, &month.ids);
    assert_eq!(all.delivered, Companion::ALL.into_iter().collect());
    let customer = |id| ids.customer.text(id);
    let [granted, unknown] = all.decisions[..] else { panic!("{:?}", all.decisions) };
    assert_eq!(
        (customer(granted.customer), granted.granted, granted.period.to),
        ("0012", Granted::Month(45_000), None)
    );
    assert_eq!((customer(unknown.customer), unknown.service, unknown.double), ("B9", NO_ID, true));
    assert_eq!(unknown.granted, Granted::Occasion(1800, Some(3043)), "seven a week are 30.44 a month");
    assert_eq!(all.plan.len(), 1);
    assert_eq!((all.absence.len(), all.exemptions.len(), all.outages.len(), all.contacts.len()), (1, 1, 1, 1));
    let [billed] = all.billing[..] else { panic!("{:?}", all.billing) };
    assert_eq!((customer(billed.customer), billed.seconds, billed.ore), ("0012", 37_800, Some(420_050)));
    assert_eq!((all.supplements[0].quantity, ids.service.text(all.supplements[0].service)), (200, "Trygghetslarm"));
    let of = |name: &str| all.households.iter().find(|of| customer(of.customer) == name).unwrap();
    assert_eq!(of("B2").household, of("B7").household);
    assert_ne!(of("B2").household, of("0012").household);
    assert_eq!(of("B2").place, Some((59.2, 18.0)));
    assert_eq!((all.staff.len(), all.tags.len()), (1, 1));
}

#[test]
fn a_decision_that_starts_in_the_month_after_is_kept() {
    let text = "Brukare-ID;Insats;Timmar per månad;Från;Till\nB1;Dusch;10;2022-02-01;2022-02-28\n\
                B2;Dusch;10;2022-04-30;\nB3;Dusch;10;2022-05-01;\n";
    let month = month(delivery(&[("beslut.csv", text)]).path());
    let kept: Vec<&str> = month.companions.decisions.iter().map(|of| month.ids.customer.text(of.customer)).collect();
    assert_eq!(kept, ["B2"]);
}

#[test]
fn every_row_is_accounted_for() {
    let month = month(delivery(&FILES).path());
    let of = |layout: &str| {
        let file = month.files.iter().find(|file| file.layout == layout).unwrap();
        (file.read, file.used, file.rejected, file.other_month)
    };
    assert_eq!(
        (of("planering"), of("fakturaunderlag"), of("dispens"), of("franvaro")),
        ((2, 1, 0, 1), (2, 1, 0, 1), (2, 1, 1, 0), (2, 1, 1, 0))
    );
    let why: Vec<(u32, Option<&str>, Rejection)> =
        month.rejected.iter().map(|row| (row.line, row.column.as_deref(), row.why)).collect();
    assert_eq!(why, [(3, None, Rejection::Sum), (3, Some("Från"), Rejection::Unreadable)]);
    assert!(month.notes.iter().any(|note| note.code == NoteCode::EatenZeros && note.count == 1));
}

#[test]
fn registrations_stay_the_same_beside_them() {
    let (alone, beside) = (month(delivery(&[]).path()), month(delivery(&FILES).path()));
    let texts = |month: &Month| -> Vec<[String; 4]> {
        let (ids, v) = (&month.ids, &month.visits);
        let of = |at: usize| {
            [
                ids.provider.text(v.provider[at]).to_owned(),
                ids.customer.text(v.customer[at]).to_owned(),
                ids.staff.text(v.staff[at]).to_owned(),
                ids.services(v.services[at]).collect::<Vec<_>>().join(","),
            ]
        };
        (0..v.len()).map(of).collect()
    };
    assert_eq!(texts(&alone), texts(&beside));
    assert!(alone.companions.delivered.is_empty());
}

#[test]
fn an_empty_list_says_something_where_nobody_need_be_on_it() {
    let empty = |name: &'static str, text: &'static str| month(delivery(&[(name, text)]).path()).companions.delivered;
    assert_eq!(empty("franvaro.csv", "Brukare-ID;Från;Till;Typ\n"), [Companion::Absence].into());
    assert_eq!(empty("beslut.csv", "Brukare-ID;Insats;Timmar per månad;Från;Till\n"), [].into());
}

#[test]
fn a_file_of_another_month_says_as_little_as_none() {
    let said = |name: &'static str, text: &'static str| month(delivery(&[(name, text)]).path()).companions.delivered;
    let plan =
        "Utförare;Brukare-ID;Insats;Planerad start;Planerad slut\nA;B2;Dusch;2022-04-01 07:00;2022-04-01 07:30\n";
    assert_eq!(said("planering.csv", plan), [].into());
    let bill = "Utförare;Brukare-ID;Insats;Timmar;Månad\nA;B2;Dusch;1;2022-04\n";
    assert_eq!(said("fakturaunderlag.csv", bill), [].into());
    let ended = "Brukare-ID;Insats;Timmar per månad;Från;Till\nB2;Dusch;1;2020-01-01;2021-12-31\n";
    assert_eq!(said("beslut.csv", ended), [].into());
}

#[test]
fn what_is_written_is_read_again() {
    let first = month(delivery(&FILES).path());
    let folder = delivery(&[]);
    for kind in Companion::ALL {
        let bytes = super::write(&first, kind).unwrap();
        assert_eq!(bytes, super::write(&first, kind).unwrap());
        std::fs::write(folder.path().join(format!("{}.parquet", kind.name())), bytes).unwrap();
    }
    assert_eq!(month(folder.path()).companions, first.companions);
}
