//! Who the people of the tables are. nyckel.csv resolves the pseudonyms; without it their names in the tables are all
//! there is.

use std::collections::BTreeMap;

use kvittens_history::said::Grid;
use kvittens_model::{Dictionary, Id, Ids, Month, NO_ID};
use kvittens_tables::csv::behind_apostrophe;
use kvittens_tables::names::{Names, masked};

use super::AgainError;
use super::files::Files;

/// The list's name.
pub const LIST: &str = "nyckel.csv";

/// The people of a month.
#[derive(Debug, Default)]
pub struct People {
    /// Whether a list resolves them.
    pub has_list: bool,
    customers: Kind,
    staff: Kind,
}

/// Customers, or staff.
#[derive(Debug, Default)]
struct Kind {
    /// The id behind each name in the tables; none where the name stands for two.
    ids: BTreeMap<String, Option<String>>,
    /// The rows of the list: pseudonym, provider of staff, id.
    rows: Vec<[String; 3]>,
}

impl Kind {
    fn add(&mut self, name: String, id: &str) {
        let found = Some(id.to_owned());
        let known = self.ids.entry(name).or_insert_with(|| found.clone());
        if *known != found {
            *known = None;
        }
    }

    fn dictionary(&self) -> Dictionary {
        let mut ids: Vec<&str> = self.ids.values().flatten().map(String::as_str).collect();
        ids.extend(self.rows.iter().map(|row| row[2].as_str()));
        ids.sort_unstable();
        ids.dedup();
        Dictionary::from_sorted(ids)
    }

    fn find(&self, dictionary: &Dictionary, name: Option<&str>) -> Id {
        let id = name.and_then(|name| self.ids.get(name)?.as_deref());
        id.and_then(|id| dictionary.find(id)).unwrap_or(NO_ID)
    }
}

impl People {
    /// From nyckel.csv. `revealed`: the tables hold the ids of the export, personnummer masked.
    pub fn read(files: &Files, revealed: bool) -> Result<People, AgainError> {
        let Some(bytes) = files.get(LIST)? else {
            return Ok(People::default());
        };
        let grid = Grid::csv(bytes);
        let column = |name: &'static str| {
            grid.find(&[name]).ok_or_else(|| AgainError::Column { path: files.path(LIST), column: name })
        };
        let columns = [column("kind")?, column("pseudonym")?, column("provider")?, column("id")?];
        let mut people = People { has_list: true, ..People::default() };
        for at in 0..grid.len() {
            let [kind, pseudonym, provider, id] =
                columns.map(|cells| cells[at].as_deref().map(behind_apostrophe).unwrap_or_default().to_owned());
            let of = if kind == "K" { &mut people.customers } else { &mut people.staff };
            of.add(if revealed { masked(&id).into_owned() } else { pseudonym.clone() }, &id);
            of.rows.push([pseudonym, provider, id]);
        }
        Ok(people)
    }

    /// Somebody who stands in a table: known by that name where no list tells more.
    pub fn meet(&mut self, customer: Option<&str>, staff: Option<&str>) {
        if !self.has_list {
            customer.into_iter().for_each(|name| self.customers.add(name.to_owned(), name));
            staff.into_iter().for_each(|name| self.staff.add(name.to_owned(), name));
        }
    }

    /// The ids of customers and of staff.
    pub fn dictionaries(&self) -> (Dictionary, Dictionary) {
        (self.customers.dictionary(), self.staff.dictionary())
    }

    /// A customer by the name in the tables.
    pub fn customer(&self, ids: &Ids, name: Option<&str>) -> Id {
        self.customers.find(&ids.customer, name)
    }

    /// Staff by the name in the tables.
    pub fn staff(&self, ids: &Ids, name: Option<&str>) -> Id {
        self.staff.find(&ids.staff, name)
    }

    /// The ids behind two names.
    pub fn resolve(&self, ids: &Ids, customer: &mut Option<String>, staff: &mut Option<String>) {
        let of_customer = ids.customer.get(self.customer(ids, customer.as_deref()));
        let of_staff = ids.staff.get(self.staff(ids, staff.as_deref()));
        (*customer, *staff) = (of_customer.map(str::to_owned), of_staff.map(str::to_owned));
    }

    /// Everybody by pseudonym, as far as a list tells; else by the names in the tables.
    pub fn pseudonyms<'m>(&self, month: &'m Month) -> Names<'m> {
        if !self.has_list {
            return Names::plain(month);
        }
        let ids = &month.ids;
        let mut customers = vec![String::new(); ids.customer.len() as usize];
        for [pseudonym, _, id] in &self.customers.rows {
            if let Some(place) = ids.customer.find(id).and_then(|id| customers.get_mut(id as usize)) {
                place.clone_from(pseudonym);
            }
        }
        let of_staff = self.staff.rows.iter().filter_map(|[pseudonym, provider, id]| {
            Some(((ids.provider.find(provider)?, ids.staff.find(id)?), pseudonym.clone()))
        });
        Names::listed(month, customers, of_staff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_stands_for_two_ids_is_nobodys() {
        let mut kind = Kind::default();
        kind.add("121212-****".into(), "121212-1212");
        kind.add("K-1".into(), "B1");
        let dictionary = Dictionary::from_sorted(["121212-1212", "121212-3434", "B1"]);
        assert_eq!(kind.find(&dictionary, Some("121212-****")), 0);
        kind.add("121212-****".into(), "121212-3434");
        assert_eq!(kind.find(&dictionary, Some("121212-****")), NO_ID);
        assert_eq!((kind.find(&dictionary, Some("K-1")), kind.find(&dictionary, None)), (2, NO_ID));
    }
}
