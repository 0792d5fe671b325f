//! A seal over the row groups, in the table's metadata. Parquet has no check of its own that covers every byte, and a
//! turned bit in a compressed page can decode to another customer's id. A table of ours whose bytes are not those that
//! were written is refused before a row of it is read.

use std::io::{self, Write};

use parquet::file::metadata::RowGroupMetaData;

/// The metadata that holds the seal: how many bytes from the start of the file, and the BLAKE3 in hexadecimal of them and
/// of what the metadata says of the columns in them.
pub const KEY: &str = "kvittens.seal";

/// Passes bytes on and hashes them.
pub struct Sealing<W> {
    inner: W,
    hasher: blake3::Hasher,
}

impl<W> Sealing<W> {
    /// Nothing written yet.
    pub fn new(inner: W) -> Sealing<W> {
        Sealing { inner, hasher: blake3::Hasher::new() }
    }

    /// The seal over what was written so far, which is these row groups.
    pub fn seal(&self, groups: &[RowGroupMetaData]) -> String {
        let hash = self.hasher.clone().update(&told(groups)).finalize();
        format!("{} {}", self.hasher.count(), hash.to_hex())
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Where the pages of each column stand, how many values they have and how many nulls: what the reader goes by.
fn told(groups: &[RowGroupMetaData]) -> Vec<u8> {
    let mut told = Vec::new();
    for group in groups {
        told.extend(group.num_rows().to_le_bytes());
        for column in group.columns() {
            let nulls = column.statistics().and_then(|statistics| statistics.null_count_opt());
            let dictionary = column.dictionary_page_offset().unwrap_or(-1);
            told.extend(nulls.unwrap_or(u64::MAX).to_le_bytes());
            for number in [column.num_values(), column.compressed_size(), column.data_page_offset(), dictionary] {
                told.extend(number.to_le_bytes());
            }
        }
    }
    told
}

/// Whether the bytes of a file and its row groups are those its seal was made over.
pub fn holds(seal: &str, bytes: &[u8], groups: &[RowGroupMetaData]) -> bool {
    let sealed = || {
        let (count, hash) = seal.split_once(' ')?;
        let bytes = bytes.get(..count.parse().ok()?)?;
        let sealed = blake3::Hasher::new().update_rayon(bytes).update(&told(groups)).finalize();
        Some(sealed.to_hex().as_str() == hash)
    };
    sealed().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_for_its_bytes_and_whatever_stands_behind_them() {
        let mut sealing = Sealing::new(Vec::new());
        sealing.write_all(b"rows").unwrap();
        let seal = sealing.seal(&[]);
        assert!(holds(&seal, b"rows", &[]) && holds(&seal, b"rows and a footer", &[]));
    }

    #[test]
    fn other_bytes_fewer_bytes_or_no_seal_do_not_hold() {
        let mut sealing = Sealing::new(Vec::new());
        sealing.write_all(b"rows").unwrap();
        let seal = sealing.seal(&[]);
        assert!(!holds(&seal, b"raws", &[]) && !holds(&seal, b"row", &[]));
        assert!(!holds("", b"rows", &[]) && !holds("4 ", b"rows", &[]));
    }
}
