//! English: why a file or a delivery cannot be used.

use kvittens_parse::{Kind, NotATable, ReadError};
use kvittens_report::Lang;

use super::{counted, list, number};
use crate::words::Message;

/// Why a file or a delivery cannot be used.
pub fn error(error: &ReadError) -> Message {
    let place = error.file.as_str();
    match &error.kind {
        Kind::Io(source) => Message::new(place, format!("cannot be read ({source})"), "check path and permissions"),
        Kind::Damaged(_) => Message::new(place, "the file is damaged or cut off", "fetch or save the file again")
            .with("a whole file", "one that cannot be read to its end"),
        Kind::TooLarge { limit } => Message::new(
            place,
            "the file grows more than an export can when it is unpacked",
            "check where it comes from; unpack it yourself if it is right",
        )
        .with(format!("at most {} bytes", number(*limit)), "more"),
        Kind::Empty => {
            Message::new(place, "the file is empty", "save the export again").with("headers and rows", "no text")
        }
        Kind::NotATable(what) => not_a_table(place, *what),
        Kind::NoKnownHeader { lines, found } => {
            let found = if found.is_empty() { "no known header".to_owned() } else { list(found) };
            Message::new(place, "no line looks like headers", "check that the file is a tag export or a manual export")
                .with(format!("headers such as Brukare-ID, Inpassering, Utpassering in the first {lines} lines"), found)
        }
        Kind::MissingColumn { layout, missing, found, .. } => {
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
        Kind::UnclosedQuote { row, column } => Message::new(
            at(place, *row, column.as_deref()),
            "a quote opens and never closes; the rest of the file cannot be read",
            "save the export again; it may have been cut off, or the quote be part of the text and lack a second one",
        )
        .with("another quote at the end of the same field", "none before the end of the file or a later row"),
        Kind::LoneCr { row } => Message::new(
            at(place, *row, None),
            "lines end as on an old Macintosh, so the whole file is a single row",
            "save the export again as CSV UTF-8, not as CSV (Macintosh)",
        )
        .with("lines that end with LF or CRLF", "CR alone"),
        Kind::Utf16 { row } => Message::new(
            at(place, *row, None),
            "the file ends in the middle of a letter; it was cut off",
            "fetch or save the export again",
        )
        .with("whole UTF-16: an even number of bytes", "an odd number of bytes"),
        Kind::NoneUsable { rows, row, column, why } => Message::new(
            at(place, *row, column.as_deref()),
            format!("no row can be used; {} set aside, this one first", counted(*rows, "row", "rows")),
            "hold the headers against the rows; kvittens inspect shows how the cells look",
        )
        .with("rows that fit the headers", (Lang::En.words().rejection)(*why)),
        Kind::RowTooLong { row, limit } => Message::new(
            at(place, *row, None),
            "the row never ends",
            "check that the file is a table, and that no quote stands open",
        )
        .with(format!("at most {} characters in a row", number(*limit as u64)), "more"),
        Kind::Encoding { row, column, expected } => Message::new(
            at(place, *row, Some(column)),
            "the file mixes two encodings; names would be read wrongly",
            "save the export again as CSV UTF-8",
        )
        .with((*expected).to_owned(), "bytes that are not"),
        Kind::TooManyColumns { row, limit } => Message::new(
            at(place, *row, None),
            "too many columns for an export",
            "check that the file is a table of registrations",
        )
        .with(format!("at most {} columns", number(*limit as u64)), "more"),
        Kind::NoSuchSheet { name, known } => Message::new(
            place,
            format!("no sheet is called \"{name}\""),
            format!("choose with --sheet among {}", list(known)),
        ),
        Kind::WrongType { column, expected, found } => Message::new(
            format!("{place}, column {column}"),
            "the column holds something else than it should",
            "write the table with the right type, or as CSV",
        )
        .with(*expected, found),
        Kind::OtherVersion { expected, found } => Message::new(
            place,
            "the table was written by another version of kvittens",
            "add the month again from its exports",
        )
        .with(*expected, found),
        Kind::Changed => Message::new(
            place,
            "the file changed while it was read",
            "wait until it is written, or close it in the other program, and run again",
        ),
        Kind::Pattern(why) => {
            Message::new(place, format!("the pattern cannot be read ({why})"), "write for example mars/*.csv")
        }
        Kind::NoExports => Message::new(place, "no export there", "name the folder of the tag and manual exports"),
        Kind::NoRows => Message::new(place, "headers only, no row", "export the month again")
            .with("at least one row with a registration", "none"),
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

/// A row, and its column where one is to blame.
fn at(place: &str, row: u64, column: Option<&str>) -> String {
    let column = column.map(|column| format!(", column {column}")).unwrap_or_default();
    format!("{place}, row {row}{column}")
}

fn not_a_table(place: &str, what: NotATable) -> Message {
    let (found, way_out) = match what {
        NotATable::Pdf => ("a PDF", "export as CSV; a PDF cannot be checked"),
        NotATable::Zip => ("a zip archive that is no workbook", "unpack the archive"),
        NotATable::Ole => ("an old or encrypted workbook", "remove the password and save as XLSX or CSV UTF-8"),
        NotATable::Binary => ("no text", "save as CSV UTF-8"),
    };
    Message::new(place, "is no table of text", way_out).with("CSV, XLSX or Parquet", found)
}
