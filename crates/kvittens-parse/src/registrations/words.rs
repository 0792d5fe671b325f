//! The words of the columns that have a handful each.

use kvittens_model::{Double, Method, Performed};

/// What became of the visit. The words are those of the configuration.
const PERFORMED: [(Performed, &str); 7] = [
    (Performed::Yes, "yes"),
    (Performed::Declined, "declined"),
    (Performed::Absent, "absent"),
    (Performed::Wasted, "wasted"),
    (Performed::No, "no"),
    (Performed::Cancelled, "cancelled"),
    (Performed::Unknown, "unknown"),
];

/// The word of a status.
pub fn of_performed(performed: Performed) -> &'static str {
    PERFORMED.iter().find(|(known, _)| *known == performed).map_or("unknown", |(_, word)| word)
}

/// The status of a word; `None` for a word nobody knows.
pub fn performed(word: &str) -> Option<Performed> {
    PERFORMED.iter().find(|(_, known)| *known == word).map(|(performed, _)| *performed)
}

/// The method of a word; `None` for a word nobody knows.
pub fn method(word: &str) -> Option<Method> {
    Method::ALL.into_iter().find(|method| method.name() == word)
}

/// The word of a mark of double staffing.
pub fn of_double(double: Double) -> &'static str {
    match double {
        Double::Yes => "yes",
        Double::No => "no",
    }
}

/// The mark of a word; `None` for a word nobody knows.
pub fn double(word: &str) -> Option<Double> {
    match word {
        "yes" => Some(Double::Yes),
        "no" => Some(Double::No),
        _ => None,
    }
}

/// The word of a kind of export.
pub fn of_export(manual: bool) -> &'static str {
    if manual { "manual" } else { "tag" }
}

/// Whether a word says manual export; every other word says readings.
pub fn is_manual(word: &str) -> bool {
    word == of_export(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_it_is_written() {
        for (status, _) in PERFORMED {
            assert_eq!(performed(of_performed(status)), Some(status));
        }
        for known in Method::ALL {
            assert_eq!(method(known.name()), Some(known));
        }
        for mark in [Double::No, Double::Yes] {
            assert_eq!(double(of_double(mark)), Some(mark));
        }
        assert!(is_manual(of_export(true)) && !is_manual(of_export(false)));
    }

    #[test]
    fn the_words_of_a_status_are_those_of_the_configuration() {
        for (status, word) in PERFORMED {
            let configured: toml::Value = toml::Value::try_from(status).unwrap();
            assert_eq!(configured.as_str(), Some(word));
        }
    }

    #[test]
    fn other_words_are_unknown() {
        assert_eq!((performed("utförd"), method("Tagg"), double("ja")), (None, None, None));
    }
}
