//! Hears what rules say of a month: from the cache, and the rest from one reading of the month, however many
//! configurations ask.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use kvittens_model::measure::Reason;
use kvittens_model::{Code, Month, YearMonth};
use kvittens_rules::{Engine, Per, Rules};
use kvittens_tables::Checked;

use super::cache::Name;
use super::catalogue::{Catalogue, says};
use super::minutes::Seconds;
use super::plan::{BacktestError, Plan};
use super::visit_key;
use crate::said::Said;

/// What was said, and how long the visits are that its chains question.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// What was said.
    pub said: Said,
    /// Lengths of visits.
    pub seconds: Seconds,
}

impl Heard {
    /// As bytes; `None` where it cannot be written, which is an error of the program and costs a hearing.
    pub(super) fn write(&self) -> Option<Vec<u8>> {
        let seconds = serde_json::to_vec(&self.seconds).ok()?;
        let mut bytes = (seconds.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(&seconds);
        bytes.extend_from_slice(&self.said.write().ok()?);
        Some(bytes)
    }

    /// Back from [`Heard::write`].
    pub(super) fn read(bytes: &[u8]) -> Option<Heard> {
        let (length, behind) = bytes.split_first_chunk::<8>()?;
        let (seconds, said) = behind.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        Some(Heard { said: Said::read(said).ok()?, seconds: serde_json::from_slice(seconds).ok()? })
    }

    fn nothing(month: YearMonth) -> Heard {
        let said = Said {
            month,
            findings: Vec::new(),
            measures: Vec::new(),
            visits: BTreeMap::new(),
            not_run: BTreeMap::new(),
            milliseconds: BTreeMap::new(),
        };
        Heard { said, seconds: Seconds::new() }
    }

    /// Adds what another rule said.
    fn add(&mut self, other: &Heard) {
        self.said.findings.extend_from_slice(&other.said.findings);
        self.said.measures.extend_from_slice(&other.said.measures);
        self.said.visits.extend(other.said.visits.clone());
        self.said.not_run.extend(other.said.not_run.clone());
        self.said.milliseconds.extend(other.said.milliseconds.clone());
        for (provider, visits) in &other.seconds {
            self.seconds.entry(provider.clone()).or_default().extend(visits.clone());
        }
    }
}

/// A configuration with the rules asked, in order of code.
pub struct Asked {
    /// The configuration.
    pub catalogue: Catalogue,
    /// It, ready to run.
    pub rules: Rules,
    /// The rules of it to hear.
    pub codes: Vec<Code>,
}

impl Asked {
    /// Of a configuration: every rule that runs, or of those only these.
    pub fn new(catalogue: &Catalogue, only: Option<&[Code]>) -> Result<Asked, BacktestError> {
        let rules = catalogue.rules()?;
        let wanted = |code: &Code| only.is_none_or(|only| only.contains(code));
        let codes =
            rules.iter().filter(|rule| rule.held_back().is_none()).map(|rule| rule.code()).filter(wanted).collect();
        Ok(Asked { catalogue: catalogue.clone(), rules, codes })
    }
}

/// How often the cache knew, and how often not.
#[derive(Debug, Default)]
pub struct Tallied {
    /// Rules and months from the cache.
    pub kept: AtomicU64,
    /// Rules and months that were run.
    pub run: AtomicU64,
}

/// What each configuration says of a month.
pub fn hear(
    plan: &Plan<'_>,
    month: YearMonth,
    asked: &[Asked],
    tallied: &Tallied,
) -> Result<Vec<Heard>, BacktestError> {
    let content = plan.months.content(month)?;
    let mut known: BTreeMap<Name, Option<Heard>> = BTreeMap::new();
    let mut names: Vec<Vec<(Code, Name)>> = Vec::with_capacity(asked.len());
    // Which rules each configuration still has to be run for; a rule that says the same in two is run once.
    let mut missing: Vec<BTreeMap<Code, Name>> = Vec::with_capacity(asked.len());
    for asked in asked {
        let (mut of_asked, mut lacks) = (Vec::new(), BTreeMap::new());
        for rule in asked.rules.iter().filter(|rule| asked.codes.contains(&rule.code())) {
            let (ground, says, key) = (asked.catalogue.ground(), says(rule, &asked.rules), plan.key.fingerprint());
            let name = Name::of(&[plan.version, &content, &month.to_string(), ground, &key, &says]);
            if !known.contains_key(&name) {
                let kept = plan.cache.and_then(|cache| cache.get(&name));
                match &kept {
                    Some(_) => tallied.kept.fetch_add(1, Ordering::Relaxed),
                    None => {
                        lacks.insert(rule.code(), name.clone());
                        tallied.run.fetch_add(1, Ordering::Relaxed)
                    }
                };
                known.insert(name.clone(), kept);
            }
            of_asked.push((rule.code(), name));
        }
        names.push(of_asked);
        missing.push(lacks);
    }
    let grounds: BTreeSet<&str> = asked
        .iter()
        .zip(&missing)
        .filter(|(_, lacks)| !lacks.is_empty())
        .map(|(asked, _)| asked.catalogue.ground())
        .collect();
    for ground in grounds {
        let of_ground = || asked.iter().zip(&missing).filter(|(asked, _)| asked.catalogue.ground() == ground);
        let Some((first, _)) = of_ground().next() else { continue };
        let read = plan.months.read(month, &first.catalogue.reading)?;
        for (asked, lacks) in of_ground().filter(|(_, lacks)| !lacks.is_empty()) {
            for (code, heard, failed) in run(plan, &read, asked, lacks)? {
                let Some(name) = lacks.get(&code) else { continue };
                if let Some(cache) = plan.cache.filter(|_| !failed) {
                    cache.put(name, &heard);
                }
                known.insert(name.clone(), Some(heard));
            }
        }
    }
    let whole = |of: &Vec<(Code, Name)>| {
        let mut whole = Heard::nothing(month);
        of.iter().filter_map(|(_, name)| known.get(name)?.as_ref()).for_each(|heard| whole.add(heard));
        whole
    };
    Ok(names.iter().map(whole).collect())
}

/// Runs the rules that are missing, and cuts what they say rule by rule. The last of each: whether the rule failed. Each
/// month is heard by itself, so that what was heard of it depends on its own content alone: rules that need earlier
/// months do not run here.
fn run(
    plan: &Plan<'_>,
    month: &Month,
    asked: &Asked,
    lacks: &BTreeMap<Code, Name>,
) -> Result<Vec<(Code, Heard, bool)>, BacktestError> {
    let mut rules = asked.catalogue.rules()?;
    rules.iter_mut().for_each(|rule| rule.enabled &= lacks.contains_key(&rule.code()));
    let engine = Engine { now: plan.now, ..Engine::new(&rules, &asked.catalogue.settings) };
    let outcome = engine.run(month);
    let said = Said::of(&Checked { month, outcome: &outcome, rules: &rules, key: plan.key });
    let of_rule = |rule: &kvittens_rules::Configured| {
        let code = rule.code();
        let text = code.to_string();
        let mut seconds = Seconds::new();
        if rule.rule.meta().per == Per::Chain {
            for at in outcome.findings.iter().filter(|finding| finding.rule == code).flat_map(|found| &found.others) {
                let (visits, ids) = (&month.visits, &month.ids);
                let provider = ids.provider.text(visits.provider[*at as usize]).to_owned();
                let visit = visit_key(&ids.visit_text(visits.visit[*at as usize])).to_owned();
                let length = visits.length(*at).map_or(0, i64::from);
                seconds.entry(provider).or_default().insert(visit, length);
            }
        }
        let heard = Said {
            month: said.month,
            findings: said.findings.iter().filter(|found| found.rule == text).cloned().collect(),
            measures: said.measures.iter().filter(|measured| measured.rule == text).cloned().collect(),
            visits: said.visits.clone(),
            not_run: said.not_run.iter().filter(|(of, _)| **of == text).map(owned).collect(),
            milliseconds: said.milliseconds.iter().filter(|(of, _)| **of == text).map(owned).collect(),
        };
        let failed = heard.not_run.get(&text).is_some_and(|reason| reason == Reason::Failed.name());
        (code, Heard { said: heard, seconds }, failed)
    };
    Ok(rules.iter().filter(|rule| lacks.contains_key(&rule.code())).map(of_rule).collect())
}

fn owned<T: Clone>((name, of): (&String, &T)) -> (String, T) {
    (name.clone(), of.clone())
}
