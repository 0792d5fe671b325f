//! What the exports hold that a configuration can say something about. No id of a customer or a member of staff is in
//! here, and no name that could be one.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::personnummer::is_personnummer;
use kvittens_model::{Ids, Method, Month, NO_ID, Performed};
use kvittens_rules::{Engine, RulesError, Settings, config, suggest};

use super::alike::{self, Word};

/// More service words than this are not listed: the column then holds free text.
const MOST_SERVICES: usize = 200;

/// A provider and its units.
#[derive(Debug)]
pub struct Provider {
    /// Its name.
    pub word: Word,
    /// Its units and their visits, by name.
    pub units: Vec<(String, u64)>,
}

/// What was seen. All counts are of performed visits unless said.
#[derive(Debug)]
pub struct Seen {
    /// The month, as text.
    pub month: String,
    /// The files, by name.
    pub files: Vec<String>,
    /// Visits.
    pub visits: u64,
    /// Ends of visits by method, the usual first.
    pub methods: Vec<(Method, u64)>,
    /// Staff ids at several providers, and all of them.
    pub staff: (u64, u64),
    /// Words that ids of substitutes begin with, and how many ids do.
    pub placeholders: Vec<(String, u64)>,
    /// Such words that other ids begin with too, which could be names.
    pub unsure: Vec<String>,
    /// Other staff ids with more registered time than one person can have.
    pub overfull: u64,
    /// By name.
    pub providers: Vec<Provider>,
    /// The usual first.
    pub services: Vec<Word>,
    /// Service words beyond the usual ones.
    pub rare: usize,
    /// Names left out since they could be somebody's id.
    pub withheld: usize,
}

impl Seen {
    /// Looks through a month.
    pub fn of(month: &Month) -> Result<Seen, RulesError> {
        let (ids, v) = (&month.ids, &month.visits);
        let mut methods: BTreeMap<Method, u64> = BTreeMap::new();
        let (mut providers, mut services) = (BTreeMap::new(), BTreeMap::new());
        let mut units: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        let mut staff: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for at in (0..v.len()).filter(|at| v.performed[*at] == Performed::Yes) {
            for method in [v.in_method[at], v.out_method[at]] {
                *methods.entry(method).or_default() += 1;
            }
            let provider = ids.provider.text(v.provider[at]);
            *providers.entry(provider).or_default() += 1;
            if let Some(unit) = ids.unit.get(v.unit[at]) {
                *units.entry(provider).or_default().entry(unit).or_default() += 1;
            }
            for service in ids.services(v.services[at]) {
                *services.entry(service).or_default() += 1;
            }
            if v.staff[at] != NO_ID {
                staff.entry(v.staff[at]).or_default().insert(v.provider[at]);
            }
        }
        let mut withheld = 0;
        let providers = shown(ids, providers, &mut withheld);
        let of_provider = |word: Word| {
            let units = units.remove(word.name.as_str()).unwrap_or_default();
            Provider { units: shown(ids, units, &mut withheld), word }
        };
        let mut providers: Vec<Provider> = alike::group(providers).into_iter().map(of_provider).collect();
        providers.sort_by(|a, b| a.word.name.cmp(&b.word.name));
        let mut services = shown(ids, services, &mut withheld);
        services.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let rare = services.len().saturating_sub(MOST_SERVICES);
        services.truncate(MOST_SERVICES);
        let mut methods: Vec<(Method, u64)> = methods.into_iter().collect();
        methods.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let several = staff.values().filter(|of| of.len() > 1).count() as u64;
        let (placeholders, unsure) = placeholders(month);
        Ok(Seen {
            month: month.month.to_string(),
            files: month.files.iter().map(|file| file.name.clone()).collect(),
            visits: v.performed_count(),
            methods,
            staff: (several, staff.len() as u64),
            placeholders,
            unsure,
            overfull: overfull(month)?,
            providers,
            services: alike::group(services),
            rare,
            withheld,
        })
    }
}

/// The names that may be written; the others are counted.
fn shown(ids: &Ids, names: BTreeMap<&str, u64>, withheld: &mut usize) -> Vec<(String, u64)> {
    let all = names.len();
    let kept: Vec<(String, u64)> =
        names.into_iter().filter(|(name, _)| !may_be_an_id(ids, name)).map(|(name, n)| (name.to_owned(), n)).collect();
    *withheld += all - kept.len();
    kept
}

/// Whether a name holds, or is, what could be the id of a person: cells of exports hold all kinds of things.
fn may_be_an_id(ids: &Ids, name: &str) -> bool {
    // A short number is a code of a service (`Dubbel 1`) sooner than a customer's.
    let short = |text: &str| text.len() < 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let known = |text: &str| !short(text) && (ids.customer.find(text).is_some() || ids.staff.find(text).is_some());
    let digits = name.chars().filter(char::is_ascii_digit).count();
    digits >= 6 || known(name) || name.split_whitespace().any(|part| is_personnummer(part) || known(part))
}

/// Words that ids of substitutes begin with, and those among them that other ids begin with too.
fn placeholders(month: &Month) -> (Vec<(String, u64)>, Vec<String>) {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for word in month.ids.staff.iter().filter_map(suggest::placeholder) {
        *found.entry(word).or_default() += 1;
    }
    let named_so = |word: &String| {
        let mut others = month.ids.staff.iter().filter(|id| suggest::placeholder(id).is_none());
        others.any(|id| id.to_uppercase().starts_with(word))
    };
    let (unsure, sure): (Vec<_>, Vec<_>) = found.into_iter().partition(|(word, _)| named_so(word));
    (sure, unsure.into_iter().map(|(word, _)| word).collect())
}

/// Staff ids that the engine finds by their registered time, but for those whose word says it.
fn overfull(month: &Month) -> Result<u64, RulesError> {
    let mut rules = config::configure(&toml::Table::new())?;
    rules.iter_mut().for_each(|rule| rule.enabled = false);
    let outcome = Engine::new(&rules, &Settings::default()).run(month);
    let staff: BTreeSet<u32> = outcome.placeholders.into_iter().map(|(_, staff)| staff).collect();
    Ok(staff.into_iter().filter(|id| suggest::placeholder(month.ids.staff.text(*id)).is_none()).count() as u64)
}
