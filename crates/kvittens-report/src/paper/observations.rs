//! The findings rule by rule: what was seen and how much of it, its days, the first few, and the question.

use kvittens_model::Finding;
use kvittens_tables::record::{Record, is_open};

use super::provider::{files, rows};
use super::{Block, Cell, Column, Drawing, Letter, Piece, Run, Table, runs};
use crate::html::format::Format;
use crate::html::section::{Section, Writing};
use crate::html::told::Teller;

/// Examples of a rule, by the letter's fullness: from which, to which, how many.
const EXAMPLES: [(u8, u8, usize); 3] = [(2, 2, 2), (3, 3, 4), (4, 4, 6)];

/// The pieces, each rule with open findings a heading, in the order of the catalogue. What only explained findings have
/// been seen of is asked about by nobody, and stands in the overview alone.
pub fn pieces(of: &Letter<'_>, writing: &Writing<'_>, sections: Vec<Section>) -> Vec<Piece> {
    let check = of.check;
    let words = check.options.lang.words().html;
    let mut pieces = vec![Block::heading(1, words.paper.observations)];
    let asked: Vec<Section> = sections.into_iter().filter(|section| section.open.is_some()).collect();
    if asked.is_empty() {
        pieces.push(Block::text(words.provider.no_findings));
        return pieces;
    }
    let where_all = (words.paper.observations_text)(&files(check, true));
    let key = if asked.iter().any(|section| section.strip.is_some()) { words.drawn.days_key } else { "" };
    pieces.push(Block::Aside { text: format!("{where_all} {key}").trim_end().to_owned() }.within(1, 4));
    pieces.push(Block::Aside { text: where_all }.within(0, 0));
    pieces.push(Block::Pairs { cells: asked.iter().map(|section| short(of, section)).collect() }.within(0, 0));
    pieces.extend(asked.into_iter().flat_map(|section| article(of, writing.teller, section)));
    pieces
}

/// What a rule saw and how much of it.
fn counted(of: &Letter<'_>, section: &Section) -> String {
    let counts = section.counts.iter().map(|(count, _)| count).chain(&section.facts).cloned();
    let weight = format!("{}: {}", of.check.options.lang.words().html.tables.weight, section.severity);
    counts.chain([weight]).collect::<Vec<_>>().join(" · ")
}

/// The question of a rule.
fn question(of: &Letter<'_>, section: &Section) -> Vec<Run> {
    let page = of.pages.words_of(&section.code);
    page.map(|page| runs(&page.question)).unwrap_or_default()
}

/// A rule in a letter of very many: what was seen, how much, and the question.
fn short(of: &Letter<'_>, section: &Section) -> Vec<Piece> {
    let said = vec![Run::plain(format!("{} ", section.sentence)), Run::strong(counted(of, section))];
    let asked = question(of, section).into_iter().map(|run| Run { form: "emph", ..run }).collect();
    vec![
        Block::coded(2, section.code.as_str(), section.name.as_str()),
        Block::Text { runs: said }.into(),
        Block::Text { runs: asked }.into(),
    ]
}

fn article(of: &Letter<'_>, teller: &Teller<'_>, section: Section) -> Vec<Piece> {
    let words = of.check.options.lang.words().html;
    let findings = &of.check.run.outcome.findings;
    let found = of.records.iter().map(|(at, record)| (&findings[*at], record));
    let open = found.filter(|(finding, _)| finding.rule.as_str() == section.code && is_open(finding));
    let mut open: Vec<(&Finding, &Record)> = open.collect();
    open.sort_by_key(|(finding, _)| finding.visit);

    let strip = section.strip.as_ref().and_then(|(svg, most)| Some(Drawing::of(svg)?.captioned(most.as_str())));
    let months = section.months.as_deref().and_then(|svg| Some(Drawing::of(svg)?.captioned(words.drawn.history)));
    // What a rule saw and how much of it stands together, so that no heading is left alone.
    let mut beside: Vec<Piece> = vec![
        Block::text(section.sentence.as_str()),
        Block::Text { runs: vec![Run::strong(counted(of, &section))] }.into(),
    ];
    beside.extend(section.rate.as_ref().map(|rate| {
        let said = section.mark.map_or_else(|| rate.clone(), |mark| format!("{rate} · {}", mark.text));
        Block::Aside { text: said }.within(2, 4)
    }));
    let drawings = strip.into_iter().chain(months).collect();
    let top = vec![
        Block::coded(2, section.code.as_str(), section.name.as_str()),
        Block::Beside { pieces: beside, drawings }.into(),
    ];
    let mut pieces = vec![Block::Together { pieces: top }.within(1, 4)];
    pieces.extend(EXAMPLES.into_iter().filter_map(|(from, to, most)| {
        Some(Block::Table(examples(of, teller, &open[..open.len().min(most)], open.len())?).within(from, to))
    }));
    let ask = Block::Question { heading: words.provider.ask.to_owned(), runs: question(of, &section) };
    pieces.push(ask.within(1, 4));
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
    let own = |text: Option<&str>| Cell::from(text.unwrap_or_default().to_owned());
    let row = |(finding, record): &(&Finding, &Record)| -> Vec<Cell> {
        vec![
            format.date(teller.when(record)).into(),
            teller.span(finding).into(),
            teller.unit(finding, record).into(),
            own(record.customer.as_deref()),
            own(record.staff.as_deref()),
            teller.service(record).into(),
            own(record.visit.as_deref()),
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
