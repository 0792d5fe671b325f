//! The trend's page: every share of every provider over the months, as small charts beside each other.

use std::collections::BTreeMap;

use askama::Template;
use kvittens_model::YearMonth;
use kvittens_model::past::{Chart, Point, Series, Trend};
use kvittens_rules::{Meta, Page};

use super::chart;
use super::draw::Said;
use super::format::Format;
use super::frame::Frame;
use super::past;
use super::table::{Column, Table};
use crate::Lang;
use crate::words::html::Html;

/// How the page is made.
#[derive(Clone, Debug)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// The municipality's name, for the heading.
    pub municipality: Option<String>,
    /// The provider it is for; it then names no other, nor all together.
    pub provider: Option<String>,
    /// The rules, by whose pages series are named.
    pub rules: Vec<Meta>,
}

#[derive(Template)]
#[template(path = "trend.html")]
struct TrendPage {
    w: &'static Html,
    frame: Frame,
    summary: String,
    secrecy: &'static str,
    changes: Vec<Told>,
    groups: Vec<Group>,
}

/// A change that holds, and where its chart stands.
struct Told {
    href: String,
    text: String,
}

/// A provider's charts.
struct Group {
    id: String,
    who: String,
    figures: Vec<Figure>,
}

/// One chart with what it says.
struct Figure {
    id: String,
    what: String,
    latest: String,
    sign: String,
    signals: bool,
    svg: String,
    table: Table,
}

/// The page. Series that are nothing a reader asks for (what another one says already) are left out.
///
/// # Errors
/// A template that fails: an error of the program.
pub fn page(trend: &Trend, look: &Look) -> askama::Result<String> {
    let w = look.lang.words().html;
    let (words, format) = (&w.past.trend, Format::new(look.lang));
    let mut groups: Vec<Group> = Vec::new();
    let mut changes = Vec::new();
    let mut shown = 0_usize;
    for (series, what) in told(trend, look) {
        let who = series.provider.clone().unwrap_or_else(|| words.everybody.to_owned());
        if groups.last().is_none_or(|group| group.who != who) {
            groups.push(Group { id: format!("u{}", groups.len()), who: who.clone(), figures: Vec::new() });
        }
        let number = groups.len() - 1;
        let Some(group) = groups.last_mut() else { continue };
        let id = format!("u{number}-{}", group.figures.len());
        changes.extend(change(series, &what, look).map(|text| Told { href: format!("#{id}"), text }));
        group.figures.push(figure(series, what, &who, id, &trend.months, look.lang));
        shown += 1;
    }
    let ends = trend.months.first().zip(trend.months.last());
    let heading = look.provider.clone().or(look.municipality.clone()).unwrap_or_else(|| words.title.to_owned());
    let summary = match ends {
        Some((first, last)) if shown > 0 => {
            let months = trend.months.len();
            let months = format!("{}\u{a0}{}", format.count(months), w.past.month.of(months as u64));
            (words.summary)(&months, &format.month(*first), &format.month(*last), &(words.charts)(shown))
        }
        _ => words.no_charts.to_owned(),
    };
    let named = look.provider.is_some() || look.municipality.is_some();
    let span = ends.map(|(first, last)| format!("{} – {}", format.month(*first), format.month(*last)));
    let under = Vec::from_iter(named.then(|| words.title.to_owned()).into_iter().chain(span)).join(" · ");
    let page = TrendPage {
        w,
        frame: Frame::plain(look.lang, format!("{heading}, {}", words.title), heading, under),
        summary,
        secrecy: if look.provider.is_some() { words.for_provider } else { words.for_whom },
        changes,
        groups,
    };
    page.render()
}

/// Whose share it is and what it is called.
pub fn called(series: &Series, what: &str, look: &Look) -> String {
    let words = &look.lang.words().html.past.trend;
    (words.chart)(series.provider.as_deref().unwrap_or(words.everybody), what)
}

/// The change of a series that still holds, as a sentence with its evidence.
pub fn change(series: &Series, what: &str, look: &Look) -> Option<String> {
    let who = series.provider.as_deref().unwrap_or(look.lang.words().html.past.trend.everybody);
    let what = if look.provider.is_some() { what.to_owned() } else { format!("{who}, {what}") };
    series.chart.changed.as_ref().map(|changed| past::told(look.lang, &what, &series.measure, changed))
}

