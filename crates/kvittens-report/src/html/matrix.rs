//! Rules × providers: open findings, as counts that lead to the providers' reports.

use std::collections::BTreeMap;

use kvittens_model::{Code, Id, Scope, Status, Subject};
use kvittens_rules::Configured;
use kvittens_rules::engine::FINDINGS;

use super::Pages;
use super::format::Format;
use super::list;
use super::rules::Linked;
use super::shares::{Mark, Shares, provider};
use super::table::{Column, Table};
use crate::Check;
use kvittens_tables::record::is_open;

/// The matrix and the names of its rules.
pub struct Matrix {
    pub codes: Vec<Head>,
    pub rows: Vec<Line>,
    pub rules: Linked,
}

/// A rule at the head of its column.
pub struct Head {
    pub code: String,
    pub name: String,
    /// What is said of a rule that is not for everybody yet.
    pub trial: Option<&'static str>,
}

/// A provider, or all.
pub struct Line {
    pub who: String,
    pub href: Option<String>,
    pub total: bool,
    pub cells: Vec<Cell>,
}

/// A provider's open findings of one rule.
pub struct Cell {
    pub count: String,
    pub zero: bool,
    pub rate: String,
    pub href: Option<String>,
    pub mark: Option<Mark>,
}

/// Of a month's check. `hrefs`: the providers' reports; `listed`: whether the page lists the findings itself.
pub fn matrix(pages: &Pages, check: &Check<'_>, shares: &Shares<'_>, hrefs: &[String], listed: bool) -> Matrix {
    let format = Format::new(check.options.lang);
    let mut found: BTreeMap<(Code, Id), (u64, u64)> = BTreeMap::new();
    let mut counts: BTreeMap<Id, usize> = BTreeMap::new();
    for finding in &check.run.outcome.findings {
        let entry = found.entry((finding.rule, finding.subject.provider)).or_default();
        entry.0 += u64::from(is_open(finding));
        entry.1 += 1;
        *counts.entry(finding.subject.provider).or_default() += usize::from(!check.run.on_trial(finding.rule));
    }
    let ran: Vec<Code> =
        check.run.outcome.runs.iter().filter(|run| run.not_run.is_none()).map(|run| run.code).collect();
    let cell = |rule: Code, open: u64, href: Option<String>, scope: Scope, of: Subject| {
        let measure = shares.find(rule, FINDINGS, scope, of);
        let rate = measure.and_then(|measure| measure.value).filter(|_| open > 0);
        let status = measure.map_or(Status::Ok, |measure| measure.status);
        Cell {
            count: format.count(open),
            zero: open == 0,
            rate: rate.map_or_else(String::new, |rate| format.number(rate, 1)),
            href,
            mark: matches!(status, Status::Watch | Status::Deviation).then(|| shares.mark(status)),
        }
    };
    let mut rows: Vec<Line> = (0..)
        .zip(check.run.month.ids.provider.iter().zip(hrefs))
        .map(|(id, (name, href))| Line {
            who: name.to_owned(),
            href: Some(href.clone()),
            total: false,
            cells: ran
                .iter()
                .map(|rule| {
                    let (open, all) = found.get(&(*rule, id)).copied().unwrap_or_default();
                    // A provider's report says nothing of a rule on trial; one with too many findings has no list.
                    let home = match list::holds(counts.get(&id).copied().unwrap_or_default()) {
                        true if open > 0 => format!("{href}{}", list::place(*rule, "open")),
                        true => format!("{href}#rule={rule}"),
                        false => format!("{href}#{rule}"),
                    };
                    let href = if check.run.on_trial(*rule) {
                        (listed && open > 0)
                            .then(|| format!("{}&provider={}", list::place(*rule, "open"), list::query(name)))
                    } else {
                        (all > 0).then_some(home)
                    };
                    cell(*rule, open, href, Scope::Provider, provider(id))
                })
                .collect(),
        })
        .collect();
    let open_of = |rule: Code| check.run.outcome.runs.iter().find(|run| run.code == rule).map_or(0, |run| run.open);
    rows.push(Line {
        who: check.options.lang.words().html.tables.total.to_owned(),
        href: None,
        total: true,
        cells: ran
            .iter()
            .map(|rule| {
                let open = open_of(*rule);
                let href = (listed && open > 0).then(|| list::place(*rule, "open"));
                cell(*rule, open, href, Scope::All, Subject::NONE)
            })
            .collect(),
    });
    Matrix {
        codes: ran
            .iter()
            .map(|rule| Head {
                code: rule.to_string(),
                name: pages.name(*rule).to_owned(),
                trial: check.run.on_trial(*rule).then_some(check.options.lang.words().html.index.trial),
            })
            .collect(),
        rows,
        rules: Linked::new(check, rules(pages, check, &ran)),
    }
}

/// What the codes stand for.
fn rules(pages: &Pages, check: &Check<'_>, ran: &[Code]) -> Table {
    let words = check.options.lang.words();
    let (index, tables) = (&words.html.index, &words.html.tables);
    let format = Format::new(check.options.lang);
    // Where a rule stands, and which backtest moved it there; nothing for one that is active as all are.
    let stage = |rule: &Configured| {
        let trial = rule.on_trial().then_some(index.trial);
        trial.into_iter().chain(rule.backtest.as_deref()).collect::<Vec<_>>().join(", ")
    };
    let row = |rule: &Configured| {
        let meta = rule.rule.meta();
        let run = check.run.outcome.runs.iter().find(|run| run.code == meta.code)?;
        ran.contains(&meta.code).then(|| {
            let page = pages.words(meta.code);
            vec![
                meta.code.to_string(),
                pages.name(meta.code).to_owned(),
                page.map_or_else(String::new, |page| page.sentence.clone()),
                (words.severity)(rule.severity.unwrap_or(meta.severity)).to_owned(),
                format.count(run.open),
                format.count(run.findings - run.open),
                stage(rule),
            ]
        })
    };
    let table = Table {
        caption: index.rules_caption.to_owned(),
        columns: vec![
            Column::text(tables.rule),
            Column::text(tables.name),
            Column::text(index.sentence),
            Column::text(tables.weight),
            Column::number(index.open),
            Column::number(index.explained_head),
            Column::text(index.stage),
        ],
        rows: check.run.rules.iter().filter_map(row).collect(),
    };
    if table.rows.is_empty() { table } else { table.without_empty_columns() }
}
