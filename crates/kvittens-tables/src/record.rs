//! A finding in texts, as every table shows it: the columns of outputs.md.

use std::borrow::Cow;

use ecow::EcoString;
use kvittens_model::{Code, Finding, Id, Local, Memory, Month, NO_ID, State, Thing};
use kvittens_rules::{Configured, Meta};
use rayon::prelude::*;

use crate::names::Names;
use crate::{Checked, Key};

/// Other visits a finding names; how many there are stands beside them.
pub const MOST_OTHERS: usize = 20;

/// One finding. A nation's month has millions: short texts of its own stand in place.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the columns are documented in the design of the outputs")]
pub struct Record<'a> {
    pub finding_id: EcoString,
    pub series_id: Option<String>,
    pub case_id: Option<EcoString>,
    pub primary: bool,
    pub memory: Option<Memory>,
    /// Months in a row that its series is seen; 0 without a past.
    pub in_a_row: u32,
    pub provider: Option<&'a str>,
    pub unit: Option<&'a str>,
    pub customer: Option<Cow<'a, str>>,
    pub staff: Option<Cow<'a, str>>,
    pub service: Option<Cow<'a, str>>,
    pub visit: Option<EcoString>,
    /// The services of the visit it stands on.
    pub visit_service: Option<Cow<'a, str>>,
    /// When that visit was, its planned start where it has no other time.
    pub when: Local,
    pub start: Local,
    pub stop: Local,
    pub other_visits: Vec<Cow<'a, str>>,
    /// Visits of the finding that another provider's folder must not name: a count.
    pub elsewhere: usize,
    pub rows: Vec<Place<'a>>,
    /// What the folder of the finding's own provider names of it, where that is less.
    pub own: Option<Box<Sides<'a>>>,
}

/// A row of an export: file and line.
pub type Place<'a> = (Cow<'a, str>, i64);

/// The ids of all findings, by position: the same for every audience.
pub fn finding_ids(check: &Checked<'_>) -> Vec<EcoString> {
    check.outcome.findings.par_iter().map(|finding| finding_id(check.month, check.key, finding).into()).collect()
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
            let (rows, at) = (&month.rows, *row as usize);
            let (by, out_by) = (rows.in_method(at).name(), rows.out_method(at).name());
            format!("{}|{}|{by}|{out_by}", rows.start(at), rows.stop(at))
        }
        _ => String::new(),
    };
    let services = service(month, finding).unwrap_or_default();
    let (thing, start, stop) = (thing(month, finding), finding.start.to_string(), finding.stop.to_string());
    let parts = [
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
        thing.as_deref().unwrap_or_default(),
    ];
    // A finding on people alone has no part for a thing.
    let count = parts.len() - usize::from(thing.is_none());
    key.digits("F-", "finding", &parts[..count], 13)
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
    let lasting = lasting(check);
    check.outcome.findings.par_iter().map(|finding| series_of(check, &lasting, finding)).collect()
}

/// The rules whose findings have a series.
fn lasting(check: &Checked<'_>) -> Vec<Meta> {
    check.rules.iter().map(|rule| rule.rule.meta()).filter(|rule| !rule.per.on_visits()).collect()
}

fn series_of(check: &Checked<'_>, lasting: &[Meta], finding: &Finding) -> Option<String> {
    let rule = lasting.iter().find(|rule| rule.code == finding.rule)?;
    series_id(check.month, check.key, rule, finding)
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
    Some(key.digits("S-", "series", &parts, 13))
}

fn service<'a>(month: &'a Month, finding: &Finding) -> Option<Cow<'a, str>> {
    (!finding.services.is_empty()).then(|| together(month, &finding.services))
}

/// Services that stand together; a copy is made only of several.
fn together<'a>(month: &'a Month, services: &[Id]) -> Cow<'a, str> {
    match services {
        [one] => month.ids.service.text(*one).into(),
        _ => services.iter().map(|id| month.ids.service.text(*id)).collect::<Vec<_>>().join(" + ").into(),
    }
}

/// All findings as one audience sees them, by position. `ids`: of all findings.
pub fn records<'a>(check: &Checked<'a>, ids: &[EcoString], names: &'a Names<'a>) -> Vec<Record<'a>> {
    let lasting = lasting(check);
    (0..ids.len()).into_par_iter().map(|position| whole(check, &lasting, position, ids, names)).collect()
}

/// A finding as one audience sees it. `ids`: of all findings. `own`: in its provider's folder ([`Record::in_folder`]).
pub fn record<'a>(
    check: &Checked<'a>,
    position: usize,
    ids: &[EcoString],
    names: &'a Names<'a>,
    own: Option<Id>,
) -> Record<'a> {
    let record = whole(check, &lasting(check), position, ids, names);
    if own.is_some() { record.in_folder(&check.outcome.findings[position], names) } else { record }
}

