//! What earlier months and an earlier delivery say, as sentences and tables for both pages. Without a past nothing.

use kvittens_model::deliveries::Happened;
use kvittens_model::past::{Changed, Fixed, Memory};
use kvittens_model::{Class, Code, Id, Measure, Scope};
use kvittens_rules::engine::FINDINGS;
use kvittens_rules::rules::k101_receipt_table::{LEFT_OUT, ReceiptTable};
use kvittens_rules::rules::k102_manual_share::ManualShare;

use super::format::Format;
use super::table::{Column, Table};
use super::told::Teller;
use super::{Pages, frame};
use crate::words::past::Told;
use crate::{Check, Lang};
use kvittens_tables::names::Names;
use kvittens_tables::record::Record;

/// What a measure is called in a sentence; `None` for one that another measure says already, or that nobody asks for.
pub fn called(lang: Lang, rule: Code, name: &str, measure: &str) -> Option<String> {
    let words = lang.words().html;
    let class = Class::ALL.into_iter().find(|class| class.slug() == measure);
    if rule == ReceiptTable::META.code {
        // K102 measures the visits without a receipt.
        let class = class.filter(|class| *class != Class::NoTag && measure != LEFT_OUT)?;
        return Some((words.past.class_share)((words.class)(class)));
    }
    if rule == ManualShare::META.code {
        return Some(words.past.manual_share.to_owned());
    }
    is_rate(measure).then(|| (words.past.rate_of)(name))
}

/// Whether a measure is findings per 1 000 visits.
pub fn is_rate(measure: &str) -> bool {
    measure == FINDINGS
}

/// A value in its unit.
pub fn value(format: Format, measure: &str, value: f64) -> String {
    if is_rate(measure) { format.number(value, 1) } else { format.percent(value) }
}

/// A change and its evidence as a sentence.
pub fn told(lang: Lang, what: &str, measure: &str, changed: &Changed) -> String {
    let format = Format::new(lang);
    let said = Told {
        what,
        side: changed.side,
        since: &format.month(changed.since),
        months: changed.months,
        beyond: changed.beyond,
        centre: &value(format, measure, changed.centre),
        value: &value(format, measure, changed.value),
    };
    capital(&(lang.words().html.past.changed_is)(&said))
}

/// A text that begins a sentence.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + letters.as_str())
}

/// Changes that still hold: of all providers, or of one, which is then not named.
pub fn changes(pages: &Pages, check: &Check<'_>, only: Option<Id>) -> Vec<String> {
    let lang = check.options.lang;
    let of = |measure: &Measure| {
        let of = measure.subject.provider;
        let trial = check.run.on_trial(measure.rule);
        // A provider hears of nothing that is on trial.
        if measure.scope != Scope::Provider || only.is_some_and(|only| only != of || trial) {
            return None;
        }
        let changed = check.run.outcome.past.of(measure)?.changed?;
        let what = called(lang, measure.rule, pages.name(measure.rule), measure.name)?;
        let who = check.run.month.ids.provider.text(of);
        let what = if only.is_some() { what } else { format!("{who}, {what}") };
        let what = if trial { (lang.words().html.index.on_trial)(&what) } else { what };
        Some((of, told(lang, &what, measure.name, &changed)))
    };
    let mut said: Vec<(Id, String)> = check.run.outcome.measures.iter().filter_map(of).collect();
    said.sort_by_key(|(of, _)| *of);
    said.into_iter().map(|(_, said)| said).chain(recurring(pages, check, only)).collect()
}

/// Rules of weight major that were beyond their limit in at least two of the last three months.
fn recurring(pages: &Pages, check: &Check<'_>, only: Option<Id>) -> Vec<String> {
    let (words, month) = (&check.options.lang.words().html.past, check.run.month);
    let concerns = |who: &str| only.is_none_or(|only| month.ids.provider.text(only) == who);
    let recurrence = check.run.outcome.past.recurrence.iter();
    let recurring = recurrence.filter(|((who, _), months)| **months >= 2 && concerns(who));
    recurring.map(|((who, rule), months)| (words.recurs)(who, pages.name(*rule), *months)).collect()
}

/// Last month's value, the change and the own past, each as a small line.
pub fn beside(check: &Check<'_>, measure: &Measure) -> Vec<String> {
    let words = &check.options.lang.words().html.past;
    let format = Format::new(check.options.lang);
    let Some(past) = check.run.outcome.past.of(measure) else {
        return Vec::new();
    };
    let said = |of: f64| value(format, measure.name, of);
    let mut lines = Vec::new();
    if let Some((former, now)) = past.former.zip(measure.value) {
        lines.push((words.former)(&said(former)));
        lines.push((words.change)(&change(check, measure, now - former)));
    }
    if let Some(baseline) = measure.baseline {
        let months = format!("{}\u{a0}{}", past.months, words.month.of(past.months.into()));
        lines.push((words.baseline)(&said(baseline), &months));
    }
    lines
}

