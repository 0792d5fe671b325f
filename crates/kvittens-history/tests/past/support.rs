//! A month, checked, and pasts made by hand.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use kvittens_history::{Found, Measured, Said, Standing};
use kvittens_model::{Month, Performed, Scope, YearMonth};
use kvittens_rules::{Engine, Outcome, Rules, Settings, config::configure};
use kvittens_synth::Recipe;
use kvittens_tables::names::Names;
use kvittens_tables::record::{finding_ids, record};
use kvittens_tables::{Checked, Key};

/// The key of all tests.
pub fn key() -> Key {
    Key::new([7; 32])
}

pub fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

/// A catalogue with limits, so that something deviates.
pub fn rules(toml: &str) -> Rules {
    configure(&toml.parse().unwrap()).unwrap()
}

/// A small synthetic month of four providers. Reading is slow enough to do once.
pub fn read() -> Month {
    static READ: OnceLock<Month> = OnceLock::new();
    READ.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let recipe = Recipe { providers: 4, ..Recipe::new(month("2022-03"), 60, 5) };
        let made = kvittens_synth::synthesize(&recipe).unwrap();
        std::fs::write(folder.path().join("tagg.csv"), made.tagg).unwrap();
        std::fs::write(folder.path().join("manuell.csv"), made.manuell).unwrap();
        let paths = [folder.path().to_owned()];
        kvittens_parse::read(&paths, &kvittens_parse::Options::default(), &|_, _| {}).unwrap().month
    })
    .clone()
}

pub fn check(month: &Month, rules: &Rules) -> Outcome {
    Engine::new(rules, &Settings::default()).run(month)
}

/// What was said of a month, in texts.
pub fn said(month: &Month, rules: &Rules, outcome: &Outcome) -> Said {
    let key = key();
    let check = Checked { month, outcome, rules, key: &key };
    let (ids, names) = (finding_ids(&check), Names::plain(month));
    let found = (0..outcome.findings.len()).map(|at| {
        let (finding, of) = (&outcome.findings[at], record(&check, at, &ids, &names, None));
        Found {
            month: month.month,
            rule: finding.rule.to_string(),
            severity: Some(finding.severity),
            standing: if finding.state.explanation().is_some() { Standing::Explained } else { Standing::Open },
            explanation: finding.state.explanation().map(|why| why.name().to_owned()),
            finding_id: Some(of.finding_id.into()),
            series_id: of.series_id,
            provider: of.provider.unwrap_or_default().to_owned(),
            unit: of.unit.map(str::to_owned),
            customer: of.customer.map(Cow::into_owned),
            staff: of.staff.map(Cow::into_owned),
            service: of.service.map(Cow::into_owned),
            visit: of.visit.map(Into::into),
            other_visits: of.other_visits.into_iter().map(Cow::into_owned).collect(),
            start: of.start,
            stop: of.stop,
            value: finding.value,
            limit: finding.limit,
            minutes: finding.minutes,
        }
    });
    let measured = |m: &kvittens_model::Measure| {
        let subject = match m.scope {
            Scope::All | Scope::Provider => None,
            Scope::Unit => month.ids.unit.get(m.subject.unit),
            Scope::Staff => month.ids.staff.get(m.subject.staff),
            Scope::Customer => month.ids.customer.get(m.subject.customer),
        };
        Measured {
            rule: m.rule.to_string(),
            measure: m.name.to_owned(),
            scope: m.scope.name().to_owned(),
            provider: month.ids.provider.get(m.subject.provider).map(str::to_owned),
            subject: subject.map(str::to_owned),
            bucket: m.bucket.clone(),
            numerator: m.numerator,
            denominator: m.denominator,
            value: m.value,
            interval: m.interval,
            status: m.status.name().to_owned(),
        }
    };
    let mut visits = BTreeMap::new();
    for (provider, performed) in month.visits.provider.iter().zip(&month.visits.performed) {
        *visits.entry(month.ids.provider.text(*provider).to_owned()).or_default() +=
            u64::from(*performed == Performed::Yes);
    }
    Said {
        findings: found.collect(),
        measures: outcome.measures.iter().map(measured).collect(),
        visits,
        ..nothing(month.month)
    }
}

/// A month of which nothing was said.
pub fn nothing(month: YearMonth) -> Said {
    Said {
        month,
        findings: Vec::new(),
        measures: Vec::new(),
        visits: BTreeMap::new(),
        not_run: BTreeMap::new(),
        milliseconds: BTreeMap::new(),
    }
}

/// The same said of another month.
pub fn moved(said: &Said, to: YearMonth) -> Said {
    let mut said = said.clone();
    said.month = to;
    said.findings.iter_mut().for_each(|found| found.month = to);
    said
}
