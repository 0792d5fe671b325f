//! From the bytes of a delivery to plain text in UTF-8 or Windows-1252: standard input, gzip, zstd, UTF-16. What it is
//! is told by the first bytes, never by the ending.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use encoding_rs::{UTF_16BE, UTF_16LE};

/// How many bytes a compressed byte may become, and how many are always allowed: an export shrinks to a tenth, seldom to a
/// fiftieth; a file that would grow past this is made to fill a disk or a memory.
const MOST_GROWTH: u64 = 200;
const ALWAYS_ALLOWED: u64 = 64 << 20;

/// Most bytes of UTF-16 and of standard input, which are held in memory.
const MOST_HELD: u64 = 4 << 30;

/// Where a file's bytes are.
#[derive(Clone, Debug)]
pub enum Content {
    /// In a file.
    File(PathBuf),
    /// Read from standard input.
    Held(Vec<u8>),
    /// Text that was made of what was delivered.
    Made {
        /// The text.
        text: Vec<u8>,
        /// What was delivered.
        from: Box<Content>,
        /// What it was: `xlsx` or `parquet`.
        form: &'static str,
    },
}

/// The length of a file and when it was last written: where either changes, somebody wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// Of a file as it looks now; standard input has none.
    ///
    /// # Errors
    /// As asking for it.
    pub fn of(path: Option<&Path>) -> io::Result<Stamp> {
        let Some(path) = path else { return Ok(Stamp::default()) };
        let metadata = path.metadata()?;
        Ok(Stamp { length: metadata.len(), modified: metadata.modified().ok() })
    }
}

/// The text grew past every size an export can have.
#[derive(Debug, thiserror::Error)]
#[error("more than {0} bytes")]
pub struct TooLarge(pub u64);

/// UTF-16 that is cut off inside a letter, and the row in which it ends.
#[derive(Debug, thiserror::Error)]
#[error("row {0}: no whole UTF-16")]
pub struct BrokenUtf16(pub u64);

impl Content {
    /// All of standard input.
    ///
    /// # Errors
    /// As reading it, and past the size that is held in memory.
    pub fn standard_input() -> io::Result<Content> {
        let mut bytes = Vec::new();
        Limited { inner: io::stdin().lock(), left: MOST_HELD, limit: MOST_HELD }.read_to_end(&mut bytes)?;
        Ok(Content::Held(bytes))
    }

    /// Where the bytes lie, where they are a file's.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Content::File(path) => Some(path),
            Content::Held(_) => None,
            Content::Made { from, .. } => from.path(),
        }
    }

    /// What the text was made of, where it was made.
    pub fn form(&self) -> Option<&'static str> {
        match self {
            Content::Made { form, .. } => Some(form),
            _ => None,
        }
    }

    /// The bytes as they were delivered, and how many.
    ///
    /// # Errors
    /// As opening the file.
    pub fn bytes(&self) -> io::Result<(Text<'_>, u64)> {
        Ok(match self {
            Content::Made { from, .. } => return from.bytes(),
            Content::File(path) => {
                let file = File::open(path)?;
                let length = file.metadata()?.len();
                (Box::new(file), length)
            }
            Content::Held(bytes) => (Box::new(bytes.as_slice()), bytes.len() as u64),
        })
    }

    /// The text, decompressed and out of UTF-16.
    ///
    /// # Errors
    /// As reading it; [`TooLarge`] inside an [`io::Error`] comes later, while it is read.
    pub fn open(&self) -> io::Result<Opened<'_>> {
        if let Content::Made { text, .. } = self {
            return Ok(Opened { text: Box::new(text.as_slice()), plain: false });
        }
        let (raw, length) = self.bytes()?;
        let limit = length.saturating_mul(MOST_GROWTH).max(ALWAYS_ALLOWED);
        let (first, raw) = peek(raw, 4)?;
        let unpacked: Text<'_> = match first[..] {
            [0x1f, 0x8b, ..] => Box::new(flate2::read::MultiGzDecoder::new(raw)),
            [0x28, 0xb5, 0x2f, 0xfd] => Box::new(zstd::Decoder::new(raw)?),
            _ => return narrow(raw, true),
        };
        narrow(Box::new(Limited { inner: unpacked, left: limit, limit }), false)
    }

    /// BLAKE3 of the bytes as they were delivered, in hexadecimal.
    ///
    /// # Errors
    /// As reading them.
    pub fn hash(&self) -> io::Result<String> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(self.bytes()?.0)?;
        Ok(hasher.finalize().to_hex().to_string())
    }
}

