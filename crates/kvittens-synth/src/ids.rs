//! Ids as the exports write them.

use std::ops::Deref;

use crate::calendar::digits;
use crate::people::Provider;

/// A letter and a number with zeros before it.
pub(crate) struct Id {
    text: [u8; 12],
    length: usize,
}

impl Id {
    fn new(letter: &[u8], number: u32, width: usize) -> Id {
        let places = number.checked_ilog10().map_or(1, |log| log as usize + 1).max(width);
        let length = letter.len() + places;
        let mut text = [0; 12];
        text[..letter.len()].copy_from_slice(letter);
        digits(number, &mut text[letter.len()..length]);
        Id { text, length }
    }
}

impl Deref for Id {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.text[..self.length]
    }
}

/// `00000001`.
pub(crate) fn visit_id(id: u32) -> Id {
    Id::new(b"", id, 8)
}

/// `B000025`.
pub(crate) fn customer_id(provider: &Provider, customer: u32) -> Id {
    Id::new(b"B", provider.first_customer + customer, 6)
}

/// From here on staff are not people but names for many: `VIK00`.
pub(crate) const STAND_IN: u32 = 1_000_000;

/// `P0100012`: two digits for the provider, five for the person.
pub(crate) fn staff_id(provider: u32, staff: u32) -> Id {
    match staff.checked_sub(STAND_IN) {
        Some(place) => Id::new(b"VIK", place, 2),
        None => Id::new(b"P", provider * 100_000 + staff, 7),
    }
}

/// `E0100012`: a phone, by whose it is.
pub(crate) fn phone_id(provider: u32, staff: u32) -> Id {
    Id::new(b"E", provider * 100_000 + staff, 7)
}

/// `TB000025`: the tag of a customer's home; `TX00000001`: any other.
pub(crate) fn tag_id(provider: &Provider, customer: u32, other: Option<u32>) -> Id {
    match other {
        Some(number) => Id::new(b"TX", number, 8),
        None => Id::new(b"TB", provider.first_customer + customer, 6),
    }
}

/// `TX00000001`: a tag that hangs in no home of its own.
pub(crate) fn tag_text(number: u32) -> String {
    String::from_utf8_lossy(&Id::new(b"TX", number, 8)).into_owned()
}

/// Visits that are not ordinary have their ids from here on.
pub(crate) const FIRST_EXTRA: u32 = 90_000_000;

/// Hands out visit ids: ordinary ones in the order of the file, extra ones from [`FIRST_EXTRA`].
pub(crate) struct VisitIds {
    next: u32,
    next_extra: u32,
}

impl VisitIds {
    pub(crate) fn new() -> VisitIds {
        VisitIds { next: 1, next_extra: FIRST_EXTRA }
    }

    pub(crate) fn ordinary(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    pub(crate) fn extra(&mut self) -> u32 {
        self.next_extra += 1;
        self.next_extra - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_zeros_before_and_room_behind() {
        assert_eq!(&*visit_id(1), b"00000001");
        assert_eq!(&*visit_id(123_456_789), b"123456789");
        assert_eq!(&*Id::new(b"B", 25, 6), b"B000025");
        assert_eq!(&*Id::new(b"B", 0, 6), b"B000000");
    }
}
