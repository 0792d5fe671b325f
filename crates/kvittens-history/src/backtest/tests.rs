//! What the unit tests of the backtest share.

use kvittens_model::Local;

use crate::said::{Found, Standing};

/// An open finding of provider A in March 2022.
pub fn found(rule: &str, id: Option<&str>, visit: Option<&str>, others: &[&str]) -> Found {
    Found {
        month: "2022-03".parse().unwrap(),
        rule: rule.to_owned(),
        severity: None,
        standing: Standing::Open,
        explanation: None,
        finding_id: id.map(str::to_owned),
        series_id: None,
        provider: "A".to_owned(),
        unit: None,
        customer: None,
        staff: None,
        service: None,
        visit: visit.map(str::to_owned),
        other_visits: others.iter().map(|visit| (*visit).to_owned()).collect(),
        start: Local::NONE,
        stop: Local::NONE,
        value: None,
        limit: None,
        minutes: 0,
    }
}
