//! The services of the rows: each distinct list is one word.

use arrow::array::{Array, AsArray};
use kvittens_model::{Id, NO_ID};
use rustc_hash::FxHashMap;

use super::coded::{Coded, Texts};
use super::{RegistrationsError, SERVICE_SEPARATOR};

/// Reads the column of lists: one word a distinct list, its services joined by [`SERVICE_SEPARATOR`].
pub fn texts(column: &dyn Array) -> Result<Texts, RegistrationsError> {
    let damaged = || RegistrationsError::Damaged("lists of services that were not decoded as such".to_owned());
    let lists = column.as_list_opt::<i32>().ok_or_else(damaged)?;
    let services = Coded::of(lists.values())?;
    let mut known = Texts::default();
    let of_items = services.map(NO_ID, |word| {
        // The separator is no letter of a service; one that stands in a name all the same would cut it in two.
        if word.contains(SERVICE_SEPARATOR) {
            known.number(&word.replace(SERVICE_SEPARATOR, " "))
        } else {
            known.number(word)
        }
    })?;
    let items = |at: usize| -> Result<&[Id], RegistrationsError> {
        let ends = lists.value_offsets();
        let from = usize::try_from(ends[at]).unwrap_or(usize::MAX);
        let to = usize::try_from(ends[at + 1]).unwrap_or(usize::MAX);
        of_items.get(from..to).ok_or_else(damaged)
    };
    // A list of one service has the number of the service; others are numbered behind them.
    let mut joined: FxHashMap<Vec<Id>, Id> = FxHashMap::default();
    known.ids = Vec::with_capacity(lists.len());
    for at in 0..lists.len() {
        let id = match items(at)? {
            _ if lists.is_null(at) => NO_ID,
            [] => NO_ID,
            [one] => *one,
            several => match joined.get(several) {
                Some(id) => *id,
                None => {
                    let id = join(several, &mut known);
                    joined.insert(several.to_vec(), id);
                    id
                }
            },
        };
        known.ids.push(id);
    }
    Ok(known)
}

/// The word of a list of several services, of which some may be blank.
fn join(several: &[Id], known: &mut Texts) -> Id {
    let services: Vec<&str> =
        several.iter().filter(|id| **id != NO_ID).map(|id| known.words[*id as usize].as_str()).collect();
    let mended = several.iter().any(|id| known.repaired.contains(id));
    let id = known.number(&services.join(&SERVICE_SEPARATOR.to_string()));
    if mended && id != NO_ID {
        known.repaired.push(id);
    }
    id
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{DictionaryArray, ListArray, StringArray};
    use arrow::buffer::{NullBuffer, OffsetBuffer};
    use arrow::datatypes::{DataType, Field, Int32Type};

    use super::*;

    fn read(lengths: [usize; 5], keys: Vec<Option<i32>>, nulls: Option<NullBuffer>) -> (Vec<String>, Vec<Id>) {
        let values = StringArray::from(vec!["Dusch", "Städ", "Inköp\u{1f}Bank"]);
        let coded = DictionaryArray::<Int32Type>::new(keys.into(), Arc::new(values));
        let text = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let field = Arc::new(Field::new("element", text, true));
        let lists = ListArray::new(field, OffsetBuffer::from_lengths(lengths), Arc::new(coded), nulls);
        let texts = texts(&lists).unwrap();
        (texts.words, texts.ids)
    }

    #[test]
    fn a_list_is_one_word_and_the_same_list_the_same_word() {
        let (words, ids) = read([1, 2, 0, 2, 1], [0, 0, 1, 0, 1, 1].map(Some).to_vec(), None);
        assert_eq!(words, ["Dusch", "Städ", "Dusch\u{1f}Städ"]);
        assert_eq!(ids, [0, 2, NO_ID, 2, 1]);
    }

    #[test]
    fn no_list_is_no_service_and_a_name_is_never_cut() {
        let nulls = NullBuffer::from(vec![true, false, true, true, true]);
        let (words, ids) = read([1, 0, 1, 0, 2], vec![Some(2), None, None, Some(0)], Some(nulls));
        assert_eq!((words[0].as_str(), &ids[..]), ("Inköp Bank", &[0, NO_ID, NO_ID, NO_ID, 2][..]));
        assert_eq!(words[2], "Dusch", "a list whose other service is blank");
    }
}
