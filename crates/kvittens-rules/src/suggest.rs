//! What a word says of itself: suggestions to a municipality that has configured nothing yet. No rule looks here.

use crate::services::{Expectation, ServiceRule};

/// What kind of service a word seems to name, and so why something is suggested for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Watched over a camera.
    Camera,
    /// A call.
    Call,
    /// An alarm: unplanned, often short, close to other visits.
    Alarm,
    /// Food brought to the door.
    Meals,
    /// Shopping and errands, mostly away from the home.
    Errand,
    /// Escort, which starts or ends elsewhere.
    Escort,
    /// Cleaning and laundry, planned as visits of their own.
    Household,
    /// Medicine and looking in: minutes.
    Brief,
    /// Several customers at once.
    Group,
    /// Travel and other time without a customer.
    Around,
}

/// Parts of words by nature, the first that fits. Compounds are long in Swedish, so a part may stand anywhere; `^` asks
/// for the beginning of a word (`behandla` is no errand).
const PARTS: [(Nature, &[&str]); 10] = [
    (Nature::Camera, &["kamera", "digital tillsyn"]),
    (Nature::Call, &["trygghetsring", "telefon", "^ringning"]),
    (Nature::Alarm, &["larm"]),
    (Nature::Meals, &["matdist", "matlåd", "måltidsdist", "matleverans"]),
    (Nature::Errand, &["inköp", "apotek", "^handla", "^ärende"]),
    (Nature::Escort, &["ledsag"]),
    (Nature::Household, &["städ", "tvätt", "fönsterputs", "sophant", "sopsort", "hushåll"]),
    (Nature::Group, &["grupp", "gemensam"]),
    (Nature::Around, &["restid", "kringtid"]),
    (Nature::Brief, &["medicin", "läkemedel", "ögondropp", "insulin", "egenvård", "^hsl", "tillsyn", "toalett"]),
];

/// What could be said of a service, from its word.
pub fn service(word: &str) -> Option<(Nature, ServiceRule)> {
    let word = word.to_lowercase();
    let holds = |part: &&str| match part.strip_prefix('^') {
        Some(start) => begins(&word, start),
        None => word.contains(part),
    };
    let (nature, _) = PARTS.iter().find(|(_, parts)| parts.iter().any(holds))?;
    Some((*nature, rule(*nature)))
}

fn rule(nature: Nature) -> ServiceRule {
    let none = ServiceRule { receipt: Expectation::None, ..ServiceRule::default() };
    let apart = |group: &str| ServiceRule { group: Some(group.to_owned()), separate: true, ..ServiceRule::default() };
    match nature {
        Nature::Camera => ServiceRule { brief: true, ..none },
        Nature::Call | Nature::Escort | Nature::Around => none,
        Nature::Alarm => ServiceRule { brief: true, ..apart("larm") },
        Nature::Meals => ServiceRule { brief: true, ..apart("service") },
        Nature::Errand => ServiceRule { receipt: Expectation::None, ..apart("service") },
        Nature::Household => apart("service"),
        Nature::Brief => ServiceRule { brief: true, ..ServiceRule::default() },
        Nature::Group => ServiceRule { shared: true, ..ServiceRule::default() },
    }
}

/// Whether the name of a provider or unit says night.
pub fn night(name: &str) -> bool {
    begins(&name.to_lowercase(), "natt")
}

/// Whether a word of the text begins so.
fn begins(text: &str, start: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.starts_with(start))
}

/// Words that ids of substitutes and hired staff begin with.
const MANY: [&str; 11] =
    ["vik", "vikarie", "timvik", "timvikarie", "temp", "pool", "vikpool", "bemanning", "inhyrd", "resurs", "extra"];

/// The word a staff id begins with, in capitals, where it says that the id stands for many people. All its letters must
/// be the word: an id `VIK03` says so, a name such as Viktoria does not.
pub fn placeholder(id: &str) -> Option<String> {
    let letters = id.find(|letter: char| !letter.is_alphabetic()).map_or(id, |end| &id[..end]);
    MANY.contains(&letters.to_lowercase().as_str()).then(|| letters.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nature(word: &str) -> Option<Nature> {
        service(word).map(|(nature, _)| nature)
    }

    #[test]
    fn a_service_is_known_by_its_word() {
        assert_eq!(nature("Matdistrubition"), Some(Nature::Meals));
        assert_eq!(nature("MATINKÖP"), Some(Nature::Errand));
        assert_eq!(nature("Digital tillsyn natt"), Some(Nature::Camera));
        assert_eq!(nature("Tillsyn"), Some(Nature::Brief));
        assert_eq!(nature("Trygghetslarm"), Some(Nature::Alarm));
        assert_eq!(nature("Trygghetsringning"), Some(Nature::Call));
        for word in ["Dusch", "Behandla sår", "Personlig omvårdnad", "Måltid", ""] {
            assert_eq!(nature(word), None, "{word}");
        }
    }

    #[test]
    fn every_suggestion_says_something() {
        for (nature, _) in PARTS {
            assert_ne!(rule(nature), ServiceRule::default(), "{nature:?}");
        }
    }

    #[test]
    fn night_is_a_word_of_its_own() {
        assert!(night("Nattpatrullen") && night("Team natt 2"));
        assert!(!night("Renatta omsorg") && !night("Norr"));
    }

    #[test]
    fn a_name_is_no_placeholder() {
        assert_eq!(placeholder("Vik-03").as_deref(), Some("VIK"));
        assert_eq!(placeholder("TEMP").as_deref(), Some("TEMP"));
        for id in ["Viktoria Ek", "Viklund", "P0000012", "", "12"] {
            assert_eq!(placeholder(id), None, "{id}");
        }
    }
}
