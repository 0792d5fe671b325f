//! What holds whatever the bytes: the fuzz targets (`fuzz/`), which any build replays on their corpus.

use std::sync::Arc;

use kvittens_model::{Month, YearMonth};

use crate::assemble::Assembly;
use crate::cells::{self, Time};
use crate::content::{Content, Stamp};
use crate::encoding::{Encoding, tidy};
use crate::error::ReadError;
use crate::header::{self, Given, Header};
use crate::layout::{self, Layout, MinutesUnit};
use crate::source::{Head, Readable, Source};
use crate::{Kind, Options, file};

/// Between a layout and the first bytes of a file in an input of [`layout`].
const RULE: &[u8] = b"\n---\n";

/// Every cell parser: none panics, and what is read keeps to its bounds.
pub fn cells(bytes: &[u8]) {
    let cell = bytes.trim_ascii();
    time(cell);
    for encoding in [Encoding::Utf8, Encoding::Windows1252, Encoding::Undecided] {
        let Some(text) = encoding.decode(bytes) else { continue };
        let (tidied, mended) = tidy(&text);
        assert_eq!(tidy(&tidied), (tidied.clone(), false), "what is tidy stays so");
        assert!(mended || *tidied == *text.trim());
        time(tidied.as_bytes());
        words(&tidied);
    }
}

/// A time is the same again when it is read from how the program writes it.
fn time(cell: &[u8]) {
    assert_eq!(cells::Dates::default().time(cell), cells::time(cell));
    match cells::time(cell) {
        Time::Empty => assert!(cell.is_empty()),
        Time::Stamp(stamp) => {
            // 24:00 on the last day that can be is the first moment of the year that cannot.
            let year = stamp.civil().0;
            assert!((2000..=2068).contains(&year));
            let expected = if year == 2068 { Time::Impossible } else { Time::Stamp(stamp) };
            assert_eq!(cells::time(stamp.to_string().as_bytes()), expected);
        }
        Time::OfDay(seconds) => assert!((0..=86_400).contains(&seconds)),
        Time::Day(day) => assert!((0..=24_836).contains(&day)),
        Time::Impossible | Time::Unreadable => assert!(!cell.is_empty()),
    }
}

fn words(text: &str) {
    for unit in [MinutesUnit::Minutes, MinutesUnit::HoursMinutes, MinutesUnit::DecimalHours] {
        assert!(cells::stated_seconds(text, unit).is_none_or(|seconds| (0..=360_000).contains(&seconds)));
    }
    assert!(cells::whole_minutes(text).is_none_or(|minutes| (0..=1440).contains(&minutes)));
    // Words are known whatever their case. A letter whose capital has another small letter is in none of them.
    let capitals = text.to_uppercase();
    if capitals.to_lowercase() == text.to_lowercase() {
        assert_eq!(cells::method(text), cells::method(&capitals));
        assert_eq!(cells::performed(text), cells::performed(&capitals));
        assert_eq!(cells::event(text), cells::event(&capitals));
        assert_eq!(cells::double(text), cells::double(&capitals));
        assert_eq!(cells::is_double_service(text), cells::is_double_service(&capitals));
    }
    assert!(!kvittens_model::ids::is_mangled(text) || text.is_ascii());
}

/// A whole export: an error or a month in which every row is accounted for, whatever the size of the blocks. No message
/// holds a cell, which the first bytes of the input stand for where they are no header.
pub fn reader(bytes: &[u8]) {
    let usual = month(bytes, 0);
    if let Ok(month) = &usual {
        let [file] = &month.files[..] else { panic!("one file was read") };
        assert_eq!(file.read, file.used + file.rejected + file.other_month);
        assert_eq!(file.rejected, month.rejected.len() as u64);
        assert_eq!(month.rows.len() as u64, file.used);
        assert_eq!(month.visits.rows.len(), month.rows.len(), "every row is of a visit");
    }
    assert!(!matches!(&usual, Err(error) if matches!(error.kind, Kind::Unreconciled { .. })));
    // Blocks of a few bytes are for short inputs alone: each looks for its last whole row again.
    let sizes: &[usize] = if bytes.len() > 512 { &[64] } else { &[7, 64] };
    for block_size in sizes {
        match (&usual, month(bytes, *block_size)) {
            (Ok(month), Ok(other)) => {
                assert!(month.rows == other.rows && month.visits == other.visits && month.ids == other.ids);
                assert!(month.rejected == other.rejected && month.notes == other.notes && month.files == other.files);
            }
            (Err(error), Err(other)) => assert_eq!(error.to_string(), other.to_string()),
            (usual, other) => panic!("{:?} but in blocks of {block_size} {:?}", usual.as_ref().err(), other.err()),
        }
    }
}

fn month(bytes: &[u8], block_size: usize) -> Result<Month, ReadError> {
    let month = Some(YearMonth { year: 2022, month: 3 }).filter(|_| bytes.first() == Some(&b'R'));
    let options = Options { block_size, month, ..Options::default() };
    let shown = "export.csv".to_owned();
    let fail = |kind| ReadError::new(shown.clone(), kind);
    // Workbooks and tables of registrations have tests of their own that flip their bytes.
    let content = Content::Held(bytes.to_vec());
    let head = Head::read(&content, &options).map_err(fail)?;
    let mut header = header::find(&head.bytes[head.mark..], head.given, layout::built_in()).map_err(fail)?;
    header.body += head.mark;
    let read = Readable::Text(content, Box::new(header));
    let mut assembly = Assembly::new(&options);
    file::read(Source { shown, path: None, read, stamp: Stamp::default() }, &options, &|_, _| {}, &mut assembly)?;
    assembly.finish()
}

/// A layout, a line `---`, and the first bytes of a file; where the line is missing the bytes are tried as either.
pub fn layout(bytes: &[u8]) {
    let rule = bytes.windows(RULE.len()).position(|window| window == RULE);
    let (text, head) = rule.map_or((bytes, bytes), |at| (&bytes[..at], &bytes[at + RULE.len()..]));
    let own = std::str::from_utf8(text).ok().and_then(|text| Layout::from_toml(text).ok());
    if let Some(own) = &own {
        assert!(!own.name.is_empty() && !layout::built_in().iter().any(|built_in| built_in.name == own.name));
    }
    let Ok(layouts) = layout::choose(own.as_slice(), &[]) else { panic!("no name was asked for") };
    for given in [Given::default(), Given { bom: true, cut: true, provider: true }] {
        head_of(head, given, &layouts);
    }
}

fn head_of(head: &[u8], given: Given, layouts: &[Arc<Layout>]) {
    let likeliest = header::likeliest(head, given, layouts);
    if let Some(line) = &likeliest.line {
        assert!(likeliest.known <= line.names.len() && line.next <= head.len());
    }
    let found = header::find(head, given, layouts);
    // The last line is held to be whole only where nothing follows.
    if let Ok(Header { names, columns, known, body, .. }) = &found {
        assert!(columns.iter().flatten().all(|column| *column < names.len()));
        assert!(*known as usize <= names.len() && (1..=head.len()).contains(body));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every input that the fuzzer kept for a target.
    fn replay(target: &str, run: fn(&[u8])) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
        let inputs: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(inputs.len() >= 10, "the corpus of {target} was not found");
        for input in inputs {
            run(&std::fs::read(input).unwrap());
        }
    }

    #[test]
    fn the_corpus_of_the_cells_holds() {
        replay("cells", cells);
    }

    #[test]
    fn the_corpus_of_the_reader_holds() {
        replay("reader", reader);
    }

    #[test]
    fn the_corpus_of_the_layouts_holds() {
        replay("layout", layout);
    }
}
