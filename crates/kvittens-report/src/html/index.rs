//! index.html: all providers side by side, for the controller.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use kvittens_model::{Code, Finding, Scope, Status, Subject};
use kvittens_rules::engine::FINDINGS;
use kvittens_rules::rules::{
    k101_receipt_table::ReceiptTable, k102_manual_share::ManualShare, k103_manual_share_staff::ManualShareStaff,
    k104_manual_share_customer::ManualShareCustomer,
};

use super::Pages;
use super::areas::{self, Areas};
use super::days::{self, Strip};
use super::follow_up;
use super::format::Format;
use super::frame::{self, Frame};
use super::funnels::{self, Plot};
use super::list::{self, Blocks};
use super::matrix::{self, Matrix};
use super::money::{self, Money};
use super::past;
use super::rules::{self, Linked, RulePage};
use super::seal::{self, SCRIPT};
use super::shares::{Manual, Receipts, Shares, provider};
use super::sparks::{self, Sparks};
use super::table::{Column, Table};
use super::told::Teller;
use super::week::{self, Week};
use crate::Check;
use crate::words::html::{Html, Noun};
use kvittens_tables::names::Names;
use kvittens_tables::record::{Record, is_open};

#[derive(Template)]
#[template(path = "index.html")]
struct Index<'a> {
    w: &'static Html,
    frame: Frame,
    warnings: Vec<String>,
    summary: Vec<String>,
    receipts: Vec<Receipts>,
    /// Where the visits of each row are listed; empty where they are not.
    receipts_at: Vec<String>,
    receipts_trial: Option<String>,
    no_receipts: String,
    left_out: Vec<String>,
    manual: Vec<Manual>,
    manual_at: Vec<String>,
    manual_trial: Option<String>,
    no_manual: String,
    scale: String,
    follow_up: Linked,
    money: Money,
    areas: Areas,
    matrix: Matrix,
    blocks: Blocks,
    too_many: Option<String>,
    list_text: &'static str,
    rules: Vec<RulePage>,
    script: &'static str,
    has_past: bool,
    changed: Vec<String>,
    fixed: Option<Table>,
    deliveries: Option<(Table, Option<String>)>,
    people: Option<Linked>,
    no_people: String,
    not_run: Option<Linked>,
    files: Table,
    notes: Option<Table>,
    skipped: &'a [String],
    placeholders: Vec<(String, String)>,
    links: Vec<(&'static str, &'static str)>,
    funnels: Vec<Plot>,
    week: Option<Result<Week, String>>,
    strips: Vec<Strip>,
    sparks: Option<Sparks>,
}

