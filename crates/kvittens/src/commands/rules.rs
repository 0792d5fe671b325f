//! `kvittens rules`: the catalogue as a table or JSON.

use comfy_table::{ContentArrangement, Table, presets};
use kvittens_report::Lang;
use kvittens_rules::{Meta, Page, Param, rules};
use serde_json::{Value, json};

use crate::args::Format;
use crate::error::Failure;
use crate::exit::Exit;
use crate::words;

/// Runs it.
pub fn run(format: Format, lang: Lang) -> Result<Exit, Failure> {
    let pages = rules::METAS.iter().filter_map(|meta| Page::read(meta.page).ok().map(|page| (meta, page)));
    let text = if format == Format::Json {
        let all: Vec<Value> = pages.map(|(meta, page)| entry(meta, &page)).collect();
        format!("{:#}\n", Value::Array(all))
    } else {
        let words = words::of(lang);
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(words.rule_columns);
        for (meta, page) in pages {
            let severity = (lang.words().severity)(meta.severity);
            table.add_row([meta.code.as_str(), meta.slug, &lang.page(&page).name, meta.per.name(), severity]);
        }
        format!(
            "{}
",
            table.trim_fmt()
        )
    };
    super::print(&text)?;
    Ok(Exit::Done)
}

fn entry(meta: &Meta, page: &Page) -> Value {
    json!({
        "code": meta.code,
        "family": meta.code.family().to_string(),
        "slug": meta.slug,
        "runnable": true,
        "name": { "sv": page.sv.name, "en": page.en.name },
        "sentence": { "sv": page.sv.sentence, "en": page.en.sentence },
        "per": meta.per.name(),
        "severity": meta.severity.name(),
        "needs": meta.needs.iter().map(|need| need.name()).collect::<Vec<_>>(),
        "parameters": meta.params().iter().map(parameter).collect::<Vec<_>>(),
    })
}

fn parameter(param: &Param) -> Value {
    json!({
        "name": param.name,
        "type": param.kind,
        "default": param.number(param.default),
        "unit": param.unit,
        "minimum": param.number(param.range.0),
        "maximum": param.number(param.range.1),
        "text": { "sv": param.sv, "en": param.en },
    })
}
