//! The months before one, in order.

use kvittens_model::YearMonth;

use crate::Said;

/// The months before the one at hand, ascending.
#[derive(Clone, Debug)]
pub struct Before<'a> {
    /// Which month is at hand.
    pub now: YearMonth,
    /// The months before it.
    pub months: Vec<&'a Said>,
}

impl<'a> Before<'a> {
    /// The months of a past that lie before one.
    pub fn new(past: &'a [Said], now: YearMonth) -> Before<'a> {
        let mut months: Vec<&Said> = past.iter().filter(|said| said.month < now).collect();
        months.sort_by_key(|said| said.month);
        Before { now, months }
    }

    /// The calendar month before, where it is known.
    pub fn last(&self) -> Option<&'a Said> {
        self.months.last().copied().filter(|said| said.month == self.now.former())
    }

    /// Those of the so many calendar months before.
    pub fn within(&self, months: u32) -> &[&'a Said] {
        let first = self.now.index() - i64::from(months);
        let from = self.months.partition_point(|said| said.month.index() < first);
        &self.months[from..]
    }
}
