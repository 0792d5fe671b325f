//! What a customer's visits come to over the month.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::FIRST_EXTRA;
use crate::services::Services;
use crate::visit::{Minute, Shown, Status, Visit};

/// A visit of night patrol counts for no more: around the change of the clock its length is not what it looks like.
const NIGHT: Minute = 20;

/// A number that one to six services share without a rest.
const PARTS: Minute = 60;

/// Sums over one customer's visits.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    /// Minutes of distinct planned visits that were registered, and how many they are.
    pub(crate) planned: Minute,
    pub(crate) occasions: Minute,
    /// Minutes.
    pub(crate) performed: Minute,
    /// Minutes of the other one of two staff.
    pub(crate) second: Minute,
    /// Planned and performed of each service, a visit's time divided between its services, in [`PARTS`] of a minute.
    of_service: BTreeMap<usize, [Minute; 2]>,
    /// Minutes to bill, by the number of the provider: never more than was performed, however that is counted.
    pub(crate) billed: Vec<(u32, Minute)>,
    pub(crate) services: Services,
    /// Tags that were read, beside the home's own.
    pub(crate) tags: BTreeSet<u32>,
}

impl Sums {
    /// A visit by a provider. `story`: all that stands there is part of it.
    pub(crate) fn visit(&mut self, number: u32, visit: &Visit, story: bool) {
        self.services = self.services.with(visit.services);
        self.tags.extend(visit.marks.tag);
        let ends = matches!(visit.shown, Shown::Both | Shown::Corrected | Shown::CorrectedStart);
        let length = visit.actual.length().min(if visit.marks.night { NIGHT } else { Minute::MAX });
        if visit.status != Status::Performed || !ends || length <= 0 {
            return;
        }
        self.performed += length;
        if let Some(second) = visit.second {
            self.second += length + second.goes - second.comes;
        }
        self.share(1, visit.services, length);
        let due = match (story, visit.planted) {
            (true, _) | (false, false) => length,
            (false, true) if visit.id < FIRST_EXTRA => length.min(visit.planned.length()),
            (false, true) => 0,
        };
        match self.billed.iter_mut().find(|(of, _)| *of == number) {
            Some((_, minutes)) => *minutes += due,
            None => self.billed.push((number, due)),
        }
    }

    /// A planned visit, which stands on a registered one.
    pub(crate) fn plan(&mut self, visit: &Visit) {
        self.planned += visit.planned.length();
        self.occasions += 1;
        self.share(0, visit.services, visit.planned.length());
    }

    fn share(&mut self, at: usize, services: Services, minutes: Minute) {
        for service in services.iter() {
            self.of_service.entry(service).or_default()[at] += minutes * PARTS / services.len().cast_signed();
        }
    }

    /// Each service with the minutes it was planned or performed, whichever is more.
    pub(crate) fn by_service(&self) -> impl Iterator<Item = (usize, Minute)> {
        let most = |service| self.of_service.get(&service).map_or(0, |[planned, performed]| *planned.max(performed));
        self.services.iter().map(move |service| (service, most(service) / PARTS))
    }
}
