//! Bytes to text: UTF-8 or Windows-1252, decided by the first bytes that are not ASCII.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// How the bytes of a file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Only ASCII so far: a word that is UTF-8 is read so, any other as Windows-1252.
    Undecided,
    /// UTF-8; other bytes are an error.
    Utf8,
    /// UTF-8 with a byte-order mark.
    Utf8Bom,
    /// Windows-1252: every byte is a letter.
    Windows1252,
}

impl Encoding {
    /// What the header line says.
    pub fn of_header(bytes: &[u8]) -> Encoding {
        if bytes.is_ascii() {
            Encoding::Undecided
        } else if std::str::from_utf8(bytes).is_ok() {
            Encoding::Utf8
        } else {
            Encoding::Windows1252
        }
    }

    /// The name in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Undecided => "ascii",
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Bom => "utf-8-bom",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// The text of a word; `None` where the bytes are not of this encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match (self, std::str::from_utf8(bytes)) {
            (Encoding::Windows1252, Ok(text)) if !bytes.is_ascii() => {
                debug_assert!(!text.is_ascii());
                Some(WINDOWS_1252.decode_without_bom_handling(bytes).0)
            }
            (_, Ok(text)) => Some(Cow::Borrowed(text)),
            (Encoding::Undecided | Encoding::Windows1252, Err(_)) => {
                Some(WINDOWS_1252.decode_without_bom_handling(bytes).0)
            }
            (Encoding::Utf8 | Encoding::Utf8Bom, Err(_)) => None,
        }
    }
}

/// Plain hyphens and spaces for the many that look alike, blanks at the ends removed; whether a letter was exchanged.
/// U+2010–U+2015 and U+2212 become `-`, no-break spaces become a space (exports.md, Repairs).
pub fn tidy(text: &str) -> (Cow<'_, str>, bool) {
    let odd = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{a0}' | '\u{202f}' | '\u{feff}');
    if text.is_ascii() || !text.contains(odd) {
        return (Cow::Borrowed(text.trim()), false);
    }
    let mended: String = text
        .chars()
        .filter(|c| *c != '\u{feff}')
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{a0}' | '\u{202f}' => ' ',
            other => other,
        })
        .collect();
    (Cow::Owned(mended.trim().to_owned()), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_decides() {
        assert_eq!(Encoding::of_header(b"Kund;Start"), Encoding::Undecided);
        assert_eq!(Encoding::of_header("Utförare".as_bytes()), Encoding::Utf8);
        assert_eq!(Encoding::of_header(b"Utf\xf6rare"), Encoding::Windows1252);
    }

    #[test]
    fn a_word_is_read_as_the_file_is() {
        assert_eq!(Encoding::Windows1252.decode(b"S\xf6dra").unwrap(), "Södra");
        assert_eq!(Encoding::Windows1252.decode("ö".as_bytes()).unwrap(), "Ã¶");
        assert_eq!(Encoding::Utf8.decode("Södra".as_bytes()).unwrap(), "Södra");
        assert_eq!(Encoding::Utf8.decode(b"S\xf6dra"), None);
        assert_eq!(Encoding::Undecided.decode(b"S\xf6dra").unwrap(), "Södra");
    }

    #[test]
    fn look_alikes_become_plain() {
        assert_eq!(tidy("2022\u{2011}03\u{2011}01"), (Cow::Borrowed("2022-03-01"), true));
        assert_eq!(tidy("\u{a0}B1\u{a0}"), (Cow::Borrowed("B1"), true));
        assert_eq!(tidy(" Städ "), (Cow::Borrowed("Städ"), false));
    }
}
