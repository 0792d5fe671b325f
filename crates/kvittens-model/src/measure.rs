//! A measure: a rate or a count with what it is held against.

use crate::code::Code;
use crate::companion::Companion;
use crate::finding::Subject;

/// What a measure is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole month.
    All,
    /// One provider.
    Provider,
    /// One unit of a provider.
    Unit,
    /// One staff of a provider.
    Staff,
    /// One customer of a provider.
    Customer,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 5] = [Scope::All, Scope::Provider, Scope::Unit, Scope::Staff, Scope::Customer];

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Scope::All => "all",
            Scope::Provider => "provider",
            Scope::Unit => "unit",
            Scope::Staff => "staff",
            Scope::Customer => "customer",
        }
    }
}

/// How a measure stands against its limit, its peers and its past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing to ask.
    Ok,
    /// The value lies beyond the limit but the interval does not, or it lies outside the funnel.
    Watch,
    /// Beyond the limit.
    Deviation,
    /// Too few to judge.
    TooFew,
    /// The rule could not run.
    NotRun,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 5] = [Status::Ok, Status::Watch, Status::Deviation, Status::TooFew, Status::NotRun];

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Watch => "watch",
            Status::Deviation => "deviation",
            Status::TooFew => "too-few",
            Status::NotRun => "not-run",
        }
    }
}

/// One measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The rule.
    pub rule: Code,
    /// What is measured, as a slug: `both-tags`, `findings`.
    pub name: &'static str,
    /// Over what.
    pub scope: Scope,
    /// Over whom.
    pub subject: Subject,
    /// A cell within it, `tis-07` for a weekday and hour.
    pub bucket: Option<String>,
    /// How many.
    pub numerator: Option<i64>,
    /// Of how many.
    pub denominator: Option<i64>,
    /// The rate.
    pub value: Option<f64>,
    /// 95 % Wilson interval, where the value is a share.
    pub interval: Option<(f64, f64)>,
    /// The municipality's limit.
    pub limit: Option<f64>,
    /// Where the limit stands: "Avtal 2022 §4.3".
    pub limit_source: Option<String>,
    /// The same rate of all other providers together.
    pub peer: Option<f64>,
    /// The 99.8 % funnel around the peers for this denominator.
    pub funnel: Option<(f64, f64)>,
    /// The own past.
    pub baseline: Option<f64>,
    /// The judgement.
    pub status: Status,
    /// Why the rule did not run, or there are too few: an id of the report's texts.
    pub reason: Option<Reason>,
}

/// Why a measure is not judged or a rule did not run. Its texts stand in the report's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No manual export and no manual end in the month (Q911).
    NoManualExport,
    /// The export has no staff ids.
    NoStaff,
    /// The export has no services.
    NoServices,
    /// The export has no tags.
    NoTags,
    /// The export has no devices.
    NoDevices,
    /// The export has no reasons for entries by hand.
    NoReasons,
    /// The export does not say when a row was entered.
    NoEntryTimes,
    /// The export does not say who entered a row.
    NoEntryNames,
    /// The export does not say when a visit was approved.
    NoApprovals,
    /// The export has no planned times.
    NoPlan,
    /// The export has no mark of double staffing.
    NoDoubles,
    /// Every visit is performed: the export does not say which ones were not.
    NoStatuses,
    /// No earlier month is at hand.
    NoHistory,
    /// One of the other exports was not delivered, or holds nothing of the month.
    NoFile(Companion),
    /// The file of households has no coordinates.
    NoPlaces,
    /// Fewer than the rule's least number.
    TooFew,
    /// The rule stopped with an error of its own.
    Failed,
    /// Turned off by configuration or selection.
    Disabled,
    /// A draft, which runs in a backtest alone.
    Draft,
    /// Resting.
    Resting,
}

impl Reason {
    /// Every reason.
    pub fn all() -> impl Iterator<Item = Reason> {
        use Reason::{
            Disabled, Draft, Failed, NoApprovals, NoDevices, NoDoubles, NoEntryNames, NoEntryTimes, NoHistory,
            NoManualExport, NoPlaces, NoPlan, NoReasons, NoServices, NoStaff, NoStatuses, NoTags, Resting, TooFew,
        };
        let plain = [
            NoManualExport,
            NoStaff,
            NoServices,
            NoTags,
            NoDevices,
            NoReasons,
            NoEntryTimes,
            NoEntryNames,
            NoApprovals,
            NoPlan,
            NoDoubles,
            NoStatuses,
            NoHistory,
            NoPlaces,
            TooFew,
            Failed,
            Disabled,
            Draft,
            Resting,
        ];
        plain.into_iter().chain(Companion::ALL.into_iter().map(Reason::NoFile))
    }

    /// The word in tables and the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Reason::NoManualExport => "no-manual-export",
            Reason::NoStaff => "no-staff",
            Reason::NoServices => "no-services",
            Reason::NoTags => "no-tags",
            Reason::NoDevices => "no-devices",
            Reason::NoReasons => "no-reasons",
            Reason::NoEntryTimes => "no-entry-times",
            Reason::NoEntryNames => "no-entry-names",
            Reason::NoApprovals => "no-approvals",
            Reason::NoPlan => "no-plan",
            Reason::NoDoubles => "no-doubles",
            Reason::NoStatuses => "no-statuses",
            Reason::NoHistory => "no-history",
            Reason::NoFile(kind) => match kind {
                Companion::Decisions => "no-beslut",
                Companion::Plan => "no-planering",
                Companion::Absence => "no-franvaro",
                Companion::Exemptions => "no-dispens",
                Companion::Billing => "no-fakturaunderlag",
                Companion::Supplements => "no-tillagg",
                Companion::Outages => "no-avbrott",
                Companion::Households => "no-hushall",
                Companion::Staff => "no-personal",
                Companion::Tags => "no-taggar",
                Companion::Contacts => "no-kontakt",
            },
            Reason::NoPlaces => "no-coordinates",
            Reason::TooFew => "too-few",
            Reason::Failed => "failed",
            Reason::Disabled => "disabled",
            Reason::Draft => "draft",
            Reason::Resting => "resting",
        }
    }
}
