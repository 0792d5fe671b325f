//! The zip archive a workbook is, with bounds on what its parts may grow to.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::SheetError;
use super::xml::Xml;

/// How many bytes a byte of the archive may become, how many are always allowed, and how many never: a sheet shrinks to a
/// tenth, seldom to a fiftieth; an archive that would grow past this is made to fill a memory.
const MOST_GROWTH: u64 = 200;
const ALWAYS_ALLOWED: u64 = 64 << 20;
const NEVER_ALLOWED: u64 = 2 << 30;

/// Most parts of a workbook: each sheet is one, each picture, each table.
const MOST_PARTS: usize = 10_000;

/// A part being read.
pub type Part<'a, R> = Xml<BufReader<Declared<ZipFile<'a, R>>>>;

/// The archive, looked through.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    /// Number of each part by its name in lower case: names of parts are compared without it.
    numbers: BTreeMap<String, usize>,
    allowed: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the directory and adds up what it declares, before anything is decompressed.
    pub fn open(mut reader: R) -> Result<Archive<R>, SheetError> {
        let length = reader.seek(SeekFrom::End(0)).map_err(SheetError::Io)?;
        let allowed = length.saturating_mul(MOST_GROWTH).clamp(ALWAYS_ALLOWED, NEVER_ALLOWED);
        let zip = ZipArchive::new(reader).map_err(refused)?;
        if zip.len() > MOST_PARTS {
            return Err(SheetError::Damaged("more parts than a workbook has"));
        }
        let (mut numbers, mut declared) = (BTreeMap::new(), 0u64);
        for number in 0..zip.len() {
            let entry = zip.by_index_data(number).map_err(refused)?;
            if entry.encrypted() {
                return Err(SheetError::Damaged("an encrypted part"));
            }
            declared = declared.saturating_add(entry.size());
            let name = entry.name().map_err(refused)?.replace('\\', "/").to_lowercase();
            numbers.entry(name).or_insert(number);
        }
        if declared > allowed {
            return Err(SheetError::TooLarge { limit: allowed });
        }
        Ok(Archive { zip, numbers, allowed })
    }

    /// Bytes that all parts together may grow to, and the text of a sheet.
    pub fn allowed(&self) -> u64 {
        self.allowed
    }

    /// Whether a part of this name exists.
    pub fn has(&self, name: &str) -> bool {
        self.numbers.contains_key(&name.to_lowercase())
    }

    /// What the directory declares of a part: how large it is.
    pub fn size(&mut self, name: &str) -> u64 {
        let entry = self.numbers.get(&name.to_lowercase()).and_then(|number| self.zip.by_index_data(*number).ok());
        entry.map_or(0, |entry| entry.size())
    }

    /// The first bytes of a part.
    pub fn head(&mut self, name: &str, most: u64) -> Result<Vec<u8>, SheetError> {
        let number = self.numbers.get(&name.to_lowercase()).ok_or(SheetError::Damaged("a part is missing"))?;
        let mut head = Vec::new();
        self.zip.by_index(*number).map_err(refused)?.take(most).read_to_end(&mut head).map_err(unread)?;
        Ok(head)
    }

    /// A part by its name, without a slash before it.
    pub fn part(&mut self, name: &str) -> Result<Option<Part<'_, R>>, SheetError> {
        let Some(&number) = self.numbers.get(&name.to_lowercase()) else {
            return Ok(None);
        };
        let file = self.zip.by_index(number).map_err(refused)?;
        let left = file.size();
        Ok(Some(Xml::new(BufReader::new(Declared { inner: file, left }))))
    }

    /// A part that another names.
    pub fn needed(&mut self, name: &str) -> Result<Part<'_, R>, SheetError> {
        self.part(name)?.ok_or(SheetError::Damaged("a part is missing"))
    }
}

fn refused(error: ZipError) -> SheetError {
    match error {
        ZipError::Io(error) => unread(error),
        ZipError::CompressionMethodNotSupported(_) => SheetError::Damaged("a part is compressed in an unusual way"),
        _ => SheetError::Damaged("the archive's directory is not whole"),
    }
}

/// What a decompressor or the end of the file says is damage; the rest is the operating system's.
pub fn unread(error: io::Error) -> SheetError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::InvalidData
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::Other => SheetError::Damaged("a part is cut off or was changed"),
        _ => SheetError::Io(error),
    }
}

/// Ends with an error where a part is longer than the directory declares: the bound on the sum would be worth nothing if
/// a directory could lie.
pub struct Declared<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Declared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => {
                self.left = left;
                Ok(count)
            }
            None => Err(io::Error::new(io::ErrorKind::InvalidData, "longer than declared")),
        }
    }
}
