//! English: `kvittens inspect`.

use super::{LABELS, counted, number, read};
use crate::words::InspectWords;

/// The words.
pub const WORDS: InspectWords = InspectWords {
    detected: |encoding, delimiter, above| {
        let above = if above == 0 {
            String::new()
        } else {
            format!(", {} above the headers", counted(above.into(), "line", "lines"))
        };
        let delimiter = delimiter.map_or_else(String::new, |delimiter| format!(", delimiter {delimiter}"));
        format!("{encoding}{delimiter}{above}")
    },
    tab: "tab",
    layouts: "Layouts",
    fits: "fits",
    lacks: "lacks",
    excluded: "does not have",
    score: |known, of| format!("{known} of {of} headers"),
    columns: |rows| format!("Columns ({} seen)", counted(rows as u64, "row", "rows")),
    column_headings: ["Header", "Means", "Filled", "Looks like"],
    unread: "not read",
    first_rows: "The first rows (what may name somebody is shown as its shape: x a letter, 9 a digit)",
    read: "Read by itself",
    refused: |error| read::error(error).render(LABELS),
    fields: |expected| format!("not {expected} fields as the headers"),
    set_aside: |count, first, column, why| {
        let column = column.map_or_else(String::new, |column| format!("{column}: "));
        format!(
            "set aside: {column}{why} ({}, the first is row {})",
            counted(count, "row", "rows"),
            number(first.into())
        )
    },
    noted: |count, first, column, what| {
        let column = column.map_or_else(String::new, |column| format!("{column}: "));
        let first = first.map_or_else(String::new, |first| format!(", the first is row {}", number(first.into())));
        format!("noted: {column}{what} ({}{first})", number(count))
    },
    shared: |customers, staff| {
        format!(
            "{} customers, {} at several providers; {} staff ids, {} at several providers (staff_ids in kvittens.toml says whether they are the same person)",
            number(customers.ids.into()),
            number(customers.shared.into()),
            number(staff.ids.into()),
            number(staff.shared.into()),
        )
    },
    layout: "Layout to start from (save it as egen.toml and run with --layout egen.toml)",
    minutes: |header| format!("the unit of {header}: minutes (90), h:mm (1:30) or decimal-hours (1,5)"),
    meant: |column| format!("is it {column}?"),
    named: |column| format!("what is {column} called here?"),
};
