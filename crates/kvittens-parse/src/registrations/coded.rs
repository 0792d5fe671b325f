//! A text column of a batch: words, and the number of the word in each row. Each word is looked at once, when a row first
//! holds it, so that a word no row holds leaves nothing behind.

use arrow::array::{Array, AsArray, Int32Array, StringArray};
use arrow::datatypes::Int32Type;
use kvittens_model::{Id, NO_ID};

use super::RegistrationsError;
use crate::encoding::tidy;
use crate::intern::Words;

/// The column.
pub struct Coded<'a> {
    keys: &'a Int32Array,
    values: &'a StringArray,
}

/// The words of a column, and the number of each row's.
#[derive(Debug, Default)]
pub struct Texts {
    /// By row; [`NO_ID`] where nothing stands.
    pub ids: Vec<Id>,
    /// By number.
    pub words: Vec<String>,
    /// Words in which a look-alike letter was exchanged.
    pub repaired: Vec<Id>,
}

impl<'a> Coded<'a> {
    /// A column as the reader decodes it.
    pub fn of(column: &'a dyn Array) -> Result<Coded<'a>, RegistrationsError> {
        let coded = column.as_dictionary_opt::<Int32Type>().and_then(|coded| {
            let values = coded.values().as_string_opt::<i32>()?;
            Some(Coded { keys: coded.keys(), values })
        });
        coded.ok_or_else(|| RegistrationsError::Damaged("a text column that was not decoded as one".to_owned()))
    }

    /// What each row holds, by the meaning of its word; `none` where nothing stands.
    pub fn map<T: Copy>(&self, none: T, mut meaning: impl FnMut(&'a str) -> T) -> Result<Vec<T>, RegistrationsError> {
        let count = self.keys.len();
        if self.keys.null_count() == count {
            return Ok(vec![none; count]);
        }
        let mut known: Vec<Option<T>> = vec![None; self.values.len()];
        let mut astray = false;
        let mut of = |key: i32| match known.get_mut(key.cast_unsigned() as usize) {
            Some(Some(meaning)) => *meaning,
            Some(place) => *place.insert(meaning(self.values.value(key.cast_unsigned() as usize))),
            None => {
                astray = true;
                none
            }
        };
        let found = match self.keys.nulls() {
            None => self.keys.values().iter().map(|key| of(*key)).collect(),
            Some(nulls) => {
                let keys = self.keys.values().iter().zip(nulls);
                keys.map(|(key, stands)| if stands { of(*key) } else { none }).collect()
            }
        };
        if astray { Err(RegistrationsError::Damaged("a word outside its dictionary".to_owned())) } else { Ok(found) }
    }

    /// The words as numbers, tidied as those of every export.
    pub fn texts(&self) -> Result<Texts, RegistrationsError> {
        let mut texts = Texts::default();
        texts.ids = self.map(NO_ID, |word| texts.number(word))?;
        Ok(texts)
    }

    /// The rows where nothing stands.
    pub fn blanks(&self) -> Result<Vec<usize>, RegistrationsError> {
        // The words are far fewer than the rows, and mostly none is blank.
        if self.keys.null_count() == 0 && !self.values.iter().flatten().any(is_blank) {
            return Ok(Vec::new());
        }
        let blank = self.map(true, is_blank)?;
        Ok((0..blank.len()).filter(|at| blank[*at]).collect())
    }
}

fn is_blank(word: &str) -> bool {
    tidy(word).0.is_empty()
}

impl Texts {
    /// The number of a word that has none yet; [`NO_ID`] for a blank one.
    #[allow(clippy::cast_possible_truncation, reason = "a piece has far fewer than 2^32 rows")]
    pub fn number(&mut self, word: &str) -> Id {
        let (word, mended) = tidy(word);
        if word.is_empty() {
            return NO_ID;
        }
        let id = self.words.len() as Id;
        if mended {
            self.repaired.push(id);
        }
        self.words.push(word.into_owned());
        id
    }

    /// The words for the month to join.
    pub fn into_words(self) -> (Vec<Id>, Words) {
        (self.ids, Words::from_texts(self.words))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::DictionaryArray;

    use super::*;

    fn column(keys: Vec<Option<i32>>, values: Vec<&str>) -> DictionaryArray<Int32Type> {
        DictionaryArray::new(keys.into(), Arc::new(StringArray::from(values)))
    }

    #[test]
    fn words_are_numbered_as_rows_hold_them_and_unused_ones_are_left_out() {
        let column = column(vec![Some(2), None, Some(0), Some(2), Some(3)], vec!["a", "nobody", " b\u{2013}c ", " "]);
        let texts = Coded::of(&column).unwrap().texts().unwrap();
        assert_eq!(texts.ids, [0, NO_ID, 1, 0, NO_ID]);
        assert_eq!((texts.words, texts.repaired), (vec!["b-c".to_owned(), "a".to_owned()], vec![0]));
    }

    #[test]
    fn blank_rows_are_found_and_a_full_column_has_none() {
        let some = column(vec![Some(0), None, Some(1)], vec!["a", "\u{a0}"]);
        assert_eq!(Coded::of(&some).unwrap().blanks().unwrap(), [1, 2]);
        let full = column(vec![Some(0), Some(0)], vec!["a"]);
        assert!(Coded::of(&full).unwrap().blanks().unwrap().is_empty());
    }
}
