//! A column of numbers as bytes: what each is above the least of them, in as few bytes as the greatest needs.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use kvittens_model::{Double, Local, Method, Performed, VisitId};
use serde::{Deserialize, Serialize};

/// Bytes that are read, held against their hash and unpacked at a time: they stay in the cache of a core.
const BLOCK: usize = 1 << 17;

/// Something that stands in a column, as a number and back.
pub trait Cell: Copy + Send + Sync {
    /// Its number.
    fn number(self) -> u64;
    /// Of its number; anything of a number that is none of theirs.
    fn of(number: u64) -> Self;
}

macro_rules! number {
    ($($type:ty),*) => {$(
        #[allow(clippy::cast_possible_truncation, reason = "a number that was one of these")]
        impl Cell for $type {
            fn number(self) -> u64 {
                // What does not stand is the greatest; as the least it leaves the others few bytes.
                u64::from(self.wrapping_add(1))
            }

            fn of(number: u64) -> $type {
                (number as $type).wrapping_sub(1)
            }
        }
    )*};
}

number!(u8, u16, u32);

impl Cell for VisitId {
    fn number(self) -> u64 {
        self.order().wrapping_add(1)
    }

    fn of(number: u64) -> VisitId {
        VisitId::from_order(number.wrapping_sub(1))
    }
}

impl Cell for Local {
    fn number(self) -> u64 {
        u64::from(self.seconds().cast_unsigned())
    }

    #[allow(clippy::cast_possible_truncation, reason = "a number that was one of these")]
    fn of(number: u64) -> Local {
        Local::from_seconds((number as u32).cast_signed())
    }
}

macro_rules! word {
    ($($type:ty: $all:expr),*) => {$(
        impl Cell for $type {
            fn number(self) -> u64 {
                self as u64
            }

            fn of(number: u64) -> $type {
                const ALL: &[$type] = &$all;
                usize::try_from(number).ok().and_then(|at| ALL.get(at)).copied().unwrap_or(ALL[0])
            }
        }
    )*};
}

word!(Method: Method::ALL, Performed: Performed::ALL, Double: [Double::No, Double::Yes]);

/// Where a column's bytes stand, and how they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    count: u64,
    least: u64,
    width: u8,
    hash: [u8; blake3::OUT_LEN],
}

impl Head {
    /// How many bytes the column is.
    pub fn bytes(&self) -> Option<u64> {
        self.count.checked_mul(u64::from(self.width))
    }
}

/// A column, whatever it is of.
pub trait Column: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// Its bytes.
    fn pack(&self) -> (Head, Vec<u8>);
    /// Takes what stands at a place of a file in place of what it holds.
    ///
    /// # Errors
    /// What cannot be read, or is not as it was written.
    fn unpack(&mut self, head: &Head, file: &mut File, at: u64) -> io::Result<()>;
}

