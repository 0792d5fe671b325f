//! The values of a sweep: as curves where one parameter is swept, and as a table.

use kvittens_history::backtest::{Axis, Judged, Point, Sweep};

use super::{Drawn, View};
use crate::html::curve::{Curve, Line, curve, top};
use crate::html::draw::Said;
use crate::html::table::{Column, Table};
use crate::words::html::Html;

/// What is shown.
pub struct Swept {
    /// What is swept.
    pub text: String,
    /// The curves.
    pub curves: Vec<Drawn>,
    /// Whether precision and recall are drawn.
    pub judged: bool,
    /// The values.
    pub table: Table,
}

/// `None` without a sweep.
pub fn swept(view: View<'_>) -> Option<Swept> {
    let sweep = view.backtest.sweep.as_ref()?;
    let names: Vec<String> = sweep.axes.iter().map(Axis::name).collect();
    let mut curves = Vec::new();
    if let [axis] = sweep.axes.as_slice() {
        curves.push(findings(view, sweep, axis));
        curves.extend(shares(view, sweep, axis));
    }
    Some(Swept {
        text: (view.words.sweep_text)(&names.join(", ")),
        judged: curves.len() > 1,
        curves,
        table: table(view, sweep),
    })
}

/// Which value meets what was asked for, as a sentence; nothing where nothing was asked.
pub fn outcome(view: View<'_>, w: &Html) -> Option<String> {
    let (b, format, sweep) = (view.words, view.format, view.backtest.sweep.as_ref()?);
    if !sweep.aim.is_some() {
        return None;
    }
    let aims = [
        sweep.aim.max_findings.map(|most| (b.max_findings)(&format.count(most))),
        sweep.aim.min_precision.map(|least| (b.min_precision)(&format.chosen_percent(least))),
    ];
    let aim = aims.into_iter().flatten().collect::<Vec<_>>().join(b.and);
    let Some(point) = sweep.chosen() else { return Some((b.unmet)(&aim)) };
    let values: Vec<String> = sweep
        .axes
        .iter()
        .zip(&point.values)
        .map(|(axis, value)| format!("{} = {}", axis.name(), format.chosen(*value)))
        .collect();
    let findings = format!("{} {}", format.count(point.findings), w.index.open_findings.of(point.findings));
    Some((b.met)(&values.join(", "), &aim, &findings))
}

#[allow(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
fn findings(view: View<'_>, sweep: &Sweep, axis: &Axis) -> Drawn {
    let values: Vec<Option<f64>> =
        sweep.points.iter().map(|point| Some(view.per_month(point.findings as f64))).collect();
    let end = top(values.iter().flatten().copied());
    let words = [end, end / 2.0].map(|value| view.format.chosen(value));
    drawn(
        view,
        sweep,
        axis,
        "sf",
        (view.words.findings_title)(&axis.name()),
        (end, words),
        vec![Line { class: "candidate", values }],
    )
}

/// `None` where no point has labels.
fn shares(view: View<'_>, sweep: &Sweep, axis: &Axis) -> Option<Drawn> {
    let of = |share: fn(&Judged) -> Option<f64>| -> Vec<Option<f64>> {
        sweep.points.iter().map(|point| point.judged.as_ref().and_then(share)).collect()
    };
    let precision = of(|judged| judged.precision().map(|share| share.value));
    let recall = of(|judged| judged.recall().map(|share| share.value));
    precision.iter().any(Option::is_some).then(|| {
        let words = [1.0, 0.5].map(|value| view.format.chosen_percent(value));
        let lines = vec![Line { class: "candidate", values: precision }, Line { class: "recall", values: recall }];
        drawn(view, sweep, axis, "ss", (view.words.shares_title)(&axis.name()), (1.0, words), lines)
    })
}

fn drawn(
    view: View<'_>,
    sweep: &Sweep,
    axis: &Axis,
    id: &str,
    title: String,
    (top, [top_word, middle_word]): (f64, [String; 2]),
    lines: Vec<Line>,
) -> Drawn {
    let places: Vec<String> = axis.values.iter().map(|value| view.format.chosen(*value)).collect();
    let description = format!("{}: {}", axis.name(), places.join(", "));
    let drawn = Curve { places, lines, top, top_word, middle_word, chosen: sweep.chosen };
    Drawn { svg: curve(Said { id, title: &title, description: &description }, &drawn), title }
}

fn table(view: View<'_>, sweep: &Sweep) -> Table {
    let (b, format) = (view.words, view.format);
    let percent = |share: Option<f64>| share.map_or_else(String::new, |share| format.percent(share));
    #[allow(clippy::cast_precision_loss, reason = "counts and minutes are far below 2^52")]
    let row = |(at, point): (usize, &Point)| {
        let mut row: Vec<String> = point.values.iter().map(|value| format.chosen(*value)).collect();
        let hours = point.minutes as f64 / 60.0;
        row.extend([
            format.count(point.findings),
            format.number(view.per_month(point.findings as f64), 1),
            format.count(point.months.iter().max().copied().unwrap_or_default()),
            format.number(hours, 1),
            format.number(view.per_month(view.backtest.hours(point.findings)), 1),
            percent(point.judged.and_then(|judged| judged.precision()).map(|share| share.value)),
            percent(point.judged.and_then(|judged| judged.recall()).map(|share| share.value)),
            percent(point.judged.and_then(|judged| judged.f1()).map(|share| share.value)),
            if sweep.chosen == Some(at) { b.chosen.to_owned() } else { String::new() },
        ]);
        row
    };
    let heads = [b.candidate, b.mean_month, b.most_month, b.in_question, b.hours_a_month, b.precision, b.recall, b.f1];
    let axes = sweep.axes.iter().map(|axis| Column::number(axis.name()));
    let columns = axes.chain(heads.map(Column::number)).chain([Column::text("")]);
    let table = Table {
        caption: b.sweep_caption.to_owned(),
        columns: columns.collect(),
        rows: sweep.points.iter().enumerate().map(row).collect(),
    };
    table.without_empty_columns()
}
