//! The orders: the performed visits grouped by a key, made once for all rules that want them.

use kvittens_model::{Id, Month, NO_ID, Performed};

use crate::rule::Order;

/// Visits of a stretch: enough that handing them out costs nothing, few enough that they stay in the cache of a core.
pub const USUAL_STRETCH: usize = 1 << 14;

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

/// Positions grouped by an id below `count`, in the order they came within each.
fn distribute(positions: &[u32], id: impl Fn(u32) -> Id, count: u32) -> Vec<u32> {
    let mut starts = vec![0u32; count as usize + 1];
    for &at in positions {
        starts[id(at) as usize + 1] += 1;
    }
    for place in 1..starts.len() {
        starts[place] += starts[place - 1];
    }
    let mut grouped = vec![0; positions.len()];
    for &at in positions {
        let next = &mut starts[id(at) as usize];
        grouped[*next as usize] = at;
        *next += 1;
    }
    grouped
}

impl Ordered {
    /// Puts the performed visits in order. `municipal`: staff ids mean the same person at every provider.
    #[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
    pub fn make(month: &Month, order: Order, municipal: bool) -> Ordered {
        let v = &month.visits;
        let performed = (0..v.len() as u32).filter(|at| v.performed[*at as usize] == Performed::Yes);
        let (within, keys, count) = match order {
            Order::Time => return Ordered { visits: performed.collect(), ends: Vec::new() },
            Order::Customer | Order::Home => (false, &v.customer, month.ids.customer.len()),
            Order::Staff => (!municipal, &v.staff, month.ids.staff.len()),
            Order::Device => (true, &v.device, month.ids.device.len()),
            Order::Entry => (true, &v.entered_by, month.ids.staff.len()),
        };
        // The visits stand in order already, so two stable distributions group them without a comparison.
        let mut named: Vec<u32> = Vec::with_capacity(v.len());
        named.extend(performed.filter(|at| keys[*at as usize] != NO_ID));
        let mut visits = distribute(&named, |at| keys[at as usize], count);
        if within {
            visits = distribute(&visits, |at| v.provider[at as usize], month.ids.provider.len());
        }
        let key = |at: u32| (if within { v.provider[at as usize] } else { 0 }, keys[at as usize]);
        let last = |at: &usize| *at == visits.len() || key(visits[*at]) != key(visits[*at - 1]);
        let ends = (1..=visits.len()).filter(last).map(|at| at as u32).collect();
        let ordered = Ordered { visits, ends };
        if order == Order::Customer { ordered.parted(|at| v.provider[at as usize]) } else { ordered }
    }

    /// The groups parted by provider: homes become customers at one provider each.
    #[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
    pub fn parted(&self, provider: impl Fn(u32) -> Id) -> Ordered {
        let mut visits = self.visits.clone();
        let (mut start, mut ends) = (0, Vec::with_capacity(self.ends.len()));
        for &end in &self.ends {
            let group = &mut visits[start as usize..end as usize];
            let is_change = |pair: &[u32]| provider(pair[0]) != provider(pair[1]);
            if group.windows(2).any(is_change) {
                group.sort_by_key(|at| provider(*at));
                let changes = group.windows(2).enumerate().filter(|(_, pair)| is_change(pair));
                ends.extend(changes.map(|(at, _)| start + at as u32 + 1));
            }
            ends.push(end);
            start = end;
        }
        Ordered { visits, ends }
    }

    /// The same groups over visits that were put into this order: then each stands at its own place.
    #[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
    pub fn in_place(&self) -> Ordered {
        Ordered { visits: (0..self.visits.len() as u32).collect(), ends: self.ends.clone() }
    }

    /// The positions, in order.
    pub fn visits(&self) -> &[u32] {
        &self.visits
    }

    /// Everything as one stretch.
    pub fn whole(&self) -> Stretch<'_> {
        Stretch { visits: &self.visits, ends: &self.ends, base: 0 }
    }

    /// Orders of at least `size` visits but the last, cut as stretches are.
    pub fn blocks(&self, size: usize) -> Vec<Ordered> {
        let own = |stretch: Stretch<'_>| Ordered {
            visits: stretch.visits.to_vec(),
            ends: stretch.ends.iter().map(|end| end - stretch.base).collect(),
        };
        self.stretches(size).into_iter().map(own).collect()
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
