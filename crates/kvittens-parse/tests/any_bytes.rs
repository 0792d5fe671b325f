//! Whatever the bytes, reading ends in an error or in a month that is reconciled; and how the file was cut into blocks
//! on the way plays no part.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::path::Path;
use std::sync::LazyLock;

use kvittens_model::{Month, YearMonth};
use kvittens_parse::{Options, ReadError, read};
use kvittens_synth::Recipe;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A small month whose rows the mutations start from, with two rows in quotes.
static EXPORT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let recipe = Recipe { dirt: 0.02, ..Recipe::with_rows(YearMonth { year: 2022, month: 3 }, 120, 3) };
    let mut bytes = kvittens_synth::synthesize(&recipe).unwrap().tagg;
    let row = "\"Utf\u{f6}rare \"\"B\"\"\nAB\";;\"77\";B1;P1;\"Bad/Dusch; l\u{e5}ng\";;;2022-03-05 07:15;Tagg;2022-03-05 07:45;Tagg;;;;;;;;;\r\n";
    let latin: Vec<u8> = row.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    bytes.extend_from_slice(&latin);
    bytes.extend_from_slice(&latin);
    bytes
});

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn read_bytes(folder: &Path, bytes: &[u8], block_size: usize) -> Result<Month, ReadError> {
    let file = folder.join("export.csv");
    std::fs::write(&file, bytes).unwrap();
    let options = Options { block_size, ..Options::default() };
    read(&[file], &options, &|_, _| {}).map(|reading| reading.month)
}

/// Reads with several block sizes: the same error or the same month, every row accounted for.
fn hold(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let usual = read_bytes(folder.path(), bytes, 0);
    if let Ok(month) = &usual {
        let [file] = &month.files[..] else { panic!("one file was read") };
        assert_eq!(file.read, file.used + file.rejected + file.other_month);
        assert_eq!(file.rejected, month.rejected.len() as u64);
        assert_eq!(month.rows.len() as u64, file.used);
        assert_eq!(month.visits.rows.len(), month.rows.len(), "every row is of a visit");
    }
    for block_size in [64, 1000] {
        match (&usual, read_bytes(folder.path(), bytes, block_size)) {
            (Ok(month), Ok(other)) => {
                assert!(month.rows == other.rows && month.visits == other.visits && month.ids == other.ids);
                assert!(month.rejected == other.rejected && month.notes == other.notes && month.files == other.files);
            }
            (Err(error), Err(other)) => assert_eq!(error.to_string(), other.to_string()),
            (usual, other) => panic!("{:?} but in blocks of {block_size} {:?}", usual.as_ref().err(), other.err()),
        }
    }
}

#[test]
fn any_bytes_give_an_error_or_a_reconciled_month() {
    let bytes = prop::collection::vec(any::<u8>(), 0..600);
    runner(128)
        .run(&bytes, |bytes| {
            hold(&bytes);
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_damage_to_an_export_gives_an_error_or_a_reconciled_month() {
    let wild = prop::sample::select(b";,\"\r\n\t 0129-:.\xff\xf6\xa0\x96\0=E".to_vec());
    let damage = prop::collection::vec((any::<prop::sample::Index>(), wild, 0..4_u8), 1..12);
    runner(192)
        .run(&damage, |damage| {
            let mut bytes = EXPORT.clone();
            for (at, byte, kind) in damage {
                let at = at.index(bytes.len());
                match kind {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    2 => drop(bytes.remove(at)),
                    _ => bytes.truncate(at.max(1)),
                }
            }
            hold(&bytes);
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_undamaged_export_is_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let month = read_bytes(folder.path(), &EXPORT, 0).unwrap();
    assert!(month.rows.len() > 60 && !month.rejected.is_empty());
    let quoted = month.ids.provider.find("Utförare \"B\"\nAB").unwrap();
    assert_eq!(month.rows.iter().filter(|row| row.provider == quoted).count(), 2);
    assert!(month.ids.service.find("Bad/Dusch; lång").is_some());
}
