//! The registered time of one person: what the visits cover together, however they overlap, over the real clock.

use std::collections::BTreeMap;

use kvittens_model::{Local, clock};

use crate::scene::Scene;

/// Seconds of a wall-clock day, which is how far two midnights stand apart in [`Local`].
const DAY: i32 = 24 * 3600;

/// A time without a gap that visits cover, on the real clock, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The calendar day it begins on.
    pub day: i32,
    /// Its begin.
    pub from: i32,
    /// Its end.
    pub to: i32,
}

/// The visits of a person that count as registered time, in order: those with a length, but for the ones that are too
/// long (T403), whose stop is the question.
pub fn counted(scene: &Scene<'_>, group: &[u32]) -> Vec<u32> {
    let facts = &scene.facts;
    group.iter().copied().filter(|visit| facts.timed(*visit) && !facts.too_long(*visit)).collect()
}

/// What such visits cover. They stand in order of start.
pub fn spans(scene: &Scene<'_>, visits: &[u32]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for &visit in visits {
        let (from, to) = (scene.facts.from(visit), scene.facts.to(visit));
        match spans.last_mut() {
            Some(last) if from <= last.to => last.to = last.to.max(to),
            _ => spans.push(Span { day: scene.visits.start[visit as usize].day(), from, to }),
        }
    }
    spans
}

/// The seconds of all spans together.
pub fn seconds(spans: &[Span]) -> i64 {
    spans.iter().map(|span| i64::from(span.to - span.from)).sum()
}

/// The seconds of each calendar day; a span over midnight is split there.
pub fn by_day(spans: &[Span]) -> BTreeMap<i32, i64> {
    let mut days = BTreeMap::new();
    for span in spans {
        let (mut day, mut from) = (span.day, span.from);
        while from < span.to {
            let midnight = clock::real(Local::from_seconds((day + 1) * DAY));
            *days.entry(day).or_default() += i64::from(span.to.min(midnight) - from);
            (day, from) = (day + 1, midnight);
        }
    }
    days
}

/// The first and the last calendar day that a visit covers; one that stops at midnight ends with the day before.
pub fn days_of(scene: &Scene<'_>, visit: u32) -> (i32, i32) {
    let (start, stop) = (scene.visits.start[visit as usize], scene.visits.stop[visit as usize]);
    let last = Local::from_seconds(stop.seconds().saturating_sub(1)).day();
    (start.day(), last.max(start.day()))
}
