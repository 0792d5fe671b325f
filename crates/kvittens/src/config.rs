//! kvittens.toml: found upwards from the working folder, read once; an unknown key is refused with the nearest one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kvittens_history::answers;
use kvittens_model::Method;
use kvittens_model::words::Receipts;
use kvittens_parse::Layout;
use kvittens_report::board::Bounds;
use kvittens_rules::follow_up::Ladder;
use kvittens_rules::money::{Pay, PayError, Payment, Rate};
use kvittens_rules::{LockDay, Owns, ProviderKind, ServiceRule, Settings};
use kvittens_tables::answers::Answer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Failure;
use crate::letter::Letter;
use crate::{nearest, own};

/// The file's name.
pub const NAME: &str = "kvittens.toml";

/// Who sees pseudonyms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShownIds {
    /// The ids of the export.
    #[default]
    Export,
    /// Pseudonyms.
    Pseudonym,
}

/// Whether staff ids mean the same person at every provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StaffIds {
    /// Within one provider.
    #[default]
    Provider,
    /// In the whole municipality.
    Municipality,
}

/// The configuration.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The municipality's name, for headings.
    pub municipality: Option<String>,
    /// The key file, from the configuration's folder.
    pub key: Option<PathBuf>,
    /// Files of the municipality's own layouts, from the configuration's folder.
    pub layouts: Vec<PathBuf>,
    /// What staff ids mean.
    pub staff_ids: StaffIds,
    /// The largest share of rows set aside before the run fails.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub max_rejected: f64,
    /// The day of the following month on which a month is locked: what is entered or approved after it came too late.
    pub lock_day: Option<LockDay>,
    /// From how many measures each step of follow-up is proposed.
    pub follow_up: Ladder,
    /// Answers to findings that the municipality has accepted: TOML of its own, or tables that providers returned; from
    /// the configuration's folder.
    pub accept: Vec<PathBuf>,
    /// The methods that count as a receipt.
    pub receipts: Vec<Method>,
    /// Staff ids that stand for many people.
    pub placeholder_staff: Vec<String>,
    /// Who sees which ids.
    pub audience: Audience,
    /// What the page for the nämnd may show.
    pub board: Board,
    /// Who writes the reports, and until when they are answered.
    pub letter: Letter,
    /// The services, by name.
    pub services: BTreeMap<String, ServiceRule>,
    /// What each group of services is paid by; `default`: services without a group, and groups without a table.
    pub payment: BTreeMap<String, Payment>,
    /// What an hour or an occasion costs.
    pub rates: Vec<Rate>,
    /// The providers, by name.
    pub providers: BTreeMap<String, Provider>,
    /// Rules of the municipality's own, in SQL.
    pub sql: Sql,
    /// The rules, by code.
    #[schemars(schema_with = "kvittens_rules::schema::rules")]
    pub rules: toml::Table,
}

/// `[sql]`.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sql {
    /// Files of rules, from the configuration's folder: names, or patterns such as `regler/*.toml`.
    pub rules: Vec<String>,
}

/// `[audience]`.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Audience {
    /// What a provider's folder shows.
    pub provider: ShownIds,
}

/// `[board]`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Board {
    /// The smallest number above zero that is shown.
    #[schemars(range(min = 3, max = 100))]
    pub min_cell: u32,
    /// The fewest customers of a provider that is named.
    #[schemars(range(min = 10, max = 1000))]
    pub min_customers: u32,
}

impl Default for Board {
    fn default() -> Board {
        let Bounds { min_cell, min_customers } = Bounds::default();
        Board { min_cell, min_customers }
    }
}

impl Board {
    /// What is out of range, if anything: the key, its bounds, and what stands.
    fn wrong(&self) -> Option<(&'static str, u32, u32, u32)> {
        let held = [("min_cell", 3, 100, self.min_cell), ("min_customers", 10, 1000, self.min_customers)];
        held.into_iter().find(|(_, low, high, value)| !(low..=high).contains(&value))
    }

    /// As the reports have it.
    pub fn bounds(&self) -> Bounds {
        Bounds { min_cell: self.min_cell, min_customers: self.min_customers }
    }
}

/// `[providers."…"]`.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Provider {
    /// Ordinary, or night patrol.
    pub kind: ProviderKind,
    /// Other names in the exports.
    pub aliases: Vec<String>,
    /// Units that are night patrol.
    pub night_units: Vec<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            municipality: None,
            key: None,
            layouts: Vec::new(),
            staff_ids: StaffIds::default(),
            max_rejected: 0.01,
            lock_day: None,
            follow_up: Ladder::default(),
            accept: Vec::new(),
            receipts: vec![Method::Tag, Method::Lock, Method::Pen],
            placeholder_staff: Vec::new(),
            audience: Audience::default(),
            board: Board::default(),
            letter: Letter::default(),
            services: BTreeMap::new(),
            payment: BTreeMap::new(),
            rates: Vec::new(),
            providers: BTreeMap::new(),
            sql: Sql::default(),
            rules: toml::Table::new(),
        }
    }
}

