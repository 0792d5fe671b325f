//! The rules with findings, a row each: what is asked at a glance.

use kvittens_model::Scope;
use kvittens_rules::engine::FINDINGS;
use kvittens_tables::record::is_open;

use super::{Block, Cell, Column, Letter, Piece, Row, Table};
use crate::html::format::Format;
use crate::html::section::{Section, minutes};
use crate::html::shares::{Shares, provider};

/// The table, where there is anything to show.
pub fn table(of: &Letter<'_>, shares: &Shares<'_>, sections: &[Section]) -> Vec<Piece> {
    let check = of.check;
    let words = check.options.lang.words().html;
    let (w, format) = (&words.paper, Format::new(check.options.lang));
    if sections.is_empty() {
        return Vec::new();
    }
    let row = |section: &Section| {
        let found = || of.records.iter().map(|(at, _)| &check.run.outcome.findings[*at]);
        let found = || found().filter(|finding| finding.rule.as_str() == section.code);
        let open = found().filter(|finding| is_open(finding)).count();
        let code = found().next()?.rule;
        let measure = shares.find(code, FINDINGS, Scope::Provider, provider(of.provider));
        let minutes = minutes(check, code, of.provider, found());
        let explained = found().count() - open;
        let rate = measure.and_then(|measure| measure.value).map(|rate| format.number(rate, 1));
        Some(Row {
            total: false,
            cells: vec![
                section.code.as_str().into(),
                section.name.as_str().into(),
                Cell::strong(format.count(open)),
                (if explained > 0 { format.count(explained) } else { String::new() }).into(),
                (if minutes > 0 { format.length(minutes * 60) } else { String::new() }).into(),
                rate.unwrap_or_default().into(),
                Cell::mark(section.mark),
            ],
        })
    };
    let columns = vec![
        Column::text(words.tables.rule, 0),
        Column::name(words.tables.name, 1),
        Column::number(w.open),
        Column::number(w.explained),
        Column::number(w.time),
        Column::number(w.per_thousand),
        Column::text(words.tables.status, 0),
    ];
    let rows = sections.iter().filter_map(row).collect();
    let table = Table { caption: w.overview_caption.to_owned(), columns, rows };
    vec![
        Block::heading(1, w.overview),
        Block::aside(w.overview_text),
        Block::Table(table.without_empty_columns()).into(),
    ]
}
