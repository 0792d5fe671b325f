//! The services of a cell: one, or several that are joined in it (layout `phoniro-besok`, and the store's lists).

use std::collections::BTreeMap;

use kvittens_model::{Id, NO_ID, ServiceSets};
use rustc_hash::FxHashMap;

use crate::error::Kind;
use crate::intern::{Joined, Words};
use crate::layout::Services;

/// Stands between the services of a list in the store's table; no export writes it.
pub const UNIT_SEPARATOR: char = '\u{1f}';

/// Marks the provisional number of a set of several services.
const SEVERAL: Id = 1 << 31;

/// The distinct sets of several services of the month, in the order they came, of provisional service numbers.
#[derive(Debug, Default)]
pub struct JoinedSets {
    numbers: FxHashMap<Vec<Id>, Id>,
    sets: Vec<Vec<Id>>,
}

impl JoinedSets {
    /// The provisional number of each word's services: a service's own, or that of a set.
    ///
    /// # Errors
    /// Past 2³¹ services or sets.
    pub fn numbers(
        &mut self,
        words: &Words,
        services: &mut Joined,
        joined: Services,
        aliases: &BTreeMap<String, String>,
    ) -> Result<Vec<Id>, Kind> {
        let between = |c: char| c == UNIT_SEPARATOR || joined == Services::CommaJoined && c == ',';
        let mut number = |service: &str| {
            let text = aliases.get(&service.to_lowercase()).map_or(service, String::as_str);
            services.id(text).filter(|number| number & SEVERAL == 0)
        };
        let of_word = |text: &String| {
            if !text.contains(between) {
                return number(text);
            }
            let parts = text.split(between).map(str::trim).filter(|part| !part.is_empty());
            let mut set = parts.map(&mut number).collect::<Option<Vec<Id>>>()?;
            set.sort_unstable();
            set.dedup();
            match set[..] {
                [] => Some(NO_ID),
                [one] => Some(one),
                _ => self.number(set),
            }
        };
        words.texts().iter().map(of_word).collect::<Option<Vec<Id>>>().ok_or(Kind::TooMany("distinct words"))
    }

    fn number(&mut self, set: Vec<Id>) -> Option<Id> {
        if let Some(&known) = self.numbers.get(&set) {
            return Some(known);
        }
        let number = Id::try_from(self.sets.len()).ok().filter(|number| *number < SEVERAL - 1)? | SEVERAL;
        self.numbers.insert(set.clone(), number);
        self.sets.push(set);
        Some(number)
    }

    /// Where a provisional number stands in the places that [`JoinedSets::sort`] extends.
    pub fn place(number: Id, services: u32) -> Id {
        if number == NO_ID || number & SEVERAL == 0 { number } else { (number ^ SEVERAL) + services }
    }

    /// The sets of the month: first one of each service, then those of several, in an order that the order of the rows
    /// plays no part in. `places`: of each provisional service in the sorted dictionary; the sets' places are added.
    pub fn sort(self, places: &mut Vec<Id>) -> ServiceSets {
        let mut sets = ServiceSets::default();
        let services = places.len();
        let sorted = |set: &Vec<Id>| {
            let mut set: Vec<Id> = set.iter().map(|service| places[*service as usize]).collect();
            set.sort_unstable();
            set
        };
        let mut several: Vec<(Vec<Id>, usize)> = self.sets.iter().map(sorted).zip(0..).collect();
        several.sort_unstable();
        for service in (0..).take(services) {
            sets.push(&[service]);
        }
        places.resize(services + several.len(), NO_ID);
        for (set, provisional) in several {
            places[services + provisional] = sets.push(&set);
        }
        sets
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::Encoding;
    use crate::intern::Evidence;

    fn sets_of(cells: &[&str], joined: Services) -> Vec<Vec<String>> {
        let (mut words, mut bytes) = (Words::default(), Evidence::new(Encoding::Utf8));
        let ids: Vec<Id> = cells.iter().map(|cell| words.id(cell.as_bytes(), 2, &mut bytes)).collect();
        let (mut services, mut sets) = (Joined::default(), JoinedSets::default());
        let aliases = BTreeMap::from([("matdistrubition".to_owned(), "Matdistribution".to_owned())]);
        let numbers = sets.numbers(&words, &mut services, joined, &aliases).unwrap();
        let (dictionary, mut places) = services.sort();
        let count = dictionary.len();
        let made = sets.sort(&mut places);
        let text = |id: &Id| {
            let number = JoinedSets::place(numbers[*id as usize], count);
            let set = if number == NO_ID { NO_ID } else { places[number as usize] };
            made.get(set).iter().map(|service| dictionary.text(*service).to_owned()).collect()
        };
        ids.iter().map(text).collect()
    }

    #[test]
    fn commas_part_services_and_a_stroke_does_not() {
        let found = sets_of(&["Tvätt, Bad/Dusch", "Bad/Dusch", "Bad/Dusch,Tvätt,Tvätt", ", ,"], Services::CommaJoined);
        assert_eq!(found, [vec!["Bad/Dusch", "Tvätt"], vec!["Bad/Dusch"], vec!["Bad/Dusch", "Tvätt"], vec![]]);
    }

    #[test]
    fn elsewhere_a_comma_is_part_of_the_name() {
        assert_eq!(sets_of(&["Tvätt, Städ"], Services::One), [["Tvätt, Städ"]]);
        assert_eq!(sets_of(&["Tvätt\u{1f}Städ"], Services::One), [["Städ", "Tvätt"]]);
    }

    #[test]
    fn each_service_of_a_cell_has_its_alias() {
        let found = sets_of(&["MATDISTRUBITION, Matdistribution", "Städ, matdistrubition"], Services::CommaJoined);
        assert_eq!(found, [vec!["Matdistribution"], vec!["Matdistribution", "Städ"]]);
    }
}
