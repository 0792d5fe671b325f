//! B608: double staffing granted, one staff registered.

use std::collections::BTreeMap;

use kvittens_model::{Id, NO_ID};

use crate::decided::{Decided, decisions};
use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit of one staff on a day when a decision grants two.
    pub struct DecidedDoubleSingle {}
    code "B608", slug "decided-double-single", per Visit, severity Major, order Home,
    needs [Decisions, Staff], page "b608_decided_double_single.md"
}

impl Rule for DecidedDoubleSingle {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let (v, facts) = (scene.visits, &scene.facts);
        for group in stretch.groups() {
            let decided = Decided::of(scene.month.month, decisions(scene, v.customer[group[0] as usize]));
            if !decided.doubles() {
                continue;
            }
            let accompanied = accompanied(scene, group);
            for (visit, _) in group.iter().zip(accompanied).filter(|(_, accompanied)| !accompanied) {
                let at = *visit as usize;
                let day = v.when(*visit).day();
                let services = scene.sets.get(v.services[at]);
                let services = if services.is_empty() { &[NO_ID][..] } else { services };
                let granted = services.iter().any(|of| decided.on(*of, day).is_some_and(|(_, grant)| grant.double));
                let one = v.staff[at] != NO_ID && !facts.placeholder(*visit);
                if granted && one && !facts.brief(*visit) && !facts.shared(*visit) {
                    let mut finding = scene.on_visit(Self::META.code, Self::META.severity, *visit);
                    finding.minutes = scene.minutes(&[*visit]);
                    out.findings.push(finding);
                }
            }
        }
    }
}

/// Who someone is: provider (or [`NO_ID`]) and staff.
type Person = (Id, Id);

/// The largest value of some person, and the largest of another one.
#[derive(Default)]
struct Largest {
    first: Option<(Person, i32)>,
    other: Option<(Person, i32)>,
}

impl Largest {
    fn add(&mut self, person: Person, value: i32) {
        match self.first {
            Some((same, known)) if same == person => self.first = Some((person, value.max(known))),
            Some((_, known)) if value <= known => {
                if self.other.is_none_or(|(_, known)| value > known) {
                    self.other = Some((person, value));
                }
            }
            former => {
                self.other = former;
                self.first = Some((person, value));
            }
        }
    }

    /// The largest of anybody else.
    fn beside(&self, person: Person) -> Option<i32> {
        let other = [self.first, self.other].into_iter().flatten().find(|(of, _)| *of != person);
        other.map(|(_, value)| value)
    }
}

/// Whether another person is registered with each visit of a customer: on the same visit id, with the same Dubbelid on
/// the day, or at the same time.
fn accompanied(scene: &Scene<'_>, group: &[u32]) -> Vec<bool> {
    let (v, facts) = (scene.visits, &scene.facts);
    let named = |visit: u32| v.staff[visit as usize] != NO_ID;
    // The first person of each visit id and of each Dubbelid on a day, and whether there is another.
    let (mut by_id, mut by_double) = (BTreeMap::new(), BTreeMap::new());
    let double = |visit: u32| {
        let at = visit as usize;
        (v.provider[at], v.double_id[at], v.when(visit).day())
    };
    for &visit in group.iter().filter(|visit| named(**visit)) {
        let person = scene.person(visit);
        note(by_id.entry((v.provider[visit as usize], v.visit[visit as usize])).or_insert((person, false)), person);
        if v.double_id[visit as usize] != NO_ID {
            note(by_double.entry(double(visit)).or_insert((person, false)), person);
        }
    }
    let two = |visit: u32| {
        let of_id = by_id.get(&(v.provider[visit as usize], v.visit[visit as usize]));
        of_id.is_some_and(|of| of.1) || by_double.get(&double(visit)).is_some_and(|of| of.1)
    };
    let mut accompanied: Vec<bool> = group.iter().map(|visit| two(*visit)).collect();
    let can_overlap = |place: &usize| facts.timed(group[*place]) && facts.length(group[*place]) > 0;
    let places: Vec<usize> = (0..group.len()).filter(|place| named(group[*place])).filter(can_overlap).collect();
    let (mut stops, mut starts) = (Largest::default(), Largest::default());
    for &place in &places {
        let visit = group[place];
        let person = scene.person(visit);
        accompanied[place] |= stops.beside(person).is_some_and(|stop| stop > facts.from(visit));
        stops.add(person, facts.to(visit));
    }
    for &place in places.iter().rev() {
        let visit = group[place];
        let person = scene.person(visit);
        accompanied[place] |= starts.beside(person).is_some_and(|start| -start < facts.to(visit));
        starts.add(person, -facts.from(visit));
    }
    accompanied
}

fn note(of: &mut (Person, bool), person: Person) {
    of.1 |= of.0 != person;
}
