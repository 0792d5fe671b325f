//! An answer as a table, CSV or JSON; and the tables that can be asked.

use comfy_table::{ContentArrangement, Table, presets};
use kvittens_report::Lang;
use kvittens_sql::{Cell, Looked, TABLES};
use serde_json::{Map, Value};

use crate::args::AnswerFormat;
use crate::words;

/// An answer.
pub fn text(looked: &Looked, format: AnswerFormat, months: usize, lang: Lang) -> String {
    match format {
        AnswerFormat::Table => table(looked, months, lang),
        AnswerFormat::Csv => csv(looked),
        AnswerFormat::Json => json(looked),
    }
}

/// The tables and their columns.
pub fn tables(lang: Lang) -> String {
    let words = &words::of(lang).query;
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(words.columns);
    for of in &TABLES {
        for column in of.columns {
            let says = if lang == Lang::Sv { column.sv } else { column.en };
            table.add_row([of.name, column.name, column.kind.name(), says]);
        }
    }
    format!("{}\n", table.trim_fmt())
}

fn table(looked: &Looked, months: usize, lang: Lang) -> String {
    let words = &words::of(lang).query;
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(&looked.columns);
    let shown = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => rounded(*number),
        Cell::Flag(flag) => words.flags[usize::from(!flag)].to_owned(),
    };
    for row in &looked.rows {
        table.add_row(row.iter().map(shown));
    }
    format!("{}\n{}\n", table.trim_fmt(), (words.rows)(looked.rows.len() as u64, months))
}

/// Three decimals at most.
fn rounded(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn csv(looked: &Looked) -> String {
    let quoted = |text: &str| match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let cell = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => quoted(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
    };
    let mut text = looked.columns.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",") + "\n";
    for row in &looked.rows {
        text.push_str(&row.iter().map(cell).collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text
}

fn json(looked: &Looked) -> String {
    let value = |cell: &Cell| match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Whole(number) => (*number).into(),
        Cell::Number(number) => (*number).into(),
        Cell::Flag(flag) => (*flag).into(),
    };
    let row = |row: &Vec<Cell>| -> Value {
        looked.columns.iter().cloned().zip(row.iter().map(value)).collect::<Map<_, _>>().into()
    };
    format!("{:#}\n", Value::Array(looked.rows.iter().map(row).collect()))
}
