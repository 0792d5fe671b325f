//! findings.parquet, back to findings and what each audience is shown of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, Int64Array, ListArray, StringArray};
use arrow::datatypes::Int32Type;
use kvittens_model::{Explanation, Finding, Id, Ids, Memory, NO_ID, Severity, State, Subject, Thing};
use kvittens_tables::Checked;
use kvittens_tables::names::Names;
use kvittens_tables::record::{Place, Record, Sides};
use rayon::prelude::*;

use super::columns::{Columns, listed, text};
use super::people::People;
use super::{AgainError, word};

/// The table's name.
pub const FILE: &str = "findings.parquet";

/// The findings of a month.
pub struct Findings {
    /// In order, until the outcome takes them.
    pub findings: Vec<Finding>,
    /// Who accepted answers.
    pub deciders: Vec<String>,
    /// How each stands to the months before.
    pub memory: Vec<Option<Memory>>,
    /// Months in a row of each.
    pub in_a_row: Vec<u32>,
    /// Each as the controller sees it, but for people.
    records: Vec<Record<'static>>,
}

impl Findings {
    /// All findings as an audience sees them.
    pub fn records<'a>(&self, check: &Checked<'a>, names: &'a Names<'a>) -> Vec<Record<'a>> {
        let ids = &check.month.ids;
        let named = |(record, finding): (&Record<'static>, &Finding)| {
            let (record, subject): (Record<'a>, Subject) = (record.clone(), finding.subject);
            let (provider, unit) = (ids.provider.get(subject.provider), ids.unit.get(subject.unit));
            Record { provider, unit, ..record.called(finding, names) }
        };
        self.records.par_iter().zip(&check.outcome.findings).map(named).collect()
    }

    /// Of the table.
    pub fn read(table: &Columns, ids: &Ids, people: &People) -> Result<Findings, AgainError> {
        let mut made = Findings {
            findings: Vec::new(),
            deciders: Vec::new(),
            memory: Vec::new(),
            in_a_row: Vec::new(),
            records: Vec::new(),
        };
        let cases = cases(table)?;
        for at in 0..table.len() {
            let finding = finding(table, ids, people, &cases, &mut made.deciders, at)?;
            let record = record(table, &finding, at)?;
            made.memory.push(record.memory);
            made.in_a_row.push(record.in_a_row);
            made.findings.push(finding);
            made.records.push(record);
        }
        Ok(made)
    }
}

/// The position of each case's primary finding.
fn cases(table: &Columns) -> Result<BTreeMap<&str, u32>, AgainError> {
    let (cases, primary) = (table.texts("case_id")?, table.flags("primary")?);
    let leads = (0..table.len()).filter(|at| primary.is_valid(*at) && primary.value(*at));
    Ok(leads.filter_map(|at| Some((text(cases, at)?, u32::try_from(at).ok()?))).collect())
}

fn finding(
    table: &Columns,
    ids: &Ids,
    people: &People,
    cases: &BTreeMap<&str, u32>,
    deciders: &mut Vec<String>,
    at: usize,
) -> Result<Finding, AgainError> {
    let cell = |name| table.text(name, at);
    let severity = word::of(Severity::ALL, Severity::name, cell("severity")?.unwrap_or_default());
    let others = table.lists("other_positions")?.value(at);
    let positions = others.as_primitive_opt::<Int32Type>().ok_or_else(|| table.wrong("other_positions"))?;
    let registered = table.flag("of_registered_time", at)?;
    let find = |dictionary: &kvittens_model::Dictionary, name: Option<&str>| {
        name.and_then(|name| dictionary.find(name)).unwrap_or(NO_ID)
    };
    Ok(Finding {
        rule: cell("rule")?.unwrap_or_default().parse().map_err(|_| table.wrong("rule"))?,
        severity: severity.ok_or_else(|| table.wrong("severity"))?,
        state: state(table, deciders, cell("status")?, cell("explanation")?)?,
        subject: Subject {
            provider: find(&ids.provider, cell("provider")?),
            unit: find(&ids.unit, cell("unit")?),
            customer: people.customer(ids, cell("customer")?),
            staff: people.staff(ids, cell("staff")?),
        },
        services: Vec::new(),
        visit: table.small("visit_position", at)?.and_then(|at| u32::try_from(at).ok()),
        others: positions.iter().flatten().filter_map(|at| u32::try_from(at).ok()).collect(),
        start: table.times("start")?.get(at),
        stop: table.times("stop")?.get(at),
        value: table.number("value", at)?,
        limit: table.number("limit", at)?,
        minutes: table.small("minutes", at)?.unwrap_or_default(),
        // Which parts they are is told by the visits alone; a report asks only whether there are any.
        parts: registered.then(Vec::new),
        rows: Vec::new(),
        thing: Thing::None,
        case: cell("case_id")?.and_then(|case| cases.get(case).copied()),
    })
}

