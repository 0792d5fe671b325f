//! A column of a list: its distinct texts in the order in which they sort, and each row's place among them. So a page is
//! small, and its script filters and sorts whole numbers.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kvittens_model::{Dictionary, Id};
use serde::Serialize;

/// Distinct texts and the rows' places among them; -1: nothing stands there.
#[derive(Serialize)]
pub struct Places {
    pub values: Vec<String>,
    pub at: Vec<i64>,
}

impl Places {
    /// Of texts with what they sort by.
    pub fn of<K: Ord>(cells: Vec<(K, String)>) -> Places {
        let mut distinct: BTreeMap<&(K, String), i64> =
            cells.iter().filter(|(_, text)| !text.is_empty()).map(|cell| (cell, 0)).collect();
        (0..).zip(distinct.values_mut()).for_each(|(at, place)| *place = at);
        let at = cells.iter().map(|cell| distinct.get(cell).copied().unwrap_or(-1)).collect();
        Places { values: distinct.into_keys().map(|(_, text)| text.clone()).collect(), at }
    }

    /// Of ids: only those that stand there, called as `name` says. Ids are in the order of the export's texts, names
    /// may not be.
    pub fn of_ids(ids: &[Id], name: impl Fn(Id) -> Option<String>) -> Places {
        let mut distinct: Vec<Id> = ids.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let mut named: Vec<(String, Id)> = distinct.into_iter().filter_map(|id| Some((name(id)?, id))).collect();
        named.sort();
        let place: BTreeMap<Id, i64> = named.iter().zip(0..).map(|((_, id), at)| (*id, at)).collect();
        let at = ids.iter().map(|id| place.get(id).copied().unwrap_or(-1)).collect();
        Places { values: named.into_iter().map(|(name, _)| name).collect(), at }
    }

    /// Of ids that everybody may see as they are.
    pub fn of_texts(ids: &[Id], texts: &Dictionary) -> Places {
        Places::of_ids(ids, |id| texts.get(id).filter(|text| !text.is_empty()).map(str::to_owned))
    }
}

/// A column with its heading.
#[derive(Serialize)]
pub struct Column {
    pub key: &'static str,
    pub head: String,
    /// Whether the table shows it; else the opened finding and the file alone.
    pub shown: bool,
    /// Whether it holds numbers, which stand to the right.
    pub number: bool,
    /// Whether its values are dates, `2022-03-17`.
    pub date: bool,
    /// What the address calls its values, where that is not as they read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slugs: Option<Vec<&'static str>>,
    #[serde(flatten)]
    pub places: Places,
}

impl Column {
    /// Of texts with what they sort by.
    pub fn new<K: Ord>(key: &'static str, head: impl Into<String>, cells: Vec<(K, String)>) -> Column {
        let places = Places::of(cells);
        Column { key, head: head.into(), shown: true, number: false, date: false, slugs: None, places }
    }

    /// Not in the table.
    pub fn hidden(self) -> Column {
        Column { shown: false, ..self }
    }

    /// Of numbers.
    pub fn numbers(self) -> Column {
        Column { number: true, ..self }
    }
}

/// A number that sorts.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub f64);

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_sorts_by_what_it_is_told() {
        let cells = [(10.0, "10 min"), (9.5, "9 min 30 s"), (0.0, ""), (10.0, "10 min")];
        let of = Places::of(cells.map(|(key, text)| (Number(key), text.to_owned())).to_vec());
        assert_eq!((of.values, of.at), (vec!["9 min 30 s".to_owned(), "10 min".to_owned()], vec![1, 0, -1, 1]));
    }

    #[test]
    fn ids_are_called_by_their_names_in_the_order_of_these() {
        let names = ["P-z", "P-a"];
        let of = Places::of_ids(&[1, 0, 7, 1], |id| names.get(id as usize).map(|name| (*name).to_owned()));
        assert_eq!((of.values, of.at), (vec!["P-a".to_owned(), "P-z".to_owned()], vec![0, 1, -1, 0]));
    }
}
