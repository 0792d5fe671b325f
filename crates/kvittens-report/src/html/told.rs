//! A finding as a person reads it, each part a text: for the tables and for the lists. What stands in the record stands
//! in the written tables too.

use std::collections::BTreeMap;

use kvittens_model::{Code, Finding, Local, State};
use kvittens_rules::{Configured, Per};
use kvittens_tables::record::Record;

use super::format::Format;
use super::past;
use crate::Check;

/// The unit of what a rule compares.
#[derive(Clone, Copy)]
enum Unit {
    Share,
    Minutes,
    Hours,
    Named(&'static str),
}

/// Tells findings: how each rule's are read, looked up once.
pub struct Teller<'a> {
    check: &'a Check<'a>,
    format: Format,
    rules: BTreeMap<Code, (Per, Unit)>,
}

impl<'a> Teller<'a> {
    /// Of a check.
    pub fn new(check: &'a Check<'a>) -> Teller<'a> {
        let of = |rule: &Configured| (rule.code(), (rule.rule.meta().per, unit(rule)));
        Teller { check, format: Format::new(check.options.lang), rules: check.run.rules.iter().map(of).collect() }
    }

    /// The time a finding belongs to; none for one on people.
    pub fn when(&self, record: &Record<'_>) -> Local {
        record.start.or(record.stop).or(record.when)
    }

    /// Start and stop; a stop on another day with its date.
    pub fn span(&self, finding: &Finding) -> String {
        if finding.visit.is_none() {
            return String::new();
        }
        let missing = self.check.options.lang.words().html.provider.missing;
        let said = |time: Local| {
            if time.is_none() { missing.to_owned() } else { self.format.time(time) }
        };
        let (start, stop) = (finding.start, finding.stop);
        if start.is_some() && stop.is_some() && start.day() != stop.day() {
            format!("{} – {} {}", said(start), self.format.date(stop), said(stop))
        } else {
            format!("{}–{}", said(start), said(stop))
        }
    }

    /// The unit it is on, for rules on a provider and its units.
    pub fn unit(&self, finding: &Finding, record: &Record<'_>) -> String {
        let whole = self.check.options.lang.words().html.provider.whole;
        match (&record.unit, self.rules.get(&finding.rule)) {
            (Some(unit), Some((Per::Provider, _))) => (*unit).to_owned(),
            (None, Some((Per::Provider, _))) => whole.to_owned(),
            _ => String::new(),
        }
    }

    /// What the finding is about, else what the visit was.
    pub fn service(&self, record: &Record<'_>) -> String {
        record.service.as_deref().or(record.visit_service.as_deref()).unwrap_or_default().to_owned()
    }

    /// What was measured.
    pub fn value(&self, finding: &Finding) -> String {
        finding.value.map_or_else(String::new, |value| self.said(finding.rule, value, false))
    }

    /// What it was held against.
    pub fn limit(&self, finding: &Finding) -> String {
        finding.limit.map_or_else(String::new, |limit| self.said(finding.rule, limit, true))
    }

    /// Registered time that it is about.
    pub fn minutes(&self, finding: &Finding) -> String {
        if finding.minutes > 0 { self.format.length(i64::from(finding.minutes) * 60) } else { String::new() }
    }

    /// The reader's own other visits by id; those of another provider as a count.
    pub fn others(&self, finding: &Finding, record: &Record<'_>) -> String {
        let words = &self.check.options.lang.words().html;
        let mut said = record.other_visits.clone();
        let more = finding.others.len().saturating_sub(record.other_visits.len() + record.elsewhere);
        if more > 0 {
            said.push((words.provider.more)(&self.format.count(more)).into());
        }
        if record.elsewhere > 0 {
            let number = record.elsewhere as u64;
            let count = format!("{} {}", self.format.count(number), words.visit.of(number));
            said.push((words.provider.elsewhere)(&count).into());
        }
        said.join(", ")
    }

    /// The rows as `file:row`, rows that follow each other as one stretch: `tagg.csv:12–15, 20`.
    pub fn rows(&self, record: &Record<'_>) -> String {
        let mut places: Vec<(&str, i64)> = record.rows.iter().map(|(file, row)| (file.as_ref(), *row)).collect();
        places.sort_unstable();
        places.dedup();
        let stretches = places.chunk_by(|a, b| a.0 == b.0 && a.1 + 1 == b.1);
        let mut said = String::new();
        let mut last = None;
        for stretch in stretches {
            let ((file, from), (_, to)) = (stretch[0], stretch[stretch.len() - 1]);
            if !said.is_empty() {
                said.push_str(", ");
            }
            if last != Some(file) {
                said.push_str(file);
                said.push(':');
                last = Some(file);
            }
            said.push_str(&if from == to { from.to_string() } else { format!("{from}–{to}") });
        }
        said
    }

    /// New, persisting or returned.
    pub fn memory(&self, record: &Record<'_>) -> String {
        past::memory(self.check.options.lang, record)
    }

    /// What explains it, or who accepted it; nothing for an open one.
    pub fn explanation(&self, finding: &Finding) -> String {
        let words = self.check.options.lang.words();
        match finding.state {
            State::Open => String::new(),
            State::Explained(explanation) => (words.explanation)(explanation).to_owned(),
            State::Accepted(by) => (words.accepted)(self.check.run.outcome.decider(by)),
        }
    }

    /// How it stands, with what explains it.
    pub fn state(&self, finding: &Finding) -> String {
        let words = &self.check.options.lang.words().html.list;
        match finding.state {
            State::Open => words.open.to_owned(),
            State::Explained(_) => (words.explained)(&self.explanation(finding)),
            State::Accepted(_) => self.explanation(finding),
        }
    }

    /// A number in the unit of its rule. `chosen`: by somebody, so without needless decimals.
    pub fn said(&self, rule: Code, value: f64, chosen: bool) -> String {
        match self.rules.get(&rule).map_or(Unit::Share, |(_, unit)| *unit) {
            Unit::Share if chosen => self.format.chosen_percent(value),
            Unit::Share => self.format.percent(value),
            Unit::Minutes => self.format.length_of(value, 60.0),
            Unit::Hours => self.format.length_of(value, 3600.0),
            Unit::Named(unit) => {
                let unit = (self.check.options.lang.words().html.unit)(unit);
                format!("{}\u{a0}{unit}", self.format.chosen(value))
            }
        }
    }
}

/// What a rule compares: what it says, else where it is on visits the unit of its first parameter, else a share.
fn unit(rule: &Configured) -> Unit {
    let meta = rule.rule.meta();
    let first = || meta.params().first().map(|param| param.unit).filter(|_| meta.per.on_visits());
    match meta.compares.or_else(first) {
        Some("min") => Unit::Minutes,
        Some("h") => Unit::Hours,
        Some(unit) if !unit.is_empty() => Unit::Named(unit),
        _ => Unit::Share,
    }
}
