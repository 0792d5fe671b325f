//! What explains a finding, so that it is kept, shown apart and not counted. One mechanism for all rules: a rule's card
//! lists what can explain it, in the order it is asked.
//!
//! A finding on one visit, or on none, is explained by what holds of it. A finding on a visit and others is explained
//! where each of the others is, with the visit, by something on the list; the first on the list that explains one of
//! them is named.
//!
//! What needs the rule's own view of the visits (the links of a chain) is said by the kernel, with the same words.

mod double_staffing;
mod provider_change;
mod service;

use kvittens_model::{Explanation, Finding, State};

use crate::rule::Meta;
use crate::scene::Scene;

pub use double_staffing::{any_double, double_staffed, overlapping};
pub use provider_change::Changes;
pub use service::Separate;

/// Explains the open findings of a rule.
pub fn explain(scene: &Scene<'_>, meta: &Meta, findings: &mut [Finding]) {
    if meta.explained.is_empty() {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| finding.state == State::Open) {
        if let Some(explanation) = explanation(scene, meta.explained, finding) {
            finding.state = State::Explained(explanation);
        }
    }
}

fn explanation(scene: &Scene<'_>, listed: &[Explanation], finding: &Finding) -> Option<Explanation> {
    if let Some(whole) = listed.iter().find(|explanation| holds(scene, **explanation, finding)) {
        return Some(*whole);
    }
    let visit = finding.visit?;
    let of_other = |other: &u32| listed.iter().position(|one| holds_between(scene, *one, visit, *other));
    let places: Option<Vec<usize>> = finding.others.iter().map(of_other).collect();
    places?.into_iter().min().map(|first| listed[first])
}

/// Whether it explains a finding as a whole; what holds between visits is said below, and grace by the rule on
/// decisions.
fn holds(scene: &Scene<'_>, explanation: Explanation, finding: &Finding) -> bool {
    let (beside, subject) = (&scene.beside, finding.subject);
    let v = scene.visits;
    let when = |visit: u32| v.when(visit);
    match explanation {
        // In force on the visit's day; of a finding on the customer, at some moment of the month.
        Explanation::Exemption => match finding.visit {
            Some(visit) => beside.is_exempt(subject.customer, when(visit)),
            None => !beside.exemptions(subject.customer).is_empty(),
        },
        Explanation::Outage => {
            let out = |visit: u32| beside.is_out(v.start[visit as usize], v.stop[visit as usize]);
            let mut visits = finding.visit.iter().chain(&finding.others).peekable();
            visits.peek().is_some() && visits.all(|visit| out(*visit))
        }
        Explanation::CareContact => beside.is_contact(subject.customer, subject.staff),
        _ => false,
    }
}

/// Whether it explains that two visits stand as they do.
fn holds_between(scene: &Scene<'_>, explanation: Explanation, a: u32, b: u32) -> bool {
    let v = scene.visits;
    let customer = |visit: u32| v.customer[visit as usize];
    match explanation {
        Explanation::DoubleStaffing => double_staffed(scene, a, b),
        Explanation::ProviderChange => scene.changes().hold(v, a, b),
        Explanation::Service => scene.separate.holds(scene, a, b),
        // Then the missing check-out is the question.
        Explanation::TooLong => scene.facts.too_long(a) || scene.facts.too_long(b),
        Explanation::Household => {
            customer(a) != customer(b) && scene.household(customer(a)) == scene.household(customer(b))
        }
        _ => false,
    }
}
