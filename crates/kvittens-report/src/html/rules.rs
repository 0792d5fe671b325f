//! The rules' pages behind a report: what each sees, exactly, why, and with which parameters, so that nothing outside the
//! folder is needed to read it.

use std::collections::BTreeSet;

use askama::Template;
use kvittens_rules::{Configured, Param};

use super::format::Format;
use super::table::Table;
use super::{Pages, markdown};
use crate::Check;

/// A rule's page.
pub struct RulePage {
    pub code: String,
    pub name: String,
    pub sentence: String,
    /// HTML of the rule's page.
    pub definition: String,
    /// HTML of the rule's page.
    pub why: String,
    /// HTML of the rule's page.
    pub needs: String,
    /// HTML of the rule's page.
    pub innocent: String,
    /// HTML of the rule's page.
    pub question: String,
    /// Name, value and meaning of each parameter.
    pub parameters: Vec<(&'static str, String, &'static str)>,
}

/// A table whose first column names rules, which lead to their pages.
#[derive(Template)]
#[template(path = "linked.html")]
pub struct Linked {
    table: Table,
    codes: BTreeSet<String>,
}

impl Linked {
    /// Of a table on a page with the catalogue.
    pub fn new(check: &Check<'_>, table: Table) -> Linked {
        let codes = check.run.rules.iter().map(|rule| rule.code().to_string()).collect();
        Linked { table, codes }
    }
}

/// Of the whole catalogue; without those on trial where a provider reads it.
pub fn pages(pages: &Pages, check: &Check<'_>, trials: bool) -> Vec<RulePage> {
    let format = Format::new(check.options.lang);
    let rules = check.run.rules.iter().filter(|rule| trials || !rule.on_trial());
    let of = |rule: &Configured| {
        let words = pages.words(rule.code())?;
        Some(RulePage {
            code: rule.code().to_string(),
            name: words.name.clone(),
            sentence: words.sentence.clone(),
            definition: markdown::render(&words.definition),
            why: markdown::render(&words.why),
            needs: markdown::render(&words.needs),
            innocent: markdown::render(&words.innocent),
            question: markdown::render(&words.question),
            parameters: parameters(check, rule, format),
        })
    };
    rules.filter_map(of).collect()
}

fn parameters(check: &Check<'_>, rule: &Configured, format: Format) -> Vec<(&'static str, String, &'static str)> {
    let meta = rule.rule.meta();
    let unit = check.options.lang.words().html.unit;
    let said = |param: Param, value: f64| {
        let text = if param.kind == "time" { param.shown(value) } else { format.chosen(value) };
        let text = if param.unit.is_empty() { text } else { format!("{text}\u{a0}{}", unit(param.unit)) };
        let about = if check.options.lang == crate::Lang::Sv { param.sv } else { param.en };
        (param.name, text, about)
    };
    (meta.params)().into_iter().zip(rule.rule.values()).map(|(param, (_, value))| said(param, value)).collect()
}
