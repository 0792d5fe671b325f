//! One rule in a provider's report: what it saw, the findings, the question, and what it means exactly.

use kvittens_model::{Finding, Id, Local, NO_ID, Scope, State, Status};
use kvittens_rules::engine::FINDINGS;
use kvittens_rules::{Configured, Param, Per};

use super::format::Format;
use super::index::cases;
use super::money;
use super::past;
use super::shares::{Mark, Shares, provider};
use super::table::{Column, Table};
use super::{Pages, markdown};
use crate::Check;
use kvittens_tables::record::{MOST_OTHERS, Record, is_open};

/// A rule's part of the report.
pub struct Section {
    pub code: String,
    pub name: String,
    pub sentence: String,
    pub severity: String,
    pub facts: Vec<String>,
    pub rate: Option<String>,
    pub mark: Option<Mark>,
    pub open: Option<Table>,
    pub explained: Option<(String, Table)>,
    /// HTML of the rule's page.
    pub question: String,
    /// HTML of the rule's page.
    pub innocent: String,
    /// HTML of the rule's page.
    pub definition: String,
    /// Name, value and meaning of each parameter.
    pub parameters: Vec<(&'static str, String, &'static str)>,
}

/// What tells how a rule's findings are written.
struct Writer<'a> {
    check: &'a Check<'a>,
    provider: Id,
    format: Format,
    per: Per,
    unit: Unit,
}

/// The unit of what a rule compares.
#[derive(Clone, Copy)]
enum Unit {
    Share,
    Minutes,
    Hours,
    Named(&'static str),
}

/// Of a rule and the provider's findings of it, at least one.
pub fn section(
    pages: &Pages,
    check: &Check<'_>,
    shares: &Shares<'_>,
    rule: &Configured,
    of: Id,
    records: &[&(usize, Record)],
) -> Section {
    let words = check.options.lang.words();
    let w = &words.html.provider;
    let format = Format::new(check.options.lang);
    let code = rule.code();
    let findings = || records.iter().map(|(at, _)| &check.run.outcome.findings[*at]);
    let writer = Writer { check, provider: of, format, per: rule.rule.meta().per, unit: unit(rule) };
    let table = |open: bool, caption: String| {
        let of = records.iter().map(|(at, record)| (&check.run.outcome.findings[*at], record));
        let mut rows: Vec<_> = of.filter(|(finding, _)| is_open(finding) == open).collect();
        rows.sort_by_key(|(finding, _)| finding.visit);
        (!rows.is_empty()).then(|| writer.table(caption, &rows))
    };
    let open = findings().filter(|finding| is_open(finding)).count() as u64;
    let explained = records.len() as u64 - open;
    let mut facts = vec![format!("{} {}", format.count(open), w.open)];
    if explained > 0 {
        facts.push(format!("{} {}", format.count(explained), w.explained));
    }
    let asked = records.iter().filter(|(at, _)| is_open(&check.run.outcome.findings[*at])).map(|(_, record)| record);
    facts.extend(past::memories(check.options.lang, asked));
    if rule.rule.meta().per.on_visits() && open > 0 {
        let cases = cases(findings());
        facts.push(format!("{} {}", format.count(cases), words.html.case.of(cases)));
    }
    let questioned = check.run.outcome.questioned.rules.get(&code).map(|sums| sums.of(of)).unwrap_or_default();
    // Minutes that stand on no visit are of different customers or staff.
    let beside = findings().filter(|finding| is_open(finding) && finding.visit.is_none() && finding.parts.is_none());
    let minutes = questioned.minutes() + beside.map(|finding| i64::from(finding.minutes)).sum::<i64>();
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
        facts,
        rate: measure.and_then(|measure| shares.rate(measure, shares.peers_stand(measure))),
        // "Nothing to ask" is said of the rate; beside open findings it would mislead.
        mark: measure.filter(|measure| measure.status != Status::Ok).map(|measure| shares.mark(measure.status)),
        open: table(true, (w.open_caption)(code.as_str())),
        explained: table(false, (w.explained_caption)(code.as_str()))
            .map(|table| ((w.explained_title)(&format.count(explained)), table)),
        question: html(|page| &page.question),
        innocent: html(|page| &page.innocent),
        definition: html(|page| &page.definition),
        parameters: parameters(check, rule, format),
    }
}

/// What a rule measured, in the unit it compares.
pub fn measured(check: &Check<'_>, rule: &Configured, value: f64) -> String {
    let format = Format::new(check.options.lang);
    Writer { check, provider: NO_ID, format, per: rule.rule.meta().per, unit: unit(rule) }.said(value, false)
}

/// What a rule compares: what it says, else where it is on visits the unit of its first parameter, else a share.
fn unit(rule: &Configured) -> Unit {
    let meta = rule.rule.meta();
    let first = || (meta.params)().first().map(|param| param.unit).filter(|_| meta.per.on_visits());
    match meta.compares.or_else(first) {
        Some("min") => Unit::Minutes,
        Some("h") => Unit::Hours,
        Some(unit) if !unit.is_empty() => Unit::Named(unit),
        _ => Unit::Share,
    }
}

