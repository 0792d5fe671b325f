//! The layout to start from: what fits or is nearest, and in comments what could be meant.

use std::fmt::Write as _;

use kvittens_parse::{Field, Inspection};

use crate::words::Words;

/// TOML that reads as a layout of one's own, once the guesses in it are looked at.
pub fn of(inspection: &Inspection, words: &Words) -> String {
    let Some(nearest) = inspection.nearest.map(|at| &inspection.layouts[at]) else {
        return String::new();
    };
    let words = &words.inspect;
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut text = format!("name = \"egen\"\nlike = {}\n", quoted(&nearest.name));
    for column in inspection.columns.iter().filter(|column| column.field == Some(Field::Minutes)) {
        let _ = writeln!(text, "# minutes = \"minutes\"  # {}", (words.minutes)(&column.header));
    }
    text.push_str("\n[headers]\n");
    for (field, column, meant) in &nearest.lacking {
        let key = key(*field);
        match meant {
            Some(meant) => {
                let _ = writeln!(text, "{key} = [{}]  # {}", quoted(meant), (words.meant)(column));
            }
            None => {
                let _ = writeln!(text, "# {key} = [\"…\"]  # {}", (words.named)(column));
            }
        }
    }
    for column in &inspection.columns {
        if let Some(field) = column.field {
            let _ = writeln!(text, "{} = [{}]", key(field), quoted(&column.header));
        }
    }
    let meant = |header: &str| nearest.lacking.iter().any(|(_, _, meant)| meant.as_deref() == Some(header));
    let unknown = inspection.columns.iter().filter(|column| column.field.is_none() && !meant(&column.header));
    let unknown: Vec<&str> = unknown.map(|column| column.header.as_str()).collect();
    if !unknown.is_empty() {
        let _ = writeln!(text, "# {}: {}", words.unread, unknown.join(", "));
    }
    text
}

/// How a layout writes a field.
pub fn key(field: Field) -> String {
    toml::Value::try_from(field).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
