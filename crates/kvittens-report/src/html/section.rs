//! One rule in a provider's report: what it saw, the first of its findings, and the question. All of them stand in the
//! list; what the rule means exactly stands among the rules at the end.

use askama::Template;
use kvittens_model::{Code, Finding, Id, Scope, State, Status};
use kvittens_rules::Configured;
use kvittens_rules::engine::FINDINGS;

use super::format::Format;
use super::index::cases;
use super::money;
use super::past;
use super::shares::{Mark, Shares, provider};
use super::table::{Column, Table};
use super::told::Teller;
use super::{Pages, list, markdown};
use crate::Check;
use kvittens_tables::record::{Record, is_open};

/// Findings of a rule in its table, open and explained ones each: a page of 20 000 stays printable.
const MOST: usize = 50;

/// A rule's part of the report.
pub struct Section {
    pub code: String,
    pub name: String,
    pub sentence: String,
    pub severity: String,
    /// Open and explained findings, each with its place in the list.
    pub counts: Vec<(String, Option<String>)>,
    pub facts: Vec<String>,
    pub rate: Option<String>,
    pub mark: Option<Mark>,
    pub open: Option<Found>,
    pub explained: Option<(String, Found)>,
    /// The month day by day, and its most on a day.
    pub strip: Option<(String, String)>,
    /// The rate month by month.
    pub months: Option<String>,
    /// HTML of the rule's page.
    pub question: String,
    /// HTML of the rule's page.
    pub innocent: String,
}

/// Findings as a table; each row leads to the finding.
#[derive(Template)]
#[template(path = "found.html")]
pub struct Found {
    table: Table,
    ids: Vec<String>,
    /// What is left out, and where it stands.
    cut: Option<String>,
    /// All of them in the list: where, and what the link says.
    all: Option<(String, String)>,
    listed: bool,
}

/// What a rule's findings are written with.
pub struct Writing<'a> {
    pub check: &'a Check<'a>,
    pub teller: &'a Teller<'a>,
    pub provider: Id,
    /// Whether the page holds the list.
    pub listed: bool,
}

