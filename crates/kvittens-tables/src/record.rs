//! A finding in texts, as every table shows it: the columns of outputs.md.

use kvittens_model::{Finding, Id, Local, Memory, Month, NO_ID, State, Thing};
use kvittens_rules::Meta;
use rayon::prelude::*;

use crate::names::Names;
use crate::{Checked, Key};

/// Other visits a finding names; how many there are stands beside them.
pub const MOST_OTHERS: usize = 20;

/// One finding.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the columns are documented in the design of the outputs")]
pub struct Record {
    pub finding_id: String,
    pub series_id: Option<String>,
    pub case_id: Option<String>,
    pub primary: bool,
    pub memory: Option<Memory>,
    /// Months in a row that its series is seen; 0 without a past.
    pub in_a_row: u32,
    pub provider: Option<String>,
    pub unit: Option<String>,
    pub customer: Option<String>,
    pub staff: Option<String>,
    pub service: Option<String>,
    pub visit: Option<String>,
    /// The services of the visit it stands on.
    pub visit_service: Option<String>,
    /// When that visit was, its planned start where it has no other time.
    pub when: Local,
    pub start: Local,
    pub stop: Local,
    pub other_visits: Vec<String>,
    /// Visits of the finding that another provider's folder must not name: a count.
    pub elsewhere: usize,
    pub rows: Vec<(String, i64)>,
}

/// The ids of all findings, by position: the same for every audience.
pub fn finding_ids(check: &Checked<'_>) -> Vec<String> {
    check.outcome.findings.par_iter().map(|finding| finding_id(check.month, check.key, finding)).collect()
}

/// `F-` and 13 letters of a keyed hash of rule, provider, subject keys and times: never of row numbers, so that the
/// same finding has the same id in every run and delivery.
pub fn finding_id(month: &Month, key: &Key, finding: &Finding) -> String {
    let ids = &month.ids;
    let visit = finding.visit.map(|at| ids.visit_text(month.visits.visit[at as usize])).unwrap_or_default();
    let of_month = if finding.visit.is_none() { month.month.to_string() } else { String::new() };
    // D201 tells equal rows of one visit apart by their own times and methods.
    let row = match finding.rows.first() {
        Some(row) if finding.rule.as_str() == "D201" => {
            let row = month.rows.get(*row as usize);
            format!("{}|{}|{}|{}", row.start, row.stop, row.in_method.name(), row.out_method.name())
        }
        _ => String::new(),
    };
    let services = service(month, finding).unwrap_or_default();
    let (thing, start, stop) = (thing(month, finding), finding.start.to_string(), finding.stop.to_string());
    let mut parts = vec![
        finding.rule.as_str(),
        ids.provider.text(finding.subject.provider),
        unit_key(month, finding),
        ids.customer.text(finding.subject.customer),
        ids.staff.text(finding.subject.staff),
        &services,
        &visit,
        &start,
        &stop,
        &of_month,
        &row,
    ];
    parts.extend(thing.as_deref());
    format!("F-{}", key.digits("finding", &parts, 13))
}

/// What a finding is about beside people, if anything: findings on people alone keep the ids they always had.
fn thing(month: &Month, finding: &Finding) -> Option<String> {
    let ids = &month.ids;
    let (kind, text) = match finding.thing {
        Thing::None => return None,
        Thing::Device(id) => ("device", ids.device.text(id)),
        Thing::Tag(id) => ("tag", ids.tag.text(id)),
        Thing::Reason(id) => ("reason", ids.reason.text(id)),
        Thing::Customer(id) => ("customer", ids.customer.text(id)),
        Thing::Staff(id) => ("staff", ids.staff.text(id)),
        Thing::Kind(kind) => ("kind", kind),
    };
    Some(format!("{kind}|{text}"))
}

/// The unit tells two findings apart only where they are on units; a visit may change its unit between deliveries.
fn unit_key<'a>(month: &'a Month, finding: &Finding) -> &'a str {
    if finding.visit.is_none() { month.ids.unit.text(finding.subject.unit) } else { "" }
}

/// The series of all findings, by position: the same in every month.
pub fn series_ids(check: &Checked<'_>) -> Vec<Option<String>> {
    check.outcome.findings.par_iter().map(|finding| series_of(check, finding)).collect()
}

fn series_of(check: &Checked<'_>, finding: &Finding) -> Option<String> {
    let rule = check.rules.iter().find(|rule| rule.code() == finding.rule)?;
    series_id(check.month, check.key, &rule.rule.meta(), finding)
}

