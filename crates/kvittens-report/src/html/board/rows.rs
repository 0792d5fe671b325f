//! The rows of the tables: each provider that is named, the smaller ones together, and all.

use kvittens_model::{Class, Code, Id, Measure, Scope, Subject};
use kvittens_rules::engine::FINDINGS;
use kvittens_rules::rules::{k101_receipt_table::ReceiptTable, k102_manual_share::ManualShare};

use super::{HIDDEN, Made};
use crate::board::receipts::{Cell, Line};
use crate::html::Pages;
use crate::html::draw::{self, Said};
use crate::html::shares::{Mark, colour, provider};

/// A class of receipts: its name and colour, and in a row its share and count.
pub struct Part {
    pub name: &'static str,
    pub class: &'static str,
    pub share: String,
    pub count: String,
}

/// A row of receipts.
pub struct Receipt {
    pub who: String,
    pub total: bool,
    pub visits: String,
    pub parts: Vec<Part>,
    /// Drawn only where no part is hidden.
    pub bar: Option<String>,
    pub limit: String,
    pub source: String,
    pub mark: Option<Mark>,
}

/// A row of the share without a receipt.
pub struct Manual {
    pub who: String,
    pub total: bool,
    pub share: String,
    pub count: String,
    pub interval: String,
    pub dot: Option<String>,
    pub limit: String,
    pub source: String,
    pub mark: Option<Mark>,
}

/// A row of open findings, with the level that is proposed.
pub struct Level {
    pub who: String,
    pub total: bool,
    pub cells: Vec<String>,
    pub all: String,
    pub level: String,
}

