//! Ids as integers. A dictionary is sorted by text, so an id's number orders as its text does, whatever the order of
//! the rows it was read from.

use std::borrow::Cow;

/// A position in a [`Dictionary`], or [`NO_ID`].
pub type Id = u32;

/// The cell was empty or the column is not in the export.
pub const NO_ID: Id = u32::MAX;

/// Distinct texts in ascending byte order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    text: String,
    ends: Vec<u32>,
}

impl Dictionary {
    /// A dictionary of texts that are already sorted and distinct.
    ///
    /// # Panics
    /// When the texts together pass 4 GiB or are not sorted: both are errors of the caller.
    pub fn from_sorted<'a>(texts: impl IntoIterator<Item = &'a str>) -> Dictionary {
        let mut made = Dictionary::default();
        for text in texts {
            assert!(made.ends.is_empty() || made.text(made.len() - 1) < text, "dictionary texts must ascend");
            made.text.push_str(text);
            made.ends.push(u32::try_from(made.text.len()).expect("a dictionary holds under 4 GiB of text"));
        }
        made
    }

    /// All texts behind one another, and where each ends.
    pub fn parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }

    /// Of [`Dictionary::parts`]; `None` where they are none.
    pub fn from_parts(text: String, ends: Vec<u32>) -> Option<Dictionary> {
        let made = Dictionary { text, ends };
        let is_end = |end: &u32| made.text.is_char_boundary(*end as usize);
        let whole = made.ends.last().map_or(0, |end| *end as usize) == made.text.len();
        let ends = whole && made.ends.is_sorted() && made.ends.iter().all(is_end);
        (ends && made.iter().is_sorted_by(|a, b| a < b)).then_some(made)
    }

    /// The text of an id; empty for [`NO_ID`].
    pub fn text(&self, id: Id) -> &str {
        let Some(&end) = self.ends.get(id as usize) else {
            return "";
        };
        let start = if id == 0 { 0 } else { self.ends[id as usize - 1] };
        &self.text[start as usize..end as usize]
    }

    /// The text of an id, `None` for [`NO_ID`].
    pub fn get(&self, id: Id) -> Option<&str> {
        (id != NO_ID).then(|| self.text(id))
    }

    /// The id of a text.
    pub fn find(&self, text: &str) -> Option<Id> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.text(middle).cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// How many texts there are.
    #[allow(clippy::cast_possible_truncation, reason = "ids are u32, so there are never more")]
    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts in order; the position is the id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|id| self.text(id))
    }
}

/// Whether an id is one that a spreadsheet turned into a number: `8,06037E+13` (Q908). Several ids may have become this
/// one, so it is nobody's.
pub fn is_mangled(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let Some((whole, decimals)) = mantissa.split_once([',', '.']) else {
        return false;
    };
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|byte| byte.is_ascii_digit());
    whole.len() == 1 && digits(whole) && digits(decimals) && exponent.strip_prefix('+').is_some_and(digits)
}

/// A visit's id: up to 18 digits stand in the number itself, anything else is a position in [`Ids::visit`].
/// Orders as the text does among ids of digits and among the others; ids of digits come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitId(u64);

const WORD: u64 = 1 << 63;
const MOST_DIGITS: usize = 18;

impl VisitId {
    /// The export gives no id.
    pub const NONE: VisitId = VisitId(u64::MAX);

    /// An id that is all ASCII digits, at most 18; leading zeros are kept.
    /// Each digit is one of 1 to 10 in base 11, filled with 0 behind, which keeps the order of the texts.
    pub fn from_digits(text: &[u8]) -> Option<VisitId> {
        if text.is_empty() || text.len() > MOST_DIGITS {
            return None;
        }
        let mut packed = 0u64;
        for &byte in text {
            if !byte.is_ascii_digit() {
                return None;
            }
            packed = packed * 11 + u64::from(byte - b'0') + 1;
        }
        for _ in text.len()..MOST_DIGITS {
            packed *= 11;
        }
        Some(VisitId(packed))
    }

    /// A number that orders as the ids do.
    pub fn order(self) -> u64 {
        self.0
    }

    /// Of [`VisitId::order`].
    pub fn from_order(order: u64) -> VisitId {
        VisitId(order)
    }

