//! What a rule is: its card ([`Meta`]), and one pass over a stretch of visits ([`Rule::scan`]).

use kvittens_model::companion::Companion;
use kvittens_model::{Code, Explanation, Finding, Id, Measure, Scope, Severity, Subject};

use crate::day_time::DayTime;
use crate::limits::{Limits, Worse};
use crate::orders::Stretch;
use crate::scene::Scene;

/// The order a rule wants the performed visits in; within a group they stand by (start, stop, visit id, …).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// By time alone; cut anywhere.
    Time,
    /// Grouped by provider and customer.
    Customer,
    /// Grouped by provider and staff, or by staff where staff ids are the municipality's. Visits without staff are left out.
    Staff,
    /// Grouped by customer over all providers: customer ids are the municipality's.
    Home,
    /// Grouped by provider and phone. Visits without one are left out.
    Device,
    /// Grouped by provider and who entered the visit. Visits without that are left out.
    Entry,
}

/// What a rule's finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// A provider or unit.
    Provider,
    /// A member of staff.
    Staff,
    /// A customer.
    Customer,
    /// A visit.
    Visit,
    /// Equal rows.
    RowGroup,
    /// A chain of visits.
    Chain,
    /// Two visits or more of one staff.
    VisitPair,
    /// A service of a customer on a day.
    CustomerDay,
    /// The visits of one planned visit.
    PlannedVisit,
    /// A member of staff and a customer.
    Pair,
    /// Two customers.
    CustomerPair,
    /// A phone.
    Device,
    /// A tag.
    Tag,
}

impl Per {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Per::Provider => "provider",
            Per::Staff => "staff",
            Per::Customer => "customer",
            Per::Visit => "visit",
            Per::RowGroup => "row-group",
            Per::Chain => "chain",
            Per::VisitPair => "visit-pair",
            Per::CustomerDay => "customer-day",
            Per::PlannedVisit => "planned-visit",
            Per::Pair => "pair",
            Per::CustomerPair => "customer-pair",
            Per::Device => "device",
            Per::Tag => "tag",
        }
    }

    /// Whether the rule's findings stand on visits, so that they are measured per 1 000 visits and can form cases.
    pub fn on_visits(self) -> bool {
        matches!(self, Per::Visit | Per::RowGroup | Per::Chain | Per::VisitPair | Per::CustomerDay | Per::PlannedVisit)
    }
}

/// What the exports must hold for a rule to say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A manual export, or a manual end in the month (Q911).
    Manual,
    /// Staff ids.
    Staff,
    /// Services.
    Services,
    /// Tags.
    Tags,
    /// Phones.
    Devices,
    /// Reasons for entries by hand.
    Reasons,
    /// When a row was entered.
    EntryTimes,
    /// Who entered it.
    EntryNames,
    /// Times of approval.
    Approvals,
    /// Planned times.
    Plan,
    /// Marks of double staffing.
    Doubles,
    /// Visits of another status than performed.
    Statuses,
    /// Earlier months.
    History,
    /// The file of decisions.
    Decisions,
    /// The file of planned visits.
    PlannedVisits,
    /// The file of absences.
    Absence,
    /// The file of exemptions.
    Exemptions,
    /// The file of what is paid for.
    Billing,
    /// The file of reported supplements.
    Supplements,
    /// The file of households.
    Households,
    /// The file of tags.
    TagRegister,
    /// The file of households with coordinates.
    Places,
    /// Another export, where the rule is the municipality's own.
    File(Companion),
}

impl Need {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Need::Manual => "manual-export",
            Need::Staff => "staff",
            Need::Services => "services",
            Need::Tags => "tags",
            Need::Devices => "devices",
            Need::Reasons => "reasons",
            Need::EntryTimes => "entry-times",
            Need::EntryNames => "entry-names",
            Need::Approvals => "approvals",
            Need::Plan => "plan",
            Need::Doubles => "doubles",
            Need::Statuses => "statuses",
            Need::History => "history",
            Need::Decisions => "beslut",
            Need::PlannedVisits => "planering",
            Need::Absence => "franvaro",
            Need::Exemptions => "dispens",
            Need::Billing => "fakturaunderlag",
            Need::Supplements => "tillagg",
            Need::Households => "hushall",
            Need::TagRegister => "taggar",
            Need::Places => "coordinates",
            Need::File(kind) => kind.name(),
        }
    }
}

/// A parameter of a rule, as the tables show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// As in `kvittens.toml`.
    pub name: &'static str,
    /// `integer`, `number` or `time` (a time of day; its number is in minutes after midnight).
    pub kind: &'static str,
    /// The default.
    pub default: f64,
    /// The unit; empty for a share or a plain number.
    pub unit: &'static str,
    /// Least and largest value that make sense.
    pub range: (f64, f64),
    /// What it is, in Swedish.
    pub sv: &'static str,
    /// What it is, in English.
    pub en: &'static str,
}

