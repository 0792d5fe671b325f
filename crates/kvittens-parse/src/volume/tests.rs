#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::Write as _;

use super::*;

const HEADER: &str =
    "Utförare;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ\r\n";

/// So many rows, of lengths that differ.
fn export(rows: usize) -> String {
    let row = |at: usize| {
        let more = "x".repeat(at % 7);
        format!("Solgården{more};B{at};P1;Dusch;2022-03-01 08:00;Tagg;2022-03-01 08:30;Tagg\r\n")
    };
    (0..rows).fold(HEADER.to_owned(), |text, at| text + &row(at))
}

fn of(name: &str, bytes: &[u8]) -> Volume {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    volume(&[folder.path().to_owned()], &Options::default())
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Within a tenth.
fn about(found: u64, rows: u64) {
    assert!((rows * 9 / 10..=rows * 11 / 10).contains(&found), "{found} of {rows}");
}

#[test]
fn a_short_text_is_counted_and_a_long_one_by_its_first_records() {
    assert_eq!(of("tagg.csv", export(100).as_bytes()), Volume { rows: 100, held: 0, beside: 0 });
    assert_eq!(of("tagg.csv", export(100).trim_end().as_bytes()).rows, 100);
    about(of("tagg.csv", export(20_000).as_bytes()).rows, 20_000);
}

#[test]
fn a_packed_text_is_as_long_as_the_plain_one() {
    for rows in [100, 150_000] {
        let text = export(rows);
        about(of("tagg.csv.gz", &gzip(&text)).rows, rows as u64);
        // Told in the frame, and not.
        about(of("tagg.csv.zst", &zstd::bulk::compress(text.as_bytes(), 1).unwrap()).rows, rows as u64);
        about(of("tagg.csv.zst", &zstd::encode_all(text.as_bytes(), 1).unwrap()).rows, rows as u64);
    }
}

#[test]
fn text_that_is_decoded_whole_is_held() {
    let text = export(20_000);
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let found = of("tagg.csv", &wide);
    about(found.rows, 20_000);
    about(found.held, (wide.len() + text.len()) as u64);
}

#[test]
fn what_is_no_registration_has_no_rows() {
    assert_eq!(of("anteckning.txt", b"inget\n"), Volume::default());
    assert_eq!(of("bild.bin", &[0; 40]), Volume::default());
    assert_eq!(of("tom.csv", b""), Volume::default());
    assert_eq!(volume(&["finns-inte.csv".into()], &Options::default()), Volume::default());
    let other = "Brukare;Fr\u{e5}n;Till;Orsak\nB1;2022-03-01;2022-03-05;Sjukhus\n";
    let found = of("franvaro.csv", other.as_bytes());
    assert_eq!((found.rows, found.held), (0, 0));
    assert_eq!(found.beside, other.len() as u64);
}

#[test]
fn a_workbook_tells_by_its_directory() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(export(5000).lines()) {
        for (column, cell) in (0..).zip(line.split(';')) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let found = of("tagg.xlsx", &workbook.save_to_buffer().unwrap());
    about(found.rows, 5000);
    assert!(found.held >= export(5000).len() as u64);
}
