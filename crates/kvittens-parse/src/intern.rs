//! Words to numbers: each thread keeps a dictionary of raw bytes while it reads a file; the month joins them and sorts once.

use kvittens_model::{Dictionary, Id, NO_ID};
use rustc_hash::FxHashMap;

use crate::encoding::{Encoding, tidy};
use crate::fields::Field;

/// How often something was seen, and where first (line within the piece).
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Rows.
    pub count: u64,
    /// The first one's line.
    pub first: u32,
}

impl Seen {
    /// Once more, at a line.
    pub fn at(&mut self, line: u32) {
        if self.count == 0 {
            self.first = line;
        }
        self.count += 1;
    }
}

/// The distinct cells of one column that one thread met in a file, in the order they came. A cell is decoded once.
#[derive(Debug, Default)]
pub struct Words {
    short: FxHashMap<u128, Known>,
    long: FxHashMap<Vec<u8>, Known>,
    texts: Vec<String>,
    last: Option<(u128, Known)>,
    /// Cells in which a look-alike letter was exchanged, of the piece at hand.
    pub repairs: Seen,
}

/// What is known of a cell.
#[derive(Clone, Copy, Debug)]
struct Known {
    id: Id,
    repaired: bool,
    beyond: Option<Beyond>,
}

/// Which encoding letters beyond ASCII speak for.
#[derive(Clone, Copy, Debug)]
enum Beyond {
    Utf8,
    Other,
}

/// A word of at most fifteen bytes as one number: its bytes, and its length on top. Nearly every id is as short, and a
/// number is compared without following it to where its bytes are.
fn packed(cell: &[u8]) -> Option<u128> {
    let length = cell.len();
    let (low, high) = match length {
        0..4 => (cell.iter().rev().fold(0, |packed, byte| packed << 8 | u64::from(*byte)), 0),
        4..8 => {
            let (first, last) = (cell.first_chunk::<4>()?, cell.last_chunk::<4>()?);
            let last = u64::from(u32::from_le_bytes(*last)) >> (8 * (8 - length));
            (u64::from(u32::from_le_bytes(*first)) | last << 32, 0)
        }
        8 => (u64::from_le_bytes(*cell.first_chunk::<8>()?), 0),
        9..16 => {
            let (first, last) = (cell.first_chunk::<8>()?, cell.last_chunk::<8>()?);
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last) >> (8 * (16 - length)))
        }
        _ => return None,
    };
    Some(u128::from(low) | u128::from(high) << 64 | (length as u128) << 120)
}

impl Words {
    /// Words that came as texts with numbers of their own: a number is a position among them.
    pub fn from_texts(texts: Vec<String>) -> Words {
        Words { texts, ..Words::default() }
    }

    /// The number of a trimmed cell; [`NO_ID`] for an empty one.
    pub fn id(&mut self, cell: &[u8], line: u32, bytes: &mut Evidence) -> Id {
        if cell.is_empty() {
            return NO_ID;
        }
        let known = match packed(cell) {
            Some(packed) => match self.last {
                // Rows of a visit stand together, so the former cell is often this one.
                Some((last, known)) if last == packed => known,
                _ => {
                    let known = match self.short.get(&packed) {
                        Some(known) => *known,
                        None => {
                            let known = self.meet(cell, bytes);
                            self.short.insert(packed, known);
                            known
                        }
                    };
                    self.last = Some((packed, known));
                    known
                }
            },
            None => match self.long.get(cell) {
                Some(known) => *known,
                None => {
                    let known = self.meet(cell, bytes);
                    self.long.insert(cell.to_vec(), known);
                    known
                }
            },
        };
        if known.repaired {
            self.repairs.at(line);
        }
        if let Some(beyond) = known.beyond {
            bytes.see(beyond, line);
        }
        known.id
    }

    #[allow(clippy::cast_possible_truncation, reason = "a file has far fewer than 2^32 words")]
    fn meet(&mut self, cell: &[u8], bytes: &Evidence) -> Known {
        let (text, beyond) = bytes.text(cell);
        let (text, repaired) = tidy(&text);
        let id = if text.is_empty() { NO_ID } else { self.texts.len() as Id };
        if id != NO_ID {
            self.texts.push(text.into_owned());
        }
        Known { id, repaired, beyond }
    }

    /// The texts by number.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }
}

/// What a handful of words mean, found again by their bytes.
#[derive(Debug)]
pub struct Cache<T> {
    words: Vec<(Vec<u8>, T)>,
}

impl<T> Default for Cache<T> {
    fn default() -> Cache<T> {
        Cache { words: Vec::new() }
    }
}

impl<T: Copy> Cache<T> {
    /// What a word means; `read` tells it where it is new.
    pub fn get(&mut self, word: &[u8], read: impl FnOnce() -> T) -> T {
        // A column of words has a handful; a column of anything else must not grow a list that is searched.
        const MOST: usize = 32;
        if let Some((_, meaning)) = self.words.iter().find(|(known, _)| known == word) {
            return *meaning;
        }
        let meaning = read();
        if self.words.len() < MOST {
            self.words.push((word.to_vec(), meaning));
        }
        meaning
    }
}

