//! Who sees which ids (outputs.md, Ids). A controller's files hold pseudonyms unless revealed; a provider's folder the
//! ids of its own export, personnummer masked.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

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
    /// By id: the providers whose staff it is, ascending, and the name of each.
    staff: Vec<Vec<(Id, String)>>,
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
        let mut members = vec![Vec::new(); month.ids.staff.len() as usize];
        for (provider, id) in
            visits.provider.iter().zip(&visits.staff).chain(visits.provider.iter().zip(&visits.entered_by))
        {
            // NO_ID is nobody's.
            if let Some(of) = members.get_mut(*id as usize).filter(|of| !of.contains(provider)) {
                of.push(*provider);
            }
        }
        let named = |(mut of, id): (Vec<Id>, &str)| -> Vec<(Id, String)> {
            of.sort_unstable();
            let whose = |provider| if municipal { "" } else { month.ids.provider.text(provider) };
            of.into_iter().map(|provider| (provider, key.staff(whose(provider), id))).collect()
        };
        let ids: Vec<&str> = month.ids.staff.iter().collect();
        let staff: Vec<Vec<(Id, String)>> = members.into_par_iter().zip(ids).map(named).collect();
        let mut seen: HashMap<&str, &str> = HashMap::with_capacity(customers.len() + staff.len());
        let named = customers.iter().zip(month.ids.customer.iter());
        let of_staff = staff.iter().zip(month.ids.staff.iter());
        let named = named.chain(of_staff.flat_map(|(names, id)| names.iter().map(move |(_, name)| (name, id))));
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
        Names { month, customers: Vec::new(), staff: Vec::new(), called: Called::AsExported, telling: telling(month) }
    }

    /// Pseudonyms as nyckel.csv lists them: of each customer, by id, and of each provider's staff; of two for the same
    /// member the last.
    pub fn listed(
        month: &'a Month,
        customers: Vec<String>,
        members: impl Iterator<Item = ((Id, Id), String)>,
    ) -> Names<'a> {
        let mut staff: Vec<Vec<(Id, String)>> = vec![Vec::new(); month.ids.staff.len() as usize];
        for ((provider, id), name) in members {
            if let Some(of) = staff.get_mut(id as usize) {
                match of.binary_search_by_key(&provider, |(provider, _)| *provider) {
                    Ok(at) => of[at].1 = name,
                    Err(at) => of.insert(at, (provider, name)),
                }
            }
        }
        Names { month, customers, staff, called: Called::Listed, telling: telling(month) }
    }

    /// Whether a file's name tells a provider of another.
    pub fn tells(&self, own: Id, file: u16) -> bool {
        self.telling.contains(&(own, file))
    }

    /// A file of the delivery; before a provider `own` its number, where its name tells of another provider.
    pub fn file(&self, file: u16, own: Option<Id>) -> Cow<'a, str> {
        if own.is_some_and(|own| self.tells(own, file)) {
            return format!("fil-{}", file + 1).into();
        }
        self.month.files.get(usize::from(file)).map_or("", |file| file.name.as_str()).into()
    }

    /// A customer; `None` where there is none.
    pub fn customer(&self, id: Id) -> Option<Cow<'_, str>> {
        self.of(&self.month.ids.customer, id, || self.customers.get(id as usize))
    }

    /// A member of a provider's staff; of any provider's where the id is the municipality's ([`NO_ID`]).
    pub fn staff(&self, provider: Id, id: Id) -> Option<Cow<'_, str>> {
        self.of(&self.month.ids.staff, id, || {
            let mut of = self.staff.get(id as usize)?.iter();
            of.find(|(whose, _)| provider == NO_ID || *whose == provider).map(|(_, name)| name)
        })
    }

    fn of<'n>(
        &'n self,
        dictionary: &'n Dictionary,
        id: Id,
        pseudonym: impl FnOnce() -> Option<&'n String>,
    ) -> Option<Cow<'n, str>> {
        let text = dictionary.get(id)?;
        match self.called {
            Called::AsExported => Some(masked(text)),
            Called::By(..) | Called::Listed => pseudonym().map(|name| name.as_str().into()),
        }
    }

    /// A customer of another month or delivery, by the id of its export; empty where a list does not hold it.
    pub fn customer_of(&self, id: &str) -> String {
        match &self.called {
            Called::AsExported => masked(id).into_owned(),
            Called::By(key, _) => key.customer(id),
            Called::Listed => {
                let found = self.month.ids.customer.find(id);
                found.and_then(|id| self.customer(id)).unwrap_or_default().into_owned()
            }
        }
    }

    /// A member of a provider's staff of another month or delivery, by the id of its export.
    pub fn staff_of(&self, provider: &str, id: &str) -> String {
        let ids = &self.month.ids;
        match &self.called {
            Called::AsExported => masked(id).into_owned(),
            Called::By(key, municipal) => key.staff(if *municipal { "" } else { provider }, id),
            Called::Listed => {
                let found = ids.provider.find(provider).zip(ids.staff.find(id));
                found.and_then(|(provider, id)| self.staff(provider, id)).unwrap_or_default().into_owned()
            }
        }
    }

    /// Every pseudonym and the id behind it: kind (`K` or `P`), pseudonym, provider of staff, id.
    pub fn key_rows(&self) -> Vec<[Cow<'_, str>; 4]> {
        fn row<'n>(kind: &'n str, name: &'n str, provider: &'n str, id: &'n str) -> [Cow<'n, str>; 4] {
            [kind, name, provider, id].map(Cow::Borrowed)
        }
        let ids = &self.month.ids;
        let customers = self.customers.iter().zip(ids.customer.iter()).map(|(name, id)| row("K", name, "", id));
        let staff = self.staff.iter().zip(ids.staff.iter()).flat_map(|(names, id)| {
            names.iter().map(move |(provider, name)| row("P", name, ids.provider.text(*provider), id))
        });
        let mut rows: Vec<_> = customers.chain(staff).collect();
        rows.sort_unstable();
        rows
    }
}

/// A personnummer without its last digits; any other id as it is.
pub fn masked(text: &str) -> Cow<'_, str> {
    if personnummer::is_personnummer(text) { personnummer::mask(text).into() } else { text.into() }
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
        assert_eq!(hidden.customer(0).as_deref(), Some(hidden.customer_of("B1").as_str()));
        assert_eq!(hidden.staff_of("A", "P1"), hidden.staff_of("B", "P1"), "staff ids are the municipality's");
        assert_eq!(plain.customer_of("B2"), "B2");
        assert!(!plain.customer_of("191212121212").contains("1212121212"), "a personnummer is masked");
        let listed = Names::listed(&month, vec!["K-1".into()], std::iter::empty());
        assert_eq!((listed.customer(0), listed.customer_of("B1")), (Some("K-1".into()), "K-1".into()));
        assert_eq!(listed.customer_of("B2"), "", "whom the list does not hold has no name");
    }
}
