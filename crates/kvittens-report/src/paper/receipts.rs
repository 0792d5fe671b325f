//! The provider's receipts: bars, shares on their scale, units, the share without a receipt, and the week.

use kvittens_model::Id;

use super::provider::files;
use super::{Block, Cell, Colour, Column, Day, Drawing, Piece, Row, Table};
use crate::Check;
use crate::html::format::Format;
use crate::html::provider::{Shown, absent, week_of};
use crate::html::shares::{self, Share, Shares};
use crate::html::week::Week;

/// Units that are shown where the others stand in another file.
const UNITS: usize = 12;

/// Size of a bar in its own units.
const BAR: (u32, u32) = (520, 42);

/// All of it.
pub fn pieces(check: &Check<'_>, shares: &Shares<'_>, provider: Id) -> Vec<Piece> {
    let words = check.options.lang.words().html;
    let shown = Shown::of(check, shares, provider);
    let mut pieces = vec![Block::heading(1, words.provider.receipts)];
    match &shown.receipts {
        Some(row) => {
            let text = if shown.bars.len() > 1 { words.drawn.bars } else { words.drawn.bars_alone };
            pieces.push(Block::text(format!("{text} {}", words.tables.interval_text)));
            let bars = shown.bars.iter().filter_map(|(who, svg)| Some(Drawing::bar(svg, BAR.0, BAR.1)?.captioned(who)));
            let legend = row.shares.iter().map(|share| colour(share.class, share.name)).collect();
            pieces.push(Block::Bars { bars: bars.collect(), legend }.into());
            pieces.push(Block::Table(classes(check, &shown, row)).into());
            pieces.push(Block::aside(key(check, &shown)));
            pieces.extend(units(check, &shown));
        }
        None => pieces.push(Block::text(absent(check))),
    }
    if !shown.manual.is_empty() {
        pieces.push(Block::Table(manual(check, &shown)).into());
    }
    if !shown.peers && (shown.receipts.is_some() || !shown.manual.is_empty()) {
        pieces.push(Block::aside(words.provider.peers_hidden));
    }
    if let Some(Ok(week)) = week_of(check, provider) {
        pieces.extend(map(check, week));
    }
    pieces
}

fn colour(class: impl Into<String>, name: impl Into<String>) -> Colour {
    Colour { class: class.into(), name: name.into() }
}

/// What the dots show, and on which scale.
fn key(check: &Check<'_>, shown: &Shown) -> String {
    let w = &check.options.lang.words().html.drawn;
    let text = if shown.peers { w.place_text } else { w.place_alone };
    format!("{text} {}.", shown.places_scale)
}

/// The limit of a share, and its source below it.
fn limit(check: &Check<'_>, share: &Share) -> Cell {
    if share.mark.is_none() {
        return Cell::default();
    }
    if share.limit.is_empty() {
        return check.options.lang.words().html.tables.no_limit.into();
    }
    Cell::from(share.limit.clone()).with([share.source.clone()])
}

/// The four shares.
fn classes(check: &Check<'_>, shown: &Shown, row: &shares::Receipts) -> Table {
    let words = check.options.lang.words().html;
    let (w, t) = (&words.provider, &words.tables);
    let columns = vec![
        Column::name(t.registration, 0),
        Column::number(t.visits),
        Column::number(t.share),
        Column::number(t.interval),
        Column::number(t.peers),
        Column::text(words.drawn.place, 1),
        Column::text(words.drawn.history_head, 1),
        Column::text(t.limit, 0),
        Column::text(t.status, 0),
    ];
    let cells = |share: &Share| {
        vec![
            Cell::from(share.name).with(share.past.clone()),
            share.count.clone().into(),
            Cell::strong(&share.share),
            share.interval.clone().into(),
            (if shown.peers { share.peers.clone() } else { String::new() }).into(),
            Cell::drawn(Drawing::of(&share.place)),
            Cell::drawn(Drawing::of(&share.months)),
            limit(check, share),
            Cell::mark(share.mark),
        ]
    };
    let mut rows: Vec<Row> = row.shares.iter().map(|share| Row { total: false, cells: cells(share) }).collect();
    let mut total = vec![Cell::default(); columns.len()];
    total[0] = t.total.into();
    total[1] = row.visits.clone().into();
    rows.push(Row { total: true, cells: total });
    Table { caption: w.receipts_caption.to_owned(), columns, rows }.without_empty_columns()
}

