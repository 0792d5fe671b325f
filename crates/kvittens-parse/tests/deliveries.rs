//! What different systems and spreadsheets make of the same registrations.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use kvittens_model::{Local, Method, Month, NoteCode};
use kvittens_parse::{Kind, Layout, Options, ReadError, read};

const TAGG: &str =
    "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ\n";
const MANUELL: &str = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Datum;Starttid;Sluttid;Orsak\n";

fn month(files: &[(&str, &str)], options: &Options) -> Result<Month, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    read(&[folder.path().to_owned()], options, &|_, _| {}).map(|reading| reading.month)
}

fn at(hour: u32, minute: u32) -> Local {
    Local::new(2022, 3, 1, hour, minute, 0).unwrap()
}

/// Customer, start and stop of each visit.
fn visits(month: &Month) -> Vec<(String, Local, Local)> {
    let v = &month.visits;
    (0..v.start.len()).map(|i| (month.ids.customer.text(v.customer[i]).to_owned(), v.start[i], v.stop[i])).collect()
}

fn noted(month: &Month, code: NoteCode) -> Vec<(Option<&str>, u64, Option<u32>)> {
    let of_code = month.notes.iter().filter(|note| note.code == code);
    of_code.map(|note| (note.column.as_deref(), note.count, note.first_line)).collect()
}

#[test]
fn phoniro_has_a_row_a_visit_and_its_services_in_one_cell() {
    let text = "Utförare;Brukare;Insatser;Ankomst;Kvittens in;Avfärd;Kvittens ut\n\
                A;B1;Tvätt, Bad/Dusch;2022-03-01 07:00;Lås;2022-03-01 07:30;Manuell\n";
    let month = month(&[("phoniro.csv", text)], &Options::default()).unwrap();
    assert_eq!(month.files[0].layout, "phoniro-besok");
    assert_eq!(visits(&month), [("B1".to_owned(), at(7, 0), at(7, 30))]);
    let services: Vec<_> = month.ids.services(month.visits.services[0]).collect();
    assert_eq!(services, ["Bad/Dusch", "Tvätt"]);
    assert_eq!((month.visits.in_method[0], month.visits.out_method[0]), (Method::Lock, Method::Manual));
}

#[test]
fn readings_are_paired_over_files_and_a_manual_row_completes_what_lacks_an_end() {
    let head = "Utförare;Brukare-ID;Personal-ID;Tidpunkt;Händelse;Tagg-ID\n";
    let first =
        format!("{head}A;B1;P1;2022-03-01 07:00;In;04A1\nA;B2;P1;2022-03-01 08:00;In;04A2\nA;B1;P1;igår;In;04A1\n");
    let second = format!("{head}A;B1;P1;2022-03-01 07:30;Ut;04A1\nA;B2;P1;2022-03-01 09:00;Kanske;04A2\n");
    let manual = "Utförare;Brukare-ID;Personal-ID;Datum;Starttid;Sluttid;Orsak\nA;B2;P1;2022-03-01;08:01;08:40;Glömt\n";
    let files = [("in.csv", first.as_str()), ("ut.csv", second.as_str()), ("manuell.csv", manual)];
    let month = month(&files, &Options::default()).unwrap();
    assert_eq!(visits(&month)[0], ("B1".to_owned(), at(7, 0), at(7, 30)));
    assert_eq!((month.visits.in_method[0], month.visits.out_method[0]), (Method::Tag, Method::Tag));
    let columns: Vec<_> = month.rejected.iter().map(|rejected| rejected.column.as_deref().unwrap()).collect();
    assert_eq!(columns, ["Tidpunkt", "Händelse"]);
    assert!(month.has_manual);
}

