//! Files that were cut off or altered: an error, never a panic and never another month.

use super::*;
use crate::registrations::RegistrationsError;

fn read(bytes: Vec<u8>) -> Result<Vec<Piece>, RegistrationsError> {
    Table::open(bytes.into(), false)?.read("lager.parquet", None, &[], &|_, _| {})
}

/// A month of few rows, so that footer and rows are of like size.
static SMALL: LazyLock<(Vec<u8>, Vec<Texts>)> = LazyLock::new(|| {
    let mut month = MONTH.clone();
    month.rows = Default::default();
    (0..40).for_each(|at| month.rows.push(MONTH.rows.get(at)));
    let bytes = written(&month).to_vec();
    (bytes, of_month(&month))
});

/// Where the metadata starts; everything before it but the page indexes is sealed.
fn footer(bytes: &[u8]) -> usize {
    let length: [u8; 4] = bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap();
    bytes.len() - 8 - u32::from_le_bytes(length) as usize
}

#[test]
fn a_file_cut_off_anywhere_is_an_error() {
    let (bytes, _) = &*SMALL;
    for cut in (0..bytes.len()).step_by(1 + bytes.len() / 300) {
        assert!(read(bytes[..cut].to_vec()).is_err(), "{cut}");
        assert!(read(bytes[cut..].to_vec()).is_err() || cut == 0, "without the first {cut}");
    }
}

#[test]
fn a_turned_bit_is_an_error_or_changes_no_row() {
    let (bytes, before) = &*SMALL;
    let (mut refused, mut read_all) = (0, 0);
    for at in (0..bytes.len()).step_by(1 + bytes.len() / 700) {
        let mut altered = bytes.clone();
        altered[at] ^= 1 << (at % 8);
        match read(altered) {
            Err(_) => refused += 1,
            Ok(pieces) => {
                read_all += 1;
                assert_eq!(&of_pieces(&pieces), before, "byte {at} of {}", bytes.len());
            }
        }
    }
    assert!(refused > 200 && read_all > 10, "{refused} refused, {read_all} read: page indexes may be altered");
}

#[test]
fn a_turned_bit_in_a_row_group_is_an_error() {
    let (bytes, _) = &*SMALL;
    let sealed: usize = {
        let text = String::from_utf8_lossy(&bytes[footer(bytes)..]).into_owned();
        let at = text.find("kvittens.seal").unwrap();
        let digits = text[at + 13..].trim_start_matches(|c: char| !c.is_ascii_digit());
        digits.split(' ').next().unwrap().parse().unwrap()
    };
    assert!(sealed > 1000 && sealed < footer(bytes));
    for at in (0..sealed).step_by(1 + sealed / 200) {
        let mut altered = bytes.clone();
        altered[at] ^= 0x10;
        assert!(matches!(read(altered), Err(RegistrationsError::Damaged(_))), "{at}");
    }
}

#[test]
fn any_damage_to_a_table_of_others_gives_rows_or_an_error() {
    // Ours without the metadata that says so has no seal: what the Parquet reader meets is met.
    let mut bytes = SMALL.0.clone();
    let at = bytes.windows(15).rposition(|word| word == b"kvittens.schema").unwrap();
    bytes[at] = b'K';
    assert!(!Table::open(bytes.clone().into(), false).unwrap().is_ours());
    let mut random = 1_u32;
    for _ in 0..600 {
        let mut altered = bytes.clone();
        for _ in 0..3 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (random >> 4) as usize % altered.len();
            altered[at] = altered[at].wrapping_add(1 << (random % 8));
        }
        if let Ok(pieces) = read(altered) {
            of_pieces(&pieces);
        }
    }
}

#[test]
fn bytes_that_are_no_parquet_are_an_error() {
    for bytes in [&b""[..], b"PAR1", b"PAR1PAR1", b"PAR1\0\0\0\0PAR1", b"Utf\xf6rare;Kund\n"] {
        assert!(matches!(read(bytes.to_vec()), Err(RegistrationsError::Damaged(_))));
    }
}
