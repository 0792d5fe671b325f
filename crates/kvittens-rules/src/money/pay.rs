//! How services are paid for, as the municipality says: a model per service group, and rates with dates and source.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::limits::{Date, date};
use crate::services::ServiceRule;

/// The name in `[payment]` of services without a group, and of groups without a model of their own.
pub const DEFAULT: &str = "default";

/// The highest rate that is taken, in kronor: more is a slip of the pen.
const HIGHEST: f64 = 100_000.0;

/// What a group of services is paid by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Model {
    /// Registered time.
    #[default]
    Performed,
    /// Granted time: registered minutes say nothing about pay.
    Granted,
    /// A fixed time a service (schablon): registered minutes say nothing about pay.
    Schablon,
    /// The occasion, however long.
    Occasion,
}

/// `[payment.<group>]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// What the group is paid by.
    pub model: Model,
}

/// `[[rates]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The provider it is for; without one, all.
    #[serde(default)]
    pub provider: Option<String>,
    /// The service group it is for; without one, all.
    #[serde(default)]
    pub group: Option<String>,
    /// Kronor an hour, öre behind the point.
    #[serde(default)]
    #[schemars(range(min = 0.01, max = 100_000))]
    pub kronor_per_hour: Option<f64>,
    /// Kronor an occasion, öre behind the point.
    #[serde(default)]
    #[schemars(range(min = 0.01, max = 100_000))]
    pub kronor_per_occasion: Option<f64>,
    /// First day it holds.
    #[serde(default, deserialize_with = "date")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day it holds.
    #[serde(default, deserialize_with = "date")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
    /// Where it stands: "Avtal 2022 §7".
    #[schemars(regex(pattern = r"\S"))]
    pub source: String,
}

/// What one is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Per {
    /// An hour.
    Hour,
    /// An occasion.
    Occasion,
}

impl Rate {
    /// What it is for, and öre for one. An occasion where both stand, which [`Pay::check`] refuses.
    #[allow(clippy::cast_possible_truncation, reason = "rates are checked to be small")]
    pub fn ore(&self) -> Option<(Per, i64)> {
        let occasion = self.kronor_per_occasion.map(|kronor| (Per::Occasion, kronor));
        let (per, kronor) = occasion.or(self.kronor_per_hour.map(|kronor| (Per::Hour, kronor)))?;
        Some((per, (kronor * 100.0).round() as i64))
    }
}

/// Models and rates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pay {
    /// By service group.
    pub models: BTreeMap<String, Payment>,
    /// In the order of the configuration, which plays no part.
    pub rates: Vec<Rate>,
}

/// What is wrong with models or rates.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PayError {
    /// No service is of the group.
    #[error("{at}: no service has group = \"{group}\"")]
    NoGroup {
        /// Where it stands.
        at: String,
        /// As written.
        group: String,
    },
    /// It says neither an hour's nor an occasion's price, or both.
    #[error("[[rates]] {0}: one of kronor_per_hour and kronor_per_occasion")]
    OnePrice(usize),
    /// The price makes no sense.
    #[error("[[rates]] {at}: {value} kronor (0.01–100000, whole öre)")]
    Price {
        /// Which rate, from 1.
        at: usize,
        /// As written.
        value: f64,
    },
    /// It ends before it begins.
    #[error("[[rates]] {at}: from = {} > to = {}", Shown(*.from), Shown(*.to))]
    Turned {
        /// Which rate, from 1.
        at: usize,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// It does not say where it stands.
    #[error("[[rates]] {0}: source = \"\"")]
    NoSource(usize),
    /// An hour's price for a group that is paid by occasion, or the other way round.
    #[error("[[rates]] {at}: [payment.{group}] model = \"{model}\"")]
    Model {
        /// Which rate, from 1.
        at: usize,
        /// The group.
        group: String,
        /// Its model.
        model: &'static str,
    },
    /// Two rates for the same from the same day.
    #[error("[[rates]] {first} = [[rates]] {second}: provider, group, from")]
    Twice {
        /// Which rate, from 1.
        first: usize,
        /// The other.
        second: usize,
    },
}

struct Shown(Date);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Model {
    /// The word in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Model::Performed => "performed",
            Model::Granted => "granted",
            Model::Schablon => "schablon",
            Model::Occasion => "occasion",
        }
    }
}

impl Pay {
    /// The model of a group, or of services without one.
    pub fn model(&self, group: Option<&str>) -> Model {
        let own = group.and_then(|group| self.models.get(group));
        own.or_else(|| self.models.get(DEFAULT)).map_or(Model::Performed, |payment| payment.model)
    }

    /// Refuses what makes no sense.
    ///
    /// # Errors
    /// The first that does.
    pub fn check(&self, services: &BTreeMap<String, ServiceRule>) -> Result<(), PayError> {
        let groups: BTreeSet<&str> = services.values().filter_map(|rule| rule.group.as_deref()).collect();
        let known = |at: String, group: &str| {
            let known = groups.contains(group);
            if known { Ok(()) } else { Err(PayError::NoGroup { at, group: group.to_owned() }) }
        };
        for group in self.models.keys().filter(|group| *group != DEFAULT) {
            known("[payment]".to_owned(), group)?;
        }
        let mut seen = BTreeMap::new();
        for (at, rate) in (1..).zip(&self.rates) {
            let per = check_rate(at, rate)?;
            if let Some(group) = &rate.group {
                known(format!("[[rates]] {at}"), group)?;
                let model = self.model(Some(group));
                if (per == Per::Occasion) != (model == Model::Occasion) {
                    return Err(PayError::Model { at, group: group.clone(), model: model.name() });
                }
            }
            if let Some(first) = seen.insert((&rate.provider, &rate.group, per, rate.from), at) {
                return Err(PayError::Twice { first, second: at });
            }
        }
        Ok(())
    }
}

