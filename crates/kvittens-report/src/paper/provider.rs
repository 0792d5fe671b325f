//! The letter to a provider: what was seen, what is asked and until when; an appendix with what the words mean. Its own
//! rows alone, from what rapport.html is made of.

use kvittens_model::Id;
use kvittens_tables::names::Names;
use kvittens_tables::record::{Record, is_open};

use super::{Block, Cell, Column, Document, Piece, Row, Run, Table, observations, overview, receipts, rules};
use crate::Check;
use crate::html::format::Format;
use crate::html::frame::{self, Frame};
use crate::html::shares::Shares;
use crate::html::told::Teller;
use crate::html::{Pages, follow_up, letterhead, money, past, provider as page};

/// What stands in a letter at most.
const MOST_PAGES: usize = 6;

/// Reasons of the level that are named.
const REASONS: usize = 8;

/// Findings of last month's that are shown.
const FIXED: usize = 8;

/// What a letter is made of.
pub struct Letter<'a> {
    /// The rules' pages.
    pub pages: &'a Pages,
    /// The month.
    pub check: &'a Check<'a>,
    /// To whom.
    pub provider: Id,
    /// The provider's own findings.
    pub records: &'a [(usize, Record<'a>)],
    /// What people are called before it.
    pub names: &'a Names<'a>,
    /// The hash of avvikelser.csv, which holds all of them.
    pub hash: &'a str,
}

/// The letter.
pub fn letter(of: &Letter<'_>) -> Document {
    let &Letter { pages, check, provider, records, names, hash } = of;
    let words = check.options.lang.words().html;
    let format = Format::new(check.options.lang);
    let name = check.run.month.ids.provider.text(provider);
    let month = format.month(check.run.month.month);
    let under = format!("{} · {month}", words.provider.title);
    let frame = Frame::new(check, format!("{name}, {month}"), name.to_owned(), under.clone()).addressed(check, name);
    let foot = frame.foot.clone();
    let whose = check.options.municipality.clone().unwrap_or_default();
    let mut letter = Document::framed(check, frame, [format!("{name} · {under}"), whose]);
    letter.title = format!("{}, {name}, {month}", words.provider.title);
    letter.most_pages = Some(MOST_PAGES);

    let shares = Shares::without_trials(check);
    let teller = Teller::new(check);
    let writing = crate::html::section::Writing { check, teller: &teller, provider, listed: false };
    let (sections, silent) = page::sections(pages, &writing, &shares, records);
    letter.fullness = fullness(sections.len());

    let body = &mut letter.body;
    // A letter draws no single visits, so it lacks none.
    let mut warnings = frame::warnings(check, Some(provider));
    warnings.retain(|warning| warning != words.again.no_visits);
    body.extend((!warnings.is_empty()).then(|| Block::Warning { lines: warnings }.into()));
    body.push(Block::Lead { text: page::summary(check, &shares, provider, records).join(" ") }.into());
    body.extend(level(of));
    let question = vec![Run::plain(words.tables.question_text)];
    body.push(Block::Question { heading: words.tables.question.to_owned(), runs: question }.into());
    body.extend(overview::table(of, &shares, &sections));
    body.extend(time(of));
    body.extend(receipts::pieces(check, &shares, provider));
    body.extend(moved(of));
    body.extend(observations::pieces(of, &writing, sections));
    let answers = records.iter().any(|(at, _)| is_open(&check.run.outcome.findings[*at])) && check.options.xlsx;
    body.extend(answers.then(|| how(check)).into_iter().flatten());
    let lines = letterhead::signature(check);
    body.extend((!lines.is_empty()).then(|| Block::Signature { lines }.into()));

    body.extend([Block::Page.within(4, 4), Block::heading(1, words.paper.appendix)]);
    body.extend(rules::limits(of));
    body.extend(rules::definitions(of));
    body.extend(unchecked(of, silent));
    let table = page::ground(pages, check, names, provider);
    body.extend([Block::heading(2, words.provider.ground), Block::Table(Table::plain(table, &[2, 2])).into()]);
    let placeholders: Vec<String> =
        frame::placeholders(pages, check, names, Some(provider)).into_iter().map(|(_, staff)| staff).collect();
    if !placeholders.is_empty() {
        let runs = vec![
            Run::strong(format!("{}. ", words.tables.placeholders)),
            Run::plain(format!("{} {}.", words.tables.placeholders_text, placeholders.join(", "))),
        ];
        body.push(Block::Text { runs }.into());
    }
    body.push(Block::aside(words.provider.secrecy));
    let hash = (words.paper.findings_hash.to_owned(), hash.to_owned());
    let facts = foot.into_iter().map(|(word, value)| (word.to_owned(), value)).chain([hash]).collect();
    body.push(Block::Facts { facts }.into());
    letter
}

/// How full a letter of so many rules with findings is tried first; one that is too long is set again.
fn fullness(rules: usize) -> u8 {
    match rules {
        0..=3 => 4,
        4..=9 => 3,
        10..=17 => 2,
        18..=24 => 1,
        _ => 0,
    }
}

