//! The few words a registration chooses from: how an end was registered, whether the visit was performed, doubled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How one end of a visit was registered. The order is the order of preference when rows are merged, within a rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Method {
    /// The tag in the customer's home.
    Tag,
    /// The digital lock.
    Lock,
    /// The digital pen.
    Pen,
    /// A phone without a tag.
    Phone,
    /// A position.
    Gps,
    /// A registered time that was changed afterwards.
    Edited,
    /// A time stands, but no word says how it came.
    Unknown,
    /// Typed in by hand.
    Manual,
    /// No time stands.
    None,
}

impl Method {
    /// Every method, in order.
    pub const ALL: [Method; 9] = [
        Method::Tag,
        Method::Lock,
        Method::Pen,
        Method::Phone,
        Method::Gps,
        Method::Edited,
        Method::Unknown,
        Method::Manual,
        Method::None,
    ];

    /// The word in tables and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Method::Tag => "tag",
            Method::Lock => "lock",
            Method::Pen => "pen",
            Method::Phone => "phone",
            Method::Gps => "gps",
            Method::Edited => "edited",
            Method::Unknown => "unknown",
            Method::Manual => "manual",
            Method::None => "none",
        }
    }

    /// Which end wins when rows of a visit differ, lowest first: receipt, phone or gps, edited, unknown, manual.
    pub fn rank(self, receipts: Receipts) -> u8 {
        match self {
            method if receipts.holds(method) => 0,
            Method::Tag | Method::Lock | Method::Pen | Method::Phone | Method::Gps => 1,
            Method::Edited => 2,
            Method::Unknown => 3,
            Method::Manual => 4,
            Method::None => 5,
        }
    }
}

/// The methods that count as a receipt: tag, lock and pen unless the municipality says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipts(u16);

impl Receipts {
    /// These methods. [`Method::None`] is never one.
    pub fn new(methods: &[Method]) -> Receipts {
        Receipts(methods.iter().filter(|m| **m != Method::None).fold(0, |bits, method| bits | 1 << *method as u8))
    }

    /// The methods, in order.
    pub fn methods(self) -> Vec<Method> {
        Method::ALL.into_iter().filter(|method| self.holds(*method)).collect()
    }

    /// Whether a method is a receipt.
    pub fn holds(self, method: Method) -> bool {
        self.0 & 1 << method as u8 != 0
    }
}

impl Default for Receipts {
    fn default() -> Receipts {
        Receipts::new(&[Method::Tag, Method::Lock, Method::Pen])
    }
}

/// The four ways a visit can be registered, as the municipal audit counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A receipt at both ends.
    BothTags,
    /// At the start only.
    InOnly,
    /// At the end only.
    OutOnly,
    /// At neither: "saknar tagg, manuell registrering".
    NoTag,
}

impl Class {
    /// Every class, in the order of the audit's table.
    pub const ALL: [Class; 4] = [Class::BothTags, Class::InOnly, Class::OutOnly, Class::NoTag];

    /// The class of two ends.
    pub fn of(receipt_in: bool, receipt_out: bool) -> Class {
        match (receipt_in, receipt_out) {
            (true, true) => Class::BothTags,
            (true, false) => Class::InOnly,
            (false, true) => Class::OutOnly,
            (false, false) => Class::NoTag,
        }
    }

    /// The slug of its measure.
    pub fn slug(self) -> &'static str {
        match self {
            Class::BothTags => "both-tags",
            Class::InOnly => "in-only",
            Class::OutOnly => "out-only",
            Class::NoTag => "no-tag",
        }
    }
}

/// What became of the visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Performed {
    /// Utförd, or no status stands.
    Yes,
    /// Avböjd.
    Declined,
    /// The customer was away.
    Absent,
    /// Bomkörning.
    Wasted,
    /// Ej utförd.
    No,
    /// Makulerad.
    Cancelled,
    /// A status word that no layout knows: noted, and not counted as performed.
    Unknown,
}

impl Performed {
    /// Every status, in order.
    pub const ALL: [Performed; 7] = [
        Performed::Yes,
        Performed::Declined,
        Performed::Absent,
        Performed::Wasted,
        Performed::No,
        Performed::Cancelled,
        Performed::Unknown,
    ];
}

/// Whether a row is marked as double staffing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Double {
    /// Not marked.
    No,
    /// Marked: Ja, a Dubbelid, or the service text `DUBBELBEMANNING 1`.
    Yes,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_tag_lock_or_pen_unless_configured() {
        let usual = Receipts::default();
        assert!(usual.holds(Method::Tag) && usual.holds(Method::Lock) && usual.holds(Method::Pen));
        assert!(!usual.holds(Method::Phone) && !usual.holds(Method::None));
        assert!(!Receipts::new(&[Method::Tag]).holds(Method::Lock));
        assert!(!Receipts::new(&[Method::None]).holds(Method::None));
    }

    #[test]
    fn names_and_positions_agree() {
        for (position, method) in Method::ALL.into_iter().enumerate() {
            assert_eq!(method as usize, position);
        }
    }
}