#[test]
fn ids_whose_leading_zeros_were_eaten_are_joined_with_the_whole_ones() {
    let tagg = format!(
        "{TAGG}A;0012;0007;0003;Städ;2022-03-01 07:00;Tagg;;\nA;0013;0070;0003;Städ;2022-03-01 09:00;Tagg;2022-03-01 09:30;Tagg\n"
    );
    let manuell =
        format!("{MANUELL}A;12;7;3;Städ;2022-03-01;07:00;07:30;Glömt\nA;90;71;4;Städ;2022-03-01;10:00;10:30;Glömt\n");
    let month = month(&[("tagg.csv", &tagg), ("manuell.csv", &manuell)], &Options::default()).unwrap();
    let found: Vec<_> = visits(&month).into_iter().map(|visit| visit.0).collect();
    assert_eq!(found, ["0007", "0070", "71"], "the completed visit is one, an id that stands nowhere else is its own");
    assert_eq!(month.ids.customer.iter().collect::<Vec<_>>(), ["0007", "0070", "71"]);
    let expected = ["Besöks-ID", "Brukare-ID", "Personal-ID"].map(|column| (Some(column), 1, Some(2)));
    assert_eq!(noted(&month, NoteCode::EatenZeros), expected);
}

#[test]
fn ids_that_a_spreadsheet_made_numbers_of_join_nobody() {
    let row = |customer, visit, staff, hour| {
        format!("A;{visit};{customer};{staff};Städ;2022-03-01 {hour}:00;Tagg;2022-03-01 {hour}:30;Tagg\n")
    };
    let mangled = "1,91212E+11";
    let text =
        [TAGG, &row("B1", mangled, "P1", 10), &row("B1", mangled, "P1", 15), &row("B1", "7", mangled, 17)].concat();
    let read = month(&[("a.csv", &(text + &row(mangled, "8", "P1", 19)))], &Options::default()).unwrap();
    assert_eq!(visits(&read).len(), 3, "one visit id of two visits is none");
    assert_eq!(read.ids.staff.iter().collect::<Vec<_>>(), ["P1"]);
    assert_eq!(
        noted(&read, NoteCode::MangledTag),
        [(Some("Besöks-ID"), 2, Some(2)), (Some("Personal-ID"), 1, Some(4))]
    );
    let [set_aside] = &read.rejected[..] else { panic!("{:?}", read.rejected) };
    assert_eq!((set_aside.line, set_aside.column.as_deref()), (5, Some("Brukare-ID")));
}

#[test]
fn rows_inside_a_quote_that_a_later_row_closed_are_not_taken_for_a_cell() {
    let row = |id: u8, staff: &str, service: &str| {
        format!("A;{id};B1;{staff};{service};2022-03-0{id} 07:00;Tagg;2022-03-0{id} 07:30;Tagg\n")
    };
    let set_aside = |rows: [String; 4]| {
        let read = month(&[("a.csv", &(TAGG.to_owned() + &rows.concat()))], &Options::default()).unwrap();
        let columns = read.rejected.iter().map(|rejected| (rejected.line, rejected.column.clone().unwrap()));
        (columns.collect::<Vec<_>>(), read.rows.len())
    };
    let staff = vec![(3, "Personal-ID".to_owned())];
    let torn = [row(1, "P1", "Städ"), row(2, "\"P2", "Städ"), row(3, "\"P3\"", "Städ"), row(4, "P4", "Städ")];
    assert_eq!(set_aside(torn), (staff.clone(), 2));
    let torn = [row(1, "P1", "Städ"), row(2, "\"P2", "Städ"), row(3, "P3\"", "Städ"), row(4, "P4", "Städ")];
    assert_eq!(set_aside(torn), (staff, 2));
    let service = vec![(2, "Insats".to_owned())];
    let torn = [row(1, "P1", "\"Städ"), row(2, "P2", "Städ"), row(3, "P3", "Städ\""), row(4, "P4", "Städ")];
    assert_eq!(set_aside(torn), (service, 1));
    let whole = [
        row(1, "P1", "\"Städ\nlång\""),
        row(2, "P2", "\"Städ; lång\""),
        row(3, "P3", "\"Städ\""),
        row(4, "P4", "5\" skärm"),
    ];
    assert_eq!(set_aside(whole), (Vec::new(), 4));
}

