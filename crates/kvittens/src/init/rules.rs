//! The part on rules, from the registry: those a share is limited for, one on visits, and the names of the others.

use kvittens_report::Lang;
use kvittens_rules::{Meta, Page, rules};

use super::lines::{Lines, quoted};
use crate::words::init::Words;

/// The rule on visits that shows every key once.
const EXAMPLE: &str = "T402";

/// Writes it. `provider`: one to name in an example.
pub fn write(lines: &mut Lines, provider: &str, words: &Words, lang: Lang) {
    lines.heading(words.rules_heading);
    lines.explain(words.rules);
    for meta in rules::METAS.iter().filter(|meta| meta.limited) {
        lines.blank();
        begin(lines, meta, lang);
        // Made-up numbers: K101's limit is the least share, the others' the largest.
        let value = if meta.code.as_str() == "K101" { "0.80" } else { "0.20" };
        lines.suggest(&format!("limits = [{{ value = {value}, source = \"Avtal 2022 §4.3\", from = 2022-01-01 }}]"));
        parameters(lines, meta, lang);
    }
    lines.blank();
    lines.explain(words.other_rules);
    for meta in rules::METAS.iter().filter(|meta| !meta.limited) {
        lines.explain(&format!("  {} {}", meta.code, name(meta, lang)));
    }
    lines.blank();
    lines.explain(words.rule_example);
    for meta in rules::METAS.iter().filter(|meta| meta.code.as_str() == EXAMPLE) {
        begin(lines, meta, lang);
        lines.suggest("enabled = true");
        lines.suggest(&format!("severity = \"{}\"", meta.severity.name()));
        let provider = quoted(provider);
        lines.suggest(&format!("limits = [{{ value = 5, source = \"Avtal 2022 §4.3\", provider = {provider} }}]"));
        parameters(lines, meta, lang);
    }
}

/// The rule's name, and its table: it is there, so that a single line can be made to hold.
fn begin(lines: &mut Lines, meta: &Meta, lang: Lang) {
    let sentence = Page::read(meta.page).map(|page| lang.page(&page).sentence.clone()).unwrap_or_default();
    lines.explain(&format!("{} {}. {sentence}", meta.code, name(meta, lang)));
    lines.set(&format!("[rules.{}]", meta.code));
}

fn name(meta: &Meta, lang: Lang) -> String {
    Page::read(meta.page).map(|page| lang.page(&page).name.clone()).unwrap_or_default()
}

fn parameters(lines: &mut Lines, meta: &Meta, lang: Lang) {
    for param in meta.params() {
        let says = if lang == Lang::Sv { param.sv } else { param.en };
        let unit = if param.unit.is_empty() { String::new() } else { format!(" ({})", param.unit) };
        lines.suggest(&format!("{} = {} # {says}{unit}", param.name, param.number(param.default)));
    }
}