fn check_rate(at: usize, rate: &Rate) -> Result<Per, PayError> {
    let (per, value) = match (rate.kronor_per_hour, rate.kronor_per_occasion) {
        (Some(value), None) => (Per::Hour, value),
        (None, Some(value)) => (Per::Occasion, value),
        _ => return Err(PayError::OnePrice(at)),
    };
    let ore = value * 100.0;
    if !(0.01..=HIGHEST).contains(&value) || (ore - ore.round()).abs() > 1e-6 {
        return Err(PayError::Price { at, value });
    }
    if let (Some(from), Some(to)) = (rate.from, rate.to)
        && from > to
    {
        return Err(PayError::Turned { at, from, to });
    }
    if rate.source.trim().is_empty() {
        return Err(PayError::NoSource(at));
    }
    Ok(per)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        #[serde(default)]
        payment: BTreeMap<String, Payment>,
        #[serde(default)]
        rates: Vec<Rate>,
    }

    fn check(text: &str) -> Result<(), String> {
        let table: Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let rule = |group: &str| ServiceRule { group: Some(group.to_owned()), ..ServiceRule::default() };
        let services = [("Dusch", rule("omvårdnad")), ("Matlåda", rule("mat"))];
        let services = services.into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect();
        Pay { models: table.payment, rates: table.rates }.check(&services).map_err(|error| error.to_string())
    }

    #[test]
    fn models_and_rates_are_taken() {
        let text = "[payment.mat]\nmodel = \"occasion\"\n[payment.default]\nmodel = \"granted\"\n\
            [[rates]]\ngroup = \"omvårdnad\"\nkronor_per_hour = 512.0\nfrom = 2022-01-01\nsource = \"Avtal §7\"\n\
            [[rates]]\ngroup = \"omvårdnad\"\nkronor_per_hour = 530.5\nfrom = 2022-03-01\nsource = \"Avtal §7\"\n\
            [[rates]]\nprovider = \"A\"\ngroup = \"mat\"\nkronor_per_occasion = 45\nsource = \"Avtal §8\"\n";
        assert_eq!(check(text), Ok(()));
    }

    #[test]
    fn nonsense_is_refused_and_says_where() {
        let rate = |keys: &str| check(&format!("[[rates]]\nsource = \"Avtal\"\n{keys}\n")).unwrap_err();
        assert_eq!(rate("kronor_per_hour = -1.0"), "[[rates]] 1: -1 kronor (0.01–100000, whole öre)");
        assert!(rate("kronor_per_hour = 0").contains("0 kronor") && rate("kronor_per_hour = 1e9").contains("kronor"));
        assert!(rate("kronor_per_hour = 512.123").contains("512.123") && rate("kronor_per_hour = nan").contains("NaN"));
        assert_eq!(rate(""), "[[rates]] 1: one of kronor_per_hour and kronor_per_occasion");
        assert_eq!(rate("kronor_per_hour = 1\nkronor_per_occasion = 1"), rate(""));
        let turned = rate("kronor_per_hour = 1\nfrom = 2022-05-01\nto = 2022-01-31");
        assert_eq!(turned, "[[rates]] 1: from = 2022-05-01 > to = 2022-01-31");
        assert!(rate("kronor_per_hour = 1\ngroup = \"städ\"").contains("no service has group = \"städ\""));
        assert!(rate("kronor_per_hour = 1\nprovidr = \"A\"").contains("unknown field"));
        assert!(rate("kronor_per_hour = 1\nfrom = 2022-13-01").contains("month"));
        let twice = "kronor_per_hour = 1\n[[rates]]\nsource = \"Annat\"\nkronor_per_hour = 2";
        assert_eq!(rate(twice), "[[rates]] 1 = [[rates]] 2: provider, group, from");
    }

    #[test]
    fn a_model_is_known_and_of_a_group() {
        assert!(check("[payment.mat]\nmodel = \"hourly\"\n").unwrap_err().contains("unknown variant"));
        assert_eq!(
            check("[payment.\"städ\"]\nmodel = \"granted\"\n").unwrap_err(),
            "[payment]: no service has group = \"städ\""
        );
        let per_hour =
            "[payment.mat]\nmodel = \"occasion\"\n[[rates]]\ngroup = \"mat\"\nkronor_per_hour = 5\nsource = \"A\"\n";
        assert_eq!(check(per_hour).unwrap_err(), "[[rates]] 1: [payment.mat] model = \"occasion\"");
        let no_source = "[[rates]]\nkronor_per_hour = 5\nsource = \" \"\n";
        assert_eq!(check(no_source).unwrap_err(), "[[rates]] 1: source = \"\"");
    }
}