/// The page.
pub fn render(
    pages: &Pages,
    check: &Check<'_>,
    names: &Names<'_>,
    slugs: &[String],
    records: &[Record<'_>],
) -> askama::Result<String> {
    let w = check.options.lang.words().html;
    let format = Format::new(check.options.lang);
    let month = format.month(check.run.month.month);
    let shares = Shares::new(check);
    let hrefs: Vec<String> = slugs.iter().map(|slug| format!("utforare/{slug}/rapport.html")).collect();
    let heading = check.options.municipality.clone().unwrap_or_else(|| w.index.title.to_owned());
    let under = match check.options.municipality {
        Some(_) => format!("{} · {month}", w.index.title),
        None => month.clone(),
    };
    let (manual, top) = manual(check, &shares, &hrefs);
    let receipts = receipts(check, &shares, &hrefs);
    let with_visits: BTreeSet<&String> =
        (0..).zip(&hrefs).filter(|(id, _)| list::lists_visits(check, *id)).map(|(_, href)| href).collect();
    let place = |href: &String| format!("{href}{}", list::visits_place());
    let at = |rows: &mut dyn Iterator<Item = &Option<String>>| -> Vec<String> {
        rows.map(|href| href.as_ref().filter(|href| with_visits.contains(href)).map(place).unwrap_or_default())
            .collect()
    };
    let (receipts_at, manual_at) =
        (at(&mut receipts.iter().map(|row| &row.href)), at(&mut manual.iter().map(|row| &row.href)));
    let blocks = list::of_all(pages, check, &Teller::new(check), records, &hrefs);
    let blocks = blocks.map_err(|error| askama::Error::Custom(error.into()))?;
    let listed = blocks.findings.is_some();
    let money_at: Vec<money::Places> = hrefs
        .iter()
        .map(|href| money::Places {
            asked: format!("{href}#status=open"),
            registered: if with_visits.contains(href) { format!("{href}#list=visits") } else { String::new() },
        })
        .collect();
    let page = Index {
        w,
        frame: Frame::new(check, format!("{heading}, {month}"), heading, under),
        warnings: frame::warnings(check, None),
        summary: summary(check, &shares, format),
        receipts_at,
        receipts,
        receipts_trial: trial(check, ReceiptTable::META.code),
        no_receipts: frame::absent(check, ReceiptTable::META.code, w.tables.nothing),
        left_out: left_out(check, &shares, format),
        manual_at,
        manual,
        manual_trial: trial(check, ManualShare::META.code),
        no_manual: frame::absent(check, ManualShare::META.code, w.tables.nothing),
        scale: (w.tables.scale)(&format.chosen_percent(top)),
        follow_up: follow_up::linked(pages, check, &hrefs),
        money: money::of_all(check, &money_at),
        areas: areas::areas(check, listed),
        matrix: matrix::matrix(pages, check, &shares, &hrefs, listed),
        blocks,
        too_many: (!listed && !records.is_empty()).then(|| (w.list.too_many_index)(&format.count(records.len()))),
        rules: rules::pages(pages, check, true),
        list_text: w.list.findings_text_index,
        script: SCRIPT,
        has_past: check.run.outcome.past.months > 0,
        changed: past::changes(pages, check, None),
        fixed: past::fixed(pages, check, names, None),
        deliveries: past::deliveries(check),
        people: people(check, names, format, records).map(|(table, places)| {
            let linked = Linked::new(check, table);
            if listed { linked.with_places(places) } else { linked }
        }),
        no_people: frame::absent(check, ManualShareStaff::META.code, w.index.no_people),
        not_run: frame::not_run(pages, check, true).map(|table| Linked::new(check, table)),
        files: files(check, format),
        notes: notes(check, format),
        skipped: check.skipped,
        placeholders: frame::placeholders(pages, check, names, None),
        links: links(check),
        funnels: funnels::plots(check, &shares, &hrefs),
        week: week::week(check, None),
        strips: days::of_all(pages, check),
        sparks: sparks::of_all(check, &shares, &hrefs),
    };
    Ok(seal::seal(page.render()?))
}

/// A rule that is on trial, marked as that.
fn trial(check: &Check<'_>, rule: Code) -> Option<String> {
    check.run.on_trial(rule).then(|| frame::marked(check, rule))
}

/// Providers and visits; open findings and cases; what is explained; and apart from these what is on trial.
pub fn summary(check: &Check<'_>, shares: &Shares<'_>, format: Format) -> Vec<String> {
    let w = check.options.lang.words().html;
    let providers = check.run.month.ids.provider.len();
    let counted = check
        .run
        .rules
        .iter()
        .find_map(|rule| shares.find(rule.code(), FINDINGS, Scope::All, Subject::NONE)?.denominator);
    let said = |number: u64, noun: Noun| format!("{} {}", format.count(number), noun.of(number));
    let visits = counted.map(|visits| said(visits.unsigned_abs(), w.visit)).unwrap_or_default();
    let (trials, asked): (Vec<&Finding>, Vec<&Finding>) =
        check.run.outcome.findings.iter().partition(|finding| check.run.on_trial(finding.rule));
    let open = asked.iter().filter(|finding| is_open(finding)).count() as u64;
    let explained = asked.len() as u64 - open;
    let cases = cases(asked.iter().copied());
    let mut said_of = vec![
        (w.index.summary)(&said(providers.into(), w.index.providers), &visits),
        format!(
            "{} ({}); {}.",
            said(open, w.index.open_findings),
            said(cases, w.case),
            (w.index.explained)(&format.count(explained))
        ),
    ];
    let on_trial: Vec<&str> = check
        .run
        .outcome
        .runs
        .iter()
        .filter(|run| run.not_run.is_none())
        .map(|run| &run.code)
        .filter(|code| check.run.on_trial(**code))
        .map(Code::as_str)
        .collect();
    if !on_trial.is_empty() {
        let open = trials.iter().filter(|finding| is_open(finding)).count() as u64;
        said_of.push((w.index.trials)(&on_trial.join(", "), &said(open, w.finding)));
    }
    said_of.push(frame::ran(check));
    said_of
}

/// Cases among open findings; one that is on no visit is a case of its own.
pub fn cases<'f>(findings: impl Iterator<Item = &'f Finding>) -> u64 {
    let mut alone = 0;
    let mut primaries = BTreeSet::new();
    for finding in findings.filter(|finding| is_open(finding)) {
        match finding.case {
            Some(primary) => {
                primaries.insert(primary);
            }
            None => alone += 1,
        }
    }
    alone + primaries.len() as u64
}