fn parameters(check: &Check<'_>, rule: &Configured, format: Format) -> Vec<(&'static str, String, &'static str)> {
    let meta = rule.rule.meta();
    let unit = check.options.lang.words().html.unit;
    let said = |param: Param, value: f64| {
        let text = if param.kind == "time" { param.shown(value) } else { format.chosen(value) };
        let text = if param.unit.is_empty() { text } else { format!("{text}\u{a0}{}", unit(param.unit)) };
        let about = if check.options.lang == crate::Lang::Sv { param.sv } else { param.en };
        (param.name, text, about)
    };
    (meta.params)().into_iter().zip(rule.rule.values()).map(|(param, (_, value))| said(param, value)).collect()
}

impl Writer<'_> {
    fn table(&self, caption: String, rows: &[(&Finding, &Record)]) -> Table {
        let w = &self.check.options.lang.words().html.provider;
        // Where all are held against the same number it stands in the heading, once.
        let limits: Vec<Option<f64>> = rows.iter().map(|(finding, _)| finding.limit).collect();
        let common = limits.first().copied().flatten().filter(|_| limits.windows(2).all(|pair| pair[0] == pair[1]));
        let value = common.map_or_else(|| w.value.to_owned(), |limit| (w.value_against)(&self.said(limit, true)));
        let columns = vec![
            Column::text(w.date),
            Column::text(w.time),
            Column::text(self.check.options.lang.words().html.tables.unit),
            Column::text(w.customer),
            Column::text(w.staff),
            Column::text(w.service),
            Column::text(w.visit),
            Column::number(value),
            Column::number(w.against),
            Column::number(w.minutes),
            Column::text(w.others),
            Column::text(w.rows),
            Column::text(self.check.options.lang.words().html.past.memory_head),
            Column::text(w.explanation),
        ];
        let rows = rows.iter().map(|(finding, record)| self.row(finding, record, common.is_some())).collect();
        Table { caption, columns, rows }.without_empty_columns()
    }

    fn row(&self, finding: &Finding, record: &Record, common_limit: bool) -> Vec<String> {
        let words = self.check.options.lang.words();
        let when = record
            .start
            .or(record.stop)
            .or(finding.visit.map_or(Local::NONE, |at| self.check.run.month.visits.when(at)));
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        let unit = match (&record.unit, self.per) {
            (Some(unit), Per::Provider) => unit.clone(),
            (None, Per::Provider) => words.html.provider.whole.to_owned(),
            _ => String::new(),
        };
        vec![
            self.format.date(when),
            self.span(finding),
            unit,
            own(&record.customer),
            own(&record.staff),
            self.service(finding, record),
            own(&record.visit),
            finding.value.map_or_else(String::new, |value| self.said(value, false)),
            finding.limit.filter(|_| !common_limit).map_or_else(String::new, |limit| self.said(limit, false)),
            if finding.minutes > 0 { self.format.length(i64::from(finding.minutes) * 60) } else { String::new() },
            self.others(finding),
            self.rows(finding),
            past::memory(self.check.options.lang, record),
            match finding.state {
                State::Open => String::new(),
                State::Explained(explanation) => (words.explanation)(explanation).to_owned(),
                State::Accepted(by) => (words.accepted)(self.check.run.outcome.decider(by)),
            },
        ]
    }

    /// What the finding is about, else what the visit was.
    fn service(&self, finding: &Finding, record: &Record) -> String {
        let month = self.check.run.month;
        let of_visit = |at: u32| {
            let services: Vec<&str> = month.ids.services(month.visits.services[at as usize]).collect();
            services.join(" + ")
        };
        record.service.clone().or_else(|| finding.visit.map(of_visit)).unwrap_or_default()
    }

    /// Start and stop; a stop on another day with its date.
    fn span(&self, finding: &Finding) -> String {
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

    fn said(&self, value: f64, chosen: bool) -> String {
        match self.unit {
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

    /// The provider's own other visits by id; those of another provider as a count.
    fn others(&self, finding: &Finding) -> String {
        let words = &self.check.options.lang.words().html;
        let month = self.check.run.month;
        let (own, elsewhere): (Vec<u32>, Vec<u32>) =
            finding.others.iter().partition(|at| month.visits.provider[**at as usize] == self.provider);
        let named = own.iter().take(MOST_OTHERS);
        let mut said: Vec<String> = named.map(|at| month.ids.visit_text(month.visits.visit[*at as usize])).collect();
        if own.len() > MOST_OTHERS {
            said.push((words.provider.more)(&self.format.count(own.len() - MOST_OTHERS)));
        }
        if !elsewhere.is_empty() {
            let number = elsewhere.len() as u64;
            let count = format!("{} {}", self.format.count(number), words.visit.of(number));
            said.push((words.provider.elsewhere)(&count));
        }
        said.join(", ")
    }

    /// The provider's rows as `file:row`, rows that follow each other as one stretch: `tagg.csv:12–15, 20`.
    fn rows(&self, finding: &Finding) -> String {
        let month = self.check.run.month;
        let rows = &month.rows;
        let own = finding.rows.iter().map(|at| *at as usize).filter(|at| rows.provider[*at] == self.provider);
        let mut places: Vec<(u16, u32)> = own.map(|at| (rows.file[at], rows.line[at])).collect();
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
                said.push_str(&month.files[usize::from(file)].name);
                said.push(':');
                last = Some(file);
            }
            said.push_str(&if from == to { from.to_string() } else { format!("{from}–{to}") });
        }
        said
    }
}
