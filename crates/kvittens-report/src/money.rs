//! Minutes and kronor in question, and granted, planned, performed and billed minutes, as programs read them: in the
//! manifest and the summary.

use kvittens_rules::money::{Comparison, Figures, Questioned, Sum};
use kvittens_tables::comparison::minutes;
use serde::Serialize;

use crate::Check;

/// What the open findings are about, each registered minute once over all rules.
#[derive(Debug, Serialize)]
pub struct InQuestion {
    #[serde(flatten)]
    all: Of,
    providers: Vec<OfProvider>,
    rules: Vec<OfRule>,
}

#[derive(Debug, Serialize)]
struct OfProvider {
    provider: String,
    #[serde(flatten)]
    of: Of,
}

#[derive(Debug, Serialize)]
struct OfRule {
    rule: String,
    #[serde(flatten)]
    of: Of,
}

#[derive(Debug, Serialize)]
struct Of {
    minutes: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_minutes: Option<i64>,
    /// Left out where no rate holds for any of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    kronor: Option<f64>,
    /// Of the minutes, those that no rate holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes_without_rate: Option<i64>,
    /// Of the minutes, those whose pay does not follow registered time.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes_paid_otherwise: Option<i64>,
}

/// Kronor with öre.
#[allow(clippy::cast_precision_loss, reason = "öre of a month are far below 2^52")]
pub fn kronor(ore: i64) -> f64 {
    ore as f64 / 100.0
}

impl Of {
    fn new(questioned: &Questioned, sum: Sum, registered: Option<i64>) -> Of {
        let priced = questioned.priced;
        Of {
            minutes: sum.minutes(),
            registered_minutes: registered.map(|seconds| seconds / 60),
            kronor: sum.ore().filter(|_| priced).map(kronor),
            minutes_without_rate: priced.then_some(sum.unpriced / 60),
            minutes_paid_otherwise: priced.then_some(sum.fixed / 60),
        }
    }
}

impl InQuestion {
    /// Of a check.
    pub fn of(check: &Check<'_>) -> InQuestion {
        let (questioned, ids) = (&check.run.outcome.questioned, &check.run.month.ids);
        let provider = |(id, name): (u32, &str)| OfProvider {
            provider: name.to_owned(),
            of: Of::new(
                questioned,
                questioned.total.of(id),
                Some(questioned.registered.get(&id).copied().unwrap_or(0)),
            ),
        };
        let rule = |(rule, sums): (&kvittens_model::Code, &kvittens_rules::money::question::Sums)| OfRule {
            rule: rule.to_string(),
            of: Of::new(questioned, sums.all(), None),
        };
        InQuestion {
            all: Of::new(questioned, questioned.total.all(), Some(questioned.registered())),
            providers: (0..).zip(ids.provider.iter()).map(provider).collect(),
            rules: questioned.rules.iter().map(rule).collect(),
        }
    }
}

/// A provider's granted, planned, performed and billed minutes, each where its file is.
#[derive(Debug, Serialize)]
pub struct Bridge {
    /// Left out: decisions for customers whom no provider knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    granted_minutes: Option<i64>,
    /// Decisions that do not say how much.
    #[serde(skip_serializing_if = "Option::is_none")]
    decisions_without_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    planned_minutes: Option<i64>,
    performed_minutes: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    billed_minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billed_kronor: Option<f64>,
}

impl Bridge {
    fn new(comparison: &Comparison, provider: Option<String>, of: &Figures) -> Bridge {
        Bridge {
            provider,
            granted_minutes: comparison.has_granted.then(|| minutes(of.granted)),
            decisions_without_time: comparison.has_granted.then_some(of.untold),
            planned_minutes: comparison.has_planned.then(|| minutes(of.planned)),
            performed_minutes: minutes(of.performed),
            billed_minutes: comparison.has_billed.then(|| minutes(of.billed)),
            billed_kronor: of.ore.map(kronor),
        }
    }

    /// Of each provider; none where nothing can be held against the registrations.
    pub fn of(check: &Check<'_>) -> Vec<Bridge> {
        let Some(comparison) = &check.run.outcome.comparison else {
            return Vec::new();
        };
        let name = |provider: u32| check.run.month.ids.provider.get(provider).map(str::to_owned);
        let bridge = comparison.bridge();
        bridge.iter().map(|(provider, of)| Bridge::new(comparison, name(*provider), of)).collect()
    }
}
