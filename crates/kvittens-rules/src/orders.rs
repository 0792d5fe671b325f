//! The orders: the performed visits grouped by a key, made once for all rules that want them.

use kvittens_model::{Month, NO_ID, Performed};
use rayon::prelude::*;

use crate::rule::Order;

/// Visits of a stretch: enough that handing them out costs nothing, few enough that all cores have work.
pub const USUAL_STRETCH: usize = 1 << 15;

/// Positions of performed visits in an order.
#[derive(Debug)]
pub struct Ordered {
    visits: Vec<u32>,
    /// Where groups end; empty where the order may be cut anywhere.
    ends: Vec<u32>,
}

/// A piece of an order that cuts no group.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    visits: &'a [u32],
    ends: &'a [u32],
    base: u32,
}

impl<'a> Stretch<'a> {
    /// The visits, in order.
    pub fn visits(&self) -> &'a [u32] {
        self.visits
    }

    /// The groups, each in order.
    pub fn groups(&self) -> impl Iterator<Item = &'a [u32]> + use<'a> {
        let (visits, base) = (self.visits, self.base);
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = (end - base) as usize;
            let group = &visits[start..end];
            start = end;
            group
        })
    }
}

impl Ordered {
    /// Puts the performed visits in order. `municipal`: staff ids mean the same person at every provider.
    #[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
    pub fn make(month: &Month, order: Order, municipal: bool) -> Ordered {
        let v = &month.visits;
        let performed = (0..v.len() as u32).into_par_iter().filter(|at| v.performed[*at as usize] == Performed::Yes);
        let key = |at: u32| {
            let at = at as usize;
            match order {
                Order::Time => (0, 0),
                Order::Customer => (v.provider[at], v.customer[at]),
                Order::Staff => (if municipal { 0 } else { v.provider[at] }, v.staff[at]),
            }
        };
        if order == Order::Time {
            return Ordered { visits: performed.collect(), ends: Vec::new() };
        }
        let mut keyed: Vec<((u32, u32), u32)> = performed.map(|at| (key(at), at)).collect();
        if order == Order::Staff {
            keyed.retain(|((_, staff), _)| *staff != NO_ID);
        }
        keyed.par_sort_unstable();
        let ends = (1..=keyed.len())
            .filter(|at| *at == keyed.len() || keyed[*at].0 != keyed[*at - 1].0)
            .map(|at| at as u32)
            .collect();
        Ordered { visits: keyed.into_iter().map(|(_, at)| at).collect(), ends }
    }

    /// Stretches of at least `size` visits but the last, cut at group boundaries.
    #[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
    pub fn stretches(&self, size: usize) -> Vec<Stretch<'_>> {
        let size = size.max(1);
        if self.ends.is_empty() {
            return self.visits.chunks(size).map(|visits| Stretch { visits, ends: &[], base: 0 }).collect();
        }
        let mut stretches = Vec::new();
        let (mut base, mut first) = (0u32, 0);
        for (at, end) in self.ends.iter().enumerate() {
            if (end - base) as usize >= size || at + 1 == self.ends.len() {
                let visits = &self.visits[base as usize..*end as usize];
                stretches.push(Stretch { visits, ends: &self.ends[first..=at], base });
                (base, first) = (*end, at + 1);
            }
        }
        stretches
    }
}
