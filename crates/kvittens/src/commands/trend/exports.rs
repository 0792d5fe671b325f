//! Months as folders of exports, `DIR/2022-03/…`, as `kvittens synth --months` writes them: read and checked one by one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kvittens_history::{Measured, Said};
use kvittens_model::{Measure, Month, Performed, Scope, YearMonth};
use kvittens_rules::{Engine, Outcome, config};

use crate::config::Loaded;
use crate::error::Failure;

/// What the catalogue says of each month below a folder, ascending; of the findings nothing.
pub fn said(folder: &Path, loaded: &Loaded) -> Result<Vec<Said>, Failure> {
    let rules = config::configure(&loaded.config.rules)?;
    let settings = loaded.config.settings();
    let mut said = Vec::new();
    for (month, folder) in months(folder)? {
        let options = kvittens_parse::Options { month: Some(month), ..loaded.reading(&[])? };
        let reading = kvittens_parse::read(&[folder], &options, &|_, _| {})?;
        let outcome = Engine::new(&rules, &settings).run(&reading.month);
        said.push(of(&reading.month, &outcome));
    }
    Ok(said)
}

/// The folders that are called as a month.
fn months(folder: &Path) -> Result<Vec<(YearMonth, PathBuf)>, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::file(folder))?;
    let named = |path: PathBuf| Some((path.file_name()?.to_str()?.parse().ok()?, path));
    let mut months: Vec<_> = entries.flatten().filter_map(|entry| named(entry.path())).collect();
    months.sort();
    Ok(months)
}

fn of(month: &Month, outcome: &Outcome) -> Said {
    let mut visits: BTreeMap<String, u64> = BTreeMap::new();
    for (provider, performed) in month.visits.provider.iter().zip(&month.visits.performed) {
        *visits.entry(month.ids.provider.text(*provider).to_owned()).or_default() +=
            u64::from(*performed == Performed::Yes);
    }
    let wide = |measure: &&Measure| matches!(measure.scope, Scope::All | Scope::Provider);
    Said {
        month: month.month,
        findings: Vec::new(),
        measures: outcome.measures.iter().filter(wide).map(|measure| measured(month, measure)).collect(),
        visits,
        not_run: BTreeMap::new(),
        milliseconds: BTreeMap::new(),
    }
}

fn measured(month: &Month, measure: &Measure) -> Measured {
    Measured {
        rule: measure.rule.to_string(),
        measure: measure.name.to_owned(),
        scope: measure.scope.name().to_owned(),
        provider: month.ids.provider.get(measure.subject.provider).map(str::to_owned),
        subject: None,
        bucket: measure.bucket.clone(),
        numerator: measure.numerator,
        denominator: measure.denominator,
        value: measure.value,
        interval: measure.interval,
        status: measure.status.name().to_owned(),
    }
}
