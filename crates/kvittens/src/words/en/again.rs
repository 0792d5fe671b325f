//! English: `kvittens report` and `kvittens open`, and what can be wrong with a month's folder.

use std::fmt::Write as _;
use std::path::Path;

use kvittens_report::{Again, AgainError};

use super::shown;
use crate::words::{Message, again};

/// The words.
pub const WORDS: again::Words =
    again::Words { done, opened: |path| format!("Opened in the browser: {}\n", shown(path)) };

const CHECK: &str = "run kvittens check on the month's exports again";

fn done(again: &Again) -> String {
    let mut text = String::new();
    if !again.missing.is_empty() {
        let _ = writeln!(text, "No longer in the folder: {}", again.missing.join(", "));
    }
    let (lost, options) = (again.options.lost, &again.options);
    if lost.key && !options.provider_pseudonyms {
        let _ = writeln!(text, "! Without nyckel.csv: the providers' reports show pseudonyms.");
    }
    if lost.visits && options.html {
        let _ = writeln!(
            text,
            "Without visits.parquet: what is drawn of single visits is missing (check --visits keeps them)."
        );
    }
    if let Some(kept) = &again.written.kept {
        let _ = writeln!(text, "{}", (super::WORDS.kept)(kept));
    }
    let _ = writeln!(text, "{}", (super::WORDS.written)(&again.written.folder, again.written.providers, options.html));
    text
}

/// What stopped reports from being made again.
pub fn error(error: &AgainError) -> Message {
    match error {
        AgainError::NoMonth { folder } => Message::new(
            shown(folder),
            "is no month's folder: manifest.json is not there",
            "name the month's folder, as rapport/2022-03",
        ),
        AgainError::Manifest { path, message } => {
            Message::new(shown(path), format!("cannot be read ({message})"), CHECK)
        }
        AgainError::Version { path, there, here, program } => {
            Message::new(shown(path), "is written in another version", CHECK)
                .with(format!("version {here}"), format!("version {there}, written by kvittens {program}"))
        }
        AgainError::Missing { path } => Message::new(
            shown(path),
            "is not there, and the reports are made from it",
            format!("put the file back, or {CHECK}"),
        ),
        AgainError::Changed { path } => Message::new(
            shown(path),
            "is not as it was written, and the reports are made from it",
            format!("put the file back as it was, or {CHECK}"),
        ),
        AgainError::Column { path, column } => {
            Message::new(shown(path), format!("column {column} is missing or holds unknown words"), CHECK)
        }
        AgainError::Rules { path, error, program } => Message::new(
            shown(path),
            format!("the rules are of kvittens {program} and cannot be read here ({error})"),
            format!("use that version, or {CHECK}"),
        ),
        AgainError::File(error) => not_reached(&error.path),
        AgainError::Write(_) => not_reached(Path::new("report")),
    }
}

/// A month without an index.
pub fn no_index(month: &Path) -> Message {
    Message::new(shown(month), "has no index.html", format!("kvittens report {} --reports html", month.display()))
}

/// A folder without reports.
pub fn no_reports(folder: &Path) -> Message {
    Message::new(shown(folder), "has no reports", "run kvittens check first, or name another folder")
}

/// Said as a check says it.
fn not_reached(path: &Path) -> Message {
    Message::new(shown(path), "cannot be read or written", "look at the path, the rights and the space")
}
