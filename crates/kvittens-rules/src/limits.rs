//! Limits: a number of the municipality's with its source and the time it holds. The program has none of its own.

use kvittens_model::YearMonth;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// What must lie beyond the limit for a deviation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Judge {
    /// The whole 95 % interval: small numbers are not branded.
    #[default]
    Interval,
    /// The value.
    Value,
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The number, in the measure's unit: a share, or findings per 1 000 visits.
    pub value: f64,
    /// Where it stands: "Avtal 2022 §4.3".
    #[schemars(regex(pattern = r"\S"))]
    pub source: String,
    /// First day it holds.
    #[serde(default, deserialize_with = "date")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day it holds.
    #[serde(default, deserialize_with = "date")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
    /// What must lie beyond it.
    #[serde(default)]
    pub judge: Judge,
    /// The provider it is for; without one, all.
    #[serde(default)]
    pub provider: Option<String>,
}

/// A calendar date: year, month, day.
pub type Date = (i32, u32, u32);

/// A date of TOML, or nothing.
///
/// # Errors
/// A time without a date.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let found = toml::value::Datetime::deserialize(deserializer)?;
    let date = found.date.ok_or_else(|| serde::de::Error::custom("expected a date, as 2022-01-01"))?;
    Ok(Some((i32::from(date.year), u32::from(date.month), u32::from(date.day))))
}

/// Which way is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    /// More is worse: the limit is the largest.
    Above,
    /// Less is worse: the limit is the least.
    Below,
}

/// A rule's limits, as they hold in one month.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    all: &'a [Limit],
    month: YearMonth,
}

impl<'a> Limits<'a> {
    /// The limits as they hold on the month's last day.
    pub fn new(all: &'a [Limit], month: YearMonth) -> Limits<'a> {
        Limits { all, month }
    }

    /// The limit for a provider: one of its own before one for all, the later before the earlier.
    pub fn of(&self, provider: &str) -> Option<&'a Limit> {
        let day = (self.month.year, self.month.month, self.month.days());
        let holds = |limit: &&Limit| limit.from.is_none_or(|from| from <= day) && limit.to.is_none_or(|to| to >= day);
        let meant = |limit: &&Limit| limit.provider.as_deref().is_none_or(|name| name == provider);
        self.all.iter().filter(holds).filter(meant).max_by_key(|limit| (limit.provider.is_some(), limit.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Table {
        limits: Vec<Limit>,
    }

    fn limits() -> Vec<Limit> {
        let text = r#"limits = [
            { value = 0.3, source = "Avtal 2021", to = 2021-12-31 },
            { value = 0.2, source = "Avtal 2022", from = 2022-01-01, judge = "value" },
            { value = 0.5, source = "Tillägg", from = 2022-03-15, provider = "B" },
        ]"#;
        toml::from_str::<Table>(text).unwrap().limits
    }

    fn value(month: &str, provider: &str) -> Option<f64> {
        Limits::new(&limits(), month.parse().unwrap()).of(provider).map(|limit| limit.value)
    }

    #[test]
    fn an_old_month_is_judged_by_the_limit_of_its_time() {
        assert_eq!(value("2021-12", "A"), Some(0.3));
        assert_eq!(value("2022-01", "A"), Some(0.2));
    }

    #[test]
    fn a_providers_own_limit_goes_before() {
        assert_eq!(value("2022-02", "B"), Some(0.2));
        assert_eq!(value("2022-03", "B"), Some(0.5));
        assert_eq!(value("2022-03", "A"), Some(0.2));
    }

    #[test]
    fn a_limit_says_its_source() {
        assert!(toml::from_str::<Table>("limits = [{ value = 0.3 }]").is_err());
    }
}