fn whole<'a>(
    check: &Checked<'a>,
    lasting: &[Meta],
    position: usize,
    ids: &[EcoString],
    names: &'a Names<'a>,
) -> Record<'a> {
    let finding = &check.outcome.findings[position];
    let (month, subject) = (check.month, finding.subject);
    let case = finding.case.map(|primary| primary as usize);
    let sides = sides(month, finding, names, None);
    Record {
        finding_id: ids[position].clone(),
        series_id: series_of(check, lasting, finding),
        case_id: case.map(|primary| case_id(&ids[primary])),
        primary: case == Some(position),
        memory: check.outcome.past.memory(position),
        in_a_row: check.outcome.past.in_a_row(position),
        provider: month.ids.provider.get(subject.provider),
        unit: month.ids.unit.get(subject.unit),
        customer: names.customer(subject.customer),
        staff: staff(finding, names),
        service: service(month, finding),
        visit: finding.visit.map(|at| month.ids.visit_text(month.visits.visit[at as usize]).into()),
        visit_service: finding.visit.map(|at| together(month, month.ids.sets.get(month.visits.services[at as usize]))),
        when: finding.visit.map_or(Local::NONE, |at| month.visits.when(at)),
        start: finding.start,
        stop: finding.stop,
        other_visits: sides.visits,
        elsewhere: sides.elsewhere,
        rows: sides.rows,
        own: own_sides(month, finding, names).map(Box::new),
    }
}

/// `C-` and the letters of the id of its primary finding.
fn case_id(primary: &str) -> EcoString {
    let mut id = EcoString::from("C-");
    id.push_str(primary.trim_start_matches("F-"));
    id
}

fn staff<'a>(finding: &Finding, names: &'a Names<'a>) -> Option<Cow<'a, str>> {
    let subject = finding.subject;
    if subject.staff == NO_ID { None } else { names.staff(subject.provider, subject.staff) }
}

impl<'a> Record<'a> {
    /// The same finding as the folder of its own provider shows it: only visits and rows of its own are named; the other
    /// side of a finding across providers is a count.
    #[must_use]
    pub fn in_folder(&self, finding: &Finding, names: &'a Names<'a>) -> Record<'a> {
        let named = self.clone().called(finding, names);
        match named.own {
            Some(own) => {
                Record { other_visits: own.visits, elsewhere: own.elsewhere, rows: own.rows, own: None, ..named }
            }
            None => named,
        }
    }

    /// The same finding, people called as one audience calls them.
    #[must_use]
    pub fn called(self, finding: &Finding, names: &'a Names<'a>) -> Record<'a> {
        Record { customer: names.customer(finding.subject.customer), staff: staff(finding, names), ..self }
    }

    /// The rows of the exports as a cell of a text table holds them: `file:line`, `|` between.
    pub fn places(&self) -> String {
        let mut text = String::with_capacity(self.rows.iter().map(|(file, _)| file.len() + 12).sum());
        for (position, (file, line)) in self.rows.iter().enumerate() {
            let between = if position > 0 { "|" } else { "" };
            text.extend([between, file.as_ref(), ":", itoa::Buffer::new().format(*line)]);
        }
        text
    }
}

/// What a finding names of one provider, or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides<'a> {
    /// Other visits, at most [`MOST_OTHERS`].
    pub visits: Vec<Cow<'a, str>>,
    /// Other visits that are not named because they are another provider's.
    pub elsewhere: usize,
    /// Rows.
    pub rows: Vec<Place<'a>>,
}

/// What the folder of a finding's own provider names of it, where that is less than all, or named otherwise.
fn own_sides<'a>(month: &'a Month, finding: &Finding, names: &Names<'a>) -> Option<Sides<'a>> {
    let own = finding.subject.provider;
    let rows = || finding.rows.iter().map(|at| *at as usize);
    let is_less = finding.others.iter().any(|at| month.visits.provider[*at as usize] != own)
        || rows().any(|at| month.rows.provider(at) != own || names.tells(own, month.rows.file(at)));
    (own != NO_ID && is_less).then(|| sides(month, finding, names, Some(own)))
}

/// The visits and rows of a finding that are `own`, or all of them.
fn sides<'a>(month: &'a Month, finding: &Finding, names: &Names<'a>, own: Option<Id>) -> Sides<'a> {
    let is_own = |provider: Id| own.is_none_or(|own| own == provider);
    let others = finding.others.iter().map(|at| *at as usize).filter(|at| is_own(month.visits.provider[*at]));
    let rows = finding.rows.iter().map(|at| *at as usize).filter(|at| is_own(month.rows.provider(*at)));
    let place = |at: usize| (names.file(month.rows.file(at), own), i64::from(month.rows.line[at]));
    let named = others.clone().take(MOST_OTHERS).map(|at| month.ids.visit_text(month.visits.visit[at]));
    Sides { visits: named.collect(), elsewhere: finding.others.len() - others.count(), rows: rows.map(place).collect() }
}

/// Positions of each provider's findings, in order, without those of rules on trial.
pub fn by_provider(check: &Checked<'_>) -> Vec<Vec<usize>> {
    let on_trial: Vec<Code> = check.rules.iter().filter(|rule| rule.on_trial()).map(Configured::code).collect();
    let mut of_each = vec![Vec::new(); check.month.ids.provider.len() as usize];
    for (at, finding) in check.outcome.findings.iter().enumerate() {
        let of = of_each.get_mut(finding.subject.provider as usize);
        if let Some(of) = of.filter(|_| !on_trial.contains(&finding.rule)) {
            of.push(at);
        }
    }
    of_each
}

/// Positions of a provider's findings, in order, without those of rules on trial.
pub fn of_provider(check: &Checked<'_>, provider: Id) -> Vec<usize> {
    by_provider(check).get(provider as usize).cloned().unwrap_or_default()
}

/// Whether a finding is a question still.
pub fn is_open(finding: &Finding) -> bool {
    finding.state == State::Open
}
