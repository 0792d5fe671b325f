//! Swedish: `kvittens report` and `kvittens open`, and what can be wrong with a month's folder.

use std::fmt::Write as _;
use std::path::Path;

use kvittens_report::{Again, AgainError};

use super::shown;
use crate::words::{Message, again};

/// The words.
pub const WORDS: again::Words =
    again::Words { done, opened: |path| format!("Öppnad i webbläsaren: {}\n", shown(path)) };

const CHECK: &str = "kör kvittens check på månadens exporter igen";

fn done(again: &Again) -> String {
    let mut text = String::new();
    if !again.missing.is_empty() {
        let _ = writeln!(text, "Finns inte kvar i mappen: {}", again.missing.join(", "));
    }
    let (lost, options) = (again.options.lost, &again.options);
    if lost.key && !options.provider_pseudonyms {
        let _ = writeln!(text, "! Utan nyckel.csv: utförarnas rapporter visar pseudonymer.");
    }
    if lost.visits && options.html {
        let _ =
            writeln!(text, "Utan visits.parquet: det som ritas av enskilda besök saknas (check --visits sparar dem).");
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
            "är ingen månads mapp: manifest.json finns inte där",
            "ange månadens mapp, som rapport/2022-03",
        ),
        AgainError::Manifest { path, message } => {
            Message::new(shown(path), format!("går inte att läsa ({message})"), CHECK)
        }
        AgainError::Version { path, there, here, program } => {
            Message::new(shown(path), "är skriven i en annan version", CHECK)
                .with(format!("version {here}"), format!("version {there}, skriven av kvittens {program}"))
        }
        AgainError::Missing { path } => Message::new(
            shown(path),
            "finns inte, och rapporterna görs ur den",
            format!("lägg tillbaka filen, eller {CHECK}"),
        ),
        AgainError::Changed { path } => Message::new(
            shown(path),
            "är inte som den skrevs, och rapporterna görs ur den",
            format!("lägg tillbaka filen som den var, eller {CHECK}"),
        ),
        AgainError::Column { path, column } => {
            Message::new(shown(path), format!("kolumnen {column} saknas eller har okända ord"), CHECK)
        }
        AgainError::Rules { path, error, program } => Message::new(
            shown(path),
            format!("reglerna är från kvittens {program} och går inte att läsa här ({error})"),
            format!("använd den versionen, eller {CHECK}"),
        ),
        AgainError::File(error) => not_reached(&error.path),
        AgainError::Write(_) => not_reached(Path::new("rapport")),
    }
}

/// A month without an index.
pub fn no_index(month: &Path) -> Message {
    Message::new(shown(month), "har ingen index.html", format!("kvittens report {} --reports html", month.display()))
}

/// A folder without reports.
pub fn no_reports(folder: &Path) -> Message {
    Message::new(shown(folder), "har inga rapporter", "kör kvittens check först, eller ange en annan mapp")
}

/// Said as a check says it.
fn not_reached(path: &Path) -> Message {
    Message::new(shown(path), "går inte att läsa eller skriva", "kontrollera sökväg, rättigheter och utrymme")
}
