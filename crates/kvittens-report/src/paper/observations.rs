//! The findings rule by rule: what was seen and how much of it, its days, the first few, and the question.

use kvittens_model::Finding;
use kvittens_tables::record::{Record, is_open};

use super::provider::{files, rows};
use super::{Block, Cell, Column, Drawing, Letter, Piece, Run, Table, runs};
use crate::html::format::Format;
use crate::html::section::{Section, Writing};
use crate::html::told::Teller;

/// Examples of a rule, by the letter's fullness: from which, to which, how many.
const EXAMPLES: [(u8, u8, usize); 3] = [(1, 1, 1), (2, 2, 3), (3, 4, 5)];

/// The pieces, each rule a heading, in the order of the catalogue.
pub fn pieces(of: &Letter<'_>, writing: &Writing<'_>, sections: Vec<Section>) -> Vec<Piece> {
    let check = of.check;
    let words = check.options.lang.words().html;
    let mut pieces = vec![Block::heading(1, words.paper.observations)];
    if sections.is_empty() {
        pieces.push(Block::text(words.provider.no_findings));
        return pieces;
    }
    let where_all = (words.paper.observations_text)(&files(check, true));
    let key = if sections.iter().any(|section| section.strip.is_some()) { words.drawn.days_key } else { "" };
    pieces.push(Block::aside(format!("{where_all} {key}").trim_end()));
    pieces.extend(sections.into_iter().flat_map(|section| article(of, writing.teller, section)));
    pieces
}

fn article(of: &Letter<'_>, teller: &Teller<'_>, section: Section) -> Vec<Piece> {
    let words = of.check.options.lang.words().html;
    let w = &words.provider;
    let findings = &of.check.run.outcome.findings;
    let found = of.records.iter().map(|(at, record)| (&findings[*at], record));
    let open = found.filter(|(finding, _)| finding.rule.as_str() == section.code && is_open(finding));
    let mut open: Vec<(&Finding, &Record)> = open.collect();
    open.sort_by_key(|(finding, _)| finding.visit);
    let rule = open.first().map(|(finding, _)| finding.rule);

    let mut facts: Vec<String> = section.counts.into_iter().map(|(count, _)| count).collect();
    facts.extend(section.facts);
    facts.push(format!("{}: {}", words.tables.weight, section.severity));
    let counted = Block::Text { runs: vec![Run::strong(facts.join(" · "))] };
    let strip = section
        .strip
        .and_then(|(svg, most)| Some(Drawing::of(&svg)?.captioned(format!("{}: {most}", words.drawn.days))));
    let months = section.months.and_then(|svg| Some(Drawing::of(&svg)?.captioned(words.drawn.history)));
    let drawings: Vec<Drawing> = strip.into_iter().chain(months).collect();
    // What a rule saw and how much of it stands together, so that no heading is left alone.
    let mut top = vec![Block::coded(2, section.code, section.name), Block::text(section.sentence), counted.into()];
    top.extend(section.rate.map(|rate| {
        Block::aside(match section.mark {
            Some(mark) => format!("{rate} · {}", mark.text),
            None => rate,
        })
    }));
    top.extend((!drawings.is_empty()).then(|| Block::Drawings { drawings }.within(1, 4)));
    let mut pieces = vec![Block::Together { pieces: top }.into()];
    pieces.extend(EXAMPLES.into_iter().filter_map(|(from, to, most)| {
        Some(Block::Table(examples(of, teller, &open[..open.len().min(most)], open.len())?).within(from, to))
    }));
    let question = rule.and_then(|rule| of.pages.words(rule)).map(|page| runs(&page.question));
    pieces.extend(question.map(|runs| Block::Question { heading: w.ask.to_owned(), runs }.into()));
    pieces
}

/// The first findings of a rule, in the columns that somebody needs to find them again.
fn examples(of: &Letter<'_>, teller: &Teller<'_>, shown: &[(&Finding, &Record)], all: usize) -> Option<Table> {
    let check = of.check;
    let words = check.options.lang.words().html;
    let (w, format) = (&words.provider, Format::new(check.options.lang));
    let rule = shown.first()?.0.rule;
    // Where all are held against the same number it stands in the heading, once.
    let first = shown.first().and_then(|(finding, _)| finding.limit);
    let common = first.filter(|_| shown.iter().all(|(finding, _)| finding.limit == first));
    let against = |limit: f64| (w.value_against)(&teller.said(rule, limit, true));
    let own = |text: &Option<String>| Cell::from(text.clone().unwrap_or_default());
    let row = |(finding, record): &(&Finding, &Record)| -> Vec<Cell> {
        vec![
            format.date(teller.when(record)).into(),
            teller.span(finding).into(),
            teller.unit(finding, record).into(),
            own(&record.customer),
            own(&record.staff),
            teller.service(record).into(),
            own(&record.visit),
            teller.value(finding).into(),
            if common.is_some() { Cell::default() } else { teller.limit(finding).into() },
            teller.minutes(finding).into(),
        ]
    };
    let columns = vec![
        Column::name(w.date, 0),
        Column::text(w.time, 0),
        Column::text(words.tables.unit, 2),
        Column::text(w.customer, 2),
        Column::text(w.staff, 2),
        Column::text(w.service, 2),
        Column::text(w.visit, 2),
        Column::number(common.map_or_else(|| w.value.to_owned(), against)),
        Column::number(w.against),
        Column::number(w.minutes),
    ];
    let (few, many) = (format.count(shown.len()), format.count(all));
    let caption = if shown.len() < all { (words.paper.examples)(&few, &many) } else { (w.open_caption)(rule.as_str()) };
    Some(Table { caption, columns, rows: rows(shown.iter().map(row).collect()) }.without_empty_columns())
}
