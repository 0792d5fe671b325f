//! Reports made again, in English.

use super::again::AgainWords;

/// The words.
pub const AGAIN: AgainWords = AgainWords {
    no_key: "The report was made again without nyckel.csv. Customers and staff are therefore shown by pseudonyms; visits \
        have their ids of the export.",
    no_visits: "The report was made again from the tables, and the visits were not kept. What is drawn of single visits \
        is missing; findings, shares and counts are the same.",
};
