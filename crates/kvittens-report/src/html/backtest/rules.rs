//! The tables of rules: how many, how right, and how much like each other.

use kvittens_history::backtest::labels::Share;
use kvittens_history::backtest::{Judged, Whole};

use super::View;
use crate::html::draw::{self, Dot, Said};
use crate::html::table::{Column, Table};

/// Overlaps smaller than this say nothing.
const LEAST_OVERLAP: f64 = 0.005;

/// Rules with a finding, all last.
pub fn table(view: View<'_>) -> Table {
    let (b, format) = (view.words, view.format);
    let has_candidate = view.about.candidate.is_some();
    let hours = |minutes: i64, once: bool| {
        let star = if once { "" } else { "*" };
        #[allow(clippy::cast_precision_loss, reason = "minutes are far below 2^52")]
        let hours = minutes as f64 / 60.0;
        format!("{}{star}", format.number(hours, 1))
    };
    let row = |whole: &Whole| {
        let (counts, paired) = (whole.counts, whole.counts.paired);
        let mut row = vec![whole.rule.clone().unwrap_or_else(|| b.all.to_owned())];
        if has_candidate {
            row.push(format.count(counts.baseline));
        }
        row.push(format.count(counts.candidate));
        if has_candidate {
            row.extend([paired.same, paired.changed, paired.new, paired.gone].map(|count| format.count(count)));
        }
        row.push(format.count(counts.candidate_explained));
        row.push(hours(counts.candidate_minutes, counts.once));
        row.push(format.number(view.per_month(view.backtest.hours(counts.candidate)), 1));
        row.push(whole.stability.persistence().map_or_else(String::new, |share| format.percent(share)));
        row.push(whole.stability.variation.map_or_else(String::new, |variation| format.number(variation, 2)));
        row
    };
    let mut heads = vec![b.rule];
    heads.extend(has_candidate.then_some(b.baseline));
    heads.push(b.candidate);
    if has_candidate {
        heads.extend([b.same, b.changed, b.new, b.gone]);
    }
    heads.extend([b.explained, b.in_question, b.hours_a_month, b.persistence, b.variation]);
    let columns =
        heads.iter().enumerate().map(|(at, head)| if at == 0 { Column::text(*head) } else { Column::number(*head) });
    let seen = |whole: &&Whole| {
        let counts = whole.counts;
        whole.rule.is_none() || counts.baseline + counts.candidate + counts.candidate_explained > 0
    };
    Table {
        caption: b.rules_caption.to_owned(),
        columns: columns.collect(),
        rows: view.backtest.whole.iter().filter(seen).map(row).collect(),
    }
}

/// How right the rules are.
pub struct Verdicts {
    /// A rule a row.
    pub rows: Vec<Verdict>,
    /// Whether the baseline's precision stands beside.
    pub compared: bool,
}

/// How right a rule is.
#[allow(missing_docs, reason = "each field is a column")]
pub struct Verdict {
    pub rule: String,
    pub right: String,
    pub wrong: String,
    pub unlabelled: String,
    pub precision: String,
    pub precision_range: String,
    pub dot: String,
    pub before: String,
    pub recall: String,
    pub recall_range: String,
    pub found: String,
    pub f1: String,
    pub f1_range: String,
}

/// The rules with labels; `None` where none has.
pub fn verdicts(view: View<'_>) -> Option<Verdicts> {
    let (b, format) = (view.words, view.format);
    let percent = |share: Option<Share>| share.map_or_else(String::new, |share| format.percent(share.value));
    let range = |share: Option<Share>| {
        share.map_or_else(String::new, |share| format!("({})", format.percents((share.low, share.high))))
    };
    let row = |(at, whole): (usize, &Whole)| {
        let (rule, judged) = (whole.rule.clone()?, whole.judged?);
        let before = whole.baseline_judged.as_ref().and_then(Judged::precision);
        let dot = judged.precision().map_or_else(String::new, |share| {
            let id = format!("p{at}");
            let (title, description) =
                (format!("{rule}: {}", b.precision), percent(Some(share)) + " " + &range(Some(share)));
            let drawn = Dot {
                value: share.value,
                interval: Some((share.low, share.high)),
                limit: None,
                funnel: None,
                top: 1.0,
            };
            draw::dot(Said { id: &id, title: &title, description: &description }, &drawn)
        });
        let found =
            (judged.expected > 0).then(|| (b.found_of)(&format.count(judged.found), &format.count(judged.expected)));
        Some(Verdict {
            right: format.count(judged.right),
            wrong: format.count(judged.wrong),
            unlabelled: format.count(judged.unknown),
            precision: percent(judged.precision()),
            precision_range: range(judged.precision()),
            dot,
            before: percent(before),
            recall: percent(judged.recall()),
            recall_range: range(judged.recall()),
            found: found.unwrap_or_default(),
            f1: percent(judged.f1()),
            f1_range: range(judged.f1()),
            rule,
        })
    };
    let rows: Vec<Verdict> = view.backtest.whole.iter().enumerate().filter_map(row).collect();
    (!rows.is_empty()).then(|| Verdicts { rows, compared: view.about.candidate.is_some() })
}

/// Rules by rules; `None` where no two share a visit.
pub fn overlap(view: View<'_>) -> Option<Table> {
    let (b, format) = (view.words, view.format);
    let jaccard = |whole: &Whole, other: &str| {
        whole.overlap.get(other).and_then(|overlap| overlap.jaccard()).filter(|share| *share >= LEAST_OVERLAP)
    };
    let others = |whole: &&Whole| whole.overlap.keys().any(|other| jaccard(whole, other).is_some());
    let rules: Vec<&Whole> = view.backtest.whole.iter().filter(others).collect();
    if rules.is_empty() {
        return None;
    }
    let codes: Vec<&str> = rules.iter().filter_map(|whole| whole.rule.as_deref()).collect();
    let row = |whole: &&Whole| {
        let cell = |other: &&str| {
            let own = whole.rule.as_deref() == Some(*other);
            if own {
                "–".to_owned()
            } else {
                jaccard(whole, other).map_or_else(String::new, |share| format.percent(share))
            }
        };
        let name = whole.rule.clone().unwrap_or_default();
        [name].into_iter().chain(codes.iter().map(cell)).collect()
    };
    Some(Table {
        caption: b.overlap_caption.to_owned(),
        columns: [Column::text(b.rule)].into_iter().chain(codes.iter().map(|code| Column::number(*code))).collect(),
        rows: rules.iter().map(row).collect(),
    })
}
