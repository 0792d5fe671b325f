//! Words to numbers: each chunk keeps its own small dictionary of raw bytes; the month joins them and sorts once.

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

/// The distinct cells of one column in one chunk, in the order they came. A cell is decoded once.
#[derive(Debug, Default)]
pub struct Words {
    ids: FxHashMap<Vec<u8>, Id>,
    texts: Vec<String>,
    last: Vec<u8>,
    last_id: Option<Id>,
    repaired: FxHashMap<Id, ()>,
    /// Cells in which a look-alike letter was exchanged.
    pub repairs: Seen,
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
        // Rows of a visit stand together, so the former cell is mostly this one.
        let id = match self.last_id {
            Some(id) if self.last == cell => id,
            _ => self.look_up(cell, line, bytes),
        };
        if !self.repaired.is_empty() && self.repaired.contains_key(&id) {
            self.repairs.at(line);
        }
        id
    }

    #[allow(clippy::cast_possible_truncation, reason = "a chunk has far fewer than 2^32 rows")]
    fn look_up(&mut self, cell: &[u8], line: u32, bytes: &mut Evidence) -> Id {
        let id = match self.ids.get(cell) {
            Some(&id) => id,
            None => {
                let text = bytes.decode(cell, line);
                let (text, mended) = tidy(&text);
                let id = if text.is_empty() { NO_ID } else { self.texts.len() as Id };
                if id != NO_ID {
                    self.texts.push(text.into_owned());
                }
                if mended {
                    self.repaired.insert(id, ());
                }
                self.ids.insert(cell.to_vec(), id);
                id
            }
        };
        self.last.clear();
        self.last.extend_from_slice(cell);
        self.last_id = Some(id);
        id
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
        if !cell.is_ascii() {
            let seen = if std::str::from_utf8(cell).is_ok() { &mut self.utf8 } else { &mut self.other };
            *seen = seen.or(Some((line, self.field)));
        }
        self.encoding.decode(cell).map_or_else(|| "\u{fffd}".to_owned(), |text| text.into_owned())
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
    fn bytes_of_another_encoding_are_remembered() {
        let mut bytes = Evidence::new(Encoding::Utf8);
        assert_eq!(bytes.decode("ö".as_bytes(), 4), "ö");
        assert_eq!(bytes.decode(b"\xf6", 9), "\u{fffd}");
        assert_eq!((bytes.utf8, bytes.other), (Some((4, Field::Provider)), Some((9, Field::Provider))));
    }
}