/// `S-` and 13 letters: the same without month and times, for rules that are not on visits.
pub fn series_id(month: &Month, key: &Key, rule: &Meta, finding: &Finding) -> Option<String> {
    if rule.per.on_visits() {
        return None;
    }
    let ids = &month.ids;
    let (thing, service) = (thing(month, finding), service(month, finding).map(|names| format!("service|{names}")));
    let mut parts = vec![
        finding.rule.as_str(),
        ids.provider.text(finding.subject.provider),
        ids.unit.text(finding.subject.unit),
        ids.customer.text(finding.subject.customer),
        ids.staff.text(finding.subject.staff),
    ];
    parts.extend(thing.as_deref());
    parts.extend(service.as_deref());
    Some(format!("S-{}", key.digits("series", &parts, 13)))
}

fn service(month: &Month, finding: &Finding) -> Option<String> {
    let names: Vec<&str> = finding.services.iter().map(|id| month.ids.service.text(*id)).collect();
    (!names.is_empty()).then(|| names.join(" + "))
}

/// A finding as one audience sees it. `ids`: of all findings. `own`: in a provider's folder only visits and rows of its
/// own are named; the other side of a finding across providers is a count.
pub fn record(check: &Checked<'_>, position: usize, ids: &[String], names: &Names<'_>, own: Option<Id>) -> Record {
    let finding = &check.outcome.findings[position];
    let (month, subject) = (check.month, finding.subject);
    let case = finding.case.map(|primary| primary as usize);
    let sides = sides(month, finding, names, own);
    Record {
        finding_id: ids[position].clone(),
        series_id: series_of(check, finding),
        case_id: case.map(|primary| ids[primary].replacen("F-", "C-", 1)),
        primary: case == Some(position),
        memory: check.outcome.past.memory(position),
        in_a_row: check.outcome.past.in_a_row(position),
        provider: month.ids.provider.get(subject.provider).map(str::to_owned),
        unit: month.ids.unit.get(subject.unit).map(str::to_owned),
        customer: names.customer(subject.customer),
        staff: if subject.staff == NO_ID { None } else { names.staff(subject.provider, subject.staff) },
        service: service(month, finding),
        visit: finding.visit.map(|at| month.ids.visit_text(month.visits.visit[at as usize])),
        visit_service: finding.visit.map(|at| {
            let services: Vec<&str> = month.ids.services(month.visits.services[at as usize]).collect();
            services.join(" + ")
        }),
        when: finding.visit.map_or(Local::NONE, |at| month.visits.when(at)),
        start: finding.start,
        stop: finding.stop,
        other_visits: sides.visits,
        elsewhere: sides.elsewhere,
        rows: sides.rows,
    }
}

/// What a finding names of one provider, or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides {
    /// Other visits, at most [`MOST_OTHERS`].
    pub visits: Vec<String>,
    /// Other visits that are not named because they are another provider's.
    pub elsewhere: usize,
    /// Rows: file and line.
    pub rows: Vec<(String, i64)>,
}

/// The visits and rows of a finding that are `own`, or all of them.
pub fn sides(month: &Month, finding: &Finding, names: &Names<'_>, own: Option<Id>) -> Sides {
    let is_own = |provider: Id| own.is_none_or(|own| own == provider);
    let others = finding.others.iter().map(|at| *at as usize).filter(|at| is_own(month.visits.provider[*at]));
    let others: Vec<usize> = others.collect();
    let rows = finding.rows.iter().map(|at| *at as usize).filter(|at| is_own(month.rows.provider(*at)));
    let place = |at: usize| {
        let file = names.file(month.rows.file(at), own);
        (file.into_owned(), i64::from(month.rows.line[at]))
    };
    let named = others.iter().take(MOST_OTHERS);
    Sides {
        visits: named.map(|at| month.ids.visit_text(month.visits.visit[*at])).collect(),
        elsewhere: finding.others.len() - others.len(),
        rows: rows.map(place).collect(),
    }
}

/// Positions of a provider's findings, in order, without those of rules on trial.
pub fn of_provider(check: &Checked<'_>, provider: Id) -> Vec<usize> {
    let own = |finding: &Finding| finding.subject.provider == provider && !check.on_trial(finding.rule);
    (0..).zip(&check.outcome.findings).filter(|(_, finding)| own(finding)).map(|(at, _)| at).collect()
}

/// Whether a finding is a question still.
pub fn is_open(finding: &Finding) -> bool {
    finding.state == State::Open
}
