//! Rule codes: the letter of a family and three digits, stable for ever.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// A rule's code, `K102`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code([u8; 4]);

impl Code {
    /// A code that is known to be well formed when the program is built.
    ///
    /// # Panics
    /// When it is not one capital letter and three digits.
    pub const fn new(text: &str) -> Code {
        match Code::read(text.as_bytes()) {
            Some(code) => code,
            None => panic!("a rule code is one capital letter and three digits"),
        }
    }

    const fn read(text: &[u8]) -> Option<Code> {
        if let [letter, a, b, c] = *text
            && letter.is_ascii_uppercase()
            && a.is_ascii_digit()
            && b.is_ascii_digit()
            && c.is_ascii_digit()
        {
            Some(Code([letter, a, b, c]))
        } else {
            None
        }
    }

    /// The letter of the family.
    pub fn family(self) -> char {
        self.0[0] as char
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A text that is not a rule code.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a rule code (expected a letter and three digits, as K102)")]
pub struct NotACode(String);

impl FromStr for Code {
    type Err = NotACode;
    fn from_str(text: &str) -> Result<Code, NotACode> {
        Code::read(text.to_ascii_uppercase().as_bytes()).ok_or_else(|| NotACode(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_letter_and_three_digits() {
        assert_eq!("k102".parse::<Code>().unwrap(), Code::new("K102"));
        assert_eq!(Code::new("T401").family(), 'T');
        for wrong in ["K12", "K1023", "1023", "Ö102", ""] {
            assert!(wrong.parse::<Code>().is_err(), "{wrong}");
        }
    }
}