/// Whether a series is findings per 1 000 visits.
pub fn is_rate(series: &Series) -> bool {
    past::is_rate(&series.measure)
}

/// A value of a series in its unit.
pub fn value(series: &Series, value: f64, lang: Lang) -> String {
    past::value(Format::new(lang), &series.measure, value)
}

/// The series that are shown, each with what it is called.
pub fn told<'t>(trend: &'t Trend, look: &Look) -> Vec<(&'t Series, String)> {
    let read = |meta: &Meta| Some((meta.code, Page::read(meta.page).ok()?));
    let pages: BTreeMap<_, _> = look.rules.iter().filter_map(read).collect();
    let wanted = |series: &&Series| look.provider.is_none() || series.provider == look.provider;
    // A rate so rare that no month can be judged would be a chart of nothing.
    let judged = |series: &&Series| series.chart.points.iter().any(|point| point.limits.is_some());
    let named = |series: &'t Series| {
        let name = pages.get(&series.rule).map(|page| look.lang.page(page).name.as_str()).unwrap_or_default();
        Some((series, past::called(look.lang, series.rule, name, &series.measure)?))
    };
    let mut told: Vec<_> = trend.series.iter().filter(wanted).filter(judged).filter_map(named).collect();
    // Shares before rates; the order of providers and rules stays.
    told.sort_by_key(|(series, _)| (series.provider.clone(), past::is_rate(&series.measure)));
    told
}

fn figure(series: &Series, what: String, who: &str, id: String, months: &[YearMonth], lang: Lang) -> Figure {
    let words = &lang.words().html.past.trend;
    let format = Format::new(lang);
    let Chart { points, centre, reference, changed } = &series.chart;
    let value = |value: f64| past::value(format, &series.measure, value);
    let latest = points.last().map(|point| value(point.value)).unwrap_or_default();
    let signals =
        points.iter().filter_map(|point| Some(format!("{}: {}", format.month(point.month), sign(point, lang)?)));
    let signals: Vec<String> = signals.collect();
    let said = if signals.is_empty() { words.quiet.to_owned() } else { signals.join("; ") };
    let (from, to) = (format.month(reference.0), format.month(reference.1));
    let description = (words.describes)(&value(*centre), &from, &to, &latest, &said);
    let title = (words.chart)(who, &what);
    let said = Said { id: &id, title: &title, description: &description };
    let sign = match changed {
        Some(changed) if changed.months > 1 => (words.since)(&format.month(changed.since)),
        _ => points.last().and_then(|point| sign(point, lang)).unwrap_or_else(|| words.quiet.to_owned()),
    };
    Figure {
        svg: chart::svg(said, &series.chart, months, &value),
        table: table(series, &title, lang),
        signals: changed.is_some(),
        latest,
        sign,
        what,
        id,
    }
}

/// What a point signals, in words.
pub fn sign(point: &Point, lang: Lang) -> Option<String> {
    let words = &lang.words().html.past.trend;
    let beyond = point.beyond.map(words.beyond);
    let run = point.run.map(words.run);
    let said: Vec<&str> = beyond.into_iter().chain(run).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn table(series: &Series, title: &str, lang: Lang) -> Table {
    let html = lang.words().html;
    let words = &html.past.trend;
    let format = Format::new(lang);
    let value = |value: f64| past::value(format, &series.measure, value);
    let row = |point: &Point| {
        let limits = point.limits.map(|(low, high)| format!("{}–{}", value(low), value(high)));
        vec![
            format.month(point.month),
            value(point.value),
            (html.tables.share_of)(&format.count(point.numerator), &format.count(point.denominator)),
            limits.unwrap_or_default(),
            sign(point, lang).unwrap_or_default(),
        ]
    };
    Table {
        caption: title.to_owned(),
        columns: vec![
            Column::text(words.month),
            Column::number(html.tables.share),
            Column::number(html.tables.visits),
            Column::number(words.limits),
            Column::text(words.signal),
        ],
        rows: series.chart.points.iter().rev().map(row).collect(),
    }
}
