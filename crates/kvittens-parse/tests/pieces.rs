//! How a file is cut into blocks, how many threads read them and which thread met a word first plays no part: the same
//! month, the same first row of a remark, the same row in an error. Every file here puts something awkward at the cuts, and
//! what is expected is counted from its rows.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::LazyLock;

use kvittens_model::{Month, NoteCode};
use kvittens_parse::{Kind, Options, ReadError, read};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Bytes of a block; 0 is the usual size, in which all of a file here is one.
const BLOCKS: [usize; 7] = [64, 97, 128, 256, 1000, 4096, 0];

static POOLS: LazyLock<Vec<ThreadPool>> =
    LazyLock::new(|| [1, 2, 7].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap()).into());

const HEADER: &[u8] = b"Anordnare;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ;Tagg-ID;Orsak\r\n";

/// A row: its cells as bytes, so that each can have an encoding of its own.
struct Row<'a> {
    provider: &'a [u8],
    staff: &'a [u8],
    service: &'a [u8],
    tag: &'a [u8],
    reason: &'a [u8],
}

impl Default for Row<'_> {
    fn default() -> Self {
        Row { provider: b"A", staff: b"P1", service: b"Dusch", tag: b"T1", reason: b"" }
    }
}

/// An export of so many rows, a visit each.
fn export<'a>(rows: usize, row: impl Fn(usize) -> Row<'a>) -> Vec<u8> {
    let mut bytes = HEADER.to_vec();
    for at in 0..rows {
        let Row { provider, staff, service, tag, reason } = row(at);
        let (day, hour, minute) = (at / 600 % 28 + 1, at / 60 % 10 + 8, at % 60);
        let customer = format!("B{}", at % 97).into_bytes();
        let time = format!("2022-03-{day:02} {hour:02}:{minute:02}").into_bytes();
        let cells = [provider, &customer, staff, service, &time, b"Tagg", &time, b"Tagg", tag, reason];
        bytes.extend_from_slice(&cells.join(&b';'));
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

/// Reads with every size of blocks and every number of threads, and gives what all of them gave.
fn same(bytes: &[u8]) -> Result<Month, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.csv");
    std::fs::write(&file, bytes).unwrap();
    let with = |threads: &ThreadPool, block_size: usize| {
        let options = Options { block_size, ..Options::default() };
        threads.install(|| read(std::slice::from_ref(&file), &options, &|_, _| {})).map(|reading| reading.month)
    };
    let usual = with(&POOLS[0], 0);
    for threads in POOLS.iter() {
        for block in BLOCKS {
            let told = format!("{} threads, blocks of {block}", threads.current_num_threads());
            match (&usual, with(threads, block)) {
                (Ok(month), Ok(other)) => {
                    assert!(
                        month.ids == other.ids && month.rows == other.rows && month.visits == other.visits,
                        "{told}"
                    );
                    assert_eq!(month.rejected, other.rejected, "{told}");
                    assert_eq!(month.notes, other.notes, "{told}");
                    assert_eq!(month.files, other.files, "{told}");
                }
                (Err(error), Err(other)) => assert_eq!(error.to_string(), other.to_string(), "{told}"),
                (usual, other) => panic!("{:?}, but {told}: {:?}", usual.as_ref().err(), other.err()),
            }
        }
    }
    usual
}

/// The row and column that an error of the encoding names.
fn blamed(bytes: &[u8]) -> (u64, String, &'static str) {
    match same(bytes) {
        Err(ReadError { kind: Kind::Encoding { row, column, expected }, .. }) => (row, column, expected),
        other => panic!("{:?}", other.err()),
    }
}

/// So many rows, the first and last of a remark aside.
fn noted(month: &Month, code: NoteCode, column: &str) -> (u64, Option<u32>) {
    let note = month.notes.iter().find(|note| note.code == code && note.column.as_deref() == Some(column)).unwrap();
    (note.count, note.first_line)
}

#[test]
fn records_longer_than_a_block_are_whole() {
    for length in [60, 500, 5000] {
        let of = |line: &str| {
            let long = format!("\"{}\"", line.repeat(length / 12));
            let row = |at| if at % 3 == 0 { long.as_bytes() } else { b"" };
            same(&export(40, |at| Row { reason: row(at), ..Row::default() })).unwrap()
        };
        let month = of("rad \"\"ett\"\",\r\n");
        assert_eq!((month.rows.len(), month.rejected.len()), (40, 0));
        assert!(month.ids.reason.find("rad \"ett\",\r\n".repeat(length / 12).trim()).is_some());
    }
}

#[test]
fn a_cell_that_holds_as_many_delimiters_as_a_row_is_torn_however_it_is_cut() {
    let torn = [b"\"".as_slice(), &b"ett;\r\n".repeat(9), b"\""].concat();
    let month =
        same(&export(40, |at| Row { reason: if at % 3 == 0 { &torn } else { b"" }, ..Row::default() })).unwrap();
    assert_eq!((month.rows.len(), month.rejected.len()), (26, 14));
}

#[test]
fn a_quote_may_open_and_a_line_may_end_at_any_byte_of_a_block() {
    // What follows the first row is moved on byte by byte, over a whole block of the smallest size.
    for pad in 0..=64 {
        let (filling, quoted) = ("x".repeat(pad), b"\"a;\r\n\"\"b\"\"\"");
        let month = same(&export(12, |at| match at {
            0 => Row { reason: filling.as_bytes(), ..Row::default() },
            _ if at % 2 == 1 => Row { service: quoted, ..Row::default() },
            _ => Row::default(),
        }));
        let month = month.unwrap();
        assert_eq!((month.rows.len(), month.rejected.len()), (12, 0), "{pad}");
        let service = month.ids.service.find("a;\r\n\"b\"").unwrap();
        assert_eq!(month.rows.iter().filter(|row| month.ids.sets.get(row.services).contains(&service)).count(), 6);
    }
}

#[test]
fn a_quote_without_end_is_in_the_same_row() {
    for open in [0, 1, 7, 39] {
        let error = same(&export(40, |at| match at == open {
            true => Row { service: b"\"Dusch", ..Row::default() },
            false => Row::default(),
        }));
        // What lies before is whole; the header is row 1.
        assert!(
            matches!(&error, Err(ReadError { kind: Kind::UnclosedQuote { row, column: Some(column) }, .. })
                if *row == open as u64 + 2 && column == "Insats"),
            "{open}: {:?}",
            error.err()
        );
    }
}

#[test]
fn two_encodings_are_told_by_the_row_that_settles_it() {
    // Words of either encoding stand again and again behind the first one, so that every thread meets them in another row.
    for (utf8, other) in [(3, 200), (200, 3), (3, 4), (4, 3), (150, 151), (299, 0), (0, 299)] {
        let bytes = export(300, |at| Row {
            staff: if at >= utf8 && (at - utf8) % 5 == 0 { "Åsa".as_bytes() } else { b"P1" },
            tag: if at >= other && (at - other) % 7 == 0 { b"S\xf6dra" } else { b"T1" },
            ..Row::default()
        });
        // The later of the two contradicts the rows before it.
        let expected = if other > utf8 {
            (other as u64 + 2, "Tagg-ID".to_owned(), "UTF-8")
        } else {
            (utf8 as u64 + 2, "Personal-ID".to_owned(), "Windows-1252")
        };
        assert_eq!(blamed(&bytes), expected);
    }
}

#[test]
fn both_encodings_in_one_row_blame_the_first() {
    let bytes = export(200, |at| match at % 50 == 20 {
        true => Row { staff: "Åsa".as_bytes(), tag: b"S\xf6dra", ..Row::default() },
        false => Row::default(),
    });
    assert_eq!(blamed(&bytes).0, 22);
}

#[test]
fn a_file_of_one_encoding_has_the_same_words_wherever_they_are_met() {
    let words: Vec<Vec<u8>> = (0..60_u8).map(|at| vec![b'S', 0xe4 + at % 3, 0xc0 + at / 3, b'0' + at % 10]).collect();
    let month = same(&export(700, |at| Row {
        provider: &words[at % 60],
        staff: &words[at * 7 % 60],
        service: &words[at * 11 % 60],
        tag: &words[at * 13 % 60],
        reason: &words[at * 17 % 60],
    }))
    .unwrap();
    assert_eq!(month.files[0].encoding, "windows-1252");
    let distinct = words.iter().collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!((month.ids.provider.len() as usize, month.ids.staff.len() as usize), (distinct, distinct));
}

#[test]
fn a_mended_word_is_counted_in_every_row_and_first_where_it_first_stands() {
    for first in [0, 1, 63, 299] {
        // An en dash and a no-break space; the same service without them is the same service.
        let month = same(&export(300, |at| match (at >= first, at % 2) {
            (true, 0) => Row { service: b"Dusch\x96l\xe5ng", reason: b"Annat\xa0sk\xe4l", ..Row::default() },
            (true, _) => Row { service: b"Dusch-l\xe5ng", reason: b"Annat\xa0sk\xe4l", ..Row::default() },
            _ => Row::default(),
        }));
        let month = month.unwrap();
        let dashes = (first..300).filter(|at| at % 2 == 0).collect::<Vec<_>>();
        if let Some(at) = dashes.first() {
            let line = u32::try_from(at + 2).unwrap();
            assert_eq!(noted(&month, NoteCode::Repaired, "Insats"), (dashes.len() as u64, Some(line)));
        }
        let line = u32::try_from(first + 2).unwrap();
        assert_eq!(noted(&month, NoteCode::Repaired, "Orsak"), (300 - first as u64, Some(line)));
        assert!(month.ids.service.find("Dusch-lång").is_some() && month.ids.reason.find("Annat skäl").is_some());
    }
}

#[test]
fn a_row_that_is_set_aside_leaves_no_name_behind() {
    // A service of every third row stands in rows that cannot be used alone.
    let month = same(&export(300, |at| match at % 3 {
        0 => Row { provider: b"", staff: b"SPARV", ..Row::default() },
        _ => Row::default(),
    }))
    .unwrap();
    assert_eq!(month.rejected.len(), 100);
    assert_eq!(month.rejected.iter().map(|row| row.line).take(3).collect::<Vec<_>>(), [2, 5, 8]);
    assert_eq!(month.ids.staff.find("SPARV"), None);
}
