//! Stories that show beside the other exports, and what those say of their customers.

use super::{About, Story};
use crate::companions::{Bill, Grant, Own};
use crate::kinds::Kind;
use crate::visit::{DAY, Minute};

impl Story<'_> {
    /// Of the stories that show beside the other exports.
    pub(super) fn tell_beside(&mut self, kind: Kind) -> Option<About> {
        match kind {
            Kind::OverGranted => self.granted(16, Grant::More(-190)),
            Kind::UnderGranted => self.granted(16, Grant::More(190)),
            Kind::WithinOver => self.granted(4, Grant::More(-59)),
            Kind::WithinUnder => self.granted(4, Grant::More(59)),
            Kind::ExactlyGranted => self.granted(10, Grant::More(0)),
            Kind::MinuteFromGranted => self.granted(10, Grant::More(1)),
            Kind::NoDecision => self.granted(5, Grant::Nothing),
            Kind::DecisionInGrace => self.decision_in_grace(),
            Kind::SingleOfDouble => self.double_granted(1),
            Kind::DoubleAsGranted => self.double_granted(0),
            Kind::VisitDuringAbsence => self.absence(true),
            Kind::AbsenceEndsBefore => self.absence(false),
            Kind::DeclinedShareStaff => self.declined_of(3),
            Kind::FewDeclined => self.declined_of(40),
            Kind::MergedVisit => self.merged_visit(false),
            Kind::BesideMerged => self.merged_visit(true),
            Kind::OutageEntries => self.outage_entries(),
            Kind::NeverTagged => self.never_tagged(false),
            Kind::ExemptCustomer => self.never_tagged(true),
            Kind::BilledOver => self.billed(Bill::More(180)),
            Kind::BilledRoundedUp => self.billed(Bill::RoundedUp),
            Kind::SupplementWithoutVisit => self.supplement_without_visit(),
            Kind::VisitWithoutSupplement => self.supplements(None),
            Kind::LateSupplement => self.supplements(Some(6)),
            Kind::SupplementOnLastDay => self.supplements(Some(5)),
            Kind::Unapproved => self.approval(false),
            Kind::ApprovedAtLock => self.approval(true),
            Kind::AnothersTag => self.anothers_tag(),
            Kind::HouseholdTag => self.household_tag(),
            Kind::TravellingTag => self.travelling_tag(),
            Kind::ImpossibleTravel => self.travel(true),
            Kind::SameHouse => self.travel(false),
            Kind::CoupleOverlap => self.couple_overlap(),
            Kind::ContactSameStaff => self.contact_same_staff(),
            _ => None,
        }
    }

    /// What the other exports say of a customer.
    pub(super) fn own(&mut self, customer: u32) -> &mut Own {
        self.own.entry(self.customers + customer).or_default()
    }

    /// When a day of the next month ends.
    pub(super) fn end_of_next(&self, day: u32) -> Minute {
        (self.month.days() + day).cast_signed() * DAY
    }
}
