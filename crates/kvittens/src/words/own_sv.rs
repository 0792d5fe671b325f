//! Own rules and queries, in Swedish.

use std::path::Path;

use kvittens_rules::own::{OwnError, Wrong};

use super::{Message, query};
use crate::error::Tried;

/// The words.
pub const WORDS: query::Words = query::Words {
    columns: ["Tabell", "Kolumn", "Slag", ""],
    rows: |rows, months| {
        let months = super::counted(months as u64, "\u{a0}", "månad", "månader");
        format!("{}, {months}", super::counted(rows, "\u{a0}", "rad", "rader"))
    },
    flags: ["ja", "nej"],
    tested: |rule, fires, rests| format!("{rule}: {fires} larmar och {rests} larmar inte, som de säger"),
    nothing: "Det finns ingen egen regel att pröva: ange den med --rule, eller i [sql] rules.",
};

/// What is wrong with a file, and where.
pub fn error(error: &OwnError) -> Message {
    let place = format!("{}, rad {}, kolumn {}", error.file, error.line, error.column);
    let near = |nearest: &Option<String>, else_: &str| {
        nearest.as_ref().map_or_else(|| else_.to_owned(), |name| format!("menade du \"{name}\"?"))
    };
    const TABLES: &str = "kvittens query --tables visar alla";
    match &*error.wrong {
        Wrong::Value { key, found, expected, nearest } => {
            Message::new(place, format!("{key} = \"{found}\" passar inte"), near(nearest, "välj något av dem"))
                .with(expected, found)
        }
        Wrong::Table { name, nearest } => {
            Message::new(place, format!("ingen tabell heter \"{name}\""), near(nearest, TABLES))
        }
        Wrong::Column { name, nearest } => {
            Message::new(place, format!("ingen kolumn heter \"{name}\""), near(nearest, TABLES))
        }
        Wrong::Function { name, nearest } => Message::new(
            place,
            format!("ingen funktion som en fråga får använda heter \"{name}\""),
            near(nearest, "docs/egna-regler.md räknar upp dem"),
        ),
        Wrong::NoParameter { name, nearest } => Message::new(
            place,
            format!("ingen parameter heter :{name}"),
            near(nearest, "ange den under [parameters], eller skriv talet"),
        ),
        Wrong::Output { found, expected } => Message::new(
            place,
            "svaret har andra kolumner än en avvikelse behöver",
            "ändra SELECT, eller ge en kolumn ett namn med AS",
        )
        .with(expected, found),
        other => Message::new(place, what(other), way_out(other)),
    }
}

/// What is wrong, where the way out does not already say it.
fn what(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Toml(said) => format!("går inte att läsa som TOML: {said}"),
        Wrong::Empty(key) => format!("{key} är tom"),
        Wrong::Parameter(name) => {
            format!(
                "parametern \"{name}\": default och range av samma slag, default inom range, heltal, tal eller \"07:00\""
            )
        }
        Wrong::Heading(key) => format!("{key} har en rad som börjar med # eller ```"),
        Wrong::Examples => {
            "en regel har ett exempel som larmar ([[fires]]) och ett som precis inte gör det ([[rests]])".to_owned()
        }
        Wrong::Taken(code) => format!("koden eller namnet är redan {code}:s"),
        Wrong::Unbuilt => "det här bygget kan inte fråga regler i SQL".to_owned(),
        Wrong::Syntax(said) => format!("är inte SQL: {said}"),
        Wrong::Statement(word) => format!("{word} är ingen fråga; bara en SELECT, som läser och inte ändrar något"),
        Wrong::Clause(what) => format!("får inte finnas i en fråga: {what}"),
        Wrong::TableFunction(name) => {
            format!("{name}(…) i en tabells ställe: ingen fil och ingen annan källa kan läsas")
        }
        Wrong::Undeclared(table) => {
            format!("tabellen {table} är en annan export: nämn den i needs, så att regeln säger när den saknas")
        }
        Wrong::Ambiguous(name) => format!("kolumnen \"{name}\" finns i flera av tabellerna; säg i vilken (a.{name})"),
        Wrong::Unjoined => {
            "tabeller förenas utan likhet (a JOIN b ON a.x = b.x): varje rad skulle möta varje annan".to_owned()
        }
        Wrong::Unequal => "ON tar bara likheter mellan de två tabellerna; andra villkor står under WHERE".to_owned(),
        Wrong::Large { what, most } => format!("för stor: högst {most} ({what})"),
        Wrong::Types(said) => format!("frågan går inte att planera: {said}"),
        other => other.to_string(),
    }
}

fn way_out(wrong: &Wrong) -> &'static str {
    match wrong {
        Wrong::Unbuilt => "cargo install --path crates/kvittens --features sql",
        Wrong::Taken(_) => "välj en ledig kod, X001 till X999, och ett eget namn (slug)",
        Wrong::Undeclared(_) => "lägg till den i needs = [...]",
        Wrong::Unjoined | Wrong::Unequal => "docs/egna-regler.md, Förena tabeller",
        Wrong::Large { .. } => "gör frågan mindre",
        Wrong::Statement(_) | Wrong::TableFunction(_) => "fråga tabellerna i kvittens query --tables",
        _ => "rätta raden; docs/egna-regler.md säger vad en regel kan ha",
    }
}

/// A pattern without files.
pub fn no_files(pattern: &Path) -> Message {
    Message::new(
        format!("[sql] rules, {}", pattern.display()),
        "ingen fil heter så",
        "rätta mönstret, eller ta bort det",
    )
}

/// An example that does not do what it says.
pub fn example(rule: &str, fires: bool, which: usize, found: Tried) -> Message {
    let (under, expected) =
        if fires { ("[[fires]]", "en öppen avvikelse") } else { ("[[rests]]", "ingen öppen avvikelse") };
    let found = match found {
        Tried::Findings(count) => super::counted(count, "\u{a0}", "öppen avvikelse", "öppna avvikelser"),
        Tried::NotRun(reason) => format!("regeln kördes inte ({reason})"),
        Tried::Rejected(rows) => format!("{rows} av exemplets rader undantogs"),
    };
    Message::new(format!("{rule}, {under} {which}"), "exemplet gör inte som det säger", "rätta exemplet eller regeln")
        .with(expected, found)
}

/// A query that was stopped.
#[cfg(feature = "sql")]
pub fn stopped(stopped: &str) -> Message {
    Message::new("frågan", stopped.to_owned(), "gör den snävare; docs/egna-regler.md, Förena tabeller")
}

/// A command that is not in this build.
#[cfg(not(feature = "sql"))]
pub fn no_feature(feature: &str) -> Message {
    let way_out = format!("cargo install --path crates/kvittens --features {feature}");
    Message::new("kvittens query", "det här bygget kan inte fråga i SQL", way_out)
}