/// A reader of text.
pub type Text<'a> = Box<dyn Read + Send + 'a>;

/// The text of a content.
pub struct Opened<'a> {
    /// The text.
    pub text: Text<'a>,
    /// It stands in the file as it is, so that its hash is the file's.
    pub plain: bool,
}

/// The first bytes, and a reader that still has them.
fn peek(mut reader: Text<'_>, count: u64) -> io::Result<(Vec<u8>, Text<'_>)> {
    let mut first = Vec::new();
    (&mut reader).take(count).read_to_end(&mut first)?;
    Ok((first.clone(), Box::new(Cursor::new(first).chain(reader))))
}

/// Text out of UTF-16, where its mark says so.
fn narrow(reader: Text<'_>, plain: bool) -> io::Result<Opened<'_>> {
    let (first, text) = peek(reader, 2)?;
    let encoding = match first[..] {
        [0xff, 0xfe] => UTF_16LE,
        [0xfe, 0xff] => UTF_16BE,
        _ => return Ok(Opened { text, plain }),
    };
    let mut bytes = Vec::new();
    Limited { inner: text, left: MOST_HELD, limit: MOST_HELD }.read_to_end(&mut bytes)?;
    let (text, _) = encoding.decode_with_bom_removal(&bytes);
    // Half a pair of surrogates is but a letter that its system cut off; half a unit is a file that is.
    if bytes.len() % 2 != 0 {
        let row = text.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1;
        return Err(io::Error::other(BrokenUtf16(row)));
    }
    // The mark says UTF-8 to whoever reads on, though it came as something else.
    let marked = Cursor::new(b"\xef\xbb\xbf").chain(Cursor::new(text.into_owned().into_bytes()));
    Ok(Opened { text: Box::new(marked), plain: false })
}

/// Stops with [`TooLarge`] past so many bytes.
struct Limited<R> {
    inner: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => {
                self.left = left;
                Ok(count)
            }
            None => Err(io::Error::other(TooLarge(self.limit))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::error::Kind;

    fn text(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        Content::Held(bytes).open()?.text.read_to_string(&mut text)?;
        Ok(text)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_wrapping_comes_off() {
        let plain = "Utförare;Kund\nÖ;1\n";
        let wide: Vec<u8> = [0xfeff].into_iter().chain(plain.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let marked = format!("\u{feff}{plain}");
        assert_eq!(text(plain.into()).unwrap(), plain);
        assert_eq!(text(gzip(plain.as_bytes())).unwrap(), plain);
        assert_eq!(text([gzip(b"a\n"), gzip(b"b\n")].concat()).unwrap(), "a\nb\n", "two members are one file");
        assert_eq!(text(zstd::encode_all(plain.as_bytes(), 1).unwrap()).unwrap(), plain);
        assert_eq!(text(wide.clone()).unwrap(), marked);
        assert_eq!(text(gzip(&wide)).unwrap(), marked);
    }

    #[test]
    fn a_file_made_to_fill_the_memory_is_stopped() {
        let zeros = vec![b'0'; 70 << 20];
        for bomb in [gzip(&zeros), zstd::encode_all(zeros.as_slice(), 1).unwrap()] {
            let error = text(bomb).unwrap_err();
            assert!(error.get_ref().is_some_and(|inner| inner.is::<TooLarge>()), "{error}");
        }
    }

    #[test]
    fn a_cut_off_or_damaged_archive_is_told_from_what_the_system_refuses() {
        let plain = b"Kund;Start\n".repeat(1000);
        for whole in [gzip(&plain), zstd::encode_all(plain.as_slice(), 1).unwrap()] {
            let mut damaged = whole.clone();
            let middle = whole.len() / 2;
            damaged[middle] ^= 0xff;
            for bytes in [whole[..middle].to_vec(), damaged] {
                assert!(matches!(Kind::from(text(bytes).unwrap_err()), Kind::Damaged(_)));
            }
        }
        let refused = Content::File("/no/such/file".into()).open().err().unwrap();
        assert!(matches!(Kind::from(refused), Kind::Io(_)));
    }

    #[test]
    fn utf16_that_is_cut_off_inside_a_letter_is_not_read_as_if_it_were_whole() {
        let wide: Vec<u8> = [0xfeff].into_iter().chain("a\nö\nb".encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(wide.clone()).unwrap(), "\u{feff}a\nö\nb");
        let error = text(wide[..wide.len() - 1].to_vec()).unwrap_err();
        assert!(matches!(Kind::from(error), Kind::Utf16 { row: 3 }));
    }
}