/// A change with its sign. Less than half of the last digit is no change, and has none.
fn change(check: &Check<'_>, measure: &Measure, change: f64) -> String {
    let words = &check.options.lang.words().html.past;
    let change = if is_rate(measure.name) { change } else { change * 100.0 };
    let change = if change.abs() < 0.05 { 0.0 } else { change };
    let sign = if change > 0.0 { "+" } else { "" };
    let unit = if is_rate(measure.name) { String::new() } else { format!("\u{a0}{}", words.points) };
    format!("{sign}{}{unit}", Format::new(check.options.lang).number(change, 1))
}

/// Last month's value and the own past in a word each.
pub fn beside_short(check: &Check<'_>, measure: &Measure) -> Vec<String> {
    let words = &check.options.lang.words().html.past;
    let format = Format::new(check.options.lang);
    let former = check.run.outcome.past.of(measure).and_then(|past| past.former);
    let former = former.map(|former| (words.former_short)(&value(format, measure.name, former)));
    let baseline = measure.baseline.map(|own| (words.baseline_short)(&value(format, measure.name, own)));
    former.into_iter().chain(baseline).collect()
}

/// A finding's memory and months in a row; nothing without a past.
pub fn memory(lang: Lang, record: &Record<'_>) -> String {
    let words = &lang.words().html.past;
    let mut said: Vec<String> = record.memory.map(|memory| (words.memory)(memory).to_owned()).into_iter().collect();
    if record.in_a_row > 1 {
        said.push((words.in_a_row)(record.in_a_row));
    }
    said.join(", ")
}

/// How many of a rule's findings are new, persisting and returned.
pub fn memories<'r>(lang: Lang, records: impl Iterator<Item = &'r Record<'r>> + Clone) -> Vec<String> {
    let words = &lang.words().html.past;
    let format = Format::new(lang);
    let of = |memory: Memory| {
        let count = records.clone().filter(|record| record.memory == Some(memory)).count();
        (count > 0).then(|| (words.memories)(memory, &format.count(count)))
    };
    [Memory::New, Memory::Persisting, Memory::Returned].into_iter().filter_map(of).collect()
}

/// Last month's findings that are not seen now; those of one provider where one is given.
pub fn fixed(pages: &Pages, check: &Check<'_>, names: &Names<'_>, only: Option<Id>) -> Option<Table> {
    let html = check.options.lang.words().html;
    let only = only.map(|id| check.run.month.ids.provider.text(id));
    let teller = Teller::new(check);
    let told = |fixed: &&Fixed| only.is_none_or(|only| only == fixed.provider && !check.run.on_trial(fixed.rule));
    let of = check.run.outcome.past.fixed.iter().filter(told);
    let rows: Vec<Vec<String>> = of
        .map(|fixed| {
            vec![
                frame::marked(check, fixed.rule),
                pages.name(fixed.rule).to_owned(),
                if only.is_some() { String::new() } else { fixed.provider.clone() },
                fixed.unit.clone().unwrap_or_default(),
                fixed.customer.as_deref().map(|id| names.customer_of(id)).unwrap_or_default(),
                fixed.staff.as_deref().map(|id| names.staff_of(&fixed.provider, id)).unwrap_or_default(),
                fixed.value.map(|value| teller.said(fixed.rule, value, false)).unwrap_or_default(),
            ]
        })
        .collect();
    let columns = vec![
        Column::text(html.tables.rule),
        Column::text(html.tables.name),
        Column::text(html.index.provider),
        Column::text(html.tables.unit),
        Column::text(html.provider.customer),
        Column::text(html.provider.staff),
        Column::number(html.past.former_value),
    ];
    let table = Table { caption: html.past.fixed_caption.to_owned(), columns, rows };
    (!table.rows.is_empty()).then(|| table.without_empty_columns())
}

/// How two deliveries differ, and what came after the lock date.
pub fn deliveries(check: &Check<'_>) -> Option<(Table, Option<String>)> {
    let words = &check.options.lang.words().html.past;
    let format = Format::new(check.options.lang);
    let of = check.run.outcome.past.deliveries.as_ref()?;
    let row = |name: &str, rows: bool, same: u64| {
        let counts = [Happened::Added, Happened::Removed, Happened::Changed].map(|what| of.count(rows, what));
        let mut cells = vec![name.to_owned(), format.count(same)];
        cells.extend(counts.map(|count| format.count(count)));
        cells
    };
    let heads = [words.same, words.added, words.removed, words.changed_head].map(Column::number);
    let table = Table {
        caption: words.deliveries_caption.to_owned(),
        columns: std::iter::once(Column::text("")).chain(heads).collect(),
        rows: vec![row(words.rows, true, of.same_rows), row(words.findings, false, of.same_findings)],
    };
    let late = of.after_lock();
    Some((table, (late > 0).then(|| (words.after_lock)(&format.count(late)))))
}