#[test]
fn a_short_id_in_a_file_with_leading_zeros_is_an_id_of_its_own() {
    let tagg = format!(
        "{TAGG}A;5;0007;P1;Städ;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg\nA;6;7;P1;Städ;2022-03-01 09:00;Tagg;2022-03-01 09:30;Tagg\n"
    );
    let manuell = format!("{MANUELL}A;8;7;P3;Städ;2022-03-01;17:00;17:30;Glömt\n");
    let month = month(&[("tagg.csv", &tagg), ("manuell.csv", &manuell)], &Options::default()).unwrap();
    assert_eq!(month.ids.customer.iter().collect::<Vec<_>>(), ["0007", "7"]);
    assert!(noted(&month, NoteCode::EatenZeros).is_empty());
}

#[test]
fn staff_of_two_providers_are_never_joined() {
    let tagg = format!("{TAGG}A;5;B1;0007;Städ;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg\n");
    let other = format!("{TAGG}B;6;B2;7;Städ;2022-03-01 09:00;Tagg;2022-03-01 09:30;Tagg\n");
    let month = month(&[("a.csv", &tagg), ("b.csv", &other)], &Options::default()).unwrap();
    assert_eq!(month.ids.staff.iter().collect::<Vec<_>>(), ["0007", "7"]);
}

#[test]
fn stated_minutes_are_held_against_the_times_where_a_layout_gives_their_unit() {
    let text = "Utförare;Klient;Start;Slut;Registreringssätt;Tid\n\
                A;B1;2022-03-01 07:00;2022-03-01 07:30;Blipp;0:30\nA;B1;2022-03-01 08:00;2022-03-01 08:30;Blipp;0:45\n";
    let layout = "name = \"egen\"\nlike = \"lifecare-tagg\"\nminutes = \"h:mm\"\n\
                  [headers]\ncustomer = [\"Klient\"]\n[words.method]\nBlipp = \"tag\"\n";
    let own_layouts = vec![Layout::from_toml(layout).unwrap()];
    let with = month(&[("a.csv", text)], &Options { own_layouts, ..Options::default() }).unwrap();
    assert_eq!(with.files[0].layout, "egen");
    assert_eq!(with.visits.in_method[0], Method::Tag);
    assert_eq!(noted(&with, NoteCode::StatedMinutes), [(Some("Tid"), 1, Some(3))]);
    let without = month(&[("a.csv", &text.replace("Klient", "Kund"))], &Options::default()).unwrap();
    assert!(noted(&without, NoteCode::StatedMinutes).is_empty(), "a unit is never guessed");
}

#[test]
fn a_header_that_the_own_layout_names_means_nothing_else() {
    let text = "Utförare;Kund;Start;Slut;Kom;Gick;Registreringssätt\nA;B1;2022-03-01 06:00;2022-03-01 06:30;2022-03-01 07:00;2022-03-01 07:30;Tagg\n";
    let layout = "name = \"egen\"\nlike = \"lifecare-tagg\"\n[headers]\nstart = [\"Kom\"]\nstop = [\"Gick\"]\n\
                  planned_start = [\"Start\"]\nplanned_stop = [\"Slut\"]\n";
    let own_layouts = vec![Layout::from_toml(layout).unwrap()];
    let month = month(&[("a.csv", text)], &Options { own_layouts, ..Options::default() }).unwrap();
    assert_eq!(visits(&month)[0], ("B1".to_owned(), at(7, 0), at(7, 30)));
    assert_eq!(month.visits.planned_start[0], at(6, 0));
}

#[test]
fn lines_and_headers_without_end_are_refused_before_they_fill_the_memory() {
    let fails = |text: String| month(&[("a.csv", &text)], &Options::default()).unwrap_err().kind;
    assert!(matches!(fails("a;".repeat(1_000_000)), Kind::RowTooLong { row: 1, .. }));
    assert!(matches!(
        fails(format!("Rapport\n{}\n", "a;".repeat(5_000))),
        Kind::TooManyColumns { row: 2, limit: 4096 }
    ));
    assert!(matches!(fails(format!("\"Rapport\n{TAGG}")), Kind::UnclosedQuote { row: 1, column: None }));
    let row = "A;5;B1;P1;Städ;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg\n";
    assert!(matches!(fails(format!("{TAGG}{row}{}", "x".repeat(3 << 20))), Kind::RowTooLong { row: 3, .. }));
    assert!(matches!(fails(format!("{TAGG}{row}\"{}", "x\n".repeat(3 << 19))), Kind::RowTooLong { row: 3, .. }));
    let open = fails(format!("{TAGG}{row}A;\"{}", "x\n".repeat(99)));
    assert!(matches!(open, Kind::UnclosedQuote { row: 3, column: Some(column) } if column == "Besöks-ID"));
}

