//! What the other exports of a month say: decisions, plans, absence, invoices and the like. Each is optional, and each
//! explains findings of the registrations or makes rules of its own possible. Ids are those of the month.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::Id;
use crate::local::Local;

/// The kinds, as the municipality's files are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Companion {
    /// Granted services.
    Decisions,
    /// Planned visits.
    Plan,
    /// When customers are away.
    Absence,
    /// Customers without receipts.
    Exemptions,
    /// What providers are paid for.
    Billing,
    /// Tilläggsrapportering to the fee officers.
    Supplements,
    /// When the system was down.
    Outages,
    /// Who lives together, and where.
    Households,
    /// Who works for whom.
    Staff,
    /// Whose tag it is.
    Tags,
    /// Who is whose fast omsorgskontakt.
    Contacts,
}

impl Companion {
    /// All of them.
    pub const ALL: [Companion; 11] = [
        Companion::Decisions,
        Companion::Plan,
        Companion::Absence,
        Companion::Exemptions,
        Companion::Billing,
        Companion::Supplements,
        Companion::Outages,
        Companion::Households,
        Companion::Staff,
        Companion::Tags,
        Companion::Contacts,
    ];

    /// The layout's name.
    pub fn name(self) -> &'static str {
        match self {
            Companion::Decisions => "beslut",
            Companion::Plan => "planering",
            Companion::Absence => "franvaro",
            Companion::Exemptions => "dispens",
            Companion::Billing => "fakturaunderlag",
            Companion::Supplements => "tillagg",
            Companion::Outages => "avbrott",
            Companion::Households => "hushall",
            Companion::Staff => "personal",
            Companion::Tags => "taggar",
            Companion::Contacts => "kontakt",
        }
    }
}

/// From the first moment to before the last: a day's end is the next midnight. An end that is not told is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// The first moment; [`Local::NONE`], which sorts before every time, where it is not told.
    pub from: Local,
    /// The first moment after it; `None` where it goes on.
    pub to: Option<Local>,
}

impl Period {
    /// Whether a moment lies in it.
    pub fn holds(self, time: Local) -> bool {
        time.is_some() && self.from <= time && self.to.is_none_or(|to| time < to)
    }

    /// Whether it shares a moment with a span; of a span without length, whether it holds it.
    pub fn meets(self, start: Local, stop: Local) -> bool {
        if start == stop { self.holds(start) } else { self.from < stop && self.to.is_none_or(|to| start < to) }
    }
}

/// How much a decision grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Granted {
    /// It does not say.
    Untold,
    /// Seconds a month.
    Month(i64),
    /// Seconds an occasion, and how many occasions a month where that is told, in hundredths.
    Occasion(i64, Option<i64>),
}

/// A granted service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decision {
    /// Brukare.
    pub customer: Id,
    /// Insats; [`crate::NO_ID`]: all.
    pub service: Id,
    /// Utförare; [`crate::NO_ID`]: any.
    pub provider: Id,
    /// How much.
    pub granted: Granted,
    /// Two staff are granted.
    pub double: bool,
    /// When it holds.
    pub period: Period,
}

/// A planned visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Planned {
    /// Utförare.
    pub provider: Id,
    /// Brukare.
    pub customer: Id,
    /// Planned start.
    pub start: Local,
    /// Planned stop.
    pub stop: Local,
    /// Personal, where it is told.
    pub staff: Id,
    /// Insats, where it is told.
    pub service: Id,
}

/// A customer and a time: absence, exemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OfCustomer {
    /// Brukare.
    pub customer: Id,
    /// When.
    pub period: Period,
}

/// What a provider is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Billed {
    /// Utförare.
    pub provider: Id,
    /// Brukare.
    pub customer: Id,
    /// Insats; [`crate::NO_ID`]: all.
    pub service: Id,
    /// Seconds.
    pub seconds: i64,
    /// Öre, where the amount is told.
    pub ore: Option<i64>,
}

/// A supplement that was reported to the fee officers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Supplement {
    /// Utförare.
    pub provider: Id,
    /// Brukare.
    pub customer: Id,
    /// Insats.
    pub service: Id,
    /// The day, since 2000-01-01.
    pub day: i32,
    /// Hundredths.
    pub quantity: i64,
    /// When it was reported.
    pub reported_at: Local,
}

/// Who lives with whom.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Household {
    /// Brukare.
    pub customer: Id,
    /// A number the members share.
    pub household: u32,
    /// Latitude and longitude in degrees (WGS 84), where they are told.
    pub place: Option<(f64, f64)>,
}

/// Who works for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Employed {
    /// Utförare.
    pub provider: Id,
    /// Personal.
    pub staff: Id,
    /// When.
    pub period: Period,
}

/// Whose tag it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TagOf {
    /// The tag.
    pub tag: Id,
    /// Brukare.
    pub customer: Id,
    /// When.
    pub period: Period,
}

/// Who is whose fast omsorgskontakt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Contact {
    /// Brukare.
    pub customer: Id,
    /// Personal.
    pub staff: Id,
    /// When.
    pub period: Period,
}

/// All of them; each sorted, so that the order of the rows plays no part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Companions {
    /// Which kinds were delivered, empty ones included.
    pub delivered: BTreeSet<Companion>,
    /// Beslut.
    pub decisions: Vec<Decision>,
    /// Planering.
    pub plan: Vec<Planned>,
    /// Frånvaro.
    pub absence: Vec<OfCustomer>,
    /// Dispens.
    pub exemptions: Vec<OfCustomer>,
    /// Fakturaunderlag.
    pub billing: Vec<Billed>,
    /// Tillägg.
    pub supplements: Vec<Supplement>,
    /// Avbrott.
    pub outages: Vec<Period>,
    /// Hushåll.
    pub households: Vec<Household>,
    /// Personal.
    pub staff: Vec<Employed>,
    /// Taggar.
    pub tags: Vec<TagOf>,
    /// Kontakt.
    pub contacts: Vec<Contact>,
}

impl Companions {
    /// Whether a kind was delivered.
    pub fn has(&self, kind: Companion) -> bool {
        self.delivered.contains(&kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_its_first_moment_and_not_its_end() {
        let at = |minute: i32| Local::from_seconds(minute * 60);
        let period = Period { from: at(10), to: Some(at(20)) };
        assert!(period.holds(at(10)) && !period.holds(at(20)) && !period.holds(at(9)) && !period.holds(Local::NONE));
        assert!(period.meets(at(5), at(11)) && !period.meets(at(5), at(10)) && !period.meets(at(20), at(30)));
        let open = Period { from: Local::NONE, to: None };
        assert!(open.holds(at(0)) && open.meets(at(1), at(1)));
    }
}