/// The four-way table: each provider, then all.
fn receipts(check: &Check<'_>, shares: &Shares<'_>, hrefs: &[String]) -> Vec<Receipts> {
    let each = (0..).zip(check.run.month.ids.provider.iter().zip(hrefs)).filter_map(|(id, (name, href))| {
        let measures = shares.classes(Scope::Provider, provider(id))?;
        let row = shares.receipts(&measures, name.to_owned(), &id.to_string(), true);
        Some(Receipts { href: Some(href.clone()), ..row })
    });
    let total = check.options.lang.words().html.tables.total.to_owned();
    let all = shares.classes(Scope::All, Subject::NONE);
    let all = all.map(|measures| shares.receipts(&measures, total, "all", true));
    each.chain(all).collect()
}

/// Visits that no share counts, provider by provider: they are shown apart, not lost.
fn left_out(check: &Check<'_>, shares: &Shares<'_>, format: Format) -> Vec<String> {
    let words = &check.options.lang.words().html.index;
    let said = |(id, name): (u32, &str)| {
        let (left_out, of) = shares.left_out(id)?;
        Some((words.left_out)(name, &format.count(left_out), &format.count(of)))
    };
    (0..).zip(check.run.month.ids.provider.iter()).filter_map(said).collect()
}

/// The shares without a receipt: each provider, then all; and the end of their scale.
fn manual(check: &Check<'_>, shares: &Shares<'_>, hrefs: &[String]) -> (Vec<Manual>, f64) {
    let of = |id: u32| shares.manual_measure(Scope::Provider, provider(id));
    let all = shares.manual_measure(Scope::All, Subject::NONE);
    let providers = check.run.month.ids.provider.iter().zip(hrefs);
    let top = shares.top((0..check.run.month.ids.provider.len()).filter_map(of).chain(all));
    let each = (0..).zip(providers).filter_map(|(id, (name, href))| {
        let row = shares.manual(of(id)?, name.to_owned(), &id.to_string(), true, top);
        Some(Manual { href: Some(href.clone()), ..row })
    });
    let total = check.options.lang.words().html.tables.total.to_owned();
    let all = all.map(|measure| shares.manual(measure, total, "all", true, top));
    (each.chain(all).collect(), top)
}