    /// Whether all of it is digits.
    pub fn is_digits(self) -> bool {
        self.0 & WORD == 0
    }

    /// What is left of digits that start with zeros; `None` where they do not, or are nothing else.
    pub fn without_zeros(self) -> Option<VisitId> {
        const FIRST: u64 = 11u64.pow(17);
        let mut packed = self.0;
        while self.is_digits() && packed / FIRST == 1 {
            packed = (packed % FIRST) * 11;
        }
        (packed != self.0 && packed != 0).then_some(VisitId(packed))
    }

    /// An id that stands in [`Ids::visit`].
    pub fn from_word(id: Id) -> VisitId {
        VisitId(WORD | u64::from(id))
    }

    /// The position in [`Ids::visit`] of an id that is not all digits.
    #[allow(clippy::cast_possible_truncation, reason = "a word holds 32 bits by construction")]
    pub fn word(self) -> Option<Id> {
        (self != VisitId::NONE && self.0 & WORD != 0).then_some(self.0 as u32)
    }

    /// Whether the export gives an id.
    pub fn is_some(self) -> bool {
        self != VisitId::NONE
    }
}

/// All texts of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// Utförare.
    pub provider: Dictionary,
    /// Enhet.
    pub unit: Dictionary,
    /// Brukare.
    pub customer: Dictionary,
    /// Personal, entering staff among them.
    pub staff: Dictionary,
    /// Insats.
    pub service: Dictionary,
    /// Tagg.
    pub tag: Dictionary,
    /// The phone.
    pub device: Dictionary,
    /// The reason of a manual entry.
    pub reason: Dictionary,
    /// Dubbelid.
    pub double: Dictionary,
    /// Visit ids that are not all digits, and the keys (`~`…) of visits without an id.
    pub visit: Dictionary,
    /// Which services stand together.
    pub sets: ServiceSets,
}

impl Ids {
    /// A visit's id as the export writes it; empty for [`VisitId::NONE`].
    pub fn visit_text(&self, id: VisitId) -> Cow<'_, str> {
        if !id.is_some() {
            return Cow::Borrowed("");
        }
        if let Some(word) = id.word() {
            return Cow::Borrowed(self.visit.text(word));
        }
        let (mut digits, mut length, mut rest) = ([b'0'; MOST_DIGITS], 0, id.0);
        for at in (0..MOST_DIGITS).rev() {
            // Less than 11; 0 is the filling behind a short id.
            if let Some(digit) = (rest % 11).to_le_bytes()[0].checked_sub(1) {
                digits[at] += digit;
                length = length.max(at + 1);
            }
            rest /= 11;
        }
        Cow::Owned(String::from_utf8_lossy(&digits[..length]).into_owned())
    }

    /// The services of a set, in the order of their texts.
    pub fn services(&self, set: Id) -> impl Iterator<Item = &str> {
        self.sets.get(set).iter().map(|&id| self.service.text(id))
    }
}

/// Distinct sets of service ids, each ascending. A row mostly holds a set of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceSets {
    members: Vec<Id>,
    ends: Vec<u32>,
}

impl ServiceSets {
    /// Adds a set and gives its id. The caller sees to it that a set is added once.
    #[allow(clippy::cast_possible_truncation, reason = "ids are u32, so there are never more")]
    pub fn push(&mut self, set: &[Id]) -> Id {
        self.members.extend_from_slice(set);
        self.ends.push(self.members.len() as u32);
        self.ends.len() as u32 - 1
    }

    /// All members behind one another, and where each set ends.
    pub fn parts(&self) -> (&[Id], &[u32]) {
        (&self.members, &self.ends)
    }

    /// Of [`ServiceSets::parts`]; `None` where they are none.
    pub fn from_parts(members: Vec<Id>, ends: Vec<u32>) -> Option<ServiceSets> {
        let whole = ends.last().map_or(0, |end| *end as usize) == members.len();
        (whole && ends.is_sorted()).then_some(ServiceSets { members, ends })
    }

    /// Gives every service the id that stands at its place; the order of the ids must stay. Empty: nothing moves.
    pub fn renumber(&mut self, places: &[Id]) {
        if !places.is_empty() {
            let moved = |id: &Id| places.get(*id as usize).copied().unwrap_or(NO_ID);
            self.members.iter_mut().for_each(|id| *id = moved(id));
        }
    }