/// Decodes cells and remembers where the bytes spoke for which encoding.
#[derive(Clone, Debug)]
pub struct Evidence {
    encoding: Encoding,
    /// The field that is being read.
    pub field: Field,
    /// First line, and its field, with letters beyond ASCII that are UTF-8.
    pub utf8: Option<(u32, Field)>,
    /// First line, and its field, with bytes that are not.
    pub other: Option<(u32, Field)>,
}

impl Evidence {
    /// Of a file whose header says this.
    pub fn new(encoding: Encoding) -> Evidence {
        Evidence { encoding, field: Field::Provider, utf8: None, other: None }
    }

    /// The text of a cell. Bytes that are not of the file's encoding are remembered: the file is then refused.
    pub fn decode(&mut self, cell: &[u8], line: u32) -> String {
        let (text, beyond) = self.text(cell);
        if let Some(beyond) = beyond {
            self.see(beyond, line);
        }
        text
    }

    fn text(&self, cell: &[u8]) -> (String, Option<Beyond>) {
        let utf8 = || if std::str::from_utf8(cell).is_ok() { Beyond::Utf8 } else { Beyond::Other };
        let text = self.encoding.decode(cell).map_or_else(|| "\u{fffd}".to_owned(), |text| text.into_owned());
        (text, (!cell.is_ascii()).then(utf8))
    }

    /// A word speaks for its encoding wherever it stands, so that the first line is the same however often it was met.
    fn see(&mut self, beyond: Beyond, line: u32) {
        let seen = match beyond {
            Beyond::Utf8 => &mut self.utf8,
            Beyond::Other => &mut self.other,
        };
        *seen = seen.or(Some((line, self.field)));
    }
}

/// The distinct texts of one column of the month, in the order they came.
#[derive(Debug, Default)]
pub struct Joined {
    ids: FxHashMap<String, Id>,
    bytes: u64,
}

impl Joined {
    /// The provisional number of a text; `None` past 2³² of them, or 4 GiB.
    pub fn id(&mut self, text: &str) -> Option<Id> {
        if let Some(&id) = self.ids.get(text) {
            return Some(id);
        }
        let id = Id::try_from(self.ids.len()).ok().filter(|id| *id < NO_ID)?;
        self.bytes += text.len() as u64;
        if self.bytes > u64::from(u32::MAX) {
            return None;
        }
        self.ids.insert(text.to_owned(), id);
        Some(id)
    }

    /// The sorted dictionary, and for each provisional number its place in it.
    #[allow(clippy::cast_possible_truncation, reason = "checked when the texts were added")]
    pub fn sort(self) -> (Dictionary, Vec<Id>) {
        let mut texts: Vec<(String, Id)> = self.ids.into_iter().collect();
        texts.sort_unstable();
        let mut places = vec![0; texts.len()];
        for (place, (_, provisional)) in texts.iter().enumerate() {
            places[*provisional as usize] = place as Id;
        }
        (Dictionary::from_sorted(texts.iter().map(|(text, _)| text.as_str())), places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_texts_whatever_the_order_they_came_in() {
        let mut joined = Joined::default();
        let came = [joined.id("Ö").unwrap(), joined.id("A").unwrap(), joined.id("Ö").unwrap()];
        assert_eq!(came, [0, 1, 0]);
        let (dictionary, places) = joined.sort();
        assert_eq!(dictionary.iter().collect::<Vec<_>>(), ["A", "Ö"]);
        assert_eq!(places, [1, 0]);
    }

    #[test]
    fn a_chunk_numbers_each_word_once_and_counts_its_repairs() {
        let (mut words, mut bytes) = (Words::default(), Evidence::new(Encoding::Windows1252));
        let cells: [&[u8]; 6] = [b"a", b"b\x96c", b"a", b"b\x96c", b"", b"\xa0"];
        let ids: Vec<_> = cells.iter().zip(2..).map(|(cell, line)| words.id(cell, line, &mut bytes)).collect();
        assert_eq!(ids, [0, 1, 0, 1, NO_ID, NO_ID]);
        assert_eq!(words.texts(), ["a", "b-c"]);
        assert_eq!((words.repairs.count, words.repairs.first), (3, 3));
    }

    #[test]
    fn words_are_one_number_only_where_they_are_one_word() {
        let words: Vec<&[u8]> = vec![
            b"a",
            b"ab",
            b"ab\0",
            b"abcd",
            b"abcd\0",
            b"abcde",
            b"abcdefg",
            b"abcdefgh",
            b"abcdefgh\0",
            b"abcdefghi",
            b"bbcdefghi",
            b"abcdefghijklmn",
            b"abcdefghijklmno",
            b"abcdefghijklmnp",
            b"abcdefghijklmnopq",
        ];
        let (mut of, mut bytes) = (Words::default(), Evidence::new(Encoding::Utf8));
        for _ in 0..2 {
            for (number, word) in (0..).zip(&words) {
                assert_eq!(of.id(word, 2, &mut bytes), number, "{word:?}");
            }
        }
    }

    #[test]
    fn bytes_of_another_encoding_are_remembered() {
        let mut bytes = Evidence::new(Encoding::Utf8);
        assert_eq!(bytes.decode("ö".as_bytes(), 4), "ö");
        assert_eq!(bytes.decode(b"\xf6", 9), "\u{fffd}");
        assert_eq!((bytes.utf8, bytes.other), (Some((4, Field::Provider)), Some((9, Field::Provider))));
    }
}
