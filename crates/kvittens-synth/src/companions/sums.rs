//! What a customer's visits come to over the month.

use std::collections::BTreeSet;

use crate::ids::FIRST_EXTRA;
use crate::services::Services;
use crate::visit::{Minute, Shown, Status, Visit};

/// A visit of night patrol counts for no more: around the change of the clock its length is not what it looks like.
const NIGHT: Minute = 20;

/// Sums over one customer's visits.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    /// Minutes of distinct planned visits that were registered, and how many they are.
    pub(crate) planned: Minute,
    pub(crate) occasions: Minute,
    /// Minutes.
    pub(crate) performed: Minute,
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
}