/// A configuration and where it came from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What it says.
    pub config: Config,
    /// The file, if there was one.
    pub path: Option<PathBuf>,
    /// Its text, for the hash in the manifest.
    pub text: String,
    /// Rules of the municipality's own, where a command asked for them ([`Loaded::with_owns`]).
    pub owns: Owns,
}

/// Reads the named file, else the first `kvittens.toml` from `folder` upwards, else takes the defaults.
pub fn load(named: Option<&Path>, folder: &Path) -> Result<Loaded, Failure> {
    let found =
        named.map(Path::to_owned).or_else(|| folder.ancestors().map(|up| up.join(NAME)).find(|path| path.is_file()));
    let Some(path) = found else {
        return Ok(Loaded::default());
    };
    let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
    let config: Config = toml::from_str(&text).map_err(|error| Failure::Config {
        path: path.clone(),
        message: error.to_string(),
        nearest: nearest::in_message(error.message()),
    })?;
    if !(0.0..=1.0).contains(&config.max_rejected) {
        let message = format!("max_rejected = {} (0–1)", config.max_rejected);
        return Err(Failure::Config { path, message, nearest: None });
    }
    if let Some((key, low, high)) = config.follow_up.wrong().map(|(key, most)| (key, 1, most)) {
        let message = format!("[follow_up] {key} ({low}–{high})");
        return Err(Failure::Config { path, message, nearest: None });
    }
    if let Some((key, low, high, value)) = config.board.wrong() {
        let message = format!("[board] {key} = {value} ({low}–{high})");
        return Err(Failure::Config { path, message, nearest: None });
    }
    if let Some(wrong) = config.letter.wrong() {
        return Err(Failure::Letter { path, wrong });
    }
    if let Err(error) = config.pay().check(&config.services) {
        let groups = config.services.values().filter_map(|rule| rule.group.as_deref());
        let nearest = match &error {
            PayError::NoGroup { group, .. } => nearest::of(group, groups),
            _ => None,
        };
        return Err(Failure::Config { path, message: error.to_string(), nearest });
    }
    Ok(Loaded { config, path: Some(path), text, owns: Owns::default() })
}

impl Loaded {
    /// With the municipality's own rules: those that the configuration names, and more files of them.
    pub fn with_owns(self, more: &[PathBuf]) -> Result<Loaded, Failure> {
        let owns = own::read(&self, more)?;
        Ok(Loaded { owns, ..self })
    }

    /// The answers that the configuration names, and more files of them.
    pub fn answers(&self, more: &[PathBuf]) -> Result<Vec<Answer>, Failure> {
        let folder = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let own = self.config.accept.iter().map(|path| folder.join(path));
        let read = own.chain(more.iter().cloned()).map(|path| answers::read(&path));
        Ok(read.collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// What the parser needs to know. `chosen`: the only layouts to try, by name or as a file of the user's own; empty
    /// for all.
    pub fn reading(&self, chosen: &[String]) -> Result<kvittens_parse::Options, Failure> {
        let mut options = self.config.reading();
        let folder = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        for path in &self.config.layouts {
            options.own_layouts.push(layout(&folder.join(path))?);
        }
        for chosen in chosen {
            let is_file = Path::new(chosen).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
            let name = if is_file {
                let own = layout(Path::new(chosen))?;
                options.own_layouts.retain(|known| known.name != own.name);
                options.own_layouts.push(own.clone());
                own.name
            } else {
                chosen.clone()
            };
            options.layouts.push(name);
        }
        Ok(options)
    }
}

fn layout(path: &Path) -> Result<Layout, Failure> {
    let text = fs::read_to_string(path).map_err(Failure::file(path))?;
    Layout::from_toml(&text).map_err(|error| Failure::Layout { path: path.to_owned(), error })
}

impl Config {
    /// What the rules need to know.
    pub fn settings(&self) -> Settings {
        Settings {
            receipts: Receipts::new(&self.receipts),
            municipal_staff: self.staff_ids == StaffIds::Municipality,
            services: self.services.clone(),
            providers: self.providers.iter().map(|(name, provider)| (name.clone(), provider.kind)).collect(),
            night_units: self.providers.values().flat_map(|provider| provider.night_units.clone()).collect(),
            placeholders: self.placeholder_staff.clone(),
            lock_day: self.lock_day,
            pay: self.pay(),
        }
    }

    fn pay(&self) -> Pay {
        Pay { models: self.payment.clone(), rates: self.rates.clone() }
    }

    fn reading(&self) -> kvittens_parse::Options {
        let aliases = |name: &String, aliases: &[String]| -> Vec<(String, String)> {
            // The name itself in any case is the name.
            aliases.iter().chain([name]).map(|alias| (alias.to_lowercase(), name.clone())).collect()
        };
        kvittens_parse::Options {
            receipts: Receipts::new(&self.receipts),
            service_aliases: self.services.iter().flat_map(|(name, rule)| aliases(name, &rule.aliases)).collect(),
            provider_aliases: self.providers.iter().flat_map(|(name, of)| aliases(name, &of.aliases)).collect(),
            expected_providers: self.providers.keys().cloned().collect(),
            known_services: self.services.keys().cloned().collect(),
            ..kvittens_parse::Options::default()
        }
    }
}
