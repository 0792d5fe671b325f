//! A file in blocks of whole records, so that a file of any size is read with little memory.

use std::io::{self, Read};

use crate::error::Kind;
use crate::records;

/// Bytes read at a time.
const USUAL: usize = 16 << 20;

/// Most bytes of one record: a quoted field without end must not eat the memory.
pub const LONGEST_RECORD: usize = 1 << 20;

/// Hands out the file from `body` on, block by block.
pub struct Blocks<R> {
    reader: R,
    hasher: blake3::Hasher,
    /// What was read and not yet handed out.
    bytes: Vec<u8>,
    /// Memory of a block that is done with.
    spare: Vec<u8>,
    block: usize,
    ended: bool,
}

/// Why there is no next block.
pub enum Stop {
    /// Reading failed.
    Io(io::Error),
    /// The record that starts the rest is longer than a record may be; its row is the next one.
    TooLong,
    /// The record that starts the rest has a quote that is never closed, in this column.
    Unclosed(usize),
}

impl<R: Read> Blocks<R> {
    /// `block`: bytes at a time, 0 for the usual.
    pub fn new(reader: R, block: usize) -> Blocks<R> {
        let block = if block == 0 { USUAL } else { block };
        Blocks { reader, hasher: blake3::Hasher::new(), bytes: Vec::new(), spare: Vec::new(), block, ended: false }
    }

    /// Passes over the first bytes: the byte-order mark, the lines above the header and the header.
    pub fn skip(&mut self, count: usize) -> io::Result<()> {
        while self.bytes.len() < count && !self.ended {
            self.fill()?;
        }
        self.bytes.drain(..count.min(self.bytes.len()));
        Ok(())
    }

    fn fill(&mut self) -> io::Result<()> {
        let before = self.bytes.len();
        let count = (&mut self.reader).take(self.block as u64).read_to_end(&mut self.bytes)?;
        self.ended = count == 0;
        self.hasher.update_rayon(&self.bytes[before..]);
        Ok(())
    }

    /// The next block of whole records; `None` behind the last. The last record needs no line end.
    pub fn next(&mut self, delimiter: u8) -> Result<Option<Vec<u8>>, Stop> {
        loop {
            if !self.ended {
                self.fill().map_err(Stop::Io)?;
            }
            let boundary = records::last_boundary(&self.bytes, delimiter);
            let rest = self.bytes.len() - boundary.end;
            if rest > LONGEST_RECORD && boundary.end == 0 {
                return Err(Stop::TooLong);
            }
            if self.ended {
                if boundary.open {
                    return if boundary.end == 0 { Err(self.unclosed(delimiter)) } else { self.hand_out(boundary.end) };
                }
                return if self.bytes.is_empty() { Ok(None) } else { self.hand_out(self.bytes.len()) };
            }
            if boundary.end > 0 {
                return self.hand_out(boundary.end);
            }
        }
    }

    fn hand_out(&mut self, end: usize) -> Result<Option<Vec<u8>>, Stop> {
        let mut rest = std::mem::take(&mut self.spare);
        rest.clear();
        rest.extend_from_slice(&self.bytes[end..]);
        let mut block = std::mem::replace(&mut self.bytes, rest);
        block.truncate(end);
        Ok(Some(block))
    }

    /// Takes back the memory of a block.
    pub fn give_back(&mut self, block: Vec<u8>) {
        self.spare = block;
    }

    fn unclosed(&self, delimiter: u8) -> Stop {
        // The fields before the quote are whole, so they are all that is found.
        let mut whole = Vec::new();
        let end = records::next(&self.bytes, 0, delimiter, &mut whole);
        debug_assert_eq!(end, None, "the quote is closed");
        Stop::Unclosed(whole.len())
    }

    /// BLAKE3 of all bytes, in hexadecimal.
    pub fn hash(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }
}

/// Where a record is longer than a record may be, the same is said whatever the size of the blocks: that no quote closes
/// it further on is known only to those who read on.
pub fn too_long(row: u64) -> Kind {
    Kind::RowTooLong { row, limit: LONGEST_RECORD }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, block: usize) -> Result<Vec<String>, &'static str> {
        let (mut blocks, mut all) = (Blocks::new(text.as_bytes(), block), Vec::new());
        blocks.skip(2).unwrap();
        loop {
            match blocks.next(b';') {
                Ok(Some(bytes)) => {
                    all.push(String::from_utf8(bytes.clone()).unwrap());
                    blocks.give_back(bytes);
                }
                Ok(None) => return Ok(all),
                Err(Stop::Unclosed(1)) => return Err("open"),
                Err(_) => return Err("other"),
            }
        }
    }

    #[test]
    fn any_block_size_gives_the_same_whole_records() {
        let text = "h\na;b\n\"c\nd\";e\nf;g";
        for block in 1..40 {
            let found = blocks(text, block).unwrap();
            assert_eq!(found.concat(), &text[2..], "{block}");
            assert!(found[..found.len() - 1].iter().all(|b| b.ends_with('\n') && b.matches('"').count() % 2 == 0));
        }
    }

    #[test]
    fn an_open_quote_is_found_behind_the_last_whole_record() {
        for block in [1, 3, 100] {
            assert_eq!(blocks("h\na;b\nc;\"d\ne;f\n", block), Err("open"));
        }
    }
}
