//! The form of the files does not matter: delimiter, encoding, time forms, other headers, quotes, compression, workbooks
//! and Parquet give the same findings and measures.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::io::Cursor;

use support::forms::{foreign, gzip, stamp, utf16, workbook};
use support::month::{latin, month, outcome, usual};

/// The text with each cell changed.
fn each_cell(text: &str, change: impl Fn(&str) -> String) -> String {
    let line = |line: &str| line.split(';').map(&change).collect::<Vec<_>>().join(";");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The month's text as the bytes of a file.
type Form<'a> = &'a dyn Fn(&str) -> Vec<u8>;

#[test]
fn the_form_of_the_files_does_not_matter() {
    let (tagg, manuell) = month();
    let utf8 = |text: &str| text.as_bytes().to_vec();
    let marked = |text: &str| [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let commas = |text: &str| utf8(&text.replace(',', "").replace(';', ",").replace("\r\n", "\n"));
    let quoted = |text: &str| {
        let quote = |line: &str| line.split(';').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";");
        utf8(&text.lines().map(quote).collect::<Vec<_>>().join("\r\n"))
    };
    let times = |text: &str| utf8(&text.replace("2022-03-", "2022\u{2011}03\u{2011}"));
    let cases = |text: &str| utf8(&text.replace(";Tagg;", ";TAGG;").replace(";Manuell;", "; manuell ;"));
    let stamps = |form: fn(&str, &str) -> String| {
        move |text: &str| {
            utf8(&each_cell(text, |cell| stamp(cell).map_or_else(|| cell.to_owned(), |(d, t)| form(d, t))))
        }
    };
    let iso = stamps(|date, time| format!("{date}T{time}:00"));
    let compact = stamps(|date, time| format!("{} {}", date.replace('-', ""), time.replace(':', "")));
    let pointed = stamps(|date, time| format!("{date} {}", time.replace(':', ".")));
    let serial = stamps(|date, time| {
        let day: f64 = date[8..].parse().unwrap();
        let month: usize = date[5..7].parse().unwrap();
        let minutes: f64 = time[..2].parse::<f64>().unwrap() * 60.0 + time[3..].parse::<f64>().unwrap();
        // 44 593 is 2022-02-01 as a spreadsheet counts; the month's rows lie in March and the days around it.
        let before = [0.0, 28.0, 59.0][month - 2];
        format!("{:.6}", 44_593.0 + before + day - 1.0 + minutes / 1440.0).replace('.', ",")
    });
    let aliased = |text: &str| {
        let (header, body) = text.split_once("\r\n").unwrap();
        let mut header = header.to_owned();
        for (name, alias) in [
            ("Utförare;", "Anordnare;"),
            ("Besöks-ID", "besöksnr"),
            ("Brukare-ID", "Omsorgstagare"),
            ("Personal-ID", "Utförd av"),
            ("Insats;", "AKTIVITET;"),
            ("Inpassering typ", "Registreringssätt in"),
            ("Utpassering typ", "Registreringssätt ut"),
            ("Inpassering", "Ankomst"),
            ("Utpassering", "Avfärd"),
            ("Tagg-ID", "NFC"),
            ("Orsak", "Anledning"),
        ] {
            header = header.replace(name, alias);
        }
        utf8(&format!("Rapport: kvittenser\r\nFilter: alla\r\n\r\n{header}\r\n{body}"))
    };
    let turned = |text: &str| {
        let turn = |line: &str| line.split(';').rev().chain(["extra"]).collect::<Vec<_>>().join(";");
        utf8(&text.lines().map(turn).collect::<Vec<_>>().join("\n"))
    };
    let expected = usual();
    let zstd = |text: &str| zstd::encode_all(latin(text).as_slice(), 1).unwrap();
    let blanks = |text: &str| {
        utf8(&each_cell(text, |cell| if cell.is_empty() { " ".to_owned() } else { format!(" {cell}\u{a0} ") }))
    };
    let seconds = stamps(|date, time| format!("{date} {time}:00"));
    let forms: [Form<'_>; 17] = [
        &blanks, &seconds, &gzip, &zstd, &utf16, &utf8, &marked, &commas, &quoted, &times, &cases, &iso, &compact,
        &pointed, &serial, &aliased, &turned,
    ];
    for (number, form) in forms.iter().enumerate() {
        assert!(
            outcome(&[("tagg.csv", form(&tagg)), ("manuell.csv", form(&manuell))], &[]) == expected,
            "form {number}"
        );
    }
}

#[test]
fn workbooks_and_foreign_tables_find_the_same() {
    let (tagg, manuell) = month();
    let expected = usual();
    let sheets = [("tagg.xlsx", workbook(&tagg, false)), ("manuell.xlsx", workbook(&manuell, false))];
    assert!(outcome(&sheets, &[]) == expected, "workbooks");
    let tables = [("tagg.parquet", foreign(&tagg)), ("manuell.parquet", foreign(&manuell))];
    assert!(outcome(&tables, &[]) == expected, "foreign tables");
}

#[test]
fn a_workbook_that_ate_the_zeros_of_its_visits_finds_the_same() {
    let (tagg, manuell) = month();
    let files = [("tagg.csv", latin(&tagg)), ("manuell.xlsx", workbook(&manuell, true))];
    // A visit that stands in the manual export alone stays without its zeros, and so its finding has another id.
    let bare = |(mut findings, measures): (Vec<support::Row>, Vec<support::Row>)| {
        for finding in &mut findings {
            for column in ["visit", "other_visits"] {
                let ids: Vec<_> = finding[column].split('|').map(|id| id.trim_start_matches('0').to_owned()).collect();
                finding.insert(column.to_owned(), ids.join("|"));
            }
            for column in ["finding_id", "case_id"] {
                finding.remove(column);
            }
        }
        findings.sort();
        (findings, measures)
    };
    assert!(bare(outcome(&files, &[])) == bare(usual()));
}

#[test]
fn the_stores_table_finds_the_same() {
    let (tagg, manuell) = month();
    let folder = tempfile::tempdir().unwrap();
    let input = support::month::write(folder.path(), &[("tagg.csv", latin(&tagg)), ("manuell.csv", latin(&manuell))]);
    let read = kvittens_parse::read(&[input], &kvittens_parse::Options::default(), &|_, _| {}).unwrap().month;
    let manual = |file: u16| read.files[usize::from(file)].layout == "lifecare-manuell";
    let mut table = Cursor::new(Vec::new());
    kvittens_parse::registrations::write(&read, manual, &mut table).unwrap();
    assert!(outcome(&[("registrations.parquet", table.into_inner())], &[]) == usual());
}
