//! Who sees which ids (outputs.md, Ids). A controller's files hold pseudonyms unless revealed; a provider's folder the
//! ids of its own export, personnummer masked.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Dictionary, Id, Month, NO_ID, personnummer};
use rayon::prelude::*;

use crate::file_names::telling;
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
    called: Called,
    /// Files whose names tell a provider of another.
    telling: BTreeSet<(Id, u16)>,
}

/// How people are called.
enum Called {
    /// By the export's own ids.
    AsExported,
    /// By pseudonyms of a key. Municipal: staff ids mean the same person at every provider.
    By(Key, bool),
    /// By pseudonyms that stand in a list: people who are not in it have no name.
    Listed,
}

impl<'a> Names<'a> {
    /// Pseudonyms by the key. `municipal`: staff ids mean the same person at every provider.
    ///
    /// # Errors
    /// Two ids with one pseudonym.
    pub fn pseudonyms(month: &'a Month, key: &Key, municipal: bool) -> Result<Names<'a>, Collision> {
        let customers: Vec<&str> = month.ids.customer.iter().collect();
        let customers: Vec<String> = customers.into_par_iter().map(|id| key.customer(id)).collect();
        // Whoever typed a visit in may have none of the month's visits.
        let visits = &month.visits;
        let of = |staff: &[Id]| -> Vec<(Id, Id)> {
            visits.provider.par_iter().copied().zip(staff.par_iter().copied()).collect()
        };
        let mut members = [of(&visits.staff), of(&visits.entered_by)].concat();
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
        Ok(Names { month, customers, staff, called: Called::By(key.clone(), municipal), telling: telling(month) })
    }

    /// The export's own ids; a personnummer is masked.
    pub fn plain(month: &'a Month) -> Names<'a> {
        Names {
            month,
            customers: Vec::new(),
            staff: BTreeMap::new(),
            called: Called::AsExported,
            telling: telling(month),
        }
    }

    /// Pseudonyms as nyckel.csv lists them: of each customer, by id, and of each provider's staff.
    pub fn listed(month: &'a Month, customers: Vec<String>, staff: BTreeMap<(Id, Id), String>) -> Names<'a> {
        Names { month, customers, staff, called: Called::Listed, telling: telling(month) }
    }

    /// A file of the delivery; before a provider `own` its number, where its name tells of another provider.
    pub fn file(&self, file: u16, own: Option<Id>) -> Cow<'a, str> {
        if own.is_some_and(|own| self.telling.contains(&(own, file))) {
            return format!("fil-{}", file + 1).into();
        }
        self.month.files.get(usize::from(file)).map_or("", |file| file.name.as_str()).into()
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
        match self.called {
            Called::AsExported => Some(masked(text)),
            Called::By(..) | Called::Listed => pseudonym(),
        }
    }

    /// A customer of another month or delivery, by the id of its export; empty where a list does not hold it.
    pub fn customer_of(&self, id: &str) -> String {
        match &self.called {
            Called::AsExported => masked(id),
            Called::By(key, _) => key.customer(id),
            Called::Listed => self.month.ids.customer.find(id).and_then(|id| self.customer(id)).unwrap_or_default(),
        }
    }

    /// A member of a provider's staff of another month or delivery, by the id of its export.
    pub fn staff_of(&self, provider: &str, id: &str) -> String {
        let ids = &self.month.ids;
        match &self.called {
            Called::AsExported => masked(id),
            Called::By(key, municipal) => key.staff(if *municipal { "" } else { provider }, id),
            Called::Listed => {
                let found = ids.provider.find(provider).zip(ids.staff.find(id));
                found.and_then(|(provider, id)| self.staff(provider, id)).unwrap_or_default()
            }
        }
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

/// A personnummer without its last digits; any other id as it is.
pub fn masked(text: &str) -> String {
    if personnummer::is_personnummer(text) { personnummer::mask(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kvittens_model::Ids;

    #[test]
    fn somebody_of_another_month_is_called_as_in_this_one() {
        let key = Key::new([7; 32]);
        let ids = Ids { customer: Dictionary::from_sorted(["B1"]), ..Ids::default() };
        let month = Month {
            month: "2022-03".parse().unwrap(),
            ids,
            rows: Default::default(),
            visits: Default::default(),
            files: Vec::new(),
            rejected: Vec::new(),
            notes: Vec::new(),
            companions: kvittens_model::companion::Companions::default(),
            has_manual: true,
        };
        let (hidden, plain) = (Names::pseudonyms(&month, &key, true).unwrap(), Names::plain(&month));
        assert_eq!(hidden.customer(0), Some(hidden.customer_of("B1")));
        assert_eq!(hidden.staff_of("A", "P1"), hidden.staff_of("B", "P1"), "staff ids are the municipality's");
        assert_eq!(plain.customer_of("B2"), "B2");
        assert!(!plain.customer_of("191212121212").contains("1212121212"), "a personnummer is masked");
        let listed = Names::listed(&month, vec!["K-1".into()], BTreeMap::new());
        assert_eq!((listed.customer(0), listed.customer_of("B1")), (Some("K-1".into()), "K-1".into()));
        assert_eq!(listed.customer_of("B2"), "", "whom the list does not hold has no name");
    }
}
