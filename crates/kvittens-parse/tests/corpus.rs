//! What the fuzzer kept (`fuzz/corpus`), once more by the way that everybody takes: from a file, through [`read`].
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fs;
use std::path::Path;

use kvittens_parse::{Kind, Layout, Options, inspect, read};

/// Between a layout and the first bytes of a file.
const RULE: &[u8] = b"\n---\n";

fn inputs(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "the corpus of {target} was not found");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Reads the bytes as a file: a refusal that is no error of the program, or a month in which every row is accounted for.
fn hold(folder: &Path, bytes: &[u8], options: &Options) -> bool {
    let file = folder.join("export.csv");
    fs::write(&file, bytes).unwrap();
    let _ = inspect(&file, options);
    match read(&[file], options, &|_, _| {}) {
        Ok(reading) => {
            let [file] = &reading.month.files[..] else { panic!("one file was read") };
            assert_eq!(file.read, file.used + file.rejected + file.other_month);
            assert_eq!(reading.month.rows.len() as u64, file.used);
            true
        }
        Err(error) => {
            assert!(!matches!(error.kind, Kind::Unreconciled { .. }), "{error}");
            false
        }
    }
}

#[test]
fn every_export_of_the_corpus_is_refused_or_reconciled() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = inputs("reader");
    let read = inputs.iter().filter(|bytes| hold(folder.path(), bytes, &Options::default())).count();
    assert!(read > 10 && read < inputs.len(), "{read} of {}", inputs.len());
}

#[test]
fn every_layout_of_the_corpus_is_refused_or_reads_its_export() {
    let folder = tempfile::tempdir().unwrap();
    let mut own = 0;
    for bytes in inputs("layout") {
        let rule = bytes.windows(RULE.len()).position(|window| window == RULE);
        let (text, head) = rule.map_or((&bytes[..], &bytes[..]), |at| (&bytes[..at], &bytes[at + RULE.len()..]));
        let layout = std::str::from_utf8(text).ok().and_then(|text| Layout::from_toml(text).ok());
        own += usize::from(layout.is_some());
        hold(folder.path(), head, &Options { own_layouts: layout.into_iter().collect(), ..Options::default() });
    }
    assert!(own > 3, "{own}");
}
