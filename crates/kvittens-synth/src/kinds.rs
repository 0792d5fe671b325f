//! The kinds of planted deviations and of their innocent twins.

use std::fmt;

/// How a kind comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// On an ordinary visit, often.
    Often,
    /// On an ordinary visit, at a tenth of that rate.
    Seldom,
    /// Ordinary people register so all month.
    Habit,
    /// People of its own, whose visits are all there to show it.
    Story,
    /// As a story, but what it tells shows beside the other exports.
    Beside,
    /// One provider registers so all month; shows beside the other exports.
    Provider,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal $way:ident;)*) => {
        /// A planted deviation by the rule that finds it, or an innocent twin of one, which no rule leaves open. `extra`
        /// is the column of that name in `sanning.csv`; "configured" means by the month's own `kvittens.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Kind] = &[$(Kind::$kind),*];

            /// The name in `sanning.csv`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Kind::$kind => $name,)*
                }
            }

            /// Whether it shows only beside the other exports, and is planted with them alone
            /// ([`Recipe::companions`](crate::Recipe::companions)).
            pub fn needs_companions(self) -> bool {
                matches!(self.way(), Way::Beside | Way::Provider)
            }

            /// How it comes about.
            pub(crate) fn way(self) -> Way {
                match self {
                    $(Kind::$kind => Way::$way,)*
                }
            }
        }
    };
}

