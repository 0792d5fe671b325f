//! The key: 32 bytes from which pseudonyms and finding ids are made. Without it nobody can go from one to the other;
//! with it the same customer has the same pseudonym in every month.

use std::fmt;

/// Crockford's base 32: no I, L, O or U, so that it can be read aloud.
const CROCKFORD: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// The key of a municipality.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Secret);

#[derive(Clone, PartialEq, Eq)]
enum Secret {
    Bytes([u8; 32]),
    /// The key itself is elsewhere: its fingerprint alone.
    Elsewhere(String),
}

/// A key file that holds no key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key is 64 hexadecimal digits; found {0} characters")]
pub struct KeyError(usize);

impl Key {
    /// A key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Key {
        Key(Secret::Bytes(bytes))
    }

    /// A key that is not at hand, as the manifest of a month's folder tells of it: it can be named, and makes nothing.
    pub fn elsewhere(fingerprint: String) -> Key {
        Key(Secret::Elsewhere(fingerprint))
    }

    /// From a key file: 64 hexadecimal digits.
    ///
    /// # Errors
    /// Anything else.
    pub fn read(text: &str) -> Result<Key, KeyError> {
        let text = text.trim();
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Key::new).ok_or_else(|| KeyError(text.chars().count()))
    }

    /// What a key file holds; nothing of a key that is elsewhere.
    pub fn to_text(&self) -> String {
        match &self.0 {
            Secret::Bytes(bytes) => format!("{}\n", data_encoding::HEXLOWER.encode(bytes)),
            Secret::Elsewhere(_) => String::new(),
        }
    }

    /// Tells one key from another without telling the key.
    pub fn fingerprint(&self) -> String {
        match &self.0 {
            Secret::Bytes(_) => self.digits("", "fingerprint", &[], 16),
            Secret::Elsewhere(fingerprint) => fingerprint.clone(),
        }
    }

    /// A customer's pseudonym: `K-` and ten letters.
    pub fn customer(&self, id: &str) -> String {
        self.digits("K-", "customer", &[id], 10)
    }

    /// A pseudonym of staff: `P-` and ten letters. `provider`: whose staff it is, empty where ids are the
    /// municipality's.
    pub fn staff(&self, provider: &str, id: &str) -> String {
        self.digits("P-", "staff", &[provider, id], 10)
    }

    /// Behind a prefix, the first letters, at most 25, of a keyed hash of a purpose and parts, each told from the next
    /// by its length; none of a key that is elsewhere.
    pub fn digits(&self, prefix: &str, purpose: &str, parts: &[&str], letters: u32) -> String {
        let mut text = String::with_capacity(prefix.len() + letters as usize);
        text.push_str(prefix);
        let Secret::Bytes(key) = &self.0 else {
            return text;
        };
        let mut told = Vec::with_capacity(256);
        for part in std::iter::once(&purpose).chain(parts) {
            told.extend_from_slice(&(part.len() as u64).to_le_bytes());
            told.extend_from_slice(part.as_bytes());
        }
        let hash = blake3::keyed_hash(key, &told);
        let first = hash.as_bytes().first_chunk().map_or(0, |bytes| u128::from_be_bytes(*bytes));
        text.extend(
            (1..=letters).map(|letter| CROCKFORD[usize::from((first >> (128 - 5 * letter)).to_le_bytes()[0] % 32)]),
        );
        text
    }
}

impl fmt::Debug for Key {
    /// Never the key itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_is_never_shown() {
        let key = Key::new([7; 32]);
        assert_eq!(Key::read(&key.to_text()), Ok(key.clone()));
        assert!(!format!("{key:?}").contains("0707"));
        assert_eq!(Key::read("abc"), Err(KeyError(3)));
    }

    #[test]
    fn a_key_that_is_elsewhere_is_named_and_makes_nothing() {
        let key = Key::new([7; 32]);
        let elsewhere = Key::elsewhere(key.fingerprint());
        assert_eq!(elsewhere.fingerprint(), key.fingerprint());
        assert_eq!((elsewhere.to_text(), elsewhere.customer("B1")), (String::new(), "K-".to_owned()));
    }

    #[test]
    fn pseudonyms_depend_on_key_kind_and_id() {
        let (a, b) = (Key::new([1; 32]), Key::new([2; 32]));
        assert_eq!(a.customer("B1"), a.customer("B1"));
        assert_ne!(a.customer("B1"), b.customer("B1"));
        assert_ne!(a.customer("B1")[2..], a.staff("", "B1")[2..]);
        assert_ne!(a.staff("X", "P1"), a.staff("Y", "P1"));
        assert_eq!(a.customer("B1").len(), 12);
    }
}
