//! The first records of a text, and how large all of it is.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::source::HEAD;

/// Bytes of text looked at where it is packed: enough that what the unpacker has read ahead hardly counts.
const OF_PACKED: u64 = 4 << 20;

/// Bytes that an unpacker reads ahead.
const AHEAD: usize = 4 << 10;

/// The first bytes of a text.
#[derive(Debug)]
pub struct Sample {
    /// UTF-8 or Windows-1252.
    pub text: Vec<u8>,
    /// Bytes of the whole text, about.
    pub whole: u64,
    /// Bytes that are held while the text is read.
    pub held: u64,
}

impl Sample {
    /// Of a file, unpacked.
    ///
    /// # Errors
    /// As reading it.
    pub fn of(path: &Path) -> io::Result<Sample> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut first = Vec::new();
        (&mut file).take(18).read_to_end(&mut first)?;
        file.rewind()?;
        let taken = Cell::new(0);
        let packed = BufReader::with_capacity(AHEAD, Counted { inner: &file, count: &taken });
        let (text, told) = match first[..] {
            [0x1f, 0x8b, ..] => (head(flate2::bufread::MultiGzDecoder::new(packed), OF_PACKED)?, gzip_size(&file)),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => {
                let told = zstd::zstd_safe::get_frame_content_size(&first).ok().flatten();
                (head(zstd::Decoder::with_buffer(packed)?, OF_PACKED)?, told)
            }
            _ => return Ok(Sample { text: head(&file, HEAD)?, whole: length, held: 0 }.narrowed()),
        };
        let seen = text.len() as u64;
        // Where all of it was unpacked, that is its size.
        let whole = if seen < OF_PACKED { seen } else { grown(seen, taken.get(), length, told, first[0] == 0x1f) };
        Ok(Sample { text, whole, held: 0 }.narrowed())
    }

    /// UTF-16 is decoded whole before it is read, so that both are held.
    fn narrowed(mut self) -> Sample {
        let encoding = match self.text[..] {
            [0xff, 0xfe, ..] => UTF_16LE,
            [0xfe, 0xff, ..] => UTF_16BE,
            _ => return self,
        };
        let wide = self.text.len().max(1) as u64;
        let text = encoding.decode_with_bom_removal(&self.text).0.into_owned().into_bytes();
        let whole = share(self.whole, text.len() as u64, wide);
        self.held = self.whole.saturating_add(whole);
        self.text = text;
        self.whole = whole;
        self
    }

    /// Whether the text goes on.
    pub fn is_cut(&self) -> bool {
        (self.text.len() as u64) < self.whole
    }

    /// Lines of the whole text behind so many bytes, by the length of the first ones.
    pub fn lines_from(&self, body: usize) -> u64 {
        let seen = self.text.get(body..).unwrap_or_default();
        let open = u64::from(!self.is_cut() && !seen.is_empty() && !seen.ends_with(b"\n"));
        let lines = memchr::memchr_iter(b'\n', seen).count() as u64 + open;
        share(self.whole.saturating_sub(body as u64), lines, (seen.len() as u64).max(1))
    }
}

/// `of * part / whole`, rounded up.
fn share(of: u64, part: u64, whole: u64) -> u64 {
    u64::try_from((u128::from(of) * u128::from(part)).div_ceil(u128::from(whole))).unwrap_or(u64::MAX)
}

fn head(reader: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(most).read_to_end(&mut head)?;
    Ok(head)
}

/// The size of a packed text: what the file tells, where the first bytes bear it out, else as they grew. `wraps`: what is
/// told is only its last 32 bits, and of the last part where several were packed one after the other.
fn grown(seen: u64, taken: u64, length: u64, told: Option<u64>, wraps: bool) -> u64 {
    const WRAP: u64 = 1 << 32;
    let measured = share(length, seen, taken.max(1));
    let whole = |told: u64| {
        let rounds = if wraps { measured.saturating_sub(told).saturating_add(WRAP / 2) / WRAP } else { 0 };
        told.saturating_add(rounds * WRAP)
    };
    let borne_out = |told: &u64| (measured / 2..=measured.saturating_mul(2)).contains(told);
    // The unpacker has read ahead, so the first bytes seem to have grown less than they have.
    told.map(whole).filter(borne_out).unwrap_or(measured.saturating_add(measured / 8))
}

/// The last four bytes of a gzip file.
fn gzip_size(mut file: &File) -> Option<u64> {
    let mut last = [0; 4];
    file.seek(SeekFrom::End(-4)).ok()?;
    file.read_exact(&mut last).ok()?;
    Some(u64::from(u32::from_le_bytes(last)))
}

/// Counts what is read.
struct Counted<'a, R> {
    inner: R,
    count: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_told_size_counts_where_the_first_bytes_bear_it_out() {
        // A tenth, 100 packed bytes.
        assert_eq!(grown(40, 4, 100, Some(900), false), 900);
        assert_eq!(grown(40, 4, 100, Some(20), false), 1125);
        assert_eq!(grown(40, 4, 100, None, true), 1125);
    }

    #[test]
    fn a_size_told_in_32_bits_is_wound_on() {
        let six = 6_400_000_000_u64;
        assert_eq!(grown(10, 1, six / 10, Some(six % (1 << 32)), true), six);
        assert_eq!(grown(10, 1, 400_000_000, Some(4_100_000_000), true), 4_100_000_000);
    }
}
