//! The rules as they were configured when the month was checked.

use std::collections::BTreeSet;

use kvittens_model::Code;
use kvittens_rules::config::configure_with;
use kvittens_rules::{Own, Owns, Rules, Stage};
use toml::value::Datetime;
use toml::{Table, Value};

use super::former::Former;
use super::kept::KeptLimit;
use super::{AgainError, word};
use crate::manifest::Run;

/// The rules of a manifest, in order.
pub fn rules(former: &Former) -> Result<Rules, AgainError> {
    let mut tables = Table::new();
    let mut codes: BTreeSet<Code> = BTreeSet::new();
    let owns = former.rules.iter().filter_map(|run| run.own.as_deref().map(|text| Own::read(&run.rule, text)));
    let owns = owns.collect::<Result<Vec<_>, _>>().and_then(Owns::unasked).map_err(|_| former.wrong("own"))?;
    for run in &former.rules {
        codes.insert(run.rule.parse().map_err(|_| former.wrong("rules"))?);
        tables.insert(run.rule.clone(), Value::Table(table(former, run)?));
    }
    let wrong = |error| AgainError::Rules { path: former.path.clone(), error, program: former.program_version.clone() };
    let mut rules = configure_with(&tables, &owns).map_err(wrong)?;
    // A rule that came later said nothing of this month.
    rules.retain(|rule| codes.contains(&rule.code()));
    Ok(rules)
}

fn table(former: &Former, run: &Run) -> Result<Table, AgainError> {
    let mut table = Table::new();
    let stage = word::of(Stage::ALL, Stage::name, &run.stage).ok_or_else(|| former.wrong("stage"))?;
    table.insert("stage".into(), stage.name().into());
    table.insert("enabled".into(), (run.reason.as_deref() != Some("disabled")).into());
    table.extend(run.backtest.clone().map(|backtest| ("backtest".into(), backtest.into())));
    table.extend(run.configured.severity.map(|severity| ("severity".into(), severity.name().into())));
    for (name, value) in &run.configured.parameters {
        let value = Value::try_from(value).map_err(|_| former.wrong("parameters"))?;
        table.insert(name.clone(), value);
    }
    let limits: Option<Vec<Value>> = run.configured.limits.iter().map(|of| limit(of).map(Value::Table)).collect();
    table.insert("limits".into(), limits.ok_or_else(|| former.wrong("limits"))?.into());
    Ok(table)
}

fn limit(of: &KeptLimit) -> Option<Table> {
    let mut table = Table::new();
    table.insert("value".into(), of.value.into());
    table.insert("source".into(), of.source.clone().into());
    for (key, date) in [("from", &of.from), ("to", &of.to)] {
        if let Some(date) = date {
            table.insert(key.into(), Value::Datetime(date.parse::<Datetime>().ok()?));
        }
    }
    table.insert("judge".into(), Value::try_from(of.judge).ok()?);
    table.extend(of.provider.clone().map(|provider| ("provider".into(), provider.into())));
    Some(table)
}
