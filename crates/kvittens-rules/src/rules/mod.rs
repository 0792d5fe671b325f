//! THE REGISTRY: one line a rule, in order of code. A rule is its file and the page of the same name beside it.

use kvittens_model::Code;
use toml::Table;

use crate::rule::{Meta, Rule};

macro_rules! registry {
    ($($file:ident :: $rule:ident;)*) => {
        $(pub mod $file;)*

        /// The cards of all rules.
        pub const METAS: &[Meta] = &[$($file::$rule::META),*];

        /// The file of each rule, without its ending, by position in [`METAS`].
        pub const FILES: &[&str] = &[$(stringify!($file)),*];

        /// A rule from its parameters; keys it does not know are refused.
        pub(crate) fn read(code: Code, table: Table) -> Result<Box<dyn Rule>, toml::de::Error> {
            $(if code == $file::$rule::META.code {
                return Ok(Box::new(table.try_into::<$file::$rule>()?));
            })*
            Err(serde::de::Error::custom("no such rule"))
        }
    };
}

registry! {
    b601_performed_over_granted::PerformedOverGranted;
    b602_performed_under_granted::PerformedUnderGranted;
    b603_no_decision::NoDecision;
    b604_exactly_granted::ExactlyGranted;
    b605_visit_during_absence::VisitDuringAbsence;
    b606_declined_share::DeclinedShare;
    b607_unregistered_visit::UnregisteredVisit;
    b608_decided_double_single::DecidedDoubleSingle;
    d201_duplicate_row::DuplicateRow;
    d202_tag_and_manual::TagAndManual;
    d203_repeated_service::RepeatedService;
    d204_service_beyond_usual::ServiceBeyondUsual;
    d205_visit_inside_visit::VisitInsideVisit;
    e701_billed_over_performed::BilledOverPerformed;
    e702_supplement_unmatched::SupplementUnmatched;
    e703_unapproved::Unapproved;
    k101_receipt_table::ReceiptTable;
    k102_manual_share::ManualShare;
    k103_manual_share_staff::ManualShareStaff;
    k104_manual_share_customer::ManualShareCustomer;
    k105_missing_check_in::MissingCheckIn;
    k106_missing_check_out::MissingCheckOut;
    k107_foreign_tag::ForeignTag;
    k108_travelling_tag::TravellingTag;
    k109_manual_without_reason::ManualWithoutReason;
    k110_never_tagged_without_exemption::NeverTaggedWithoutExemption;
    k111_same_reason_long::SameReasonLong;
    k112_other_reason_share::OtherReasonShare;
    m301_adjacent_visits::AdjacentVisits;
    m302_split_visit::SplitVisit;
    m303_merged_visit::MergedVisit;
    m304_no_travel_time::NoTravelTime;
    m305_impossible_travel::ImpossibleTravel;
    m306_tags_read_together::TagsReadTogether;
    p501_staff_overlap::StaffOverlap;
    p502_same_staff::SameStaff;
    p503_exclusive_pair::ExclusivePair;
    p504_days_in_a_row::DaysInARow;
    p505_working_hours::WorkingHours;
    p506_staff_continuity::StaffContinuity;
    p507_phantom_double::PhantomDouble;
    p508_shared_device::SharedDevice;
    p509_customer_overlap::CustomerOverlap;
    p510_full_load_from_day_one::FullLoadFromDayOne;
    t401_stop_before_start::StopBeforeStart;
    t402_too_short::TooShort;
    t403_too_long::TooLong;
    t404_outside_window::OutsideWindow;
    t405_round_minutes::RoundMinutes;
    t406_exactly_as_planned::ExactlyAsPlanned;
    t407_late_entry::LateEntry;
    t408_bulk_entry::BulkEntry;
    t409_edited_without_reason::EditedWithoutReason;
    t410_auto_closed::AutoClosed;
    t411_manual_longer::ManualLonger;
    t412_same_length::SameLength;
    t413_entered_before_end::EnteredBeforeEnd;
}
