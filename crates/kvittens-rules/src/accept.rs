//! Findings that the municipality has had an answer to and accepted: kept, shown apart, not counted. The rules know no
//! ids of findings, so whoever does says which ones they are.

use kvittens_model::{Finding, Id, Month, State};

use crate::rule::Meta;

/// Says which findings are accepted.
pub trait Accepts: Sync {
    /// Who accepted a finding: a position in [`Accepts::deciders`].
    fn accepted_by(&self, month: &Month, rule: &Meta, finding: &Finding) -> Option<Id>;

    /// Who decides, by role.
    fn deciders(&self) -> Vec<String>;
}

/// Marks the open findings of a rule that are accepted. What data explains needs no decision.
pub fn accept(accepts: &dyn Accepts, month: &Month, rule: &Meta, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.state == State::Open) {
        if let Some(by) = accepts.accepted_by(month, rule, finding) {
            finding.state = State::Accepted(by);
        }
    }
}
