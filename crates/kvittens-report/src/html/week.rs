//! The share of visits without a receipt by weekday and hour, as a table that is also a map.

use std::collections::BTreeMap;

use kvittens_model::{Id, Measure, NO_ID, Scope, Status};
use kvittens_rules::by_hour::{CELLS, MEASURE};
use kvittens_rules::rules::k102_manual_share::ManualShare;

use super::format::Format;
use crate::Check;

/// Fewest cells with visits enough for a map to show more than chance; and of how many cells with visits one at least.
const FEWEST: (usize, usize) = (12, 3);

/// Where the next step of the map begins.
const STEPS: [f64; 6] = [0.05, 0.10, 0.20, 0.30, 0.40, 0.60];

/// The map of a provider, or of all together.
pub struct Week {
    pub text: String,
    /// `00` to `23`.
    pub hours: Vec<String>,
    pub days: Vec<Day>,
    pub few: String,
    /// The fewest visits of an hour that has a share.
    pub fewest: String,
}

/// A weekday.
pub struct Day {
    pub name: &'static str,
    pub cells: Vec<Cell>,
}

/// An hour of it.
#[derive(Clone)]
pub struct Cell {
    pub class: &'static str,
    /// What stands in the cell.
    pub share: String,
    /// What it says in full; empty where there is no visit.
    pub said: String,
}

/// The map, else why there is none; nothing where the rule measured nothing.
pub fn week(check: &Check<'_>, of: Option<Id>) -> Option<Result<Week, String>> {
    let words = &check.options.lang.words().html.drawn;
    let format = Format::new(check.options.lang);
    let code = ManualShare::META.code;
    let (scope, whose) = of.map_or((Scope::All, NO_ID), |id| (Scope::Provider, id));
    let measures = check.run.outcome.measures.iter().filter(|measure| {
        measure.name == MEASURE && measure.rule == code && measure.scope == scope && measure.subject.provider == whose
    });
    let cells: BTreeMap<&str, &Measure> =
        measures.filter_map(|measure| Some((measure.bucket.as_deref()?, measure))).collect();
    if cells.is_empty() {
        return None;
    }
    let rule = check.run.rules.iter().find(|rule| rule.code() == code);
    let fewest = rule.and_then(|rule| rule.rule.values().into_iter().find(|(name, _)| *name == "min_n"));
    let fewest = format.chosen(fewest.map_or(0.0, |(_, value)| value));
    let enough = cells.values().filter(|measure| measure.status != Status::TooFew).count();
    if enough < FEWEST.0 || enough * FEWEST.1 < cells.len() {
        return Some(Err((words.week_few)(&fewest)));
    }
    let day = |(name, buckets): (&'static str, &[&str; 24])| Day {
        name,
        cells: (0..).zip(buckets).map(|(hour, bucket)| cell(check, name, hour, cells.get(bucket).copied())).collect(),
    };
    Some(Ok(Week {
        text: (words.week_text)(&fewest),
        hours: (0..24).map(|hour| format!("{hour:02}")).collect(),
        days: words.weekdays.into_iter().zip(&CELLS).map(day).collect(),
        few: (words.few)(&fewest),
        fewest,
    }))
}

fn cell(check: &Check<'_>, day: &str, hour: u32, measure: Option<&Measure>) -> Cell {
    let words = &check.options.lang.words().html.drawn;
    let format = Format::new(check.options.lang);
    let Some((measure, share)) = measure.and_then(|measure| Some((measure, measure.value?))) else {
        return Cell { class: "", share: String::new(), said: String::new() };
    };
    let count = |number: Option<i64>| format.count(number.unwrap_or_default());
    let few = measure.status == Status::TooFew;
    let percent = if few { words.too_few.to_owned() } else { format.percent(share) };
    let hours = format!("{hour:02}–{:02}", hour + 1);
    Cell {
        class: if few { "few" } else { step(share) },
        share: if few { String::new() } else { format.number(share * 100.0, 0) },
        said: (words.cell)(day, &hours, &count(measure.numerator), &count(measure.denominator), &percent),
    }
}

/// The class of a share's step.
fn step(share: f64) -> &'static str {
    ["s0", "s1", "s2", "s3", "s4", "s5", "s6"][STEPS.iter().filter(|from| share >= **from).count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_begins_at_its_share() {
        assert_eq!([0.0, 0.049, 0.05, 0.199, 0.2, 0.4, 1.0].map(step), ["s0", "s0", "s1", "s2", "s3", "s5", "s6"]);
    }
}
