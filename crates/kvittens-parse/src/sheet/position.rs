//! Where a cell says it stands.

/// Most rows and columns of a sheet.
pub const ROWS: u32 = 1_048_576;
pub const COLUMNS: u32 = 16_384;

/// `B7` as row 6 and column 1; `None` where it is no place of a sheet.
pub fn of_cell(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = text.split_at(letters);
    let column = column.bytes().try_fold(0u32, |sum, letter| {
        let sum = sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        (sum <= COLUMNS).then_some(sum)
    })?;
    Some((of_row(row)?, column.checked_sub(1)?))
}

/// `7` as row 6.
pub fn of_row(text: &str) -> Option<u32> {
    text.parse().ok().filter(|row| (1..=ROWS).contains(row)).map(|row| row - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_inside_the_sheet_or_none() {
        assert_eq!(of_cell("A1"), Some((0, 0)));
        assert_eq!(of_cell("b7"), Some((6, 1)));
        assert_eq!(of_cell("AA10"), Some((9, 26)));
        assert_eq!(of_cell("XFD1048576"), Some((1_048_575, 16_383)));
        for text in ["XFE1", "A1048577", "A0", "A", "7", "", "A-1", "ZZZZZZZZZZZ1", "A99999999999", "Å1", "A1B"] {
            assert_eq!(of_cell(text), None, "{text}");
        }
    }
}
