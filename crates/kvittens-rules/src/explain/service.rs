//! Services that the municipality keeps as visits of their own: cleaning next to care.

use std::collections::BTreeSet;

use kvittens_model::{Id, Month};

use crate::scene::Scene;
use crate::services::Settings;

/// What is kept apart, by set of services.
#[derive(Debug)]
pub struct Separate {
    of_set: Vec<Option<Groups>>,
}

/// The groups of a set of services, ascending, and whether all its services are configured as separate.
#[derive(Debug)]
struct Groups {
    groups: Vec<usize>,
    separate: bool,
}

impl Separate {
    /// Of the month's services.
    pub fn of(month: &Month, settings: &Settings) -> Separate {
        let names: BTreeSet<&str> = settings.services.values().filter_map(|rule| rule.group.as_deref()).collect();
        let of_service: Vec<Option<(usize, bool)>> = month
            .ids
            .service
            .iter()
            .map(|service| {
                let rule = settings.services.get(service)?;
                let group = rule.group.as_deref()?;
                Some((names.iter().position(|name| *name == group)?, rule.separate))
            })
            .collect();
        let of_set = |set: usize| {
            let members = month.ids.sets.get(Id::try_from(set).ok()?);
            let known: Vec<(usize, bool)> =
                members.iter().map(|service| of_service[*service as usize]).collect::<Option<_>>()?;
            let groups: BTreeSet<usize> = known.iter().map(|(group, _)| *group).collect();
            let separate = known.iter().all(|(_, separate)| *separate);
            (!known.is_empty()).then(|| Groups { groups: groups.into_iter().collect(), separate })
        };
        Separate { of_set: (0..month.ids.sets.len()).map(of_set).collect() }
    }

    /// Whether two visits are kept apart: each of their services has a group, no group stands on both, and all services
    /// of one of them are configured as separate.
    pub fn holds(&self, scene: &Scene<'_>, a: u32, b: u32) -> bool {
        let groups = |visit: u32| self.of_set.get(scene.visits.services[visit as usize] as usize)?.as_ref();
        match (groups(a), groups(b)) {
            (Some(a), Some(b)) => {
                (a.separate || b.separate) && a.groups.iter().all(|group| b.groups.binary_search(group).is_err())
            }
            _ => false,
        }
    }
}
