//! What the municipality says of its services and providers.

use std::collections::BTreeMap;

use kvittens_model::words::Receipts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lock_day::LockDay;
use crate::money::Pay;

/// Whether a receipt can be expected of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Expectation {
    /// At both ends.
    #[default]
    Both,
    /// None: shopping, escort, a call, a camera.
    None,
}

/// One service of the municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceRule {
    /// The group it belongs to, for `separate`, `[payment]` and `[[rates]]`.
    pub group: Option<String>,
    /// Whether a receipt is expected.
    pub receipt: Expectation,
    /// Short by nature: T402 leaves it out.
    pub brief: bool,
    /// Kept as visits of its own beside care visits: one of another group next to it (M301), around it (D205) or at the
    /// same time (P509) is explained.
    pub separate: bool,
    /// One staff with several customers at once, a group activity: P501, P507 and P509 leave it out.
    pub shared: bool,
    /// Reported to the fee officers as a supplement: E702 asks for a report of each visit with it, also in a month in
    /// which none was reported.
    pub supplement: bool,
    /// Other words the exports use for it.
    pub aliases: Vec<String>,
}

/// What kind of provider it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderKind {
    /// Paid by registered time, counted in every rate.
    #[default]
    Ordinary,
    /// Night patrol, often paid by budget: shown apart, in no rate.
    Night,
}

/// What the rules need to know of the municipality.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The methods that count as a receipt.
    pub receipts: Receipts,
    /// Staff ids mean the same person at every provider.
    pub municipal_staff: bool,
    /// Services by name.
    pub services: BTreeMap<String, ServiceRule>,
    /// Providers by name.
    pub providers: BTreeMap<String, ProviderKind>,
    /// Units that are night patrol, by name.
    pub night_units: Vec<String>,
    /// Staff ids that stand for many people: VIK, TEMP. Compared without case, at the id's start.
    pub placeholders: Vec<String>,
    /// The day of the following month on which a month is locked, where it is.
    pub lock_day: Option<LockDay>,
    /// How services are paid.
    pub pay: Pay,
}
