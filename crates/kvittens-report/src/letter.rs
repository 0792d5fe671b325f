//! Who writes: what stands in the head and foot of a page that leaves the house. Everything comes from the
//! configuration; what is not configured is left out.

use data_encoding::BASE64;
use kvittens_model::Local;
use serde::{Deserialize, Serialize};

/// The letterhead and what is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Förvaltning or enhet.
    pub unit: Option<String>,
    /// The logo as a `data:` address, made by [`logo`].
    pub logo: Option<String>,
    /// Whom to ask and answer.
    pub contact: Option<Contact>,
    /// The last day to answer.
    #[serde(with = "day")]
    pub answer_by: Option<Local>,
    /// Who signs.
    pub signature: Option<Signature>,
}

/// A function or a person, and how to reach it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The function's name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// Who signs, where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The signer's role.
    pub role: String,
    /// The place.
    pub place: Option<String>,
}

/// A day as year, month and day.
mod day {
    use kvittens_model::Local;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[allow(clippy::ref_option, reason = "as serde asks for")]
    pub fn serialize<S: Serializer>(day: &Option<Local>, to: S) -> Result<S::Ok, S::Error> {
        day.map(Local::civil).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Local>, D::Error> {
        let day = Option::<(i32, u32, u32)>::deserialize(from)?;
        Ok(day.and_then(|(year, month, day)| Local::new(year, month, day, 0, 0, 0)))
    }
}

/// The largest logo, in bytes: every provider's report holds it.
pub const MOST: usize = 256 * 1024;

/// Why a file cannot be a logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// Too large.
    #[error("{0} bytes (at most {MOST})")]
    Large(usize),
    /// Neither PNG nor JPEG nor SVG, by its first bytes.
    #[error("no PNG, JPEG or SVG")]
    Kind,
}

/// A picture as a `data:` address. It is shown as an image: a browser then neither runs what an SVG may hold as script
/// nor fetches what it may refer to.
///
/// # Errors
/// A file that is too large, or no such picture.
pub fn logo(bytes: &[u8]) -> Result<String, LogoError> {
    if bytes.len() > MOST {
        return Err(LogoError::Large(bytes.len()));
    }
    let kind = kind(bytes).ok_or(LogoError::Kind)?;
    Ok(format!("data:image/{kind};base64,{}", BASE64.encode(bytes)))
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("png");
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some("jpeg");
    }
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').trim_start();
    (text.starts_with('<') && text.contains("<svg") && text.contains("http://www.w3.org/2000/svg")).then_some("svg+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_bytes() {
        let start = |bytes: &[u8]| logo(bytes).map(|uri| uri.split(',').next().unwrap_or_default().to_owned());
        assert_eq!(start(b"\x89PNG\r\n\x1a\n...").as_deref(), Ok("data:image/png;base64"));
        assert_eq!(start(b"\xff\xd8\xff\xe0").as_deref(), Ok("data:image/jpeg;base64"));
        let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        assert_eq!(start(svg).as_deref(), Ok("data:image/svg+xml;base64"));
        for other in [&b"GIF89a"[..], b"", b"<html>", b"\xff\xfe<svg"] {
            assert_eq!(logo(other), Err(LogoError::Kind));
        }
    }

    #[test]
    fn a_logo_is_at_most_so_large() {
        let of = |size: usize| {
            let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
            bytes.resize(size, 0);
            logo(&bytes).is_ok()
        };
        assert_eq!((of(MOST), of(MOST + 1)), (true, false));
    }
}
