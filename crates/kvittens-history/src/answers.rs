//! Answers from files: `accept.toml`, which the municipality keeps, or what a provider returns: `svar.csv`, or its
//! `rapport.xlsx` with the sheet of answers filled in. Comments are never read.

use std::path::Path;

use kvittens_tables::answers::{Answer, Date, Reply, SHEET};
use serde::Deserialize;

use crate::said::{Grid, GridError};

/// The names a column may have.
const ID: [&str; 5] = ["finding_id", "avvikelse", "finding", "series_id", "id"];
const ANSWER: [&str; 3] = ["answer", "svar", "utfall"];
const DECIDED: [&str; 5] = ["decided_by", "decided by role", "beslutat av", "beslutat av roll", "beslut"];
const UNTIL: [&str; 4] = ["until", "till och med", "t.o.m.", "gäller till"];

/// What is wrong with a file of answers. What a cell holds is never told.
#[derive(Debug, thiserror::Error)]
pub enum AnswersError {
    /// A table.
    #[error(transparent)]
    Table(#[from] GridError),
    /// `accept.toml`.
    #[error("{file}: {message}")]
    Toml {
        /// The file.
        file: String,
        /// What its reader says.
        message: String,
    },
    /// An entry of `accept.toml`.
    #[error("{file}, [[accept]] {entry}: {key}: expected {expected}")]
    Entry {
        /// The file.
        file: String,
        /// The entry, the first being 1.
        entry: usize,
        /// The key.
        key: &'static str,
        /// What it should hold.
        expected: &'static str,
    },
}

/// A line that is wrong: the key and what it should hold, as an example that needs no language.
type Wrong = (&'static str, &'static str);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accept: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(alias = "finding_id", alias = "series")]
    finding: String,
    #[serde(default)]
    answer: Option<String>,
    decided_by: String,
    #[serde(default)]
    until: Option<toml::value::Datetime>,
}

/// Reads answers: TOML by the file's ending, else a table or the sheet of answers in a workbook.
///
/// # Errors
/// A file that cannot be read, or an entry that says nothing.
pub fn read(path: &Path) -> Result<Vec<Answer>, AnswersError> {
    let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    if is_toml { toml_file(path) } else { table(path) }
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn toml_file(path: &Path) -> Result<Vec<Answer>, AnswersError> {
    let text =
        std::fs::read_to_string(path).map_err(|error| GridError { file: path.to_owned(), problem: error.into() })?;
    let file = path.display().to_string();
    // The reader's whole message quotes the line; that may hold an id of a person by mistake.
    let told = |error: toml::de::Error| AnswersError::Toml { file: file.clone(), message: error.message().to_owned() };
    let read: File = toml::from_str(&text).map_err(told)?;
    let answer = |entry: usize, of: Entry| -> Result<Answer, Wrong> {
        let until = match of.until {
            None => None,
            Some(time) => Some(time.date.ok_or(("until", "2022-12-31"))?),
        };
        Ok(Answer {
            id: id(&of.finding)?,
            reply: of.answer.as_deref().map_or(Ok(Reply::Explained), reply)?,
            decided_by: Some(role(&of.decided_by).ok_or(("decided_by", "enhetschef"))?),
            until: until.map(|date| (i32::from(date.year), u32::from(date.month), u32::from(date.day))),
            place: (name_of(path), entry),
        })
    };
    let wrong = |entry, (key, expected): Wrong| AnswersError::Entry { file: file.clone(), entry, key, expected };
    (1..).zip(read.accept).map(|(entry, of)| answer(entry, of).map_err(|found| wrong(entry, found))).collect()
}

fn table(path: &Path) -> Result<Vec<Answer>, AnswersError> {
    let fail = |problem| GridError { file: path.to_owned(), problem };
    let grid = Grid::read_sheet(path, SHEET, &[&ID, &ANSWER])?;
    let ids = grid.need(&ID, "finding_id").map_err(fail)?;
    let replies = grid.need(&ANSWER, "answer").map_err(fail)?;
    let (deciders, untils) = (grid.find(&DECIDED), grid.find(&UNTIL));
    let mut answers = Vec::new();
    for at in 0..grid.len() {
        let cell = |cells: Option<&[Option<String>]>| cells.and_then(|cells| cells[at].clone());
        // A provider returns the whole list; what it left blank is no answer.
        let (Some(of), Some(said)) = (&ids[at], &replies[at]) else {
            continue;
        };
        let line = || -> Result<Answer, Wrong> {
            Ok(Answer {
                id: id(of)?,
                reply: reply(said)?,
                decided_by: cell(deciders).as_deref().and_then(role),
                until: cell(untils).map(|text| date(&text).ok_or(("until", "2022-12-31"))).transpose()?,
                place: (name_of(path), grid.row_number(at)),
            })
        };
        let wrong = |(column, expected): Wrong| {
            let names: &[&str] = match column {
                "answer" => &ANSWER,
                "until" => &UNTIL,
                _ => &ID,
            };
            grid.wrong(at, names, column, expected)
        };
        answers.push(line().map_err(|found| fail(wrong(found)))?);
    }
    Ok(answers)
}

fn id(text: &str) -> Result<String, Wrong> {
    let id = text.trim().to_uppercase();
    let known = id.strip_prefix("F-").or_else(|| id.strip_prefix("S-"));
    let fits = known.is_some_and(|rest| rest.len() == 13 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if fits { Ok(id) } else { Err(("finding_id", "F-…, S-…")) }
}

fn reply(text: &str) -> Result<Reply, Wrong> {
    match text.trim().to_lowercase().as_str() {
        "förklarat" | "forklarat" | "explained" => Ok(Reply::Explained),
        "fel i registrering" | "wrong registration" => Ok(Reply::WrongRegistration),
        "bestrids" | "disputed" => Ok(Reply::Disputed),
        "utreds" | "looked into" => Ok(Reply::LookedInto),
        _ => Err(("answer", "förklarat, fel i registrering, bestrids, utreds")),
    }
}

fn role(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn date(text: &str) -> Option<Date> {
    // A spreadsheet may have made midnight of a day.
    let text = text.trim();
    let read: toml::value::Datetime = text.strip_suffix(" 00:00").unwrap_or(text).parse().ok()?;
    let date = read.date.filter(|_| read.time.is_none())?;
    Some((i32::from(date.year), u32::from(date.month), u32::from(date.day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_and_nothing_else() {
        assert_eq!(date("2022-12-31"), Some((2022, 12, 31)));
        assert_eq!(date(" 2022-12-31 00:00"), Some((2022, 12, 31)));
        assert_eq!([date("2022-12-31 07:00"), date("31/12 2022"), date("44926")], [None; 3]);
    }

    #[test]
    fn every_answer_has_a_word_in_both_languages() {
        for (word, expected) in [
            ("Fel i registrering", Reply::WrongRegistration),
            ("förklarat", Reply::Explained),
            ("bestrids", Reply::Disputed),
            ("utreds", Reply::LookedInto),
            ("wrong registration", Reply::WrongRegistration),
            ("explained", Reply::Explained),
            ("Disputed", Reply::Disputed),
            ("looked into ", Reply::LookedInto),
        ] {
            assert_eq!(reply(word), Ok(expected), "{word}");
        }
        assert!(reply("kanske").is_err());
    }
}