fn state(
    table: &Columns,
    deciders: &mut Vec<String>,
    status: Option<&str>,
    explanation: Option<&str>,
) -> Result<State, AgainError> {
    let explanation = explanation.unwrap_or_default();
    match status {
        Some("open") => Ok(State::Open),
        Some("explained") => {
            let found = word::of(Explanation::ALL, Explanation::name, explanation);
            found.map(State::Explained).ok_or_else(|| table.wrong("explanation"))
        }
        Some("accepted") => {
            let role = explanation.strip_prefix("accepted:").ok_or_else(|| table.wrong("explanation"))?;
            let by = deciders.iter().position(|known| known == role).unwrap_or_else(|| {
                deciders.push(role.to_owned());
                deciders.len() - 1
            });
            Id::try_from(by).map(State::Accepted).map_err(|_| table.wrong("explanation"))
        }
        _ => Err(table.wrong("status")),
    }
}

fn record(table: &Columns, finding: &Finding, at: usize) -> Result<Record<'static>, AgainError> {
    let cell = |name| table.text(name, at).map(|cell| cell.map(str::to_owned));
    let memory = cell("memory")?.map(|memory| word::of(Memory::ALL, Memory::name, &memory));
    Ok(Record {
        finding_id: cell("finding_id")?.unwrap_or_default().into(),
        series_id: cell("series_id")?,
        case_id: cell("case_id")?.map(Into::into),
        primary: table.flag("primary", at)?,
        memory: memory.map(|memory| memory.ok_or_else(|| table.wrong("memory"))).transpose()?,
        in_a_row: table.small("in_a_row", at)?.and_then(|months| u32::try_from(months).ok()).unwrap_or_default(),
        provider: None,
        unit: None,
        customer: None,
        staff: None,
        service: cell("service")?.map(Cow::Owned),
        visit: cell("visit")?.map(Into::into),
        visit_service: cell("visit_service")?.map(Cow::Owned),
        when: table.times("visit_time")?.get(at),
        start: finding.start,
        stop: finding.stop,
        other_visits: visits(table, "other_visits", at)?.unwrap_or_default(),
        elsewhere: 0,
        rows: places(table, "rows", at)?.unwrap_or_default(),
        own: own(table, at)?.map(Box::new),
    })
}

/// A list of visits; `None` where none stands.
fn visits(table: &Columns, name: &'static str, at: usize) -> Result<Option<Vec<Cow<'static, str>>>, AgainError> {
    let listed = listed(table.lists(name)?, at);
    Ok(listed.map(|visits| visits.into_iter().map(Cow::Owned).collect()))
}

/// What its own provider is shown of a finding, where that is less.
fn own(table: &Columns, at: usize) -> Result<Option<Sides<'static>>, AgainError> {
    let Some(visits) = visits(table, "own_visits", at)? else {
        return Ok(None);
    };
    let elsewhere = table.small("elsewhere", at)?.and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
    Ok(Some(Sides { visits, elsewhere, rows: places(table, "own_rows", at)?.unwrap_or_default() }))
}

/// Rows of exports: file and line; `None` where no list stands.
pub fn places(table: &Columns, name: &'static str, at: usize) -> Result<Option<Vec<Place<'static>>>, AgainError> {
    let column: &ListArray = table.lists(name)?;
    if !column.is_valid(at) {
        return Ok(None);
    }
    let cell = column.value(at);
    let parts = cell.as_struct_opt().ok_or_else(|| table.wrong(name))?;
    let files = parts.column_by_name("file").and_then(|files| files.as_any().downcast_ref::<StringArray>());
    let rows = parts.column_by_name("row").and_then(|rows| rows.as_any().downcast_ref::<Int64Array>());
    let (files, rows) = files.zip(rows).ok_or_else(|| table.wrong(name))?;
    Ok(Some(files.iter().zip(rows).filter_map(|(file, row)| Some((file?.to_owned().into(), row?))).collect()))
}
