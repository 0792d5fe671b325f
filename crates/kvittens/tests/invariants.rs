//! What may not matter does not: threads, the order of the rows, how they are split into files, which delimiter,
//! encoding or line end they come in. And the same input gives the same bytes.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kvittens_model::YearMonth;
use kvittens_synth::Recipe;
use support::{check, rows};

const MARCH: YearMonth = YearMonth { year: 2022, month: 3 };

/// A dirty month of some thousand rows: tag export and manual export as text.
fn month() -> (String, String) {
    let recipe = Recipe { dirt: 0.003, ..Recipe::with_rows(MARCH, 6_000, 7) };
    let made = kvittens_synth::synthesize(&recipe).unwrap();
    let text = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect();
    (text(&made.tagg), text(&made.manuell))
}

/// Text whose letters are all of Latin-1, as Windows-1252 has them at the same places.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

fn write(folder: &Path, files: &[(&str, Vec<u8>)]) -> PathBuf {
    let input = folder.join("in");
    fs::create_dir_all(&input).unwrap();
    for (name, bytes) in files {
        fs::write(input.join(name), bytes).unwrap();
    }
    input
}

/// Everything of the findings but the rows, and the measures.
fn outcome(files: &[(&str, Vec<u8>)], more: &[&str]) -> (Vec<support::Row>, Vec<support::Row>) {
    let folder = tempfile::tempdir().unwrap();
    let input = write(folder.path(), files);
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let more: Vec<&str> = more.iter().copied().chain(["--reports", "none"]).collect();
    let month = check(&[&input], &out, &more);
    let mut findings = rows(&month.join("findings.csv"));
    findings.iter_mut().for_each(|finding| drop(finding.remove("rows")));
    assert!(findings.len() > 100);
    (findings, rows(&month.join("measures.csv")))
}

fn usual() -> (Vec<support::Row>, Vec<support::Row>) {
    let (tagg, manuell) = month();
    outcome(&[("tagg.csv", latin(&tagg)), ("manuell.csv", latin(&manuell))], &[])
}

#[test]
fn one_thread_or_many_find_the_same() {
    let (tagg, manuell) = month();
    let files = [("tagg.csv", latin(&tagg)), ("manuell.csv", latin(&manuell))];
    assert!(outcome(&files, &["--threads", "1"]) == outcome(&files, &["--threads", "7"]));
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    let turned = |text: &str| {
        let (header, body) = text.split_once("\r\n").unwrap();
        let lines: Vec<&str> = body.lines().rev().collect();
        latin(&format!("{header}\r\n{}\r\n", lines.join("\r\n")))
    };
    let (tagg, manuell) = month();
    assert!(outcome(&[("tagg.csv", turned(&tagg)), ("manuell.csv", turned(&manuell))], &[]) == usual());
}

#[test]
fn copied_rows_of_one_visit_and_service_stand_in_an_order_of_their_own() {
    let row = |time: &str| format!("A;1;B1;P1;Dusch;2022-03-01 {time};Tagg;2022-03-01 09:00;Tagg\n");
    let outcome = |times: [&str; 6]| {
        let header =
            "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ";
        let text = format!("{header}\n{}", times.map(row).concat());
        let folder = tempfile::tempdir().unwrap();
        let input = write(folder.path(), &[("tagg.csv", text.into_bytes())]);
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        let ids = rows(&check(&[&input], &out, &["--reports", "none"]).join("findings.csv"));
        ids.into_iter().map(|finding| finding["finding_id"].clone()).collect::<Vec<_>>()
    };
    let sorted = outcome(["08:00", "08:00", "08:03", "08:03", "08:06", "08:06"]);
    assert_eq!(sorted.len(), 3);
    assert_eq!(outcome(["08:06", "08:03", "08:06", "08:00", "08:03", "08:00"]), sorted);
}

#[test]
fn one_file_or_ten_find_the_same() {
    let (tagg, manuell) = month();
    let (header, body) = tagg.split_once("\r\n").unwrap();
    let mut parts: Vec<String> = vec![format!("{header}\r\n"); 9];
    for (at, line) in body.lines().enumerate() {
        parts[at % 9].push_str(line);
        parts[at % 9].push('\n');
    }
    let names: Vec<String> = (0..9).map(|at| format!("del-{at}.csv")).collect();
    let mut files: Vec<(&str, Vec<u8>)> =
        names.iter().map(String::as_str).zip(parts.iter().map(|part| latin(part))).collect();
    files.push(("manuell.csv", latin(&manuell)));
    assert!(outcome(&files, &[]) == usual());
}

/// The text with each cell changed.
fn each_cell(text: &str, change: impl Fn(&str) -> String) -> String {
    let line = |line: &str| line.split(';').map(&change).collect::<Vec<_>>().join(";");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Date and time of a cell such as `2022-03-01 07:15`.
fn stamp(cell: &str) -> Option<(&str, &str)> {
    let (date, time) = cell.split_once(' ')?;
    let month = date.get(..8)?;
    let fits = date.len() == 10 && time.len() == 5 && ["2022-02-", "2022-03-", "2022-04-"].contains(&month);
    (fits && date[8..].parse::<u32>().is_ok_and(|day| day < 32) && date != "2022-02-30").then_some((date, time))
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
    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&latin(text)).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = |text: &str| zstd::encode_all(latin(text).as_slice(), 1).unwrap();
    let wide = |text: &str| {
        let letters = [0xfeff].into_iter().chain(text.encode_utf16());
        letters.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let forms: [Form<'_>; 15] = [
        &gzip, &zstd, &wide, &utf8, &marked, &commas, &quoted, &times, &cases, &iso, &compact, &pointed, &serial,
        &aliased, &turned,
    ];
    for (number, form) in forms.iter().enumerate() {
        assert!(
            outcome(&[("tagg.csv", form(&tagg)), ("manuell.csv", form(&manuell))], &[]) == expected,
            "form {number}"
        );
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (tagg, manuell) = month();
    let input = write(folder.path(), &[("tagg.csv", latin(&tagg)), ("manuell.csv", latin(&manuell))]);
    let run = |name: &str, threads: &str| {
        let out = folder.path().join(name);
        fs::create_dir(&out).unwrap();
        let mut files = Vec::new();
        list(&check(&[&input], &out, &["--threads", threads]), &mut files);
        files
    };
    let (first, second) = (run("first", "1"), run("second", "3"));
    assert!(first.len() > 10);
    for (a, b) in first.iter().zip(&second).filter(|(a, _)| !a.ends_with("manifest.json")) {
        assert_eq!(a.file_name(), b.file_name());
        assert!(fs::read(a).unwrap() == fs::read(b).unwrap(), "{}", a.display());
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}