fn name(made: &Made<'_>, class: Option<Class>) -> &'static str {
    class.map_or(made.b.some_receipt, |class| (made.w.class)(class))
}

/// The heads of the classes.
pub fn classes(made: &Made<'_>) -> Vec<Part> {
    let of = made.receipts.iter().flat_map(|of| &of.classes);
    of.map(|class| Part {
        name: name(made, *class),
        class: class.map_or("both", colour),
        share: String::new(),
        count: String::new(),
    })
    .collect()
}

/// The rows by receipt, then all.
pub fn receipts(made: &Made<'_>) -> Vec<Receipt> {
    let Some(of) = &made.receipts else { return Vec::new() };
    let row = |number: usize, who: String, line: &Line, id: Option<Id>, total: bool| {
        let parts: Vec<Part> = of
            .classes
            .iter()
            .zip(&line.cells)
            .map(|(class, cell)| Part {
                name: name(made, *class),
                class: class.map_or("both", colour),
                share: made.percent(cell.share),
                count: made.shown(cell.count),
            })
            .collect();
        let drawn: Option<Vec<(&str, f64)>> =
            parts.iter().zip(&line.cells).map(|(part, cell)| Some((part.class, cell.share?))).collect();
        let said: Vec<String> = parts.iter().map(|part| format!("{} {}", part.name, part.share)).collect();
        let bar = drawn.map(|parts| {
            let title = (made.w.tables.bar)(&who);
            draw::stacked(Said { id: &format!("bar-{number}"), title: &title, description: &said.join(", ") }, &parts)
        });
        // Only receipts at both ends are judged.
        let judged = measure(made, id, ReceiptTable::META.code, Class::BothTags.slug());
        let judged = judged.filter(|_| of.cell(line, Class::BothTags).share.is_some());
        let (limit, source) = limit(made, judged, made.w.tables.least);
        let mark = judged.map(|measure| made.shares.mark(measure.status));
        Receipt { who, total, visits: made.shown(line.of), parts, bar, limit, source, mark }
    };
    let lines = made.rows.rows.iter().zip(&of.rows).enumerate();
    let each = lines.filter_map(|(at, (of, line))| Some(row(at, made.who(of), line.as_ref()?, of.named, false)));
    let mut rows: Vec<Receipt> = each.collect();
    rows.push(row(made.rows.rows.len(), made.w.tables.total.to_owned(), &of.all, None, true));
    rows
}

/// The share without a receipt by row, then of all; and the end of their scale, which no hidden share moves.
pub fn manual(made: &Made<'_>) -> (Vec<Manual>, f64) {
    let Some(of) = &made.receipts else { return (Vec::new(), 1.0) };
    let cell = |line: &Line| of.cell(line, Class::NoTag);
    // The measure of all is of the page's rows only where nobody is in none.
    let whole = || made.shares.manual_measure(Scope::All, Subject::NONE).filter(|_| !made.rows.left_out);
    let judged = |id: Option<Id>, line: &Line| {
        let own = measure(made, id, ManualShare::META.code, kvittens_rules::share::MEASURE);
        own.or_else(|| whole().filter(|_| std::ptr::eq(line, &of.all))).filter(|_| cell(line).share.is_some())
    };
    let lines: Vec<(String, &Line, Option<Id>)> = made
        .rows
        .rows
        .iter()
        .zip(&of.rows)
        .filter_map(|(row, line)| Some((made.who(row), line.as_ref()?, row.named)))
        .chain([(made.w.tables.total.to_owned(), &of.all, None)])
        .collect();
    let top = made.shares.top(lines.iter().filter_map(|(_, line, id)| judged(*id, line)));
    let last = lines.len() - 1;
    let row = |(at, (who, line, id)): (usize, (String, &Line, Option<Id>))| {
        let Cell { count, share } = cell(line);
        let measure = judged(id, line);
        let drawn = measure.map(|of| made.shares.manual(of, who.clone(), &format!("{at}"), false, top));
        let (limit, source) = limit(made, measure, made.w.tables.most);
        let counted = share.is_some().then(|| (made.w.tables.share_of)(&made.shown(count), &made.shown(line.of)));
        Manual {
            total: at == last,
            share: made.percent(share),
            count: counted.unwrap_or_else(|| HIDDEN.to_owned()),
            interval: drawn.as_ref().map_or_else(String::new, |drawn| drawn.share.interval.clone()),
            mark: measure.filter(|_| id.is_some()).map(|measure| made.shares.mark(measure.status)),
            dot: drawn.map(|drawn| drawn.dot),
            limit,
            source,
            who,
        }
    };
    (lines.into_iter().enumerate().map(row).collect(), top)
}

/// The measure of a provider that is named.
fn measure<'m>(made: &'m Made<'_>, id: Option<Id>, rule: Code, name: &str) -> Option<&'m Measure> {
    made.shares.find(rule, name, Scope::Provider, provider(id?))
}

fn limit(made: &Made<'_>, measure: Option<&Measure>, worse: fn(&str) -> String) -> (String, String) {
    let of = measure.and_then(|measure| Some((measure.limit?, measure.limit_source.clone()?)));
    of.map_or_else(Default::default, |(limit, source)| (worse(&made.format.chosen_percent(limit)), source))
}

/// Open findings by row, then all.
pub fn findings(made: &Made<'_>, pages: &Pages) -> Vec<Level> {
    let cells = |cells: &[Option<u64>]| cells.iter().map(|cell| made.shown(*cell)).collect();
    let lines = made.rows.rows.iter().zip(&made.findings.rows);
    let each = lines.map(|(row, line)| Level {
        who: made.who(row),
        total: false,
        cells: cells(&line.cells),
        all: made.shown(line.all),
        level: row.named.map_or_else(String::new, |id| level(made, pages, id)),
    });
    let all = Level {
        who: made.w.tables.total.to_owned(),
        total: true,
        cells: cells(&made.findings.all.cells),
        all: made.shown(made.findings.all.all),
        level: String::new(),
    };
    each.chain([all]).collect()
}

/// The level proposed for a provider. It follows from the measures, so where one that is held against a limit stands in
/// a hidden number, the level would narrow that number, and is hidden too.
fn level(made: &Made<'_>, pages: &Pages, id: Id) -> String {
    let Some(proposal) = pages.follow_up.iter().find(|proposal| proposal.provider == id) else {
        return String::new();
    };
    let measures = made.check.run.outcome.measures.iter().filter(|measure| measure.subject.provider == id);
    let narrows = measures.filter(|measure| matches!(measure.scope, Scope::Provider | Scope::Unit));
    if narrows.into_iter().any(|measure| hides(made, id, measure)) {
        return HIDDEN.to_owned();
    }
    (made.w.follow_up.level)(proposal.level).to_owned()
}

fn hides(made: &Made<'_>, id: Id, measure: &Measure) -> bool {
    let Some(row) = made.rows.row_of(id) else { return true };
    let class = match measure.rule {
        rule if rule == ReceiptTable::META.code => Class::ALL.into_iter().find(|class| class.slug() == measure.name),
        rule if rule == ManualShare::META.code => Some(Class::NoTag),
        _ => None,
    };
    if let Some(class) = class.filter(|class| matches!(class, Class::BothTags | Class::NoTag)) {
        let line = made.receipts.as_ref().and_then(|of| Some((of, of.rows.get(row)?.as_ref()?)));
        return line.is_some_and(|(of, line)| of.cell(line, class).share.is_none());
    }
    let family = made.findings.families.iter().position(|family| *family == measure.rule.family());
    let counted = measure.name == FINDINGS && measure.limit.is_some();
    counted && family.is_some_and(|family| made.findings.rows[row].cells[family].is_none())
}
