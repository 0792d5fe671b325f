//! English.

use std::fmt::Write as _;
use std::path::Path;

use kvittens_model::{Month, NoteCode};
use kvittens_parse::{Kind, NotATable, ReadError};
use kvittens_report::{Lang, WriteError};
use kvittens_rules::RulesError;

use super::{Message, Words};
use crate::error::Failure;

/// The words.
pub const WORDS: Words = Words {
    failure: |failure| message(failure).render(["error", "expected", "found", "what to do"]),
    rows_a_second: "rows/s",
    read,
    skipped: "Left alone (no exports):",
    summary_columns: ["Rule", "", "Open", "Explained"],
    not_run: "Not run",
    too_many_rejected: "! More rows were set aside than max_rejected allows: see karantan.csv. The reports are marked.",
    key_made: |path| {
        format!("New key for pseudonyms: {} (keep it; by it the same customer is known next month)", path.display())
    },
    kept: |path| format!("The former folder had been changed by hand and is kept as {}", path.display()),
    written: |folder, providers, html| {
        let first = if html { folder.join("index.html") } else { folder.to_owned() };
        format!("{}: {}", counted(providers as u64, "provider", "providers"), first.display())
    },
    warning: |month, note| match (note.code, note.provider) {
        (NoteCode::DaysWithoutRows, Some(provider)) => {
            format!("{}: {} with no rows at all", month.ids.provider.text(provider), counted(note.count, "day", "days"))
        }
        (code, _) => (Lang::En.words().note)(code).to_owned(),
    },
    open_findings: |count| counted(count, "open finding", "open findings"),
    rule_columns: ["Code", "Name", "", "Per", "Severity"],
    page_headings: ["Definition", "Why", "Needs", "Innocent explanations", "Question to the provider"],
    parameters: "Parameters",
    fires: "Fires",
    rests: "Does not fire",
    synthesized: |rows, visits, planted, out| {
        format!("{} rows, {} visits, {} planted: {}\n", number(rows), number(visits), number(planted), out.display())
    },
    init: super::init_en::WORDS,
};

fn number(count: u64) -> String {
    super::number(count, ",")
}

fn counted(count: u64, one: &str, many: &str) -> String {
    super::counted(count, ",", one, many)
}

fn read(month: &Month) -> String {
    let used: u64 = month.files.iter().map(|file| file.used).sum();
    let providers = counted(month.ids.provider.len().into(), "provider", "providers");
    let visits = counted(month.visits.performed_count(), "performed visit", "performed visits");
    let mut text = format!("{}: {}, {visits}, {providers}\n", month.month, counted(used, "row", "rows"));
    for file in &month.files {
        let _ = writeln!(
            text,
            "  {} ({}, {}): {} read = {} used + {} set aside + {} of other months",
            file.name,
            file.layout,
            file.encoding,
            number(file.read),
            number(file.used),
            number(file.rejected),
            number(file.other_month),
        );
    }
    text
}

fn message(failure: &Failure) -> Message {
    match failure {
        Failure::Read(error) => read_error(error),
        Failure::Write(error) => write_error(error),
        Failure::Config { path, message, nearest } => {
            let way_out = match nearest {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => "mend the line of the configuration".to_owned(),
            };
            Message::new(shown(path), message.trim_end().to_owned(), way_out)
        }
        Failure::Rules(error) => rules_error(error),
        Failure::File { path, source } => Message::new(
            shown(path),
            format!("cannot be read or written ({source})"),
            "check path, permissions and space",
        ),
        Failure::Key { path, .. } => Message::new(shown(path), "is no key", "name another file with --key")
            .with("64 hexadecimal digits", "something else"),
        Failure::OtherKey { folder, there, here } => Message::new(
            shown(folder),
            "was written with another key; the pseudonyms would change",
            "name the former key with --key, or another folder with --out",
        )
        .with(format!("key {there}"), format!("key {here}")),
        Failure::Exists { path } if path.ends_with(crate::key_file::NAME) => Message::new(
            shown(path),
            "is there already; without it no customer is known again from last month",
            "write to another folder with --out, and move kvittens.toml here from it",
        ),
        Failure::Exists { path } => {
            Message::new(shown(path), "is there already", "move it away, or write to another folder with --out")
        }
        Failure::NoSuchReport(kind) => Message::new(
            "--reports",
            format!("{kind} is not in this version"),
            "use html: open the report in a browser and print it as PDF",
        ),
        Failure::Months(text) => Message::new("--months", "is no range of months", "write 2022-03 or 2021-01..2022-12")
            .with("first..last", format!("\"{text}\"")),
        Failure::Output(error) => Message::new("the output", error.to_string(), "check where it goes"),
        Failure::Threads(text) => Message::new("--threads", text.clone(), "ask for fewer"),
    }
}