/// The units, the first of many.
fn units(check: &Check<'_>, shown: &Shown) -> Vec<Piece> {
    let words = check.options.lang.words().html;
    let (w, t) = (&words.provider, &words.tables);
    let Some(first) = shown.units.first() else { return Vec::new() };
    let elsewhere = files(check, false);
    let most = if elsewhere.is_empty() { usize::MAX } else { UNITS };
    let mut columns = vec![Column::name(t.unit, 1), Column::number(t.visits)];
    columns.extend(first.shares.iter().map(|share| Column::number(share.name)));
    columns.extend([Column::text(t.limit, 0), Column::text(t.status, 0)]);
    let cells = |row: &shares::Receipts| {
        let mut cells: Vec<Cell> = vec![row.who.clone().into(), row.visits.clone().into()];
        cells.extend(row.shares.iter().map(|share| Cell::strong(&share.share).with([share.count.clone()])));
        cells.extend(row.judged().map(|share| limit(check, share)));
        cells.push(Cell::mark(row.judged().and_then(|share| share.mark)));
        cells
    };
    let rows = shown.units.iter().take(most).map(|row| Row { total: false, cells: cells(row) }).collect();
    let mut pieces = vec![Block::Table(Table { caption: w.units_caption.to_owned(), columns, rows }).into()];
    let more = shown.units.len().saturating_sub(most);
    let more = (more > 0).then(|| (words.paper.more_units)(&Format::new(check.options.lang).count(more), &elsewhere));
    pieces.extend(more.map(Block::aside));
    pieces
}

/// Those without a receipt: the provider, then its units.
fn manual(check: &Check<'_>, shown: &Shown) -> Table {
    let words = check.options.lang.words().html;
    let (w, t) = (&words.provider, &words.tables);
    let scale = (t.scale)(&Format::new(check.options.lang).chosen_percent(shown.top));
    let columns = vec![
        Column::name(w.manual, 1),
        Column::number(t.share),
        Column::number(t.visits),
        Column::number(t.interval),
        Column::text(words.drawn.place, 1),
        Column::number(t.peers),
        Column::text(t.limit, 0),
        Column::text(t.status, 0),
    ];
    let most = if files(check, false).is_empty() { usize::MAX } else { UNITS + 1 };
    let row = |row: &shares::Manual| {
        let share = &row.share;
        Row {
            total: false,
            cells: vec![
                Cell::from(row.who.clone()).with(share.past.clone()),
                Cell::strong(&share.share),
                format!("{}/{}", share.count, share.of).into(),
                share.interval.clone().into(),
                Cell::drawn(Drawing::of(&row.dot)),
                (if shown.peers { share.peers.clone() } else { String::new() }).into(),
                limit(check, share),
                Cell::mark(share.mark),
            ],
        }
    };
    let rows = shown.manual.iter().take(most).map(row).collect();
    Table { caption: format!("{}. {scale}.", w.manual_caption), columns, rows }.without_empty_columns()
}

/// The week as a map, where there is enough of it.
fn map(check: &Check<'_>, week: Week) -> Vec<Piece> {
    let words = check.options.lang.words().html;
    let fewest = week.few;
    let days = week.days.into_iter();
    let cells = |day: crate::html::week::Day| day.cells.into_iter().map(|cell| (cell.class, cell.share)).collect();
    let days = days.map(|day| Day { name: day.name, cells: cells(day) }).collect();
    let steps = words.drawn.steps.iter().enumerate().map(|(at, step)| colour(format!("s{at}"), *step));
    let legend = steps.chain([colour("few", fewest)]).collect();
    let caption = words.drawn.week_caption.to_owned();
    let text = Block::aside((words.paper.week_text)(&week.fewest));
    let map = Block::Week { caption, hours: week.hours, days, legend }.into();
    vec![Block::Together { pieces: vec![Block::heading(2, words.drawn.week), text, map] }.within(1, 4)]
}
