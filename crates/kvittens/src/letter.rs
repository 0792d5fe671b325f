//! `[letter]`: who writes the reports, and until when they are answered.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::{Local, YearMonth};
use kvittens_report::letter::{self, LogoError};
use kvittens_rules::limits::{Date, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Failure;

/// `[letter]`.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("not" = { "required": ["answer_by", "answer_day"] }))]
pub struct Letter {
    /// The förvaltning or unit that writes.
    pub unit: Option<String>,
    /// The logo, from the configuration's folder: PNG, JPEG or SVG, at most 256 KiB.
    pub logo: Option<PathBuf>,
    /// Whom to answer and ask.
    pub contact: Option<Contact>,
    /// The last day to answer; for one month. Else `answer_day`.
    #[serde(deserialize_with = "date")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub answer_by: Option<Date>,
    /// The last day to answer, of the month after the report's.
    #[schemars(range(min = 1, max = 28))]
    pub answer_day: Option<u8>,
    /// Who signs the reports; with it, lines to sign on.
    pub signature: Option<Signature>,
}

/// `contact`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The function, as "Avtalscontroller".
    #[schemars(regex(pattern = r"\S"))]
    pub name: String,
    /// E-mail.
    #[serde(default)]
    pub email: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
}

/// `signature`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The signer's role.
    #[schemars(regex(pattern = r"\S"))]
    pub role: String,
    /// The place.
    #[serde(default)]
    pub place: Option<String>,
}

/// What is wrong with `[letter]`.
#[derive(Debug)]
pub enum Wrong {
    /// Both `answer_by` and `answer_day`.
    TwoDays,
    /// `answer_day` is no day that every month has.
    Day(u8),
    /// `answer_by` lies within the report's month or before it.
    Early(Date, YearMonth),
    /// A key that holds nothing.
    Blank(&'static str),
    /// The logo cannot be read.
    Unread(PathBuf, std::io::Error),
    /// The logo is no picture that a report can hold.
    Logo(PathBuf, LogoError),
}

impl Letter {
    /// What is wrong in any month.
    pub fn wrong(&self) -> Option<Wrong> {
        let blank = |text: Option<&String>| text.is_some_and(|text| text.trim().is_empty());
        match self.answer_day {
            Some(_) if self.answer_by.is_some() => Some(Wrong::TwoDays),
            Some(day) if !(1..=28).contains(&day) => Some(Wrong::Day(day)),
            _ if blank(self.contact.as_ref().map(|of| &of.name)) => Some(Wrong::Blank("contact.name")),
            _ if blank(self.signature.as_ref().map(|of| &of.role)) => Some(Wrong::Blank("signature.role")),
            _ => None,
        }
    }

    /// As the reports of a month have it. `path`: the configuration, from whose folder the logo is read.
    pub fn of(&self, path: Option<&Path>, month: YearMonth) -> Result<letter::Letter, Failure> {
        let answer_by = self.answer_by(month);
        let logo = self.logo.as_deref().map(|logo| read(&folder(path).join(logo))).transpose();
        let made = answer_by.and_then(|answer_by| Ok((answer_by, logo?)));
        let (answer_by, logo) =
            made.map_err(|wrong| Failure::Letter { path: path.unwrap_or(Path::new("")).to_owned(), wrong })?;
        Ok(letter::Letter {
            unit: self.unit.clone(),
            logo,
            contact: self.contact.as_ref().map(|of| letter::Contact {
                name: of.name.clone(),
                email: of.email.clone(),
                phone: of.phone.clone(),
            }),
            answer_by,
            signature: self
                .signature
                .as_ref()
                .map(|of| letter::Signature { role: of.role.clone(), place: of.place.clone() }),
        })
    }

    fn answer_by(&self, month: YearMonth) -> Result<Option<Local>, Wrong> {
        let next = month.next();
        let (year, of, day) = match (self.answer_by, self.answer_day) {
            (Some(date), _) if date < (next.year, next.month, 1) => return Err(Wrong::Early(date, month)),
            (Some(date), _) => date,
            (None, Some(day)) => (next.year, next.month, u32::from(day)),
            (None, None) => return Ok(None),
        };
        Ok(Local::new(year, of, day, 0, 0, 0))
    }
}

fn folder(path: Option<&Path>) -> &Path {
    path.and_then(Path::parent).unwrap_or(Path::new(""))
}

fn read(path: &Path) -> Result<String, Wrong> {
    let bytes = fs::read(path).map_err(|error| Wrong::Unread(path.to_owned(), error))?;
    letter::logo(&bytes).map_err(|error| Wrong::Logo(path.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str) -> Letter {
        toml::from_str(text).unwrap()
    }

    fn by(text: &str, month: &str) -> Option<(i32, u32, u32)> {
        letter(text).of(None, month.parse().unwrap()).unwrap().answer_by.map(Local::civil)
    }

    #[test]
    fn the_day_to_answer_is_a_date_or_a_day_of_the_month_after() {
        assert_eq!(by("answer_day = 20", "2022-03"), Some((2022, 4, 20)));
        assert_eq!(by("answer_day = 20", "2022-12"), Some((2023, 1, 20)));
        assert_eq!(by("answer_by = 2022-05-02", "2022-03"), Some((2022, 5, 2)));
        assert_eq!(by("", "2022-03"), None);
    }

    #[test]
    fn a_day_within_the_month_itself_is_refused() {
        let of = |date: &str| letter(&format!("answer_by = {date}")).of(None, "2022-03".parse().unwrap());
        assert!(matches!(of("2022-03-31"), Err(Failure::Letter { wrong: Wrong::Early(..), .. })));
        assert!(of("2022-04-01").is_ok());
    }

    #[test]
    fn a_logo_lies_beside_the_configuration_and_is_a_picture() {
        let folder = tempfile::tempdir().unwrap();
        let toml = folder.path().join("kvittens.toml");
        let of = |name: &str| letter(&format!("logo = \"{name}\"")).of(Some(&toml), "2022-03".parse().unwrap());
        fs::write(folder.path().join("logga.png"), b"\x89PNG\r\n\x1a\n").unwrap();
        fs::write(folder.path().join("logga.gif"), b"GIF89a").unwrap();
        assert!(of("logga.png").unwrap().logo.unwrap().starts_with("data:image/png;base64,"));
        assert!(matches!(of("logga.gif"), Err(Failure::Letter { wrong: Wrong::Logo(..), .. })));
        assert!(matches!(of("saknas.png"), Err(Failure::Letter { wrong: Wrong::Unread(..), .. })));
    }
}