fn read_error(error: &ReadError) -> Message {
    let place = error.file.as_str();
    match &error.kind {
        Kind::Io(source) => Message::new(place, format!("cannot be read ({source})"), "check path and permissions"),
        Kind::Damaged(_) => {
            Message::new(place, "the compressed file is damaged or cut off", "fetch or pack the file again")
        }
        Kind::TooLarge { limit } => Message::new(
            place,
            "the file grows more than an export can when it is unpacked",
            "check where it comes from; unpack it yourself if it is right",
        )
        .with(format!("at most {} bytes", number(*limit)), "more"),
        Kind::Empty => Message::new(place, "the file is empty", "save the export again"),
        Kind::NotATable(what) => not_a_table(place, *what),
        Kind::NoKnownHeader { lines, found } => {
            let found = if found.is_empty() { "no known header".to_owned() } else { list(found) };
            Message::new(place, "no line looks like headers", "check that the file is a tag export or a manual export")
                .with(format!("headers such as Brukare-ID, Inpassering, Utpassering in the first {lines} lines"), found)
        }
        Kind::MissingColumn { layout, missing, found } => {
            let names: Vec<String> = missing.iter().map(|column| column.column.clone()).collect();
            let near = missing.iter().filter_map(|column| {
                column.nearest.as_ref().map(|near| format!("is \"{near}\" meant as \"{}\"?", column.column))
            });
            let near: Vec<String> = near.collect();
            let mut way_out = "export the column, or rename the header".to_owned();
            if names == ["Utförare"] {
                way_out = "name the provider with --provider".to_owned();
            } else if !near.is_empty() {
                way_out = near.join(" ");
            }
            Message::new(place, format!("column missing: {}", list(&names)), way_out)
                .with(format!("the layout {layout}"), list(found))
        }
        Kind::UnknownLayout { name, known } => Message::new(
            "--layout",
            format!("no layout is called \"{name}\""),
            format!("choose one of {}", list(known)),
        ),
        Kind::UnclosedQuote { row } => Message::new(
            format!("{place}, row {row}"),
            "a quote opens and never closes; the rest of the file cannot be read",
            "save the export again; it may have been cut off",
        ),
        Kind::RowTooLong { row, limit } => {
            Message::new(format!("{place}, row {row}"), "the row never ends", "check that the file is a table")
                .with(format!("at most {limit} characters in a row"), "more")
        }
        Kind::Encoding { row, column, expected } => Message::new(
            format!("{place}, row {row}, column {column}"),
            "the file mixes two encodings; names would be read wrongly",
            "save the export again as CSV UTF-8",
        )
        .with((*expected).to_owned(), "bytes that are not"),
        Kind::NoExports => {
            Message::new(place, "no export in the folder", "name the folder of the tag and manual exports")
        }
        Kind::NoRows => Message::new(place, "headers only, no row", "export the month again"),
        Kind::SameAs(other) => {
            Message::new(place, format!("has the same content as {other}"), "remove one; else every row is a duplicate")
        }
        Kind::TwoMonths { first, first_rows, second, second_rows } => Message::new(
            place,
            "the export holds two months",
            format!("choose with --month {first} or --month {second}"),
        )
        .with("one month", format!("{first} ({first_rows} rows) and {second} ({second_rows} rows)")),
        Kind::OtherMonth { wanted, found } => Message::new(
            place,
            "the month is not in the export",
            format!("say --month {found}, or name another export"),
        )
        .with(wanted.to_string(), found.to_string()),
        Kind::TooMany(what) => Message::new(place, format!("too many {what}"), "split the delivery"),
        Kind::Unreconciled { read, used, rejected, other } => Message::new(
            place,
            "the sum does not hold; this is an error of the program",
            "report the error; do not use the result",
        )
        .with(format!("{read} read"), format!("{used} used + {rejected} set aside + {other} of other months")),
        other => Message::new(place, other.to_string(), ""),
    }
}

fn not_a_table(place: &str, what: NotATable) -> Message {
    let (found, way_out) = match what {
        NotATable::Pdf => ("a PDF", "export as CSV; a PDF cannot be checked"),
        NotATable::Zip => ("a workbook (XLSX) or a zip archive", "save the sheet as CSV UTF-8, or unpack the archive"),
        NotATable::Ole => ("an old or encrypted workbook", "remove the password and save as CSV UTF-8"),
        NotATable::Parquet => ("a Parquet table", "export as CSV"),
        NotATable::Binary => ("no text", "save as CSV UTF-8"),
    };
    Message::new(place, "is no table of text", way_out).with("CSV", found)
}

fn write_error(error: &WriteError) -> Message {
    const WAY_OUT: &str =
        "check space and permissions, and that no file is open in another program; the former folder is untouched";
    match error {
        WriteError::Folder(error) => {
            Message::new(shown(&error.path), format!("cannot be written ({})", error.source), WAY_OUT)
        }
        WriteError::Collision(_) => Message::new(
            "the key",
            "two ids have one pseudonym",
            "make a new key: move kvittens.key away and run again",
        ),
        other => Message::new("the report", other.to_string(), "report the error: it is one of the program"),
    }
}

fn rules_error(error: &RulesError) -> Message {
    match error {
        RulesError::Unknown { name, nearest } => {
            let way_out = nearest.as_ref().map_or_else(
                || "kvittens rules shows all".to_owned(),
                |near| format!("did you mean \"{near}\"? kvittens rules shows all"),
            );
            Message::new(format!("\"{name}\""), "no rule is called so", way_out)
        }
        RulesError::Table { code, message } => {
            let way_out = crate::nearest::in_message(message)
                .map_or_else(|| format!("see kvittens explain {code}"), |near| format!("did you mean \"{near}\"?"));
            Message::new(format!("kvittens.toml, [rules.{code}]"), message.clone(), way_out)
        }
        RulesError::NoLimit { code } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            "the rule measures no share that a limit could be for",
            "remove the limit; set it for K101, K102 or a rule on visits",
        ),
        RulesError::NoSource { code } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            "a limit needs an owner",
            "say in source where it stands, as \"Avtal 2022 §4.3\"",
        ),
        RulesError::Range { code, name, value, low, high } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            format!("{name} makes no sense"),
            format!("see kvittens explain {code}"),
        )
        .with(format!("{low} to {high}"), value.to_string()),
    }
}

fn list(names: &[String]) -> String {
    names.join(", ")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
