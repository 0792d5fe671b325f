//! `kvittens explain`: a rule's page.

use std::fmt::Write as _;

use kvittens_report::Lang;
use kvittens_rules::page::{BESIDE, EARLIER, Example};
use kvittens_rules::{Meta, Page, RulesError};

use crate::error::Failure;
use crate::exit::Exit;
use crate::{args, nearest, words};

/// Runs it.
pub fn run(args: &args::Explain, lang: Lang) -> Result<Exit, Failure> {
    let here = std::env::current_dir().map_err(Failure::file("."))?;
    let metas = super::rules::metas(&args.rule, args.config.as_deref(), &here)?;
    let meta = meta(&args.code, &metas)?;
    if let Ok(page) = Page::read(meta.page) {
        super::print(&text(&meta, &page, lang))?;
    }
    Ok(Exit::Done)
}

/// The card of a rule by its code or name; an unknown one is refused with the nearest.
pub fn meta(rule: &str, metas: &[Meta]) -> Result<Meta, Failure> {
    let called = |meta: &&Meta| rule.eq_ignore_ascii_case(meta.code.as_str()) || rule.eq_ignore_ascii_case(meta.slug);
    metas.iter().find(called).copied().ok_or_else(|| {
        let known = metas.iter().flat_map(|meta| [meta.code.as_str(), meta.slug]);
        RulesError::Unknown { name: rule.to_owned(), nearest: nearest::of(rule, known) }.into()
    })
}

/// The page in one language: Markdown, which reads well in a terminal too.
pub fn text(meta: &Meta, page: &Page, lang: Lang) -> String {
    let (words, rule) = (words::of(lang), lang.page(page));
    let mut text = format!("# {} {} ({})\n\n{}\n", meta.code, rule.name, meta.slug, rule.sentence);
    let parts = [&rule.definition, &rule.why, &rule.needs, &rule.innocent, &rule.question];
    for (heading, part) in words.page_headings.iter().zip(parts) {
        let _ = write!(text, "\n## {heading}\n\n{part}\n");
    }
    let params = meta.params();
    if !params.is_empty() {
        let _ = write!(text, "\n## {}\n\n", words.parameters);
        for param in params {
            let says = if lang == Lang::Sv { param.sv } else { param.en };
            let unit = if param.unit.is_empty() { String::new() } else { format!(" {}", param.unit) };
            let _ = writeln!(text, "- `{}` = {}{unit}: {says}", param.name, param.shown(param.default));
        }
    }
    examples(&mut text, words.fires, &page.fires);
    examples(&mut text, words.rests, &page.rests);
    text
}

fn examples(text: &mut String, heading: &str, examples: &[Example]) {
    let _ = write!(text, "\n## {heading}\n");
    for example in examples {
        if !example.toml.is_empty() {
            let _ = write!(text, "\n```toml\n{}```\n", example.toml);
        }
        for month in &example.earlier {
            let _ = write!(text, "\n```{EARLIER}\n{month}```\n");
        }
        for (export, rows) in &example.beside {
            let _ = write!(text, "\n```{BESIDE}{}\n{rows}```\n", export.name());
        }
        let _ = write!(text, "\n```csv\n{}```\n", example.csv);
    }
}