    /// The services of a set; none for [`NO_ID`].
    pub fn get(&self, set: Id) -> &[Id] {
        let Some(&end) = self.ends.get(set as usize) else {
            return &[];
        };
        let start = if set == 0 { 0 } else { self.ends[set as usize - 1] };
        &self.members[start as usize..end as usize]
    }

    /// How many sets there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether two sets have a service in common.
    pub fn share(&self, a: Id, b: Id) -> bool {
        if a == b {
            return a != NO_ID;
        }
        let b = self.get(b);
        self.get(a).iter().any(|service| b.binary_search(service).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_order_as_their_texts() {
        let dictionary = Dictionary::from_sorted(["A", "B", "Ö"]);
        assert_eq!(dictionary.find("B"), Some(1));
        assert_eq!(dictionary.find("C"), None);
        assert_eq!(dictionary.text(2), "Ö");
        assert_eq!(dictionary.text(NO_ID), "");
    }

    #[test]
    fn a_dictionary_is_its_parts_and_no_others() {
        let dictionary = Dictionary::from_sorted(["A", "B", "Ö"]);
        let (text, ends) = dictionary.parts();
        assert_eq!(Dictionary::from_parts(text.to_owned(), ends.to_vec()), Some(dictionary.clone()));
        for ends in [vec![1, 2], vec![1, 2, 3, 4], vec![2, 1, 4], vec![1, 2, 5]] {
            assert_eq!(Dictionary::from_parts(text.to_owned(), ends), None);
        }
        assert_eq!(Dictionary::from_parts("BA".to_owned(), vec![1, 2]), None);
        assert_eq!(Dictionary::from_parts(String::new(), Vec::new()), Some(Dictionary::default()));
    }

    #[test]
    fn visit_ids_of_digits_keep_zeros_and_order() {
        let ids = Ids::default();
        let mut texts = ["00000012", "12", "9", "000", "0", "999999999999999999", "1", "10"];
        for text in texts {
            assert_eq!(ids.visit_text(VisitId::from_digits(text.as_bytes()).unwrap()), text);
        }
        texts.sort_unstable();
        assert!(
            texts
                .windows(2)
                .all(|pair| VisitId::from_digits(pair[0].as_bytes()) < VisitId::from_digits(pair[1].as_bytes()))
        );
    }

    #[test]
    fn zeros_before_a_visit_id_come_off() {
        let id = |text: &str| VisitId::from_digits(text.as_bytes()).unwrap();
        assert_eq!(id("00012030").without_zeros(), Some(id("12030")));
        assert_eq!(id("000000000000000001").without_zeros(), Some(id("1")));
        assert!(["12030", "0", "000"].iter().all(|text| id(text).without_zeros().is_none()));
        assert_eq!((VisitId::NONE.without_zeros(), VisitId::from_word(3).without_zeros()), (None, None));
    }

    #[test]
    fn other_visit_ids_are_words_behind_the_digits() {
        assert_eq!(VisitId::from_digits(b"12A"), None);
        assert_eq!(VisitId::from_digits(b""), None);
        assert_eq!(VisitId::from_digits(b"1234567890123456789"), None);
        assert!(VisitId::from_word(0) > VisitId::from_digits(b"999999999999999999").unwrap());
        assert_eq!(VisitId::from_word(7).word(), Some(7));
        assert_eq!(VisitId::NONE.word(), None);
    }

    #[test]
    fn sets_share_a_service_or_not() {
        let mut sets = ServiceSets::default();
        let (a, b, c) = (sets.push(&[0, 2]), sets.push(&[2, 5]), sets.push(&[1]));
        assert!(sets.share(a, b) && !sets.share(a, c) && !sets.share(a, NO_ID) && !sets.share(NO_ID, NO_ID));
    }
    #[test]
    fn a_mangled_tag_is_told_from_a_hexadecimal_one() {
        assert!(is_mangled("8,06037E+13") && is_mangled("8.06037E+13"));
        assert!(!is_mangled("806CA432367204") && !is_mangled("80E1234"));
    }
}
