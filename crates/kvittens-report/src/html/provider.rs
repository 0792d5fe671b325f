//! rapport.html: one provider, its own rows only. Nothing here reads a finding, row or name of another.

use askama::Template;
use kvittens_model::{Id, Scope};
use kvittens_rules::Configured;
use kvittens_rules::engine::FINDINGS;
use kvittens_rules::rules::{k101_receipt_table::ReceiptTable, k102_manual_share::ManualShare};

use super::Pages;
use super::days;
use super::follow_up;
use super::format::Format;
use super::frame::{self, Frame};
use super::index::cases;
use super::list::{self, Blocks};
use super::money::{self, Money};
use super::past;
use super::rules::{self, RulePage};
use super::seal::{self, SCRIPT};
use super::section::{self, Section};
use super::shares::{self, Manual, Receipts, Shares};
use super::sparks;
use super::table::{Column, Table};
use super::told::Teller;
use super::week::{self, Week};
use crate::Check;
use crate::words::html::{Html, Noun};
use kvittens_tables::names::Names;
use kvittens_tables::record::{Record, is_open};

#[derive(Template)]
#[template(path = "rapport.html")]
struct Report {
    w: &'static Html,
    frame: Frame,
    warnings: Vec<String>,
    summary: Vec<String>,
    follow_up: Option<(String, Vec<String>)>,
    money: Money,
    receipts: Option<Receipts>,
    absent: String,
    /// Where the visits are listed that the shares count; `None` where they are not.
    visits_at: Option<&'static str>,
    units: Vec<Receipts>,
    /// The same of each unit; empty where they are not.
    units_at: Vec<String>,
    manual: Vec<Manual>,
    manual_at: Vec<String>,
    scale: String,
    peers: bool,
    has_past: bool,
    changed: Vec<String>,
    fixed: Option<Table>,
    sections: Vec<Section>,
    blocks: Blocks,
    too_many: Option<String>,
    list_text: &'static str,
    rules: Vec<RulePage>,
    script: &'static str,
    silent: Vec<(String, String)>,
    not_run: Option<Table>,
    ground: Table,
    placeholders: Vec<String>,
    bars: Vec<(String, String)>,
    places_scale: String,
    week: Option<Result<Week, String>>,
}

