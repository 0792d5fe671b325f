//! `kvittens rules`: the catalogue as a table or JSON, and the examples of own rules tried.

mod test;

use std::path::{Path, PathBuf};

use comfy_table::{ContentArrangement, Table, presets};
use kvittens_report::Lang;
use kvittens_rules::{Meta, Page, Param, rules};
use serde_json::{Value, json};

use crate::args::{self, Format};
use crate::config::load;
use crate::error::Failure;
use crate::exit::Exit;
use crate::words;

/// Runs it.
pub fn run(args: &args::RulesArgs, lang: Lang) -> Result<Exit, Failure> {
    let here = std::env::current_dir().map_err(Failure::file("."))?;
    if args.test {
        let loaded = load(args.config.as_deref(), &here)?.with_owns(&args.rule)?;
        return test::run(&loaded.owns, lang);
    }
    let metas = metas(&args.rule, args.config.as_deref(), &here)?;
    let pages = metas.iter().filter_map(|meta| Page::read(meta.page).ok().map(|page| (meta, page)));
    let text = if args.format == Format::Json {
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

/// The cards of all rules: the built-in ones, those of the configuration, and those of more files.
pub fn metas(more: &[PathBuf], config: Option<&Path>, folder: &Path) -> Result<Vec<Meta>, Failure> {
    let loaded = load(config, folder)?.with_owns(more)?;
    Ok(rules::METAS.iter().copied().chain(loaded.owns.metas()).collect())
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
