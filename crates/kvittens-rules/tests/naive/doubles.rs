//! D201 and D202: every row and every visit against every other.

use kvittens_model::{Class, Performed};

use crate::facts::Naive;
use crate::seen::Seen;

impl Naive<'_> {
    /// D201: equal rows. The extra rows are listed.
    pub fn d201(&self) -> Vec<Seen> {
        let rows = &self.month.rows;
        let same = |a: usize, b: usize| {
            let (a, b) = (rows.get(a), rows.get(b));
            (a.provider, a.visit, a.customer, a.staff, a.services)
                == (b.provider, b.visit, b.customer, b.staff, b.services)
                && (a.start, a.stop, a.in_method, a.out_method) == (b.start, b.stop, b.in_method, b.out_method)
                && a.performed == Performed::Yes
                && b.performed == Performed::Yes
        };
        let mut found = Vec::new();
        for visit in self.performed() {
            let own = self.visits().rows_of(visit);
            for (place, &row) in own.iter().enumerate() {
                if own[..place].iter().any(|before| same(*before as usize, row as usize)) {
                    continue;
                }
                let extra = own[place + 1..].iter().copied().filter(|other| same(row as usize, *other as usize));
                let extra: Vec<u32> = extra.collect();
                if !extra.is_empty() {
                    let mut seen = self.on_visit("D201", "minor", visit);
                    seen.services = self.month.ids.sets.get(rows.services[row as usize]).to_vec();
                    seen.rows = std::iter::once(row).chain(extra).collect();
                    found.push(seen);
                }
            }
        }
        found
    }

    /// D202: a visit without a receipt over one with a receipt.
    pub fn d202(&self) -> Vec<Seen> {
        let mut found = Vec::new();
        for manual in self.performed() {
            let Some(length) = self.visits().length(manual).filter(|length| *length >= 0) else {
                continue;
            };
            if self.class(manual) != Class::NoTag {
                continue;
            }
            let twins = self.performed().into_iter().filter(|other| self.is_twin(manual, *other));
            let shared: Vec<(u32, Option<f64>)> =
                twins.filter_map(|other| Some((other, self.twin_share(manual, other)?))).collect();
            if !shared.is_empty() {
                let others: Vec<u32> = shared.iter().map(|(other, _)| *other).collect();
                let most = shared.iter().filter_map(|(_, share)| *share).fold(0.0, f64::max);
                let seen = self.on_visit("D202", "major", manual).comparing(most, self.params.d202_share);
                let mut seen = self.with_others(seen, &others);
                // A single time within the manual visit is no share.
                seen.value = seen.value.filter(|value| *value > 0);
                seen.minutes = length / 60;
                found.push(seen);
            }
        }
        found
    }

    fn is_twin(&self, manual: u32, other: u32) -> bool {
        let common = self.services(manual).iter().any(|service| self.services(other).contains(service));
        self.provider(manual) == self.provider(other)
            && self.customer(manual) == self.customer(other)
            && self.staff(manual) == self.staff(other)
            && !self.same_id(manual, other)
            && self.class(other) != Class::NoTag
            && common
    }

    /// Whether they are one visit, and by which share of the shorter; a single time has none.
    fn twin_share(&self, manual: u32, other: u32) -> Option<Option<f64>> {
        let (start, stop) = (self.visits().start[other as usize], self.visits().stop[other as usize]);
        if start.is_some() && stop.is_some() {
            let shared = self.shared(manual, other)?;
            let lengths = (self.visits().length(manual)?, self.visits().length(other)?);
            let share = f64::from(shared) / f64::from(lengths.0.min(lengths.1));
            return (share >= self.params.d202_share).then_some(Some(share));
        }
        let time = start.or(stop);
        let (from, to) = self.span(manual)?;
        let within = self.sure(time) && (from..=to).contains(&kvittens_model::clock::real(time));
        within.then_some(None)
    }
}