/// The level of follow-up that the measures speak for, and its reasons.
fn level(of: &Letter<'_>) -> Vec<Piece> {
    let words = of.check.options.lang.words().html;
    let Some((level, mut reasons)) = follow_up::of_provider(of.pages, of.check, of.provider) else { return Vec::new() };
    let more = reasons.len().saturating_sub(REASONS);
    reasons.truncate(REASONS);
    let format = Format::new(of.check.options.lang);
    reasons.extend((more > 0).then(|| (words.paper.more_reasons)(&format.count(more))));
    let said = vec![Run::strong(level), Run::plain(format!(" {}", words.follow_up.text))];
    let list = (!reasons.is_empty()).then(|| Block::list(reasons));
    [Block::Text { runs: said }.into()].into_iter().chain(list).collect()
}

/// Minutes and kronor in question.
fn time(of: &Letter<'_>) -> Vec<Piece> {
    let words = of.check.options.lang.words().html;
    let money = money::of_provider(of.check, of.provider);
    let mut pieces = vec![Block::heading(1, words.money.heading), Block::text(money.said.join(" "))];
    pieces.push(Block::Aside { text: words.money.text.to_owned() }.within(2, 4));
    if let Some((table, untold)) = money.bridge {
        pieces.push(Block::Table(Table::plain(table, &[2])).into());
        pieces.push(Block::aside(
            [Some(words.money.bridge_text.to_owned()), untold].into_iter().flatten().collect::<Vec<_>>().join(" "),
        ));
    }
    pieces
}

/// What has moved since earlier months.
fn moved(of: &Letter<'_>) -> Vec<Piece> {
    let words = of.check.options.lang.words().html;
    let mut pieces = Vec::new();
    let changed = past::changes(of.pages, of.check, Some(of.provider));
    if !changed.is_empty() {
        pieces.extend([
            Block::heading(1, words.past.changed),
            Block::text(words.past.changed_text),
            Block::list(changed),
        ]);
    }
    if let Some(mut table) = past::fixed(of.pages, of.check, of.names, Some(of.provider)) {
        let more = table.rows.len().saturating_sub(FIXED);
        table.rows.truncate(FIXED);
        let count = Format::new(of.check.options.lang).count(more);
        pieces.extend([Block::heading(1, words.past.fixed), Block::text(words.past.fixed_text)]);
        pieces.push(Block::Table(Table::plain(table, &[0, 3, 1, 1, 1])).into());
        pieces.extend((more > 0).then(|| Block::aside((words.paper.more_fixed)(&count))));
    }
    pieces
}

/// How to answer in the workbook.
fn how(check: &Check<'_>) -> [Piece; 2] {
    let words = check.options.lang.words();
    [Block::heading(1, words.html.paper.answer), Block::text(words.workbook.answers.how)]
}

/// The rules that did not run, and those that saw nothing.
fn unchecked(of: &Letter<'_>, silent: Vec<(String, String)>) -> Vec<Piece> {
    let words = of.check.options.lang.words().html;
    let mut pieces = vec![Block::heading(2, words.tables.not_run)];
    match frame::not_run(of.pages, of.check, false) {
        None => pieces.push(Block::text(words.tables.all_ran)),
        Some(table) => pieces.extend(by_reason(&table.rows)),
    }
    if !silent.is_empty() {
        pieces.extend([Block::heading(2, words.provider.silent), Block::aside(words.provider.silent_text)]);
        pieces.push(Block::Names { names: silent }.into());
    }
    pieces
}

/// Rules by the reason why they did not run: many share one.
fn by_reason(rows: &[Vec<String>]) -> Option<Piece> {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for row in rows {
        let [code, name, reason] = row.as_slice() else { continue };
        let rule = format!("{code} {name}");
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, rules)) => rules.push(rule),
            None => reasons.push((reason, vec![rule])),
        }
    }
    let item = |(reason, rules): (&str, Vec<String>)| {
        vec![Run::plain(format!("{}: ", rules.join(", "))), Run { text: format!("{reason}."), form: "emph" }]
    };
    let items: Vec<Vec<Run>> = reasons.into_iter().map(item).collect();
    (!items.is_empty()).then(|| Block::Small { pieces: vec![Block::List { items }.into()] }.into())
}

/// The files in which a provider finds everything, as a text: `avvikelser.csv, rapport.html och rapport.xlsx`.
pub(super) fn files(check: &Check<'_>, csv: bool) -> String {
    let and = check.options.lang.words().html.paper.and;
    let all = [(csv, "avvikelser.csv"), (check.options.html, "rapport.html"), (check.options.xlsx, "rapport.xlsx")];
    let all: Vec<&str> = all.into_iter().filter(|(there, _)| *there).map(|(_, file)| file).collect();
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {and} {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}

/// Rows of a table.
pub(super) fn rows(rows: Vec<Vec<Cell>>) -> Vec<Row> {
    rows.into_iter().map(|cells| Row { total: false, cells }).collect()
}

/// Columns of texts that share the width.
pub(super) fn columns<const N: usize>(heads: [(&str, u8); N]) -> Vec<Column> {
    heads.into_iter().map(|(head, share)| Column::text(head, share)).collect()
}
