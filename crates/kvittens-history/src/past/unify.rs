//! The ids of two months as ids of one: a position in both dictionaries together, so that rows are compared as numbers.

use kvittens_model::{Dictionary, Id, Month, NO_ID, ServiceSets, VisitId};

/// The places of one month's ids among those of both.
pub(super) struct Unified {
    provider: Vec<Id>,
    customer: Vec<Id>,
    staff: Vec<Id>,
    visit: Vec<Id>,
    service: Vec<Id>,
}

/// Of both months.
pub(super) fn unify(a: &Month, b: &Month) -> [Unified; 2] {
    let of = |dictionary: fn(&Month) -> &Dictionary| places(dictionary(a), dictionary(b));
    let (provider, customer, staff) = (of(|m| &m.ids.provider), of(|m| &m.ids.customer), of(|m| &m.ids.staff));
    let (visit, service) = (of(|m| &m.ids.visit), of(|m| &m.ids.service));
    [
        Unified { provider: provider.0, customer: customer.0, staff: staff.0, visit: visit.0, service: service.0 },
        Unified { provider: provider.1, customer: customer.1, staff: staff.1, visit: visit.1, service: service.1 },
    ]
}

/// Where each text of two sorted dictionaries stands among all of them.
fn places(a: &Dictionary, b: &Dictionary) -> (Vec<Id>, Vec<Id>) {
    let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    for place in 0.. {
        let next = match (left.peek(), right.peek()) {
            (Some(l), Some(r)) => *l.min(r),
            (Some(one), None) | (None, Some(one)) => *one,
            (None, None) => break,
        };
        if left.next_if_eq(&next).is_some() {
            of_a.push(place);
        }
        if right.next_if_eq(&next).is_some() {
            of_b.push(place);
        }
    }
    (of_a, of_b)
}

/// What tells a registration from another: provider, visit, customer, staff and services.
pub(super) type RowKey = (Id, VisitId, Id, Id, Vec<Id>);

impl Unified {
    /// The key of a row of the month.
    pub(super) fn key(&self, month: &Month, at: usize) -> RowKey {
        let rows = &month.rows;
        (
            place(&self.provider, rows.provider(at)),
            self.visit(rows.visit(at)),
            place(&self.customer, rows.customer(at)),
            place(&self.staff, rows.staff(at)),
            self.services(&month.ids.sets, rows.services[at]),
        )
    }

    fn visit(&self, id: VisitId) -> VisitId {
        id.word().map_or(id, |word| VisitId::from_word(place(&self.visit, word)))
    }

    /// A set's own number differs between two months; its services do not.
    fn services(&self, sets: &ServiceSets, set: Id) -> Vec<Id> {
        let mut services: Vec<Id> = sets.get(set).iter().map(|id| place(&self.service, *id)).collect();
        services.sort_unstable();
        services
    }
}

fn place(places: &[Id], id: Id) -> Id {
    places.get(id as usize).copied().unwrap_or(NO_ID)
}
