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

/// A table whose first column names rules, which lead to their pages, or whose numbers lead to what they count.
#[derive(Template)]
#[template(path = "linked.html")]
pub struct Linked {
    table: Table,
    codes: BTreeSet<String>,
    /// Where cells lead, row by row; empty where a cell leads nowhere.
    places: Vec<Vec<String>>,
}

impl Linked {
    /// Of a table on a page with the catalogue.
    pub fn new(check: &Check<'_>, table: Table) -> Linked {
        let codes = check.run.rules.iter().map(|rule| rule.code().to_string()).collect();
        Linked { table, codes, places: Vec::new() }
    }

    /// With the places that cells lead to, row by row.
    pub fn with_places(self, places: Vec<Vec<String>>) -> Linked {
        Linked { places, ..self }
    }

    /// The cells with where they lead.
    fn rows(&self) -> Vec<Vec<(&str, &str)>> {
        let place = |row: usize, column: usize| {
            self.places.get(row).and_then(|places| places.get(column)).map_or("", String::as_str)
        };
        let rows = self.table.rows.iter().enumerate();
        rows.map(|(row, cells)| (0..).zip(cells).map(|(column, cell)| (cell.as_str(), place(row, column))).collect())
            .collect()
    }
}

/// Of the whole catalogue for the controller; for a provider of the rules that ran and are for everybody.
pub fn pages(pages: &Pages, check: &Check<'_>, controller: bool) -> Vec<RulePage> {
    let format = Format::new(check.options.lang);
    let ran =
        |rule: &Configured| check.run.outcome.runs.iter().any(|run| run.code == rule.code() && run.not_run.is_none());
    let rules = check.run.rules.iter().filter(|rule| controller || (ran(rule) && !rule.on_trial()));
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

/// Name, value and meaning of each parameter.
pub fn parameters(check: &Check<'_>, rule: &Configured, format: Format) -> Vec<(&'static str, String, &'static str)> {
    let meta = rule.rule.meta();
    let unit = check.options.lang.words().html.unit;
    let said = |param: Param, value: f64| {
        let text = if param.kind == "time" { param.shown(value) } else { format.chosen(value) };
        let text = if param.unit.is_empty() { text } else { format!("{text}\u{a0}{}", unit(param.unit)) };
        let about = if check.options.lang == crate::Lang::Sv { param.sv } else { param.en };
        (param.name, text, about)
    };
    meta.params().into_iter().zip(rule.rule.values()).map(|(param, (_, value))| said(param, value)).collect()
}