/// The page.
pub fn render(
    pages: &Pages,
    check: &Check<'_>,
    provider: Id,
    records: &[(usize, Record<'_>)],
    names: &Names<'_>,
) -> askama::Result<String> {
    let w = check.options.lang.words().html;
    let format = Format::new(check.options.lang);
    let name = check.run.month.ids.provider.text(provider).to_owned();
    let month = format.month(check.run.month.month);
    let shares = Shares::without_trials(check);
    let Shown { peers, receipts, bars, places_scale, units, manual, top } = Shown::of(check, &shares, provider);
    let of = [check.options.municipality.clone(), Some(w.provider.title.to_owned()), Some(month.clone())];
    let under: Vec<String> = of.into_iter().flatten().collect();
    let teller = Teller::new(check);
    let blocks = list::of_provider(pages, check, &teller, provider, records, names);
    let blocks = blocks.map_err(|error| askama::Error::Custom(error.into()))?;
    let listed = blocks.findings.is_some();
    let visits_at = blocks.all_visits.then(list::visits_place);
    let unit_at = |unit: &str| visits_at.map_or_else(String::new, |at| format!("{at}&unit={}", list::query(unit)));
    // The provider's own row stands first, then its units.
    let own =
        |at: usize, row: &Manual| if at == 0 { visits_at.unwrap_or_default().to_owned() } else { unit_at(&row.who) };
    let manual_at = manual.iter().enumerate().map(|(at, row)| own(at, row)).collect();
    let writing = section::Writing { check, teller: &teller, provider, listed };
    let (sections, silent) = sections(pages, &writing, &shares, records);
    let page = Report {
        w,
        frame: Frame::new(check, format!("{name}, {month}"), name.clone(), under.join(" · "))
            .addressed(check, &name)
            .signed(check),
        warnings: frame::warnings(check, Some(provider)),
        summary: summary(check, &shares, provider, records),
        follow_up: follow_up::of_provider(pages, check, provider),
        money: money::of_provider(check, provider),
        receipts,
        absent: absent(check),
        visits_at,
        units_at: units.iter().map(|row| unit_at(&row.who)).collect(),
        units,
        manual_at,
        manual,
        scale: (w.tables.scale)(&format.chosen_percent(top)),
        peers,
        has_past: check.run.outcome.past.months > 0,
        changed: past::changes(pages, check, Some(provider)),
        fixed: past::fixed(pages, check, names, Some(provider)),
        sections,
        too_many: (!listed && !records.is_empty()).then(|| (w.list.too_many)(&format.count(records.len()))),
        blocks,
        rules: rules::pages(pages, check, false),
        list_text: w.list.findings_text,
        script: SCRIPT,
        silent,
        not_run: frame::not_run(pages, check, false),
        ground: ground(pages, check, names, provider),
        placeholders: frame::placeholders(pages, check, names, Some(provider))
            .into_iter()
            .map(|(_, staff)| staff)
            .collect(),
        bars,
        places_scale,
        week: week_of(check, provider),
    };
    Ok(seal::seal(page.render()?))
}

/// The provider's receipts, as every form of the report shows them.
pub struct Shown {
    /// Whether the others' shares may be shown.
    pub peers: bool,
    pub receipts: Option<Receipts>,
    pub bars: Vec<(String, String)>,
    /// The scale of the drawings in the table of receipts, in words.
    pub places_scale: String,
    pub units: Vec<Receipts>,
    pub manual: Vec<Manual>,
    /// The end of the scale of those without a receipt.
    pub top: f64,
}

impl Shown {
    /// Of a provider.
    pub fn of(check: &Check<'_>, shares: &Shares<'_>, provider: Id) -> Shown {
        let (w, format) = (check.options.lang.words().html, Format::new(check.options.lang));
        let name = check.run.month.ids.provider.text(provider);
        let subject = shares::provider(provider);
        let judged = shares.manual_measure(Scope::Provider, subject);
        let classes = shares.classes(Scope::Provider, subject);
        let judged = judged.or(classes.as_ref().and_then(|of| of.first().copied()));
        let peers = judged.is_some_and(|measure| shares.peers_stand(measure));
        let (manual, top) = manual(check, shares, provider, name, peers);
        let bars = classes.as_ref().map(|measures| shares.bars(measures, name, peers)).unwrap_or_default();
        let receipts = classes.map(|measures| {
            let mut row = shares.receipts(&measures, name.to_owned(), "own", peers);
            let top = shares.draw_each(&measures, &mut row, peers);
            (row, (w.tables.scale)(&format.chosen_percent(top)))
        });
        let (receipts, places_scale) = receipts.unzip();
        let places_scale = places_scale.unwrap_or_default();
        Shown { peers, receipts, bars, places_scale, units: units(check, shares, provider), manual, top }
    }
}

/// Why there are no shares of receipts.
pub fn absent(check: &Check<'_>) -> String {
    let w = &check.options.lang.words().html.provider;
    if check.run.on_trial(ReceiptTable::META.code) {
        w.receipts_kept.to_owned()
    } else {
        frame::absent(check, ReceiptTable::META.code, w.no_expecting)
    }
}

/// The provider's week. A rule on trial says nothing to a provider.
pub fn week_of(check: &Check<'_>, provider: Id) -> Option<Result<Week, String>> {
    week::week(check, Some(provider)).filter(|_| !check.run.on_trial(ManualShare::META.code))
}

/// Visits and receipts; findings and cases; what to do next and until when; what could not be checked.
pub fn summary(check: &Check<'_>, shares: &Shares<'_>, provider: Id, records: &[(usize, Record<'_>)]) -> Vec<String> {
    let words = &check.options.lang.words().html;
    let (w, format) = (&words.provider, Format::new(check.options.lang));
    let (month, subject) = (format.month(check.run.month.month), shares::provider(provider));
    // How many visits there are is no rule's opinion, so any rule may say it, one on trial too.
    let all = Shares::new(check);
    let rules = check.run.rules.iter();
    let visits =
        rules.map(Configured::code).find_map(|code| all.find(code, FINDINGS, Scope::Provider, subject)?.denominator);
    let visits = visits.map(|count| format!("{} {}", format.count(count), words.visit.of(count.unsigned_abs())));
    let first = match (visits, shares.classes(Scope::Provider, subject)) {
        (Some(visits), Some(classes)) => {
            let share = |at: usize| format.percent(classes[at].value.unwrap_or_default());
            let expecting = format.count(classes[0].denominator.unwrap_or_default());
            (w.summary_visits)(&month, &visits, &expecting, &share(0), &share(3))
        }
        (Some(visits), None) => (w.summary_visits_only)(&month, &visits),
        (None, _) => (w.summary_no_visits)(&month),
    };
    let findings = || records.iter().map(|(at, _)| &check.run.outcome.findings[*at]);
    let open = findings().filter(|finding| is_open(finding)).count() as u64;
    let explained = records.len() as u64 - open;
    let said = |number: u64, noun: Noun| format!("{} {}", format.count(number), noun.of(number));
    let (mut second, third) = if open == 0 {
        (w.summary_no_findings.to_owned(), w.summary_nothing_next)
    } else {
        let cases = said(cases(findings()), words.case);
        ((w.summary_findings)(&said(open, words.finding), &cases), w.summary_next)
    };
    if explained > 0 {
        second.push_str(&(w.summary_explained)(&format.count(explained)));
    }
    second.push('.');
    let mut said = vec![first, second, third.to_owned()];
    let by = check.options.letter.answer_by.filter(|_| open > 0);
    said.extend(by.map(|day| (words.letter.please_answer)(&format.date(day))));
    said.push(frame::ran(check));
    said
}

fn units(check: &Check<'_>, shares: &Shares<'_>, provider: Id) -> Vec<Receipts> {
    // Numbered within the provider: a page tells nothing of the others' units.
    let of = (1..).zip(shares.units(provider)).filter_map(|(number, unit)| {
        let name = check.run.month.ids.unit.text(unit.unit).to_owned();
        let measures = shares.classes(Scope::Unit, unit)?;
        Some(shares.receipts(&measures, name, &format!("unit-{number}"), false))
    });
    of.collect()
}

/// The share without a receipt of the provider, then of its units; and the end of their scale.
fn manual(check: &Check<'_>, shares: &Shares<'_>, provider: Id, name: &str, peers: bool) -> (Vec<Manual>, f64) {
    let own = shares.manual_measure(Scope::Provider, shares::provider(provider));
    let units = shares.units(provider);
    let of_units = || units.iter().filter_map(|unit| shares.manual_measure(Scope::Unit, *unit));
    let top = shares.top(own.into_iter().chain(of_units()));
    let own = own.map(|measure| shares.manual(measure, name.to_owned(), "own", peers, top));
    let each = (1..).zip(of_units()).map(|(number, measure)| {
        let name = check.run.month.ids.unit.text(measure.subject.unit).to_owned();
        shares.manual(measure, name, &format!("unit-{number}"), false, top)
    });
    (own.into_iter().chain(each).collect(), top)
}

/// The rules with findings, and those that ran without.
pub fn sections(
    pages: &Pages,
    writing: &section::Writing<'_>,
    shares: &Shares<'_>,
    records: &[(usize, Record<'_>)],
) -> (Vec<Section>, Vec<(String, String)>) {
    let check = writing.check;
    let (mut sections, mut silent) = (Vec::new(), Vec::new());
    let runs = check.run.rules.iter().zip(&check.run.outcome.runs);
    for (rule, run) in runs.filter(|(rule, _)| !rule.on_trial()) {
        let code = rule.code();
        let found = records.iter().filter(|(at, _)| check.run.outcome.findings[*at].rule == code);
        let found: Vec<&(usize, Record<'_>)> = found.collect();
        if !found.is_empty() {
            let of_rule = found.iter().map(|(at, _)| &check.run.outcome.findings[*at]);
            let strip = days::strip(pages, check, code, of_rule).map(|strip| (strip.svg, strip.most_said));
            let rate = shares.find(code, FINDINGS, Scope::Provider, shares::provider(writing.provider));
            let what = pages.name(code);
            let months = rate.and_then(|rate| sparks::alone(check, rate, what, code.as_str()));
            let section = section::section(pages, writing, shares, rule, &found);
            sections.push(Section { strip, months, ..section });
        } else if run.not_run.is_none() {
            silent.push((code.to_string(), pages.name(code).to_owned()));
        }
    }
    (sections, silent)
}

/// The files that hold rows of the provider, with its own rows alone.
pub fn ground(pages: &Pages, check: &Check<'_>, names: &Names<'_>, provider: Id) -> Table {
    let w = check.options.lang.words().html;
    let format = Format::new(check.options.lang);
    let rows = pages.ground.rows.range((provider, 0)..=(provider, u16::MAX)).map(|((_, file), count)| {
        let name = names.file(*file, Some(provider)).into_owned();
        let file = &check.run.month.files[usize::from(*file)];
        vec![name, frame::layout(check, file, format), format.count(count)]
    });
    Table {
        caption: w.provider.ground_caption.to_owned(),
        columns: vec![Column::text(w.tables.file), Column::text(w.tables.layout), Column::number(w.provider.rows_used)],
        rows: rows.collect(),
    }
}
