//! The minutes and kronor in question as measures: of each rule on visits that ran, per provider and in all. Over all
//! rules there is no measure, since a measure is a rule's: [`Questioned::total`] is shown and written beside them.

use kvittens_model::{Code, Id, Measure, Scope, Status, Subject};

use super::question::{Questioned, Sum, Sums};
use crate::rule::provider;

/// Minutes of registered time that a rule's open findings are about, each once.
pub const MINUTES: &str = "minutes-in-question";
/// Kronor that follow from these minutes.
pub const KRONOR: &str = "kronor-in-question";
/// Minutes of these that lack a rate, where some do.
pub const UNPRICED: &str = "minutes-without-rate";

/// The measures of a rule.
pub fn of_rule(questioned: &Questioned, rule: Code, providers: impl Iterator<Item = Id>) -> Vec<Measure> {
    let none = Sums::default();
    let sums = questioned.rules.get(&rule).unwrap_or(&none);
    let each = providers.map(|id| (Scope::Provider, provider(id), sums.of(id)));
    let all = [(Scope::All, Subject::NONE, sums.all())];
    each.chain(all).flat_map(|(scope, subject, sum)| of_sum(questioned.priced, rule, scope, subject, sum)).collect()
}

#[allow(clippy::cast_precision_loss, reason = "minutes and öre of a month are far below 2^52")]
fn of_sum(priced: bool, rule: Code, scope: Scope, subject: Subject, sum: Sum) -> Vec<Measure> {
    let measure = |name, count: i64, value| Measure {
        rule,
        name,
        scope,
        subject,
        bucket: None,
        numerator: Some(count),
        denominator: None,
        value: Some(value),
        interval: None,
        limit: None,
        limit_source: None,
        peer: None,
        funnel: None,
        baseline: None,
        status: Status::Ok,
        reason: None,
    };
    let minutes = |name, seconds: i64| measure(name, seconds / 60, (seconds / 60) as f64);
    let mut measures = vec![minutes(MINUTES, sum.seconds)];
    if priced {
        // In öre; the value in kronor.
        measures.extend(sum.ore().map(|ore| measure(KRONOR, ore, ore as f64 / 100.0)));
        measures.extend((sum.unpriced > 0).then(|| minutes(UNPRICED, sum.unpriced)));
    }
    measures
}
