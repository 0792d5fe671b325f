//! What was planted where.

use std::fmt;

/// The header of `sanning.csv`.
pub const SANNING_HEADER: &str = "kind;provider;customer;staff;visit;extra";

/// A planted deviation, or an innocent twin of one, by the rule that finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// No start time: K105.
    MissingIn,
    /// No stop time: K106.
    MissingOut,
    /// Tag out, in by hand: counted by K101.
    OnlyOutTag,
    /// Tag in, out by hand: counted by K101.
    OnlyInTag,
    /// All rows of a visit once or twice more (extra: how often): D201.
    ExactDuplicate,
    /// The visit also stands in the manual export under another id (extra): D202.
    TagAndManual,
    /// The same service again once or twice (extra: times;gap in minutes): D203.
    RepeatService,
    /// A visit cut in two with one minute between, another service after it: M301.
    OneMinuteGap,
    /// Stop 40 to 80 minutes before the start: T401.
    StopBeforeStart,
    /// 0 to 2 minutes long: T402.
    TooShort,
    /// Over nine hours, until the next morning: T403 (and T404, which the hour of the stop cannot avoid).
    TooLong,
    /// Two different customers at once, five minutes or more (extra: the earlier visit's id): P501.
    StaffOverlap,
    /// One member of staff makes more than 80 % of a customer's visits: P502.
    SameStaff,
    /// Nearly all visits of a member of staff by hand: K103.
    TagShareStaff,
    /// Nearly all visits of a customer by hand: K104.
    TagShareCustomer,
    /// The same service again after extra minutes: 1 (M301, D203), 2 and 5 (D203), 6 (nothing).
    BorderGap,
    /// Extra minutes long: 2 (T402), 3 (nothing).
    BorderShort,
    /// Innocent: the manual export completes the tag row's missing stop, under the same visit id.
    CorrectedEnd,
    /// Innocent: status Avböjd or Frånvarande.
    Declined,
    /// Innocent: two staff on one visit id, marked.
    DoubleStaffing,
    /// Innocent: two visits one minute apart whose plan is adjacent too (extra: the second's id): M301, explained.
    AdjacentPlanned,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 21] = [
        Kind::MissingIn,
        Kind::MissingOut,
        Kind::OnlyOutTag,
        Kind::OnlyInTag,
        Kind::ExactDuplicate,
        Kind::TagAndManual,
        Kind::RepeatService,
        Kind::OneMinuteGap,
        Kind::StopBeforeStart,
        Kind::TooShort,
        Kind::TooLong,
        Kind::StaffOverlap,
        Kind::SameStaff,
        Kind::TagShareStaff,
        Kind::TagShareCustomer,
        Kind::BorderGap,
        Kind::BorderShort,
        Kind::CorrectedEnd,
        Kind::Declined,
        Kind::DoubleStaffing,
        Kind::AdjacentPlanned,
    ];

    /// The name in `sanning.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::MissingIn => "missing_in",
            Kind::MissingOut => "missing_out",
            Kind::OnlyOutTag => "only_out_tag",
            Kind::OnlyInTag => "only_in_tag",
            Kind::ExactDuplicate => "exact_duplicate",
            Kind::TagAndManual => "tag_and_manual",
            Kind::RepeatService => "repeat_service",
            Kind::OneMinuteGap => "one_minute_gap",
            Kind::StopBeforeStart => "stop_before_start",
            Kind::TooShort => "too_short",
            Kind::TooLong => "too_long",
            Kind::StaffOverlap => "staff_overlap",
            Kind::SameStaff => "same_staff",
            Kind::TagShareStaff => "tag_share_staff",
            Kind::TagShareCustomer => "tag_share_customer",
            Kind::BorderGap => "border_gap",
            Kind::BorderShort => "border_short",
            Kind::CorrectedEnd => "corrected_end",
            Kind::Declined => "declined",
            Kind::DoubleStaffing => "double_staffing",
            Kind::AdjacentPlanned => "adjacent_planned",
        }
    }

    /// Whether it is a pattern over the month rather than a visit.
    pub(crate) fn is_pattern(self) -> bool {
        matches!(self, Kind::SameStaff | Kind::TagShareStaff | Kind::TagShareCustomer)
    }

    /// Whether it is planted at a tenth of the others' rate.
    pub(crate) fn is_rare(self) -> bool {
        matches!(self, Kind::StopBeforeStart | Kind::TooLong)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One row of `sanning.csv`. Customer and staff are positions within the provider.
#[derive(Debug)]
pub(crate) struct Truth {
    pub(crate) kind: Kind,
    pub(crate) customer: Option<u32>,
    pub(crate) staff: Option<u32>,
    pub(crate) visit: u32,
    /// Quoted where it holds a separator.
    pub(crate) extra: String,
}
