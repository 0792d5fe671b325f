//! Reports made again, in Swedish.

use super::again::AgainWords;

/// The words.
pub const AGAIN: AgainWords = AgainWords {
    no_key: "Rapporten är gjord på nytt utan nyckel.csv. Brukare och medarbetare visas därför med pseudonymer; besöken \
        har sina id som i exporten.",
    no_visits: "Rapporten är gjord på nytt ur tabellerna, och besöken är inte sparade. Det som ritas av enskilda besök \
        saknas; avvikelser, andelar och antal är desamma.",
};
