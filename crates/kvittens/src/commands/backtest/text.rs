//! What a backtest prints for people.

use std::fmt::Write as _;
use std::path::Path;

use comfy_table::{CellAlignment, Table, presets};
use kvittens_history::backtest::fail_if::Failed;
use kvittens_history::backtest::labels::Share;
use kvittens_history::backtest::{Backtest, Judged, Sweep, Whole};
use kvittens_report::html::backtest::About;

use crate::words::Words;

/// All of it.
pub fn human(
    backtest: &Backtest,
    about: &About,
    failed: &[Failed],
    made: Option<&Path>,
    page: &Path,
    words: &Words,
) -> String {
    let b = &words.backtest;
    let mut text = String::new();
    if let (Some(first), Some(last)) = (backtest.months.first(), backtest.months.last()) {
        let _ = writeln!(text, "{}", (b.months)(backtest.months.len(), &first.to_string(), &last.to_string()));
    }
    let _ = writeln!(text, "{}\n", (b.sides)(&about.baseline, about.candidate.as_deref()));
    let _ = writeln!(text, "{}", rules(backtest, about.candidate.is_some(), words).trim_fmt());
    if let Some(sweep) = &backtest.sweep {
        let _ = writeln!(text, "\n{}", points(sweep, backtest, words).trim_fmt());
        if sweep.aim.is_some() {
            let _ = writeln!(text, "{}", chosen(sweep, words));
        }
    }
    let _ = writeln!(text);
    for failed in failed {
        let value = number(failed.value, if failed.value.fract() == 0.0 { 0 } else { 3 }, words);
        let _ = writeln!(text, "{}", (b.failed)(&failed.condition, failed.rule.as_deref(), &value));
    }
    let _ = writeln!(text, "{}", (b.heard)(backtest.heard.0, backtest.heard.1));
    if let Some(made) = made {
        let _ = writeln!(text, "{}", (words.key_made)(made));
    }
    let _ = writeln!(text, "{}", (b.written)(page));
    text
}

/// Rules with a finding on either side, and all together.
fn rules(backtest: &Backtest, has_candidate: bool, words: &Words) -> Table {
    let has_labels = backtest.whole.iter().any(|whole| whole.judged.is_some());
    // Without a candidate or labels their columns hold nothing.
    let shown = |at: usize| match at {
        1 | 3..=6 => has_candidate,
        8 | 9 => has_labels,
        _ => true,
    };
    let pick = |cells: Vec<String>| -> Vec<String> {
        cells.into_iter().enumerate().filter(|(at, _)| shown(*at)).map(|(_, cell)| cell).collect()
    };
    let row = |whole: &Whole| {
        let (counts, paired) = (whole.counts, whole.counts.paired);
        let hours = backtest.hours(counts.candidate) / months(backtest);
        // A mean over rules would hide a bad one: each stands for itself.
        let judged = whole.judged.filter(|_| whole.rule.is_some());
        let mut cells = vec![whole.rule.clone().unwrap_or_else(|| words.backtest.all.to_owned())];
        let counts = [counts.baseline, counts.candidate, paired.same, paired.changed, paired.new, paired.gone];
        cells.extend(counts.map(|count| count.to_string()));
        cells.push(number(hours, 1, words));
        cells.push(share(judged.as_ref().and_then(Judged::precision), words));
        cells.push(share(judged.as_ref().and_then(Judged::recall), words));
        cells.push(whole.milliseconds[1].map_or_else(String::new, |milliseconds| number(milliseconds, 0, words)));
        pick(cells)
    };
    let seen = |whole: &&Whole| whole.rule.is_none() || whole.counts.baseline + whole.counts.candidate > 0;
    let header = pick(words.backtest.columns.map(str::to_owned).into());
    table(header, backtest.whole.iter().filter(seen).map(row).collect(), 1)
}

fn points(sweep: &Sweep, backtest: &Backtest, words: &Words) -> Table {
    let has_labels = sweep.points.iter().any(|point| point.judged.is_some());
    let columns = words.backtest.sweep_columns.iter().take(if has_labels { 6 } else { 4 });
    let header = sweep.axes.iter().map(|axis| axis.name()).chain(columns.map(|column| (*column).to_owned())).collect();
    let rows = sweep.points.iter().enumerate().map(|(at, point)| {
        let mut cells: Vec<String> = point.values.iter().map(|value| trimmed(*value, words)).collect();
        if sweep.chosen == Some(at) {
            cells[0].insert_str(0, "→ ");
        }
        let hours = backtest.hours(point.findings) / months(backtest);
        #[allow(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
        let mean = point.findings as f64 / months(backtest);
        cells.push(point.findings.to_string());
        cells.push(number(mean, 1, words));
        cells.push(point.months.iter().max().copied().unwrap_or_default().to_string());
        cells.push(number(hours, 1, words));
        if has_labels {
            cells.push(share(point.judged.as_ref().and_then(Judged::precision), words));
            cells.push(share(point.judged.as_ref().and_then(Judged::recall), words));
        }
        cells
    });
    table(header, rows.collect(), 0)
}

/// The value that meets what was asked.
fn chosen(sweep: &Sweep, words: &Words) -> String {
    let Some(point) = sweep.chosen() else { return words.backtest.none_chosen.to_owned() };
    let named = sweep.axes.iter().zip(&point.values);
    let value: Vec<String> =
        named.map(|(axis, value)| format!("{} = {}", axis.name(), trimmed(*value, words))).collect();
    (words.backtest.chosen)(&value.join(", "), point.findings)
}

/// Columns of numbers stand to the right, from `first` on.
fn table(header: Vec<String>, rows: Vec<Vec<String>>, first: usize) -> Table {
    let width = header.len();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    for row in rows {
        table.add_row(row);
    }
    for column in first..width {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

#[allow(clippy::cast_precision_loss, reason = "months are few")]
fn months(backtest: &Backtest) -> f64 {
    backtest.months.len().max(1) as f64
}

fn number(value: f64, decimals: usize, words: &Words) -> String {
    format!("{value:.decimals$}").replace('.', &words.backtest.decimal.to_string())
}

/// A value somebody has chosen, without zeros behind it.
fn trimmed(value: f64, words: &Words) -> String {
    value.to_string().replace('.', &words.backtest.decimal.to_string())
}

/// `0,953 (0,912–0,976)`.
fn share(share: Option<Share>, words: &Words) -> String {
    let said = |share: Share| {
        let [value, low, high] = [share.value, share.low, share.high].map(|value| number(value, 3, words));
        format!("{value} ({low}–{high})")
    };
    share.map_or_else(String::new, said)
}