kinds! {
    /// No start time: K105.
    MissingIn "missing_in" Often;
    /// No stop time: K106.
    MissingOut "missing_out" Often;
    /// Tag out, in by hand: counted by K101.
    OnlyOutTag "only_out_tag" Often;
    /// Tag in, out by hand: counted by K101.
    OnlyInTag "only_in_tag" Often;
    /// All rows of a visit once or twice more (extra: how often): D201.
    ExactDuplicate "exact_duplicate" Often;
    /// The visit also stands in the manual export under another id (extra): D202 (and D204: more often than planned).
    TagAndManual "tag_and_manual" Often;
    /// The same service again once or twice (extra: times;gap in minutes): D203 (and D204: more often than planned).
    RepeatService "repeat_service" Often;
    /// A visit cut in two with one minute between, another service after it: M301.
    OneMinuteGap "one_minute_gap" Often;
    /// Stop 40 to 80 minutes before the start: T401.
    StopBeforeStart "stop_before_start" Seldom;
    /// 0 to 2 minutes long: T402.
    TooShort "too_short" Often;
    /// Over nine hours, until the next morning: T403 (and T404, which the hour of the stop cannot avoid).
    TooLong "too_long" Seldom;
    /// Two different customers at once, five minutes or more (extra: the earlier visit's id): P501.
    StaffOverlap "staff_overlap" Often;
    /// One member of staff makes more than 80 % of a customer's visits: P502.
    SameStaff "same_staff" Habit;
    /// Nearly all visits of a member of staff by hand: K103.
    TagShareStaff "tag_share_staff" Habit;
    /// Nearly all visits of a customer by hand: K104.
    TagShareCustomer "tag_share_customer" Habit;
    /// The same service again after extra minutes: 1 (M301, D203), 2 and 5 (D203), 6 (nothing); D204 as any repetition.
    BorderGap "border_gap" Often;
    /// Extra minutes long: 2 (T402), 3 (nothing).
    BorderShort "border_short" Often;

    /// Read from a tag that hangs in no home, so that K108 has nothing to say: K107.
    ForeignTag "foreign_tag" Seldom;
    /// An end by hand without a reason: K109.
    NoReason "no_reason" Seldom;
    /// An edited end without a reason: T409.
    EditedNoReason "edited_no_reason" Seldom;
    /// Entered by hand three days and extra minutes after the stop: T407.
    LateEntry "late_entry" Seldom;
    /// Entered before the stop, or approved before it was entered (extra: entered, approved): T413.
    EnteredBeforeEnd "entered_before_end" Seldom;
    /// Half an hour or more outside 07–22: T404.
    OutsideWindow "outside_window" Seldom;
    /// Extra minutes outside 07–22: 15 (nothing), 16 (T404).
    BorderWindow "border_window" Seldom;
    /// A visit inside another of the same two people, another service (extra: its id): D205.
    InsideVisit "inside_visit" Seldom;
    /// As inside_visit, but its stop is a minute after the other's (extra: its id): nothing.
    BorderInside "border_inside" Seldom;
    /// Two visits share one planned visit (extra: the second's id): M302 (and D204: more often than planned).
    SplitVisit "split_visit" Seldom;
    /// A service of the day extra times outside the plan, half an hour apart, so that it stands four times: D204.
    BeyondUsual "beyond_usual" Seldom;
    /// Another member of staff with the customer at once, six minutes or more (extra: the other's visit): P509.
    CustomerOverlap "customer_overlap" Seldom;
    /// As customer_overlap, extra minutes: 4 (nothing), 5 (P509).
    BorderCustomerOverlap "border_customer_overlap" Seldom;
    /// Another provider with the customer at once (extra: its visit): P509.
    TwoProviders "two_providers" Seldom;
    /// Two staff with two customers at once on one phone (extra: the other's visit): P508.
    SharedDevice "shared_device" Seldom;
    /// Double staffing whose second one is with another customer at once (extra: that visit): P507 (and P501: the second
    /// one is in two places).
    DoubleElsewhere "double_elsewhere" Seldom;
    /// Extra minutes with two customers at once: 0 (nothing), 1 (P501).
    BorderOverlap "border_overlap" Seldom;

    /// One reason on fifteen days: K111.
    SameReason "same_reason" Story;
    /// Nearly all entries by hand with the reason "Annat": K112.
    OtherReasonStaff "other_reason_staff" Story;
    /// Every end by hand on a multiple of five minutes: T405 (in a small month of the provider too).
    RoundMinutesStaff "round_minutes_staff" Story;
    /// Every visit by hand as planned to the minute: T406.
    ExactlyPlannedStaff "exactly_planned_staff" Story;
    /// Visits by hand longer than those by tag of the same customer and service: T411.
    ManualLongerStaff "manual_longer_staff" Story;
    /// Ten visits entered in one minute: T408.
    BulkEntry "bulk_entry" Story;
    /// A member of staff and a customer who have only each other: P503 (and P502, whose condition is part of it).
    ExclusivePair "exclusive_pair" Story;
    /// Visits on eight days in a row: P504.
    DaysInARow "days_in_a_row" Story;
    /// Five minutes over twelve hours in a day: P505.
    LongDay "long_day" Story;
    /// Over 210 hours in the month: P505.
    LongMonth "long_month" Story;
    /// Ten hours of rest: P505.
    ShortRest "short_rest" Story;
    /// Over 150 hours in the month by one who was not there before: P510 (with a history of earlier months).
    FullLoad "full_load" Story;
    /// Ten times the next customer at the very minute: M304 (and T410, which says the same of times without seconds).
    NoTravel "no_travel" Story;
    /// As no_travel, among so many other visits that M304 is silent: T410.
    AutoClosed "auto_closed" Story;
    /// The tags of two customers in one minute, on eleven days: M306 (and M304 and T410, since one visit ends as the
    /// other begins; else P501 would have them at once).
    TagsTogether "tags_together" Story;
    /// Twenty visits of the same minutes, planned otherwise: T412.
    SameLength "same_length" Story;
    /// Two staff come and go in the same minute, ten times: P507.
    PhantomDouble "phantom_double" Story;
    /// Unplanned: once a day, and on one day four times: D204.
    BeyondMedian "beyond_median" Story;

    /// Innocent: the manual export completes the tag row's missing stop, under the same visit id.
    CorrectedEnd "corrected_end" Often;
    /// Innocent: the same of the start.
    CorrectedStart "corrected_start" Seldom;
    /// Innocent: status Avböjd or Frånvarande.
    Declined "declined" Often;
    /// Innocent: two staff on one visit id, marked.
    DoubleStaffing "double_staffing" Often;
    /// Innocent: two staff on two visit ids that share a Dubbelid (extra: the other's visit): M302 and P509, explained.
    DoubleById "double_by_id" Seldom;
    /// Innocent: as double_by_id, but the service texts DUBBELBEMANNING 1 and 2 tell.
    DoubleByText "double_by_text" Seldom;
    /// Innocent: two visits one minute apart whose plan is adjacent too (extra: the second's id): M301, explained.
    AdjacentPlanned "adjacent_planned" Often;
    /// Innocent: an edited end with a reason.
    EditedWithReason "edited_with_reason" Seldom;
    /// Innocent: entered by hand three days after the stop to the minute.
    OnThirdDay "on_third_day" Seldom;
    /// Innocent: entered by hand in the minute of the stop.
    EnteredAtStop "entered_at_stop" Seldom;
    /// Innocent: a minute or two for a service configured as brief.
    BriefService "brief_service" Seldom;
    /// Innocent: two minutes where five are planned.
    BriefPlanned "brief_planned" Seldom;
    /// Innocent: a call by telephone, configured as without receipt.
    PhoneContact "phone_contact" Seldom;
    /// Innocent: shopping begins in the home and ends elsewhere; configured as without receipt.
    ErrandInOnly "errand_in_only" Seldom;
    /// Innocent: the receipt of a lock or a pen, without a tag.
    LockReceipt "lock_receipt" Seldom;
    /// Innocent: escort on eleven days, all by hand and for one reason; configured as without receipt: not K104.
    EscortCustomer "escort_customer" Story;
    /// Innocent: one reason on fourteen days: not K111.
    FortnightReason "fortnight_reason" Story;
    /// Innocent: few entries by hand, "Annat" on one of five: not K112.
    FewOtherReasons "few_other_reasons" Story;
    /// Innocent: nine visits entered in one minute: not T408.
    NineEntries "nine_entries" Story;
    /// Innocent: visits on seven days in a row: not P504.
    SevenDays "seven_days" Story;
    /// Innocent: twelve hours in a day to the minute: not P505.
    TwelveHours "twelve_hours" Story;
    /// Innocent: eleven hours of rest to the minute: not P505.
    ElevenHours "eleven_hours" Story;
    /// Innocent: nine times the next customer at the very minute: not M304, not T410.
    NineWithoutTravel "nine_without_travel" Story;
    /// Innocent: twenty visits of the planned minutes at the planned time: not T412.
    SameLengthPlanned "same_length_planned" Story;
    /// Innocent: the same two staff ten times, twice of them in different minutes: not P507.
    RealDouble "real_double" Story;
    /// Innocent: unplanned, once a day and on one day three times: not D204.
    ThreeADay "three_a_day" Story;
    /// Innocent: nine readings, one of them of another tag: too few to know the customer's own (K107).
    FewReadings "few_readings" Story;
    /// Innocent: two tags in one home, read as often: neither is foreign (K107).
    TwoTags "two_tags" Story;
    /// Innocent: one phone handed over between shifts: not P508.
    HandedPhone "handed_phone" Story;
    /// Innocent: one member of staff with four customers at once, configured as shared: not P501.
    GroupActivity "group_activity" Story;
    /// Innocent: night patrol, its unit configured: not T404.
    NightPatrol "night_patrol" Story;
    /// Innocent: a visit of night patrol over midnight: not T401, not T403.
    OverMidnight "over_midnight" Story;
    /// Innocent: visits of night patrol around the change of the clock, in March and October.
    ClockChange "clock_change" Story;
    /// Innocent: a name that stands for many (VIK), configured: not P501.
    StandIn "stand_in" Story;
    /// Innocent: the customer changes provider; both come for some days, hours apart (extra: the new one): not P509.
    ProviderChange "provider_change" Story;
    /// Innocent: five visits a day of a minute or two, planned for five: not D204, not T402.
    FrequentBrief "frequent_brief" Story;

    /// Over three hours and a fifth more than granted: B601.
    OverGranted "over_granted" Beside;
    /// Over three hours and a sixth less than granted: B602.
    UnderGranted "under_granted" Beside;
    /// A customer without a decision: B603.
    NoDecision "no_decision" Beside;
    /// As much as granted, to the minute: B604.
    ExactlyGranted "exactly_granted" Beside;
    /// A visit while the customer is away: B605.
    VisitDuringAbsence "visit_during_absence" Beside;
    /// A third of the visits of a member of staff declined: B606.
    DeclinedShareStaff "declined_share_staff" Beside;
    /// One visit of twelve of a provider is planned, and nowhere registered (extra: how many): B607.
    UnregisteredVisits "unregistered_visits" Provider;
    /// Double staffing granted, one member of staff registered: B608.
    SingleOfDouble "single_of_double" Beside;
    /// Three hours more billed than performed: E701.
    BilledOver "billed_over" Beside;
    /// A supplement reported for a day without a visit (extra: the day of the month): E702.
    SupplementWithoutVisit "supplement_without_visit" Beside;
    /// A visit with a supplement that was not reported: E702.
    VisitWithoutSupplement "visit_without_supplement" Beside;
    /// A supplement reported after the last day for it: E702.
    LateSupplement "late_supplement" Beside;
    /// Never approved: E703.
    Unapproved "unapproved" Beside;
    /// One of few readings is of another home's tag, by the register: K107.
    AnothersTag "anothers_tag" Beside;
    /// A tag that is read at two customers of different homes (extra: the tag): K108 (and K107: it is one's, by the
    /// register).
    TravellingTag "travelling_tag" Beside;
    /// Twenty visits and more, each by hand, without dispens: K110 (and K104).
    NeverTagged "never_tagged" Beside;
    /// One visit over the time of two planned ones: M303.
    MergedVisit "merged_visit" Beside;
    /// Twenty kilometres in ten minutes: M305.
    ImpossibleTravel "impossible_travel" Beside;

    /// Innocent: 59 minutes more than granted: not B601.
    WithinOver "within_over" Beside;
    /// Innocent: 59 minutes less than granted: not B602.
    WithinUnder "within_under" Beside;
    /// Innocent: the decision begins on the third weekday after the first visit: not B603.
    DecisionInGrace "decision_in_grace" Beside;
    /// Innocent: a minute less than granted: not B604.
    MinuteFromGranted "minute_from_granted" Beside;
    /// Innocent: the absence ends in the minute in which the visit begins: not B605.
    AbsenceEndsBefore "absence_ends_before" Beside;
    /// Innocent: one of forty visits of a member of staff declined: not B606.
    FewDeclined "few_declined" Beside;
    /// Innocent: double staffing granted, and two registered: not B608.
    DoubleAsGranted "double_as_granted" Beside;
    /// Innocent: billed in hundredths of an hour, rounded up: under a minute more than performed: not E701.
    BilledRoundedUp "billed_rounded_up" Beside;
    /// Innocent: a supplement reported on the last day for it: not E702.
    SupplementOnLastDay "supplement_on_last_day" Beside;
    /// Innocent: approved in the last minute before the month is locked: not E703.
    ApprovedAtLock "approved_at_lock" Beside;
    /// Innocent: the tag of the other one in the household, by the register: not K107, not K108.
    HouseholdTag "household_tag" Beside;
    /// Innocent: never a receipt, all by hand for one reason, with dispens: not K104, not K110, not K111.
    ExemptCustomer "exempt_customer" Beside;
    /// Innocent: two planned visits, one of them registered on its own, the other by a longer visit: not M303.
    BesideMerged "beside_merged" Beside;
    /// Innocent: from one customer to another of the household in a minute: not M305.
    SameHouse "same_house" Beside;
    /// Innocent: with two customers of one household at once: P501, explained.
    CoupleOverlap "couple_overlap" Beside;
    /// Innocent: the customer's fast omsorgskontakt makes all visits: P502, explained.
    ContactSameStaff "contact_same_staff" Beside;
    /// Innocent: while the system was down, by hand without a reason and without a start: K109 and K105, explained.
    OutageEntries "outage_entries" Beside;
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