impl<T: Cell> Column for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn pack(&self) -> (Head, Vec<u8>) {
        let numbers = || self.iter().map(|cell| cell.number());
        let (least, most) =
            numbers().fold((u64::MAX, 0), |(least, most), number| (number.min(least), number.max(most)));
        let least = least.min(most);
        let width: u8 = match most - least {
            0 => 0,
            1..=0xff => 1,
            0x100..=0xffff => 2,
            0x1_0000..=0xffff_ffff => 4,
            _ => 8,
        };
        let mut bytes = Vec::with_capacity(self.len() * usize::from(width));
        numbers().for_each(|number| {
            bytes.extend_from_slice(&(number - least).to_le_bytes()[..usize::from(width)]);
        });
        let hash = *blake3::hash(&bytes).as_bytes();
        (Head { count: self.len() as u64, least, width, hash }, bytes)
    }

    fn unpack(&mut self, head: &Head, file: &mut File, at: u64) -> io::Result<()> {
        let count = usize::try_from(head.count).map_err(|_| altered())?;
        self.clear();
        if head.width == 0 {
            self.resize(count, T::of(head.least));
            return Ok(());
        }
        self.reserve_exact(count);
        let mut rest = usize::try_from(head.bytes().ok_or_else(altered)?).map_err(|_| altered())?;
        let (mut hasher, mut block) = (blake3::Hasher::new(), vec![0; BLOCK.min(rest)]);
        file.seek(SeekFrom::Start(at))?;
        while rest > 0 {
            let bytes = &mut block[..BLOCK.min(rest)];
            file.read_exact(bytes)?;
            hasher.update(bytes);
            match head.width {
                1 => self.extend(bytes.iter().map(|byte| T::of(head.least.wrapping_add(u64::from(*byte))))),
                2 => each(bytes, self, |bytes| head.least.wrapping_add(u64::from(u16::from_le_bytes(bytes)))),
                4 => each(bytes, self, |bytes| head.least.wrapping_add(u64::from(u32::from_le_bytes(bytes)))),
                8 => each(bytes, self, |bytes| head.least.wrapping_add(u64::from_le_bytes(bytes))),
                _ => return Err(altered()),
            }
            rest -= bytes.len();
        }
        if self.len() == count && hasher.finalize() == head.hash { Ok(()) } else { Err(altered()) }
    }
}

fn each<T: Cell, const N: usize>(bytes: &[u8], column: &mut Vec<T>, number: impl Fn([u8; N]) -> u64) {
    column.extend(bytes.as_chunks::<N>().0.iter().map(|bytes| T::of(number(*bytes))));
}

/// It is not as it was written.
pub fn altered() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn again<T: Cell + PartialEq + std::fmt::Debug>(column: &Vec<T>) -> (u8, usize) {
        let (head, bytes) = column.pack();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"xyz").unwrap();
        file.write_all(&bytes).unwrap();
        let mut read: Vec<T> = Vec::new();
        read.unpack(&head, &mut file, 3).unwrap();
        assert_eq!(&read, column);
        (head.width, bytes.len())
    }

    #[test]
    fn a_column_takes_as_few_bytes_as_it_needs() {
        assert_eq!(again(&vec![7_u32; 1000]), (0, 0));
        assert_eq!(again(&Vec::<u32>::new()), (0, 0));
        assert_eq!(again(&vec![u32::MAX, 0, 254]), (1, 3), "what does not stand is next to the least");
        assert_eq!(again(&vec![u32::MAX, 0, 255]), (2, 6));
        assert_eq!(again(&vec![0_u32, 1 << 16]), (4, 8));
        assert_eq!(again(&vec![VisitId::NONE, VisitId::from_digits(b"0001").unwrap()]).0, 8);
        assert_eq!(again(&Method::ALL.to_vec()), (1, 9));
        assert_eq!(again(&Performed::ALL.to_vec()), (1, 7));
        let times = vec![Local::from_seconds(700_000_000), Local::from_seconds(700_065_535)];
        assert_eq!(again(&times), (2, 4));
        assert_eq!(again(&vec![Local::NONE, Local::from_seconds(700_000_000)]).0, 4);
    }

    #[test]
    fn a_turned_bit_is_seen() {
        let column: Vec<u32> = (0..300).collect();
        let (head, mut bytes) = column.pack();
        bytes[17] ^= 4;
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        assert!(Vec::<u32>::new().unpack(&head, &mut file, 0).is_err());
    }

    proptest! {
        #[test]
        fn every_column_is_read_as_it_was(numbers in prop::collection::vec(any::<u32>(), 0..300), shift in 0..32_u32) {
            again(&numbers.iter().map(|number| number >> shift).collect());
            again(&numbers.iter().map(|number| Local::from_seconds((number >> shift).cast_signed())).collect());
            again(&numbers.iter().map(|number| VisitId::from_order(u64::from(*number) << shift)).collect());
        }
    }
}
