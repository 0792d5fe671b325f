//! Own rules and queries, in English.

use std::path::Path;

use kvittens_rules::own::{OwnError, Wrong};

use super::{Message, query};
use crate::error::Tried;

/// The words.
pub const WORDS: query::Words = query::Words {
    columns: ["Table", "Column", "Kind", ""],
    rows: |rows, months| {
        let months = super::counted(months as u64, ",", "month", "months");
        format!("{}, {months}", super::counted(rows, ",", "row", "rows"))
    },
    flags: ["yes", "no"],
    tested: |rule, fires, rests| format!("{rule}: {fires} fire and {rests} do not, as they say"),
    nothing: "There is no rule of one's own to test: name it with --rule, or in [sql] rules.",
};

/// What is wrong with a file, and where.
pub fn error(error: &OwnError) -> Message {
    let place = format!("{}, line {}, column {}", error.file, error.line, error.column);
    let wrong = &error.wrong;
    let near = |nearest: &Option<String>, else_: &str| {
        nearest.as_ref().map_or_else(|| else_.to_owned(), |name| format!("did you mean \"{name}\"?"))
    };
    match &**wrong {
        Wrong::Value { key, found, expected, nearest } => {
            Message::new(place, format!("{key} = \"{found}\" does not fit"), near(nearest, "choose one of them"))
                .with(expected, found)
        }
        Wrong::Table { name, nearest } => Message::new(
            place,
            format!("no table is called \"{name}\""),
            near(nearest, "kvittens query --tables shows all"),
        ),
        Wrong::Column { name, nearest } => Message::new(
            place,
            format!("no column is called \"{name}\""),
            near(nearest, "kvittens query --tables shows all"),
        ),
        Wrong::Function { name, nearest } => Message::new(
            place,
            format!("no function that a query may call is called \"{name}\""),
            near(nearest, "docs/egna-regler.en.md lists them"),
        ),
        Wrong::NoParameter { name, nearest } => Message::new(
            place,
            format!("no parameter is called :{name}"),
            near(nearest, "declare it under [parameters], or write the number"),
        ),
        Wrong::Output { found, expected } => Message::new(
            place,
            "the answer has other columns than a finding needs",
            "change SELECT, or name a column with AS",
        )
        .with(expected, found),
        other => Message::new(place, other.to_string(), way_out(other)),
    }
}

fn way_out(wrong: &Wrong) -> &'static str {
    match wrong {
        Wrong::Unbuilt => "cargo install --path crates/kvittens --features sql",
        Wrong::Taken(_) => "choose a free code, X001 to X999, and a slug of its own",
        Wrong::Undeclared(_) => "add it to needs = [...]",
        Wrong::Unjoined | Wrong::Unequal => "docs/egna-regler.en.md, Joins",
        Wrong::Large { .. } => "make the query smaller",
        Wrong::Statement(_) | Wrong::TableFunction(_) => "ask the tables of kvittens query --tables",
        _ => "mend the line; docs/egna-regler.en.md says what a rule can hold",
    }
}

/// A pattern without files.
pub fn no_files(pattern: &Path) -> Message {
    Message::new(
        format!("[sql] rules, {}", pattern.display()),
        "no file is called so",
        "mend the pattern, or take it away",
    )
}

/// An example that does not do what it says.
pub fn example(rule: &str, fires: bool, which: usize, found: Tried) -> Message {
    let (under, expected) = if fires { ("[[fires]]", "one open finding") } else { ("[[rests]]", "no open finding") };
    let found = match found {
        Tried::Findings(count) => super::counted(count, ",", "open finding", "open findings"),
        Tried::NotRun(reason) => format!("the rule did not run ({reason})"),
        Tried::Rejected(rows) => format!("{rows} of the example's rows were set aside"),
    };
    Message::new(
        format!("{rule}, {under} {which}"),
        "the example does not do what it says",
        "mend the example or the rule",
    )
    .with(expected, found)
}

/// A query that was stopped.
#[cfg(feature = "sql")]
pub fn stopped(stopped: &str) -> Message {
    Message::new("the query", stopped.to_owned(), "narrow it; docs/egna-regler.en.md, Joins")
}

/// A command that is not in this build.
#[cfg(not(feature = "sql"))]
pub fn no_feature(feature: &str) -> Message {
    let way_out = format!("cargo install --path crates/kvittens --features {feature}");
    Message::new("kvittens query", "this build cannot ask in SQL", way_out)
}
