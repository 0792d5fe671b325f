//! Who sees which ids (outputs.md, Ids). A controller's files hold pseudonyms unless revealed; a provider's folder the
//! ids of its own export, personnummer masked.

use std::collections::BTreeMap;

use kvittens_model::{Dictionary, Id, Month, NO_ID, personnummer};
use rayon::prelude::*;

use crate::key::Key;

/// Whose eyes a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The municipality's controller.
    Controller,
    /// One provider.
    Provider,
}

/// Two ids with one pseudonym: the key must be changed.
#[derive(Debug, thiserror::Error)]
#[error("two ids have the pseudonym {0}; make a new key")]
pub struct Collision(pub String);

/// How customers and staff are called before one audience.
pub struct Names<'a> {
    month: &'a Month,
    customers: Vec<String>,
    staff: BTreeMap<(Id, Id), String>,
    plain: bool,
}

impl<'a> Names<'a> {
    /// Pseudonyms by the key. `municipal`: staff ids mean the same person at every provider.
    ///
    /// # Errors
    /// Two ids with one pseudonym.
    pub fn pseudonyms(month: &'a Month, key: &Key, municipal: bool) -> Result<Names<'a>, Collision> {
        let customers: Vec<&str> = month.ids.customer.iter().collect();
        let customers: Vec<String> = customers.into_par_iter().map(|id| key.customer(id)).collect();
        let mut members: Vec<(Id, Id)> =
            month.visits.provider.par_iter().copied().zip(month.visits.staff.par_iter().copied()).collect();
        members.retain(|(_, staff)| *staff != NO_ID);
        members.par_sort_unstable();
        members.dedup();
        let named = |(provider, id): (Id, Id)| {
            let of = if municipal { "" } else { month.ids.provider.text(provider) };
            ((provider, id), key.staff(of, month.ids.staff.text(id)))
        };
        let staff: BTreeMap<(Id, Id), String> = members.into_par_iter().map(named).collect();
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let named = customers.iter().zip(month.ids.customer.iter());
        let named = named.chain(staff.iter().map(|((_, id), name)| (name, month.ids.staff.text(*id))));
        for (name, id) in named {
            // The same staff id at two providers has two names, so one name for two ids is a collision.
            if seen.insert(name, id).is_some_and(|former| former != id) {
                return Err(Collision(name.clone()));
            }
        }
        Ok(Names { month, customers, staff, plain: false })
    }

    /// The export's own ids; a personnummer is masked.
    pub fn plain(month: &'a Month) -> Names<'a> {
        Names { month, customers: Vec::new(), staff: BTreeMap::new(), plain: true }
    }

    /// A customer; `None` where there is none.
    pub fn customer(&self, id: Id) -> Option<String> {
        self.of(&self.month.ids.customer, id, || self.customers.get(id as usize).cloned())
    }

    /// A member of a provider's staff; of any provider's where the id is the municipality's ([`NO_ID`]).
    pub fn staff(&self, provider: Id, id: Id) -> Option<String> {
        self.of(&self.month.ids.staff, id, || {
            let anywhere = || self.staff.iter().find(|((_, staff), _)| *staff == id).map(|(_, name)| name);
            let found = if provider == NO_ID { anywhere() } else { self.staff.get(&(provider, id)) };
            found.cloned()
        })
    }

    fn of(&self, dictionary: &Dictionary, id: Id, pseudonym: impl FnOnce() -> Option<String>) -> Option<String> {
        let text = dictionary.get(id)?;
        if !self.plain {
            return pseudonym();
        }
        Some(if personnummer::is_personnummer(text) { personnummer::mask(text) } else { text.to_owned() })
    }

    /// Every pseudonym and the id behind it: kind (`K` or `P`), pseudonym, provider of staff, id.
    pub fn key_rows(&self) -> Vec<[String; 4]> {
        let ids = &self.month.ids;
        let customers = self.customers.iter().zip(ids.customer.iter());
        let customers = customers.map(|(name, id)| ["K".to_owned(), name.clone(), String::new(), id.to_owned()]);
        let staff = self.staff.iter().map(|((provider, id), name)| {
            ["P".to_owned(), name.clone(), ids.provider.text(*provider).to_owned(), ids.staff.text(*id).to_owned()]
        });
        let mut rows: Vec<_> = customers.chain(staff).collect();
        rows.sort();
        rows
    }
}
