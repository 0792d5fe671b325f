//! Who is a row of the page: providers with enough customers by their name, the smaller ones together.

use std::collections::BTreeMap;

use kvittens_model::{Id, Scope};
use kvittens_rules::customers::CUSTOMERS;

use super::Bounds;
use crate::Check;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The provider that is named; `None` for the smaller ones together.
    pub named: Option<Id>,
    /// Whose numbers it sums.
    pub ids: Vec<Id>,
}

/// The rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Named providers in the order of their names, then the smaller ones.
    pub rows: Vec<Row>,
    /// Whether somebody is in no row. The page's sums are then sums of its rows alone, so that nobody is the difference.
    pub left_out: bool,
}

impl Rows {
    /// Of a month. Who has no known number of customers is small. The smaller ones stand together where they are two or
    /// more and have enough customers together; a customer of two of them counts twice.
    pub fn of(check: &Check<'_>, bounds: Bounds) -> Rows {
        let measures = check.run.outcome.measures.iter();
        let counts = measures.filter(|measure| measure.name == CUSTOMERS && measure.scope == Scope::Provider);
        let customers: BTreeMap<Id, i64> =
            counts.map(|measure| (measure.subject.provider, measure.numerator.unwrap_or_default())).collect();
        let of = |id: &Id| customers.get(id).copied().unwrap_or_default();
        let least = i64::from(bounds.min_customers);
        let (large, small): (Vec<Id>, Vec<Id>) =
            (0..check.run.month.ids.provider.len()).partition(|id| of(id) >= least);
        let mut rows: Vec<Row> = large.into_iter().map(|id| Row { named: Some(id), ids: vec![id] }).collect();
        let together = small.len() >= 2 && small.iter().map(of).sum::<i64>() >= least;
        let left_out = !small.is_empty() && !together;
        rows.extend(together.then_some(Row { named: None, ids: small }));
        Rows { rows, left_out }
    }

    /// Whether a provider is named.
    pub fn names(&self, id: Id) -> bool {
        self.rows.iter().any(|row| row.named == Some(id))
    }

    /// The row that a provider's numbers are in.
    pub fn row_of(&self, id: Id) -> Option<usize> {
        self.rows.iter().position(|row| row.ids.contains(&id))
    }

    /// How many providers the rows are of.
    pub fn providers(&self) -> usize {
        self.rows.iter().map(|row| row.ids.len()).sum()
    }
}