/// Of a rule and the provider's findings of it, at least one.
pub fn section(
    pages: &Pages,
    writing: &Writing<'_>,
    shares: &Shares<'_>,
    rule: &Configured,
    records: &[&(usize, Record<'_>)],
) -> Section {
    let Writing { check, provider: of, .. } = *writing;
    let words = check.options.lang.words();
    let w = &words.html.provider;
    let format = Format::new(check.options.lang);
    let code = rule.code();
    let findings = || records.iter().map(|(at, _)| &check.run.outcome.findings[*at]);
    let of_state = |open: bool| {
        let of = records.iter().map(|(at, record)| (&check.run.outcome.findings[*at], record));
        let mut rows: Vec<_> = of.filter(|(finding, _)| is_open(finding) == open).collect();
        rows.sort_by_key(|(finding, _)| finding.visit);
        rows
    };
    let (open, explained) = (of_state(true), of_state(false));
    let place = |state: State| writing.listed.then(|| list::place(code, state.name()));
    let mut counts =
        vec![(format!("{} {}", format.count(open.len()), w.open), place(State::Open).filter(|_| !open.is_empty()))];
    if let Some((finding, _)) = explained.first() {
        // Where answers are accepted too, the list of the rule shows both.
        let alike = explained.iter().all(|(other, _)| other.state.name() == finding.state.name());
        let place = if alike { place(finding.state) } else { writing.listed.then(|| format!("#rule={code}")) };
        counts.push((format!("{} {}", format.count(explained.len()), w.explained), place));
    }
    let asked = records.iter().filter(|(at, _)| is_open(&check.run.outcome.findings[*at])).map(|(_, record)| record);
    let mut facts = past::memories(check.options.lang, asked);
    if rule.rule.meta().per.on_visits() && !open.is_empty() {
        let cases = cases(findings());
        facts.push(format!("{} {}", format.count(cases), words.html.case.of(cases)));
    }
    let questioned = check.run.outcome.questioned.rules.get(&code).map(|sums| sums.of(of)).unwrap_or_default();
    let minutes = minutes(check, code, of, findings());
    if minutes > 0 {
        facts.push(format!("{} {}", format.length(minutes * 60), w.minutes_total));
        facts.extend(money::amount(check, questioned).filter(|_| questioned.seconds > 0));
    }
    let mut severities: Vec<_> = findings().map(|finding| finding.severity).collect();
    severities.sort_unstable();
    severities.dedup();
    let severities: Vec<&str> = severities.into_iter().rev().map(words.severity).collect();
    let measure = shares.find(code, FINDINGS, Scope::Provider, provider(of));
    let page = pages.words(code);
    let html =
        |part: fn(&kvittens_rules::Words) -> &String| page.map(|page| markdown::render(part(page))).unwrap_or_default();
    Section {
        code: code.to_string(),
        name: pages.name(code).to_owned(),
        sentence: page.map_or_else(String::new, |page| page.sentence.clone()),
        severity: severities.join(", "),
        counts,
        facts,
        rate: measure.and_then(|measure| shares.rate(measure, shares.peers_stand(measure))),
        // "Nothing to ask" is said of the rate; beside open findings it would mislead.
        mark: measure.filter(|measure| measure.status != Status::Ok).map(|measure| shares.mark(measure.status)),
        open: (!open.is_empty()).then(|| found(writing, rule, (w.open_caption)(code.as_str()), &open)),
        explained: (!explained.is_empty()).then(|| {
            let table = found(writing, rule, (w.explained_caption)(code.as_str()), &explained);
            ((w.explained_title)(&format.count(explained.len())), table)
        }),
        question: html(|page| &page.question),
        innocent: html(|page| &page.innocent),
        strip: None,
        months: None,
    }
}

/// Registered minutes that a rule's open findings of a provider are about.
pub fn minutes<'f>(check: &Check<'_>, rule: Code, of: Id, findings: impl Iterator<Item = &'f Finding>) -> i64 {
    let questioned = check.run.outcome.questioned.rules.get(&rule).map(|sums| sums.of(of)).unwrap_or_default();
    // Minutes that stand on no visit are of different customers or staff.
    let beside = findings.filter(|finding| is_open(finding) && finding.visit.is_none() && finding.parts.is_none());
    questioned.minutes() + beside.map(|finding| i64::from(finding.minutes)).sum::<i64>()
}

/// The first findings of a rule in one state, and where the others stand.
fn found(writing: &Writing<'_>, rule: &Configured, caption: String, all: &[(&Finding, &Record<'_>)]) -> Found {
    let words = &writing.check.options.lang.words().html.list;
    let format = Format::new(writing.check.options.lang);
    let rows = &all[..all.len().min(MOST)];
    let (shown, count) = (format.count(rows.len()), format.count(all.len()));
    let state = all.first().map_or("open", |(finding, _)| finding.state.name());
    Found {
        table: table(writing, rule, caption, rows),
        ids: rows.iter().map(|(_, record)| record.finding_id.to_string()).collect(),
        cut: (rows.len() < all.len()).then(|| (words.cut)(&shown, &count)),
        all: writing.listed.then(|| (list::place(rule.code(), state), (words.all_in_list)(&count))),
        listed: writing.listed,
    }
}

fn table(writing: &Writing<'_>, rule: &Configured, caption: String, rows: &[(&Finding, &Record<'_>)]) -> Table {
    let words = writing.check.options.lang.words();
    let (w, teller) = (&words.html.provider, writing.teller);
    let format = Format::new(writing.check.options.lang);
    // Where all are held against the same number it stands in the heading, once.
    let limits: Vec<Option<f64>> = rows.iter().map(|(finding, _)| finding.limit).collect();
    let common = limits.first().copied().flatten().filter(|_| limits.windows(2).all(|pair| pair[0] == pair[1]));
    let against = |limit: f64| (w.value_against)(&teller.said(rule.code(), limit, true));
    let columns = vec![
        Column::text(w.date),
        Column::text(w.time),
        Column::text(words.html.tables.unit),
        Column::text(w.customer),
        Column::text(w.staff),
        Column::text(w.service),
        Column::text(w.visit),
        Column::number(common.map_or_else(|| w.value.to_owned(), against)),
        Column::number(w.against),
        Column::number(w.minutes),
        Column::text(w.others),
        Column::text(w.rows),
        Column::text(words.html.past.memory_head),
        Column::text(w.explanation),
    ];
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let row = |(finding, record): &(&Finding, &Record<'_>)| {
        vec![
            format.date(teller.when(record)),
            teller.span(finding),
            teller.unit(finding, record),
            own(record.customer.as_deref()),
            own(record.staff.as_deref()),
            teller.service(record),
            own(record.visit.as_deref()),
            teller.value(finding),
            if common.is_some() { String::new() } else { teller.limit(finding) },
            teller.minutes(finding),
            teller.others(finding, record),
            teller.rows(record),
            teller.memory(record),
            teller.explanation(finding),
        ]
    };
    Table { caption, columns, rows: rows.iter().map(row).collect() }.without_empty_columns()
}
