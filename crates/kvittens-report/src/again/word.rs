//! The words of the tables, back to what they stand for.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The one of these that is called so.
pub fn of<T: Copy>(all: impl IntoIterator<Item = T>, name: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    all.into_iter().find(|one| name(*one) == text)
}

/// A slug that lives as long as the program: a measure's name or a file's encoding, of which a run knows a few dozen.
pub fn slug(text: &str) -> &'static str {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    match known.get(text) {
        Some(slug) => slug,
        None => {
            let slug: &'static str = Box::leak(text.into());
            known.insert(slug);
            slug
        }
    }
}
