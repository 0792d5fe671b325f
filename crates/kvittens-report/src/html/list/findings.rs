//! The findings of a page as columns.

use std::collections::BTreeMap;

use kvittens_model::{Code, Finding, Local, State};
use kvittens_tables::record::Record;
use serde::Serialize;

use super::column::{Column, Number};
use crate::Check;
use crate::html::Pages;
use crate::html::told::Teller;

/// The block of findings.
#[derive(Serialize)]
pub struct Findings<'a> {
    ids: Vec<&'a str>,
    columns: Vec<Column>,
    rules: BTreeMap<String, Rule<'a>>,
    /// The visit each stands on, and the other visits in it: places among the visits of the page.
    visit: Vec<i64>,
    others: Vec<Vec<usize>>,
    /// Each provider's report; in the controller's page.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    homes: BTreeMap<&'a str, &'a str>,
    /// Rules on trial, of which the providers' reports say nothing.
    trials: Vec<String>,
}

/// What an opened finding says of its rule; the rest it takes from the rule's page.
#[derive(Serialize)]
struct Rule<'a> {
    name: &'a str,
    sentence: &'a str,
    explained: Vec<&'static str>,
}

impl<'a> Findings<'a> {
    /// Of these findings. `place`: of a visit among those of the page.
    pub fn of(
        pages: &'a Pages,
        check: &Check<'_>,
        teller: &Teller<'_>,
        records: &[(usize, &'a Record<'a>)],
        place: &dyn Fn(u32) -> Option<usize>,
    ) -> Findings<'a> {
        let found = &check.run.outcome.findings;
        let told: Vec<(&Finding, &Record<'_>)> = records.iter().map(|(at, record)| (&found[*at], *record)).collect();
        let visit = |(finding, _): &(&Finding, &Record<'_>)| {
            let at = finding.visit.and_then(place).and_then(|at| i64::try_from(at).ok());
            at.unwrap_or(-1)
        };
        Findings {
            ids: records.iter().map(|(_, record)| record.finding_id.as_ref()).collect(),
            columns: columns(check, teller, &told),
            rules: rules(pages, check, &told),
            visit: told.iter().map(visit).collect(),
            others: told
                .iter()
                .map(|(finding, _)| finding.others.iter().copied().filter_map(place).collect())
                .collect(),
            homes: BTreeMap::new(),
            trials: Vec::new(),
        }
    }

    /// With the way to each provider's report.
    pub fn with_homes(mut self, check: &'a Check<'_>, homes: &'a [String]) -> Findings<'a> {
        self.homes = check.run.month.ids.provider.iter().zip(homes.iter().map(String::as_str)).collect();
        let rules = check.run.rules.iter().filter(|rule| rule.on_trial());
        self.trials = rules.map(|rule| rule.code().to_string()).collect();
        self
    }
}

fn columns(check: &Check<'_>, teller: &Teller<'_>, told: &[(&Finding, &Record<'_>)]) -> Vec<Column> {
    let words = check.options.lang.words();
    let (w, tables) = (&words.html.provider, &words.html.tables);
    let text = |of: &dyn Fn(&Finding, &Record<'_>) -> String| -> Vec<((), String)> {
        told.iter().map(|(finding, record)| ((), of(finding, record))).collect()
    };
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let number = |key: fn(&Finding) -> f64, of: &dyn Fn(&Finding) -> String| -> Vec<(Number, String)> {
        told.iter().map(|(finding, _)| (Number(key(finding)), of(finding))).collect()
    };
    let times: Vec<Local> = told.iter().map(|(_, record)| teller.when(record)).collect();
    let dates = times.iter().map(|time| ((), date(*time))).collect();
    // A time of day sorts as it stands; with the day before it the order is that of the month.
    let spans = told.iter().zip(&times);
    let spans =
        spans.map(|((finding, _), time)| (time.get().map(Local::second_of_day), teller.span(finding))).collect();
    let columns = [
        Column::new("rule", tables.rule, text(&|finding, _| finding.rule.to_string())),
        Column { date: true, ..Column::new("date", w.date, dates) },
        Column::new("time", w.time, spans),
        Column::new("provider", words.html.list.provider, text(&|_, record| own(record.provider))),
        Column::new("unit", tables.unit, text(&|finding, record| teller.unit(finding, record))).hidden(),
        Column::new("customer", w.customer, text(&|_, record| own(record.customer.as_deref()))),
        Column::new("staff", w.staff, text(&|_, record| own(record.staff.as_deref()))),
        Column::new("service", w.service, text(&|_, record| teller.service(record))),
        Column::new("value", w.value, number(|of| of.value.unwrap_or_default(), &|of| teller.value(of))).numbers(),
        Column::new("limit", w.against, number(|of| of.limit.unwrap_or_default(), &|of| teller.limit(of)))
            .numbers()
            .hidden(),
        Column::new("minutes", w.minutes, number(|of| of.minutes.into(), &|of| teller.minutes(of))).numbers(),
        status(check, teller, told),
        Column::new("memory", words.html.past.memory_head, text(&|_, record| teller.memory(record))),
        Column::new("weight", tables.weight, text(&|of, _| (words.severity)(of.severity).to_owned())).hidden(),
        Column::new("visit", w.visit, text(&|_, record| own(record.visit.as_deref()))).hidden(),
        Column::new("others", w.others, text(&|finding, record| teller.others(finding, record))).hidden(),
        Column::new("case", words.html.list.case, text(&|_, record| own(record.case_id.as_deref()))).hidden(),
        Column::new("rows", w.rows, text(&|_, record| teller.rows(record))).hidden(),
    ];
    let only_one = |column: &Column| column.key == "provider" && column.places.values.len() < 2;
    columns.into_iter().filter(|column| !column.places.values.is_empty() && !only_one(column)).collect()
}

/// Open first, then what explains; the address knows the state alone.
fn status(check: &Check<'_>, teller: &Teller<'_>, told: &[(&Finding, &Record<'_>)]) -> Column {
    let order = |state: State| match state {
        State::Open => 0,
        State::Explained(_) => 1,
        State::Accepted(_) => 2,
    };
    let mut slugs: BTreeMap<(i32, String), &'static str> = BTreeMap::new();
    let mut cells = Vec::new();
    for (finding, _) in told {
        let cell = (order(finding.state), teller.state(finding));
        slugs.insert(cell.clone(), finding.state.name());
        cells.push(cell);
    }
    let column = Column::new("status", check.options.lang.words().html.tables.status, cells);
    Column { slugs: Some(slugs.into_values().collect()), ..column }
}

fn rules<'a>(pages: &'a Pages, check: &Check<'_>, told: &[(&Finding, &Record<'_>)]) -> BTreeMap<String, Rule<'a>> {
    let explanation = check.options.lang.words().explanation;
    let found = |code: Code| told.iter().any(|(finding, _)| finding.rule == code);
    let rules = check.run.rules.iter().filter(|rule| found(rule.code()));
    let of = |rule: &kvittens_rules::Configured| {
        let meta = rule.rule.meta();
        let page = pages.words(meta.code)?;
        let explained = meta.explained.iter().map(|of| explanation(*of)).collect();
        Some((meta.code.to_string(), Rule { name: &page.name, sentence: &page.sentence, explained }))
    };
    rules.filter_map(of).collect()
}

/// `2022-03-17`, which sorts and which a spreadsheet reads.
fn date(time: Local) -> String {
    if time.is_none() {
        return String::new();
    }
    let (year, month, day) = time.civil();
    format!("{year:04}-{month:02}-{day:02}")
}
