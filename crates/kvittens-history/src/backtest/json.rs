//! A backtest as JSON, for programs.

use serde_json::{Value, json};

use super::labels::{Judged, Share};
use super::row::{Backtest, Counts, Row, Whole};
use super::sweep::{Axis, Point, Sweep};

/// The whole of it.
pub fn json(backtest: &Backtest) -> Value {
    json!({
        "months": backtest.months,
        "minutes_per_finding": backtest.minutes_per_finding,
        "rules": backtest.whole.iter().map(|whole| of_whole(whole, backtest)).collect::<Vec<_>>(),
        "rows": backtest.rows.iter().map(|row| of_row(row, backtest)).collect::<Vec<_>>(),
        "sweep": backtest.sweep.as_ref().map(|sweep| of_sweep(sweep, backtest)),
        "cache": { "kept": backtest.heard.0, "run": backtest.heard.1 },
    })
}

fn counts(counts: &Counts, backtest: &Backtest) -> Value {
    json!({
        "baseline": counts.baseline, "candidate": counts.candidate,
        "same": counts.paired.same, "changed": counts.paired.changed,
        "new": counts.paired.new, "gone": counts.paired.gone,
        "baseline_explained": counts.baseline_explained, "candidate_explained": counts.candidate_explained,
        "baseline_minutes": counts.baseline_minutes, "candidate_minutes": counts.candidate_minutes,
        "minutes_once": counts.once, "hours": backtest.hours(counts.candidate),
    })
}

fn share(share: Option<Share>) -> Value {
    share.map_or(Value::Null, |share| json!({ "value": share.value, "low": share.low, "high": share.high }))
}

fn judged(judged: Option<Judged>) -> Value {
    let Some(judged) = judged else { return Value::Null };
    json!({
        "right": judged.right, "wrong": judged.wrong, "unlabelled": judged.unknown,
        "found": judged.found, "expected": judged.expected,
        "precision": share(judged.precision()), "recall": share(judged.recall()), "f1": share(judged.f1()),
    })
}

fn of_whole(whole: &Whole, backtest: &Backtest) -> Value {
    let overlap: Value = whole.overlap.iter().map(|(rule, overlap)| (rule.clone(), json!(overlap.jaccard()))).collect();
    json!({
        "rule": whole.rule,
        "findings": counts(&whole.counts, backtest),
        "labels": judged(whole.judged), "baseline_labels": judged(whole.baseline_judged),
        "overlap": overlap,
        "stability": {
            "persisting": whole.stability.persisting, "subjects": whole.stability.subjects,
            "persistence": whole.stability.persistence(), "variation": whole.stability.variation,
        },
        "milliseconds": { "baseline": whole.milliseconds[0], "candidate": whole.milliseconds[1] },
    })
}

fn of_row(row: &Row, backtest: &Backtest) -> Value {
    json!({
        "month": row.month, "rule": row.rule, "provider": row.provider, "visits": row.visits,
        "findings": counts(&row.counts, backtest), "labels": judged(row.judged),
    })
}

fn of_sweep(sweep: &Sweep, backtest: &Backtest) -> Value {
    let point = |point: &Point| {
        json!({
            "values": point.values, "findings": point.findings, "months": point.months, "minutes": point.minutes,
            "hours": backtest.hours(point.findings), "labels": judged(point.judged),
            "milliseconds": point.milliseconds,
        })
    };
    json!({
        "parameters": sweep.axes.iter().map(Axis::name).collect::<Vec<_>>(),
        "points": sweep.points.iter().map(point).collect::<Vec<_>>(),
        "max_findings": sweep.aim.max_findings, "min_precision": sweep.aim.min_precision,
        "chosen": sweep.chosen().map(point),
    })
}
