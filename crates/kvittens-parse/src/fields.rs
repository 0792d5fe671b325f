//! The canonical fields of a registration and the header names they are known by (exports.md).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A canonical field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Field {
    /// Utförare.
    Provider,
    /// Enhet.
    Unit,
    /// Besöks-ID.
    Visit,
    /// Brukare.
    Customer,
    /// Personal.
    Staff,
    /// Insats.
    Service,
    /// Planned start.
    PlannedStart,
    /// Planned stop.
    PlannedStop,
    /// Planned length in minutes, instead of a planned stop.
    PlannedLength,
    /// The date of times that stand without one.
    Date,
    /// Start.
    Start,
    /// Stop.
    Stop,
    /// How the start came.
    InMethod,
    /// How the stop came.
    OutMethod,
    /// One word for both ends.
    Method,
    /// Tag.
    Tag,
    /// Phone.
    Device,
    /// Reason.
    Reason,
    /// When entered.
    EnteredAt,
    /// By whom.
    EnteredBy,
    /// When approved.
    ApprovedAt,
    /// Status.
    Status,
    /// Ja or Nej.
    Double,
    /// The number two rows of a double staffing share.
    DoubleId,
    /// Stated minutes.
    Minutes,
    /// When a tag was read.
    Time,
    /// Whether the reading was In or Ut.
    Event,
}

/// How many fields there are.
pub const COUNT: usize = 27;

/// Every field with its header names, first the canonical one. Compared without case, trimmed, with plain hyphens.
pub const NAMES: [(Field, &[&str]); COUNT] = [
    (Field::Provider, &["Utförare", "Anordnare", "Leverantör", "Organisation", "Kontor"]),
    (Field::Unit, &["Enhet", "Område", "Grupp", "Hemtjänstområde"]),
    (Field::Visit, &["Besöks-ID", "Besöksnr", "BesökID", "Besöksnummer"]),
    (
        Field::Customer,
        &[
            "Brukare-ID",
            "Brukare",
            "Kund-ID",
            "Kundnr",
            "Kundnummer",
            "Kund",
            "Vårdtagare-ID",
            "Omsorgstagare",
            "Personnummer",
        ],
    ),
    (Field::Staff, &["Personal-ID", "Personal", "Medarbetare-ID", "Utförd av", "Användare", "Tjänste-ID"]),
    (Field::Service, &["Insats", "Insatser", "Aktivitet", "Insatstyp"]),
    (Field::PlannedStart, &["Planerad start"]),
    (Field::PlannedStop, &["Planerad slut"]),
    (Field::PlannedLength, &["Planerad längd"]),
    (Field::Date, &["Datum"]),
    (Field::Start, &["Inpassering", "Inkvittens", "Start", "Starttid", "Ankomst", "Utförd start"]),
    (Field::Stop, &["Utpassering", "Utkvittens", "Slut", "Sluttid", "Avfärd", "Utförd slut"]),
    (Field::InMethod, &["Inpassering typ", "Inkvittens typ", "Registreringssätt in"]),
    (Field::OutMethod, &["Utpassering typ", "Utkvittens typ", "Registreringssätt ut"]),
    (Field::Method, &["Registreringssätt"]),
    (Field::Tag, &["Tagg-ID", "NFC", "Kvittensmärke"]),
    (Field::Device, &["Enhets-ID", "Telefon-ID"]),
    (Field::Reason, &["Orsak", "Orsakskod", "Anledning"]),
    (Field::EnteredAt, &["Registrerad"]),
    (Field::EnteredBy, &["Registrerad av"]),
    (Field::ApprovedAt, &["Godkänd"]),
    (Field::Status, &["Status"]),
    (Field::Double, &["Dubbelbemanning"]),
    (Field::DoubleId, &["Dubbelid", "Dubbel"]),
    (Field::Minutes, &["Utförd tid", "Tid", "Antal minuter", "Registrerad tid"]),
    (Field::Time, &["Tidpunkt"]),
    (Field::Event, &["Händelse"]),
];

impl Field {
    /// Whether its cells are words that name no person, and may be shown.
    pub fn is_word(self) -> bool {
        use Field as F;
        matches!(
            self,
            F::Provider
                | F::Unit
                | F::Service
                | F::InMethod
                | F::OutMethod
                | F::Method
                | F::Status
                | F::Double
                | F::Event
        )
    }

    /// Whether its cells are times, dates or lengths.
    pub fn is_time(self) -> bool {
        use Field as F;
        matches!(
            self,
            F::PlannedStart
                | F::PlannedStop
                | F::PlannedLength
                | F::Date
                | F::Start
                | F::Stop
                | F::EnteredAt
                | F::ApprovedAt
                | F::Minutes
                | F::Time
        )
    }

    /// The header names the field is known by.
    pub fn names(self) -> &'static [&'static str] {
        NAMES[self as usize].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_fields_and_no_name_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for (position, (field, names)) in NAMES.iter().enumerate() {
            assert_eq!(*field as usize, position);
            for name in *names {
                assert!(seen.insert(name.to_lowercase()), "{name}");
            }
        }
    }
}