/// Staff and customers whose share stands out, and where the cells lead: to the finding.
fn people(
    check: &Check<'_>,
    names: &Names<'_>,
    format: Format,
    records: &[Record<'_>],
) -> Option<(Table, Vec<Vec<String>>)> {
    let w = check.options.lang.words().html;
    let of: [Code; 2] = [ManualShareStaff::META.code, ManualShareCustomer::META.code];
    let out = |m: &&kvittens_model::Measure| of.contains(&m.rule) && m.status == Status::Deviation;
    let found: BTreeMap<(Code, Subject), &Record<'_>> = check
        .run
        .outcome
        .findings
        .iter()
        .zip(records)
        .filter(|(finding, _)| of.contains(&finding.rule))
        .map(|(finding, record)| ((finding.rule, finding.subject), record))
        .collect();
    let measures = || check.run.outcome.measures.iter().filter(out);
    let place = |m: &kvittens_model::Measure| {
        let at = found.get(&(m.rule, m.subject)).map_or_else(String::new, |record| format!("#{}", record.finding_id));
        vec![String::new(), String::new(), String::new(), at.clone(), at]
    };
    let places = measures().map(place).collect();
    let rows: Vec<Vec<String>> = measures()
        .map(|m| {
            let who = match m.scope {
                Scope::Staff => names.staff(m.subject.provider, m.subject.staff),
                _ => names.customer(m.subject.customer),
            }
            .map(Cow::into_owned);
            let percent = |share: Option<f64>| share.map_or_else(String::new, |share| format.percent(share));
            let count = |number: Option<i64>| number.map_or_else(String::new, |number| format.count(number));
            let against = match (m.limit, &m.limit_source) {
                (Some(limit), Some(source)) => (w.tables.limit_is)(&format.chosen_percent(limit), source),
                _ => m.peer.map_or_else(String::new, |peer| (w.index.own_others)(&format.percent(peer))),
            };
            vec![
                frame::marked(check, m.rule),
                check.run.month.ids.provider.text(m.subject.provider).to_owned(),
                who.unwrap_or_default(),
                percent(m.value),
                (w.tables.share_of)(&count(m.numerator), &count(m.denominator)),
                m.interval.map_or_else(String::new, |ends| format.percents(ends)),
                against,
            ]
        })
        .collect();
    let table = (!rows.is_empty()).then(|| Table {
        caption: w.index.people_caption.to_owned(),
        columns: vec![
            Column::text(w.tables.rule),
            Column::text(w.index.provider),
            Column::text(w.index.person),
            Column::number(w.tables.share),
            Column::number(w.tables.visits),
            Column::number(w.tables.interval),
            Column::text(w.index.against),
        ],
        rows,
    });
    table.map(|table| (table, places))
}

fn files(check: &Check<'_>, format: Format) -> Table {
    let w = check.options.lang.words().html;
    let row = |file: &kvittens_model::InputFile| {
        let numbers = [file.read, file.used, file.rejected, file.other_month].map(|number| format.count(number));
        [vec![file.name.clone(), frame::layout(check, file, format)], numbers.into()].concat()
    };
    let index = &w.index;
    let texts = [w.tables.file, w.tables.layout].map(Column::text);
    let numbers = [index.read, index.used, index.set_aside, index.other_month].map(Column::number);
    Table {
        caption: index.files_caption.to_owned(),
        columns: [Vec::from(texts), numbers.into()].concat(),
        rows: check.run.month.files.iter().map(row).collect(),
    }
}

/// Remarks that are no warnings.
fn notes(check: &Check<'_>, format: Format) -> Option<Table> {
    let words = check.options.lang.words();
    let (tables, index) = (&words.html.tables, &words.html.index);
    let month = check.run.month;
    let rows: Vec<Vec<String>> = month
        .notes
        .iter()
        .filter(|note| !note.code.is_warning())
        .map(|note| {
            let file = note.file.and_then(|file| month.files.get(usize::from(file)));
            vec![
                note.code.code().map_or_else(String::new, |code| code.to_string()),
                (words.note)(note.code).to_owned(),
                file.map_or(index.everywhere, |file| &file.name).to_owned(),
                note.column.clone().unwrap_or_default(),
                format.count(note.count),
                note.first_line.map_or_else(String::new, |line| format.count(line)),
            ]
        })
        .collect();
    let table = Table {
        caption: index.notes_caption.to_owned(),
        columns: vec![
            Column::text(tables.code),
            Column::text(tables.note),
            Column::text(tables.file),
            Column::text(tables.column),
            Column::number(tables.count),
            Column::number(index.first_row),
        ],
        rows,
    };
    (!table.rows.is_empty()).then(|| table.without_empty_columns())
}

/// The other files of the folder.
fn links(check: &Check<'_>) -> Vec<(&'static str, &'static str)> {
    let index = &check.options.lang.words().html.index;
    let mut links = vec![
        ("namnd.html", check.options.lang.words().html.board.file),
        ("findings.csv", index.findings_csv),
        ("measures.csv", index.measures_csv),
        ("arenden.csv", check.options.lang.words().html.money.cases_csv),
        ("karantan.csv", index.quarantine_csv),
        ("manifest.json", index.manifest),
    ];
    if check.options.has_key() {
        links.push(("nyckel.csv", index.key_csv));
    }
    if check.run.outcome.comparison.is_some() {
        links.push(("jamforelse.csv", check.options.lang.words().html.money.comparison_csv));
    }
    if check.run.outcome.past.deliveries.is_some() {
        links.push(("andringar.csv", check.options.lang.words().html.past.changes_file));
    }
    links
}