impl Param {
    /// A value as a person writes it: `07:00` where it is a time of day.
    #[allow(clippy::cast_possible_truncation, reason = "a time of day is a whole number of minutes")]
    pub fn shown(&self, value: f64) -> String {
        if self.kind == "time" { DayTime::from_minutes(value as i32).to_string() } else { value.to_string() }
    }

    /// A value of the parameter as JSON: whole where the parameter is.
    #[allow(clippy::cast_possible_truncation, reason = "an integer parameter is whole and small")]
    pub fn number(&self, value: f64) -> serde_json::Value {
        match self.kind {
            "integer" => (value as i64).into(),
            "time" => self.shown(value).into(),
            _ => value.into(),
        }
    }
}

/// A rule's card.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// The code.
    pub code: Code,
    /// The bad pattern's name, in kebab case.
    pub slug: &'static str,
    /// What a finding is about.
    pub per: Per,
    /// The weight of a finding, unless configured.
    pub severity: Severity,
    /// The order of the visits it reads.
    pub order: Order,
    /// What the exports must hold.
    pub needs: &'static [Need],
    /// The page, Markdown.
    pub page: &'static str,
    /// The unit of a finding's value where the rule is not on visits and compares no share: `min`.
    pub compares: Option<&'static str>,
    /// Whether it measures a share that the municipality can set a limit for.
    pub limited: bool,
    /// The measure of providers and units that is judged by limit and peers, and which way is worse.
    pub judged: Option<(&'static str, Worse)>,
    /// What can explain its findings, in the order it is asked; beside that, what its kernel says itself.
    pub explained: &'static [Explanation],
    /// The parameters.
    pub params: Params,
}

/// Where a rule's parameters are declared.
#[derive(Clone, Copy, Debug)]
pub enum Params {
    /// Beside its kernel.
    Built(fn() -> Vec<Param>),
    /// In the municipality's own file.
    Own(&'static [Param]),
}

impl Meta {
    /// The parameters, in order.
    pub fn params(&self) -> Vec<Param> {
        match self.params {
            Params::Built(params) => params(),
            Params::Own(params) => params.to_vec(),
        }
    }

    /// What a limit of the rule can be: a share, or findings per 1 000 visits; `None` where it measures neither.
    pub fn limit_range(&self) -> Option<(f64, f64)> {
        if self.per.on_visits() { Some((0.0, 1000.0)) } else { self.limited.then_some((0.0, 1.0)) }
    }
}

/// A count of a rule over one subject, before it is judged. Stretches may give several for one subject: they add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// The measure's slug.
    pub name: &'static str,
    /// Over what.
    pub scope: Scope,
    /// Over whom.
    pub subject: Subject,
    /// How many.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
}

/// What a rule finds in a stretch.
#[derive(Debug, Default)]
pub struct Sink {
    /// Findings, complete but for their case.
    pub findings: Vec<Finding>,
    /// Counts.
    pub tallies: Vec<Tally>,
    /// Visits that belong together two and two, for [`Rule::judge_pairs`].
    pub pairs: Vec<(u32, u32)>,
}

/// What a rule says of the whole month.
#[derive(Debug, Default)]
pub struct Report {
    /// Findings.
    pub findings: Vec<Finding>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// What stopped the rule, where it failed: never a cell's content.
    pub failure: Option<String>,
}

/// Parameters that each make sense, and together do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible {
    /// What must hold: `from < to`.
    pub expected: &'static str,
    /// What stands: `from = 22:00, to = 07:00`.
    pub found: String,
}

/// A rule with its parameters.
pub trait Rule: Send + Sync {
    /// Its card.
    fn meta(&self) -> Meta;

    /// The parameters' values, by name.
    fn values(&self) -> Vec<(&'static str, f64)>;

    /// Whether it says more where earlier months are at hand ([`Scene::earlier`]).
    fn reads_earlier(&self) -> bool {
        self.meta().needs.contains(&Need::History)
    }

    /// The whole of a rule that is not a part of the program: the file of one of the municipality's own.
    fn text(&self) -> Option<&str> {
        None
    }

    /// What is wrong with its parameters together: a rule that can never fire, or always does, is not configured.
    fn refuse(&self) -> Option<Impossible> {
        None
    }

    /// One pass over a stretch of the order it asked for. A group of the order is never cut, so nothing may be
    /// remembered between stretches. Reads no file and no clock, and costs time linear in the stretch but for sorting.
    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink);

    /// Judges what all stretches gave: the tallies are summed and in order. Rules on visits leave this as it is; their
    /// findings per 1 000 visits are measured by the engine.
    fn judge(&self, _scene: &Scene<'_>, _limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        Report::default()
    }

    /// Judges the pairs of visits that the stretches gave, in order, where sums do not carry what is asked.
    fn judge_pairs(&self, _scene: &Scene<'_>, _limits: &Limits<'_>, _pairs: &[(u32, u32)]) -> Report {
        Report::default()
    }
}

/// A subject that is a provider.
pub fn provider(id: Id) -> Subject {
    Subject { provider: id, ..Subject::NONE }
}
