//! What explains a finding, so that it is kept, shown apart and not counted. One mechanism for all rules: a rule's card
//! lists what can explain it, in the order it is asked, and the first that holds stands.
//!
//! What needs the rule's own view of the visits (the plan of each link of a chain, services kept apart, a visit that is
//! too long) is said by the kernel; everything else is said here, from the finding alone.

mod double_staffing;

use kvittens_model::{Explanation, Finding, State};

use crate::rule::Meta;
use crate::scene::Scene;

pub use double_staffing::double_staffed;

/// Explains the open findings of a rule.
pub fn explain(scene: &Scene<'_>, meta: &Meta, findings: &mut [Finding]) {
    if meta.explained.is_empty() {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| finding.state == State::Open) {
        if let Some(explanation) = meta.explained.iter().find(|explanation| holds(scene, **explanation, finding)) {
            finding.state = State::Explained(*explanation);
        }
    }
}

fn holds(scene: &Scene<'_>, explanation: Explanation, finding: &Finding) -> bool {
    match explanation {
        Explanation::DoubleStaffing => double_staffing::holds(scene, finding),
        // The kernels say these; the others wait for the files that tell of them.
        _ => false,
    }
}
