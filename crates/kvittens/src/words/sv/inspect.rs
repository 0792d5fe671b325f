//! Swedish: `kvittens inspect`.

use super::{LABELS, counted, number, read};
use crate::words::InspectWords;

/// The words.
pub const WORDS: InspectWords = InspectWords {
    detected: |encoding, delimiter, above| {
        let above = if above == 0 {
            String::new()
        } else {
            format!(", {} ovanför rubrikerna", counted(above.into(), "rad", "rader"))
        };
        let delimiter = delimiter.map_or_else(String::new, |delimiter| format!(", avgränsare {delimiter}"));
        format!("{encoding}{delimiter}{above}")
    },
    tab: "tabb",
    layouts: "Layouter",
    fits: "passar",
    lacks: "saknar",
    excluded: "har inte",
    score: |known, of| format!("{known} av {of} rubriker"),
    columns: |rows| format!("Kolumner ({} sedda)", counted(rows as u64, "rad", "rader")),
    column_headings: ["Rubrik", "Betyder", "Ifyllda", "Ser ut som"],
    unread: "läses inte",
    first_rows: "De första raderna (det som kan peka ut någon visas som form: x en bokstav, 9 en siffra)",
    read: "Läst för sig",
    refused: |error| read::error(error).render(LABELS),
    fields: |expected| format!("inte {expected} fält som rubrikraden"),
    set_aside: |count, first, column, why| {
        let column = column.map_or_else(String::new, |column| format!("{column}: "));
        format!(
            "undantas: {column}{why} ({}, den första är rad {})",
            counted(count, "rad", "rader"),
            number(first.into())
        )
    },
    noted: |count, first, column, what| {
        let column = column.map_or_else(String::new, |column| format!("{column}: "));
        let first = first.map_or_else(String::new, |first| format!(", den första är rad {}", number(first.into())));
        format!("noteras: {column}{what} ({}{first})", number(count))
    },
    shared: |customers, staff| {
        format!(
            "{} kunder, {} hos flera utförare; {} personal-id, {} hos flera utförare (staff_ids i kvittens.toml säger om de är samma person)",
            number(customers.ids.into()),
            number(customers.shared.into()),
            number(staff.ids.into()),
            number(staff.shared.into()),
        )
    },
    layout: "Layout att utgå från (spara som egen.toml och kör med --layout egen.toml)",
    minutes: |header| format!("enheten i {header}: minutes (90), h:mm (1:30) eller decimal-hours (1,5)"),
    meant: |column| format!("är det {column}?"),
    named: |column| format!("vad heter {column} här?"),
};
