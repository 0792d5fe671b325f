//! The appendix: the municipality's limits with their sources, and what each rule with findings sees.

use std::collections::BTreeSet;

use kvittens_model::{Code, Measure, NO_ID, Scope};
use kvittens_rules::Configured;
use kvittens_tables::record::is_open;

use super::prose::prose;
use super::provider::{columns, rows};
use super::{Block, Cell, Letter, Piece, Run, Table};
use crate::html::format::Format;
use crate::html::{follow_up, past, rules};

/// The limits that the provider's measures are held against.
pub fn limits(of: &Letter<'_>) -> Vec<Piece> {
    let &Letter { pages, check, provider, .. } = of;
    let words = check.options.lang.words().html;
    let w = &words.paper;
    let concerns = |measure: &&Measure| {
        measure.subject.provider == provider
            && measure.bucket.is_none()
            && matches!(measure.scope, Scope::Provider | Scope::Unit)
            && !check.run.on_trial(measure.rule)
    };
    let row = |measure: &Measure| -> Option<Vec<Cell>> {
        let (limit, source) = (measure.limit?, measure.limit_source.clone()?);
        let unit = check.run.month.ids.unit.get(measure.subject.unit).filter(|_| measure.subject.unit != NO_ID);
        let name = pages.name(measure.rule);
        let called = past::called(check.options.lang, measure.rule, name, measure.name);
        let what = called.map_or_else(|| name.to_owned(), |called| past::capital(&called));
        let what = unit.map_or_else(|| what.clone(), |unit| format!("{what}, {unit}"));
        let limit = follow_up::chosen(check, measure, limit);
        Some(vec![measure.rule.to_string().into(), what.into(), limit.into(), source.into()])
    };
    let mut seen = BTreeSet::new();
    let all: Vec<Vec<Cell>> = check.run.outcome.measures.iter().filter(concerns).filter_map(row).collect();
    let mut limits: Vec<Vec<Cell>> = Vec::new();
    for row in all {
        // A unit under the provider's own limit is no limit of its own.
        let (limit, source) = (row[2].text.clone(), row[3].text.clone());
        if seen.insert((row[0].text.clone(), limit, source)) {
            limits.push(row);
        }
    }
    if limits.is_empty() {
        return Vec::new();
    }
    let table = Table {
        caption: w.limits.to_owned(),
        columns: columns([(words.tables.rule, 0), (w.measure, 3), (words.tables.limit, 0), (w.source, 3)]),
        rows: rows(limits),
    };
    vec![Block::heading(2, w.limits), Block::aside(w.limits_text), Block::Table(table).into()]
}

/// What each rule with open findings sees: exactly where there is room, else in short, with its numbers.
pub fn definitions(of: &Letter<'_>) -> Vec<Piece> {
    let check = of.check;
    let w = &check.options.lang.words().html.paper;
    let found = of.records.iter().map(|(at, _)| &check.run.outcome.findings[*at]);
    let codes: BTreeSet<Code> = found.filter(|finding| is_open(finding)).map(|finding| finding.rule).collect();
    let asked = check.run.rules.iter().filter(|rule| codes.contains(&rule.code()));
    let asked: Vec<&Configured> = asked.collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let exact = asked.iter().map(|rule| definition(of, rule)).collect();
    let numbers = asked.iter().filter_map(|rule| {
        let mut runs = vec![Run::strong(format!("{} ", rule.code()))];
        runs.extend(numbers(of, rule)?);
        Some(runs)
    });
    let elsewhere = if check.options.html { w.definitions_at } else { w.definitions_asked };
    vec![
        Block::heading(2, w.definitions),
        Block::Aside { text: elsewhere.to_owned() }.within(0, 3),
        Block::Small { pieces: vec![Block::List { items: numbers.collect() }.into()] }.within(0, 3),
        Block::Pairs { cells: exact }.within(4, 4),
    ]
}

fn definition(of: &Letter<'_>, rule: &Configured) -> Vec<Piece> {
    let Some(words) = of.pages.words(rule.code()) else { return Vec::new() };
    let mut pieces = vec![Block::coded(3, rule.code().as_str(), words.name.as_str())];
    pieces.extend(prose(&words.definition));
    pieces.extend(numbers(of, rule).map(|runs| Block::Text { runs }.into()));
    pieces
}

/// The numbers that a rule was run with.
fn numbers(of: &Letter<'_>, rule: &Configured) -> Option<Vec<Run>> {
    let numbers = rules::parameters(of.check, rule, Format::new(of.check.options.lang));
    let mut runs = Vec::new();
    for (name, value, about) in numbers {
        runs.push(Run { text: name.to_owned(), form: "code" });
        runs.push(Run::plain(format!(" {value} ({about}) ")));
    }
    (!runs.is_empty()).then_some(runs)
}
