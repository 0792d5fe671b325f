//! The own past of each measure: the counts of the same rule, measure, scope, names and cell in the months before.

use std::collections::HashMap;

use kvittens_model::{Measure, Month, Scope, YearMonth};

use super::Before;
use crate::Measured;

/// A count of one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// Which month.
    pub month: YearMonth,
    /// How many.
    pub numerator: i64,
    /// Of how many; never 0.
    pub denominator: i64,
}

/// Rule, measure, scope, provider, subject and cell: what makes a measure the same one in two months.
type Key<'a> = [&'a str; 6];

/// The counts of the so many months before of each of a month's measures, by position, ascending by month.
pub fn counts(before: &Before<'_>, months: u32, month: &Month, measures: &[Measure]) -> Vec<Vec<Count>> {
    let places: HashMap<Key<'_>, usize> =
        measures.iter().enumerate().map(|(at, measure)| (here(month, measure), at)).collect();
    let mut found: Vec<Vec<Count>> = vec![Vec::new(); measures.len()];
    for said in before.within(months) {
        for measured in &said.measures {
            let at = places.get(&there(measured));
            if let (Some(at), Some(count)) = (at, count(said.month, measured.numerator, measured.denominator)) {
                found[*at].push(count);
            }
        }
    }
    found
}

/// A count that can be divided.
pub fn count(month: YearMonth, numerator: Option<i64>, denominator: Option<i64>) -> Option<Count> {
    let (numerator, denominator) = (numerator?, denominator.filter(|denominator| *denominator > 0)?);
    Some(Count { month, numerator, denominator })
}

fn here<'a>(month: &'a Month, measure: &'a Measure) -> Key<'a> {
    let (ids, of) = (&month.ids, measure.subject);
    let subject = match measure.scope {
        Scope::All | Scope::Provider => "",
        Scope::Unit => ids.unit.text(of.unit),
        Scope::Staff => ids.staff.text(of.staff),
        Scope::Customer => ids.customer.text(of.customer),
    };
    let bucket = measure.bucket.as_deref().unwrap_or_default();
    [measure.rule.as_str(), measure.name, measure.scope.name(), ids.provider.text(of.provider), subject, bucket]
}

fn there(measured: &Measured) -> Key<'_> {
    [
        &measured.rule,
        &measured.measure,
        &measured.scope,
        measured.provider.as_deref().unwrap_or_default(),
        measured.subject.as_deref().unwrap_or_default(),
        measured.bucket.as_deref().unwrap_or_default(),
    ]
}
