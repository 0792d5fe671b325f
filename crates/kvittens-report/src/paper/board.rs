//! namnd.pdf: what namnd.html shows, cell by cell, from the same numbers ([`crate::board`]).

use super::{Block, Cell, Colour, Column, Document, Drawing, Piece, Row, Run, Table};
use crate::Check;
use crate::html::board::{Board, Level, Manual, Part, Receipt, gather};
use crate::html::{Pages, letterhead};

/// Size of a bar in its own units.
const BAR: (u32, u32) = (260, 16);

/// The document.
pub fn board(pages: &Pages, check: &Check<'_>) -> Document {
    let page = gather(pages, check);
    let words = check.options.lang.words().html;
    let whose = check.options.municipality.clone().unwrap_or_default();
    let mut document = Document::framed(check, page.frame.clone(), [page.frame.title.clone(), whose]);
    let body = &mut document.body;
    body.extend((!page.warnings.is_empty()).then(|| Block::Warning { lines: page.warnings.clone() }.into()));
    body.push(Block::Lead { text: page.summary.join(" ") }.into());
    let runs = vec![Run::plain(page.b.observation_text)];
    body.push(Block::Question { heading: page.b.observation.to_owned(), runs }.into());

    body.push(Block::heading(1, words.index.receipts));
    body.extend(receipts(&page));
    body.push(Block::heading(1, words.index.manual));
    body.push(if page.manual.is_empty() {
        Block::text(page.no_manual.as_str())
    } else {
        Block::Table(manual(&page)).into()
    });
    body.extend([Block::heading(1, page.b.findings), Block::text(page.b.findings_text)]);
    body.extend((!page.families.is_empty()).then(|| Block::Table(findings(&page)).into()));
    body.extend([Block::heading(1, words.index.areas), Block::text(page.b.areas_text)]);
    body.push(Block::Table(Table::plain(page.areas, &[2, 0, 2])).into());
    if !page.trend.is_empty() {
        body.extend([Block::heading(1, page.b.trend), Block::list(page.trend)]);
    }
    body.push(Block::heading(1, page.b.checked));
    match page.not_run {
        Some(table) => {
            body.push(Block::text(page.b.checked_text));
            body.push(Block::Table(Table::plain(table, &[2, 3])).into());
        }
        None => body.push(Block::text(words.tables.all_ran)),
    }
    body.push(Block::heading(1, page.b.reading));
    body.push(Block::Small { pieces: vec![Block::list(page.reading), Block::aside(page.b.secrecy)] }.into());
    let lines = letterhead::signature(check);
    body.extend((!lines.is_empty()).then(|| Block::Signature { lines }.into()));
    let facts = page.frame.foot.into_iter().map(|(word, value)| (word.to_owned(), value)).collect();
    body.push(Block::Facts { facts }.into());
    document
}

fn receipts(page: &Board) -> Vec<Piece> {
    if page.receipts.is_empty() {
        return vec![Block::text(page.no_receipts.as_str())];
    }
    let tables = &page.w.tables;
    let mut columns = vec![Column::name(page.w.index.provider, 1), Column::number(tables.visits)];
    columns.extend(page.classes.iter().map(|class| Column::number(class.name)));
    columns.extend([Column::text(tables.limit, 0), Column::text(tables.status, 0)]);
    let row = |row: &Receipt| {
        let bar = row.bar.as_deref().and_then(|bar| Drawing::bar(bar, BAR.0, BAR.1));
        let mut cells = vec![Cell { drawing: bar, ..row.who.as_str().into() }, row.visits.as_str().into()];
        cells.extend(row.parts.iter().map(|part| Cell::strong(&part.share).with([part.count.clone()])));
        cells.push(Cell::from(row.limit.as_str()).with([row.source.clone()]));
        cells.push(Cell::mark(row.mark));
        Row { total: row.total, cells }
    };
    let rows = page.receipts.iter().map(row).collect();
    let colour = |class: &Part| Colour { class: class.class.to_owned(), name: class.name.to_owned() };
    vec![
        Block::text(page.b.receipts_text),
        Block::Legend { colours: page.classes.iter().map(colour).collect() }.into(),
        Block::Table(Table { caption: page.b.receipts_caption.to_owned(), columns, rows }).into(),
    ]
}

fn manual(page: &Board) -> Table {
    let tables = &page.w.tables;
    let columns = vec![
        Column::name(page.w.index.provider, 1),
        Column::number(tables.share),
        Column::number(tables.visits),
        Column::number(tables.interval),
        Column::text(page.w.drawn.place, 1),
        Column::text(tables.limit, 0),
        Column::text(tables.status, 0),
    ];
    let row = |row: &Manual| Row {
        total: row.total,
        cells: vec![
            row.who.as_str().into(),
            Cell::strong(&row.share),
            row.count.as_str().into(),
            row.interval.as_str().into(),
            Cell::drawn(row.dot.as_deref().and_then(Drawing::of)),
            Cell::from(row.limit.as_str()).with([row.source.clone()]),
            Cell::mark(row.mark),
        ],
    };
    let caption = format!("{}. {}.", page.w.index.manual_caption, page.scale);
    Table { caption, columns, rows: page.manual.iter().map(row).collect() }
}

fn findings(page: &Board) -> Table {
    let mut columns = vec![Column::name(page.w.index.provider, 1)];
    columns.extend(page.families.iter().map(|(letter, name)| Column::number(format!("{name} ({letter})"))));
    columns.extend([Column::number(page.b.all), Column::text(page.b.level, 0)]);
    let row = |row: &Level| {
        let mut cells: Vec<Cell> = vec![row.who.as_str().into()];
        cells.extend(row.cells.iter().map(|cell| Cell::from(cell.as_str())));
        cells.extend([Cell::strong(&row.all), row.level.as_str().into()]);
        Row { total: row.total, cells }
    };
    Table { caption: page.b.findings_caption.to_owned(), columns, rows: page.findings.iter().map(row).collect() }
}