#[test]
fn patterns_name_files_as_a_shell_would() {
    let folder = tempfile::tempdir().unwrap();
    let row = |id: u8| format!("{TAGG}A;{id};B1;P1;Städ;2022-03-0{id} 07:00;Tagg;2022-03-0{id} 07:30;Tagg\n");
    for (id, name) in (1..).zip(["mars-1.csv", "mars-2.csv", "[mars].csv"]) {
        std::fs::write(folder.path().join(name), row(id)).unwrap();
    }
    let rows = |pattern: &str| {
        let read = read(&[folder.path().join(pattern)], &Options::default(), &|_, _| {});
        read.map(|reading| reading.month.rows.len()).map_err(|error| error.kind)
    };
    assert_eq!(rows("mars-?.csv").unwrap(), 2);
    assert_eq!(rows("[mars].csv").unwrap(), 1, "a file that is called so is meant itself");
    assert!(matches!(rows("april*.csv"), Err(Kind::NoExports)));
    assert!(matches!(rows("mars[.csv"), Err(Kind::Pattern(_))));
}

#[test]
fn a_file_that_is_written_to_while_it_is_read_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tagg.csv");
    std::fs::write(&file, format!("{TAGG}A;1;B1;P1;Städ;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg\n")).unwrap();
    let appending = |_, _| {
        let mut open = std::fs::OpenOptions::new().append(true).open(&file).unwrap();
        std::io::Write::write_all(&mut open, b"A;2;B1;P1;x;2022-03-01 08:00;Tagg;2022-03-01 08:30;Tagg\n").unwrap();
    };
    let error = read(std::slice::from_ref(&file), &Options::default(), &appending).unwrap_err();
    assert!(matches!(error.kind, Kind::Changed));
    assert!(read(&[file], &Options::default(), &|_, _| {}).is_ok(), "left alone it is read");
}

#[test]
fn a_provider_that_is_expected_and_has_no_row_is_noted() {
    let tagg = format!("{TAGG}A;5;B1;P1;Städ;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg\n");
    let expected_providers = vec!["A".to_owned(), "B".to_owned()];
    let with = month(&[("a.csv", &tagg)], &Options { expected_providers, ..Options::default() }).unwrap();
    let gone: Vec<_> = with.notes.iter().filter_map(|note| note.absent.as_deref()).collect();
    assert_eq!(gone, ["B"]);
}

#[test]
fn every_repair_is_counted_for_its_file() {
    let tagg = format!(
        "{TAGG}A; 5;B1 ;P1;Matdistrubition;2022-03-01 07:00;Tagg;2022\u{2011}03\u{2011}01 07:30;Tagg\n\
         A;6;B1;P1;STÄD;2022-03-01 09:00;Tagg;2022-03-01 09:30;Tagg\n"
    );
    let aliases = [("matdistrubition", "Matdistribution"), ("städ", "Städ")];
    let service_aliases = aliases.map(|(word, name)| (word.to_owned(), name.to_owned())).into();
    let month = month(&[("a.csv", &tagg)], &Options { service_aliases, ..Options::default() }).unwrap();
    assert_eq!(month.ids.service.iter().collect::<Vec<_>>(), ["Matdistribution", "Städ"]);
    assert_eq!(noted(&month, NoteCode::Blanks), [(None, 1, Some(2))]);
    assert_eq!(noted(&month, NoteCode::Aliased), [(Some("Insats"), 1, None)]);
    assert_eq!(noted(&month, NoteCode::Repaired), [(Some("Inpassering"), 1, Some(2))]);
}
