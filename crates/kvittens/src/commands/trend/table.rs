//! The trend in the terminal: a line a share, or for one rule of one provider a line a month.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, Table, presets};
use kvittens_model::past::{Series, Trend};
use kvittens_report::Lang;
use kvittens_report::html::format::Format;
use kvittens_report::html::trend::{Look, called, change, is_rate, sign, told, value};

use crate::words::{self, TrendWords};

/// The table, then each change that still holds as a sentence. `of_rule`: where one rule was asked for.
pub fn text(trend: &Trend, look: &Look, of_rule: bool) -> String {
    let words = &words::of(look.lang).trend;
    let mut shown = told(trend, look);
    // Without a rule the shares of receipts: the rates of all rules stand on the page.
    shown.retain(|(series, _)| of_rule || !is_rate(series));
    if shown.is_empty() {
        return format!("{}\n", words.nothing);
    }
    let mut text = String::new();
    if of_rule && look.provider.is_some() {
        for (series, what) in &shown {
            let _ = writeln!(text, "{}\n{}\n", called(series, what, look), months(series, words, look.lang).trim_fmt());
        }
    } else {
        let _ = writeln!(text, "{}\n", shares(&shown, words, look).trim_fmt());
    }
    let changes: Vec<String> = shown.iter().filter_map(|(series, what)| change(series, what, look)).collect();
    if changes.is_empty() {
        let _ = writeln!(text, "{}", words.quiet);
    }
    changes.iter().for_each(|change| text.push_str(&format!("{change}\n")));
    text
}

/// One line a share: the latest month beside its limits.
fn shares(shown: &[(&Series, String)], words: &TrendWords, look: &Look) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(words.shares);
    for (series, what) in shown {
        let Some(point) = series.chart.points.last() else { continue };
        let value = |of: f64| value(series, of, look.lang);
        let limits = point.limits.map(|(low, high)| format!("{}–{}", value(low), value(high)));
        let who = series.provider.clone().unwrap_or_else(|| words.everybody.to_owned());
        let since = series.chart.changed.filter(|changed| changed.months > 1);
        let since = since.map(|changed| (words.since)(&changed.since.to_string()));
        let sign = since.or_else(|| sign(point, look.lang));
        table.add_row([
            who,
            what.clone(),
            point.month.to_string(),
            value(point.value),
            value(series.chart.centre),
            limits.unwrap_or_default(),
            sign.unwrap_or_default(),
        ]);
    }
    right(&mut table, 3..6);
    table
}

/// One line a month of a share.
fn months(series: &Series, words: &TrendWords, lang: Lang) -> Table {
    let format = Format::new(lang);
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(words.months);
    for point in &series.chart.points {
        let value = |of: f64| value(series, of, lang);
        let limits = point.limits.map(|(low, high)| format!("{}–{}", value(low), value(high)));
        table.add_row([
            point.month.to_string(),
            value(point.value),
            format.count(point.denominator),
            limits.unwrap_or_default(),
            sign(point, lang).unwrap_or_default(),
        ]);
    }
    right(&mut table, 1..4);
    table
}

fn right(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}
