//! D205: a visit inside another of the same customer and staff.

use std::cmp::Reverse;

use kvittens_model::NO_ID;

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit that lies wholly inside another of the same provider, customer and staff.
    pub struct VisitInsideVisit {}
    code "D205", slug "visit-inside-visit", per Visit, severity Minor, order Customer,
    needs [Staff], page "d205_visit_inside_visit.md", explained [TooLong, Service]
}

/// The visit that stops last of those seen.
#[derive(Clone, Copy, Default)]
struct Latest(Option<(i32, u32)>);

impl Latest {
    /// Among equal stops the first stands.
    fn see(&mut self, to: i32, visit: u32) {
        if self.0.is_none_or(|(latest, _)| to > latest) {
            self.0 = Some((to, visit));
        }
    }

    /// The visit, where it stops no earlier.
    fn until(self, to: i32) -> Option<u32> {
        self.0.filter(|(latest, _)| *latest >= to).map(|(_, visit)| visit)
    }
}

impl Rule for VisitInsideVisit {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let mut inside: Vec<(u32, u32)> = Vec::new();
        for group in stretch.groups().filter(|group| group.len() > 1) {
            if !any_overlap(scene, group) {
                continue;
            }
            inside.clear();
            find_inside(scene, group, &mut inside);
            if inside.is_empty() {
                continue;
            }
            let twins = scene.ground.twins.twins(scene, group).into_iter();
            let mut asked: Vec<u32> = twins.flat_map(|twins| [vec![twins.manual], twins.others].concat()).collect();
            asked.sort_unstable();
            for (inner, outer) in inside.iter().filter(|(inner, _)| asked.binary_search(inner).is_err()) {
                let mut finding = scene.on_visit(Self::META.code, Self::META.severity, *inner);
                finding.minutes = scene.minutes(&[*inner]);
                scene.with_others(&mut finding, vec![*outer]);
                out.findings.push(finding);
            }
        }
    }
}

/// Visits going on at once that are held against the next one by one; with more, all are looked at closer.
const MOST_AT_ONCE: usize = 16;

/// Whether any two visits of a customer by one staff overlap: mostly none do, and nothing more is looked at.
fn any_overlap(scene: &Scene<'_>, group: &[u32]) -> bool {
    let (facts, staff) = (&scene.facts, &scene.visits.staff);
    let mut going_on: Vec<u32> = Vec::new();
    group.iter().filter(|visit| can_be(scene, **visit)).any(|visit| {
        going_on.retain(|other| facts.to(*other) > facts.from(*visit));
        let meets = going_on.iter().any(|other| staff[*other as usize] == staff[*visit as usize]);
        going_on.push(*visit);
        meets || going_on.len() > MOST_AT_ONCE
    })
}

/// Whether a visit can lie inside another, or around one.
fn can_be(scene: &Scene<'_>, visit: u32) -> bool {
    let facts = &scene.facts;
    let has_staff = scene.visits.staff[visit as usize] != NO_ID && !facts.placeholder(visit);
    has_staff && facts.timed(visit) && facts.length(visit) > 0
}

/// Each visit of a customer that lies inside another of its staff, and that one: of several the one that stops last,
/// one that is too long (T403) only where there is no other.
fn find_inside(scene: &Scene<'_>, group: &[u32], inside: &mut Vec<(u32, u32)>) {
    let facts = &scene.facts;
    let staff = |visit: &u32| scene.visits.staff[*visit as usize];
    let mut visits: Vec<u32> = group.iter().copied().filter(|visit| can_be(scene, *visit)).collect();
    // What can lie around a visit stands before it: earlier starts, then later stops.
    visits.sort_unstable_by_key(|visit| (staff(visit), facts.from(*visit), Reverse(facts.to(*visit)), *visit));
    for of_staff in visits.chunk_by(|a, b| staff(a) == staff(b)) {
        let (mut sure, mut too_long) = (Latest::default(), Latest::default());
        for &visit in of_staff {
            let to = facts.to(visit);
            inside.extend(sure.until(to).or(too_long.until(to)).map(|outer| (visit, outer)));
            if facts.too_long(visit) { &mut too_long } else { &mut sure }.see(to, visit);
        }
    }
}
