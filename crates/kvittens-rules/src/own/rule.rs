//! An own rule among the others: what its answers become.

use std::sync::Arc;

use kvittens_model::{Finding, Local, Part, State, Thing};

use super::{About, Answers, Own, Saw};
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Meta, Report, Rule, Sink, Tally};
use crate::scene::Scene;

/// An own rule with its parameters.
pub struct OwnRule {
    meta: Meta,
    text: String,
    values: Vec<(&'static str, f64)>,
    answers: Arc<dyn Answers>,
}

impl OwnRule {
    /// Of a file.
    pub fn new(own: &Own, values: Vec<(&'static str, f64)>, answers: Arc<dyn Answers>) -> OwnRule {
        OwnRule { meta: own.meta, text: own.text().to_owned(), values, answers }
    }

    /// One finding for everything that was said of one visit or subject.
    fn finding(&self, scene: &Scene<'_>, saw: &[Saw]) -> Finding {
        let first = &saw[0];
        let mut finding = match first.about {
            About::Visit(visit) => scene.on_visit(self.meta.code, self.meta.severity, visit),
            About::Subject(subject) => Finding {
                rule: self.meta.code,
                severity: self.meta.severity,
                state: State::Open,
                subject,
                services: Vec::new(),
                visit: None,
                others: Vec::new(),
                start: Local::NONE,
                stop: Local::NONE,
                value: None,
                limit: None,
                minutes: 0,
                parts: None,
                rows: Vec::new(),
                thing: Thing::None,
                case: None,
            },
        };
        (finding.value, finding.limit) = (first.value, first.limit);
        match first.about {
            About::Visit(visit) => {
                minutes(scene, &mut finding, visit, first.minutes);
                let others: Vec<u32> = saw.iter().filter_map(|saw| saw.other).filter(|other| *other != visit).collect();
                if !others.is_empty() {
                    scene.with_others(&mut finding, others);
                }
            }
            About::Subject(_) => {
                finding.minutes = i32::try_from(first.minutes.unwrap_or(0).max(0)).unwrap_or(i32::MAX);
            }
        }
        finding
    }
}

/// All of the visit, or so many minutes from its start: never more than it has.
fn minutes(scene: &Scene<'_>, finding: &mut Finding, visit: u32, said: Option<i64>) {
    let facts = &scene.facts;
    let Some(said) = said else {
        finding.minutes = scene.minutes(&[visit]);
        return;
    };
    if !facts.timed(visit) || said <= 0 {
        finding.parts = Some(Vec::new());
        return;
    }
    let length = facts.length(visit);
    let seconds = i32::try_from(said.saturating_mul(60)).unwrap_or(i32::MAX).min(length);
    if seconds / 60 == length / 60 {
        finding.minutes = scene.minutes(&[visit]);
    } else {
        let from = facts.from(visit);
        scene.is_about(finding, vec![Part { visit, from, to: from + seconds }]);
    }
}

/// What is kept of several rows about the same: the largest, so that the order of an answer plays no part.
fn larger_first(a: &Saw, b: &Saw) -> std::cmp::Ordering {
    let number = |of: Option<f64>| of.unwrap_or(f64::NEG_INFINITY);
    let place = |saw: &Saw| (saw.about, std::cmp::Reverse(saw.minutes));
    place(a)
        .cmp(&place(b))
        .then(number(b.value).total_cmp(&number(a.value)))
        .then(number(b.limit).total_cmp(&number(a.limit)))
        .then(a.other.cmp(&b.other))
}

impl Rule for OwnRule {
    fn meta(&self) -> Meta {
        self.meta
    }

    fn values(&self) -> Vec<(&'static str, f64)> {
        self.values.clone()
    }

    fn text(&self) -> Option<&str> {
        Some(&self.text)
    }

    /// It asks for the month as a whole.
    fn scan(&self, _: &Scene<'_>, _: &Stretch<'_>, _: &mut Sink) {}

    fn judge(&self, scene: &Scene<'_>, _: &Limits<'_>, _: &[Tally]) -> Report {
        match self.answers.answer(scene, &self.values) {
            Ok(mut saw) => {
                saw.sort_by(larger_first);
                let findings = saw.chunk_by(|a, b| a.about == b.about).map(|saw| self.finding(scene, saw)).collect();
                Report { findings, ..Report::default() }
            }
            Err(stopped) => Report { failure: Some(stopped), ..Report::default() },
        }
    }
}
