//! Minutes and kronor in question, and the way from granted to billed minutes: tables for the controller, sentences and
//! one row for a provider.

use kvittens_model::Id;
use kvittens_rules::money::{Figures, Sum};
use kvittens_tables::comparison::minutes;

use super::format::Format;
use super::rules::Linked;
use super::table::{Column, Table};
use crate::Check;
use crate::money::kronor;

/// What stands on a page.
pub struct Money {
    /// The sum of all, or of the provider, in sentences.
    pub said: Vec<String>,
    /// Each provider's; for the controller.
    pub table: Option<Linked>,
    /// Granted, planned, performed and billed, where there is something to compare.
    pub bridge: Option<(Table, Option<String>)>,
}

/// Where the minutes of a provider stand.
pub struct Places {
    /// Its open findings.
    pub asked: String,
    /// Its visits; empty where no page lists them.
    pub registered: String,
}

/// All providers. `places`: of each, by its position.
pub fn of_all(check: &Check<'_>, places: &[Places]) -> Money {
    let questioned = &check.run.outcome.questioned;
    Money {
        said: said(check, questioned.total.all(), questioned.registered()),
        table: Some(Linked::new(check, table(check)).with_places(places.iter().map(cells).collect())),
        bridge: bridge(check, None),
    }
}

/// The cells of the table that lead somewhere.
fn cells(places: &Places) -> Vec<String> {
    vec![String::new(), places.asked.clone(), places.registered.clone()]
}

/// One provider.
pub fn of_provider(check: &Check<'_>, provider: Id) -> Money {
    let questioned = &check.run.outcome.questioned;
    let registered = questioned.registered.get(&provider).copied().unwrap_or(0);
    Money {
        said: said(check, questioned.total.of(provider), registered),
        table: None,
        bridge: bridge(check, Some(provider)),
    }
}

/// Kronor in the form of the language, where they are known.
pub fn amount(check: &Check<'_>, sum: Sum) -> Option<String> {
    let ore = sum.ore().filter(|_| check.run.outcome.questioned.priced)?;
    let number = Format::new(check.options.lang).number(kronor(ore), 2);
    Some((check.options.lang.words().html.money.amount)(&number))
}

fn said(check: &Check<'_>, sum: Sum, registered: i64) -> Vec<String> {
    let (w, format) = (&check.options.lang.words().html.money, Format::new(check.options.lang));
    let (minutes, of) = (format.count(sum.minutes()), format.count(registered / 60));
    let mut said = vec![(w.in_question)(&minutes, &of, &share(format, sum, registered))];
    if !check.run.outcome.questioned.priced {
        said.push(w.no_rates.to_owned());
        return said;
    }
    said.extend(amount(check, sum).map(|amount| (w.worth)(&amount)));
    said.extend((sum.unpriced > 0).then(|| (w.lacks)(&format.count(sum.unpriced / 60))));
    said.extend((sum.fixed > 0).then(|| (w.apart)(&format.count(sum.fixed / 60))));
    said
}

#[allow(clippy::cast_precision_loss, reason = "seconds of a month are far below 2^52")]
fn share(format: Format, sum: Sum, registered: i64) -> String {
    format.percent(if registered > 0 { sum.seconds as f64 / registered as f64 } else { 0.0 })
}

fn table(check: &Check<'_>) -> Table {
    let words = check.options.lang.words();
    let (w, format) = (&words.html.money, Format::new(check.options.lang));
    let questioned = &check.run.outcome.questioned;
    let row = |who: &str, sum: Sum, registered: i64| {
        let part = |seconds: i64| if seconds > 0 { format.count(seconds / 60) } else { String::new() };
        let priced = |seconds: i64| if questioned.priced { part(seconds) } else { String::new() };
        vec![
            who.to_owned(),
            format.count(sum.minutes()),
            format.count(registered / 60),
            share(format, sum, registered),
            amount(check, sum).unwrap_or_default(),
            priced(sum.unpriced),
            priced(sum.fixed),
        ]
    };
    let each = (0..)
        .zip(check.run.month.ids.provider.iter())
        .map(|(id, name)| row(name, questioned.total.of(id), questioned.registered.get(&id).copied().unwrap_or(0)));
    let all = row(words.html.tables.total, questioned.total.all(), questioned.registered());
    let numbers = [w.minutes, w.registered, w.share, w.kronor, w.unpriced, w.otherwise].map(Column::number);
    let table = Table {
        caption: w.caption.to_owned(),
        columns: [vec![Column::text(words.html.index.provider)], numbers.into()].concat(),
        rows: each.chain([all]).collect(),
    };
    table.without_empty_columns()
}

/// The minutes of each provider and of all, or of one provider alone; and how many decisions tell no time.
fn bridge(check: &Check<'_>, only: Option<Id>) -> Option<(Table, Option<String>)> {
    let words = check.options.lang.words();
    let (w, format) = (&words.html.money, Format::new(check.options.lang));
    let comparison = check.run.outcome.comparison.as_ref()?;
    let row = |who: &str, of: &Figures| {
        let granted = comparison.has_granted.then(|| minutes(of.granted));
        let planned = comparison.has_planned.then(|| minutes(of.planned));
        let billed = comparison.has_billed.then(|| minutes(of.billed));
        let performed = minutes(of.performed);
        let count = |number: Option<i64>| number.map_or_else(String::new, |number| format.count(number));
        vec![
            who.to_owned(),
            count(granted),
            count(planned),
            count(Some(performed)),
            count(billed),
            count(granted.map(|granted| performed - granted)),
            count(billed.map(|billed| billed - performed)),
            of.ore.map_or_else(String::new, |ore| (w.amount)(&format.number(kronor(ore), 2))),
        ]
    };
    let name = |provider: Id| check.run.month.ids.provider.get(provider).unwrap_or(w.nobody);
    let bridge = comparison.bridge();
    let shown = bridge.iter().filter(|(provider, _)| only.is_none_or(|only| only == *provider));
    let mut rows: Vec<Vec<String>> = shown.clone().map(|(provider, of)| row(name(*provider), of)).collect();
    if rows.is_empty() {
        return None;
    }
    if only.is_none() {
        rows.push(row(words.html.tables.total, &comparison.all()));
    }
    let untold: i64 = shown.map(|(_, of)| of.untold).sum();
    let numbers = [
        w.granted,
        w.planned,
        w.performed,
        w.billed,
        w.performed_less_granted,
        w.billed_less_performed,
        w.billed_kronor,
    ];
    let table = Table {
        caption: w.bridge_caption.to_owned(),
        columns: [vec![Column::text(words.html.index.provider)], numbers.map(Column::number).into()].concat(),
        rows,
    };
    Some((table.without_empty_columns(), (untold > 0).then(|| (w.untold)(&format.count(untold)))))
}
