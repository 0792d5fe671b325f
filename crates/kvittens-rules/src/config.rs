//! The rules as configured: `[rules.K102]` with `enabled`, `severity`, `limits` and the rule's own parameters, and
//! which of them were selected.

use std::fmt;

use kvittens_model::measure::Reason;
use kvittens_model::{Code, Severity};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Table, Value};

use crate::limits::Limit;
use crate::own::Owns;
use crate::rule::{Impossible, Meta, Rule};
use crate::rules;
use crate::stage::Stage;

/// A rule, ready to run.
pub struct Configured {
    /// The rule with its parameters.
    pub rule: Box<dyn Rule>,
    /// Whether it runs, where its stage lets it.
    pub enabled: bool,
    /// Where it stands in its life.
    pub stage: Stage,
    /// The backtest that moved it there, as the municipality names it.
    pub backtest: Option<String>,
    /// A weight of the municipality's own.
    pub severity: Option<Severity>,
    /// The municipality's limits.
    pub limits: Vec<Limit>,
}

impl Configured {
    /// The rule's code.
    pub fn code(&self) -> Code {
        self.rule.meta().code
    }

    /// Why the municipality does not let it run; `None` where it does.
    pub fn held_back(&self) -> Option<Reason> {
        match self.stage {
            _ if !self.enabled => Some(Reason::Disabled),
            Stage::Draft => Some(Reason::Draft),
            Stage::Resting => Some(Reason::Resting),
            Stage::Trial | Stage::Active => None,
        }
    }

    /// Whether what it says is for the controller alone.
    pub fn on_trial(&self) -> bool {
        self.stage == Stage::Trial
    }
}

impl fmt::Debug for Configured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.code(), if self.enabled { "" } else { " (off)" })
    }
}

/// Every rule of the catalogue, in order of code.
pub type Rules = Vec<Configured>;

/// What is wrong with the rules' configuration or selection.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// No rule is called so.
    #[error("no rule is called \"{name}\"{}", near(.nearest))]
    Unknown {
        /// As written.
        name: String,
        /// The code, slug or family that is nearest.
        nearest: Option<String>,
    },
    /// A key or a value does not fit.
    #[error("[rules.{code}]: {message}")]
    Table {
        /// The rule.
        code: Code,
        /// What the reader of the table says.
        message: String,
    },
    /// A limit of a rule that measures nothing a limit could be held against.
    #[error("[rules.{code}]: no limit can be set for this rule")]
    NoLimit {
        /// The rule.
        code: Code,
    },
    /// A limit without an owner.
    #[error("[rules.{code}]: a limit says where it stands (source)")]
    NoSource {
        /// The rule.
        code: Code,
    },
    /// A parameter makes no sense.
    #[error("[rules.{code}]: {name} = {value} (expected {low} to {high})")]
    Range {
        /// The rule.
        code: Code,
        /// The parameter.
        name: &'static str,
        /// As configured.
        value: f64,
        /// Least.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// Parameters that do not go together.
    #[error("[rules.{code}]: {found} (expected {expected})")]
    Impossible {
        /// The rule.
        code: Code,
        /// What must hold.
        expected: &'static str,
        /// What stands.
        found: String,
    },
}

fn near(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or_else(String::new, |name| format!("; the nearest is \"{name}\""))
}

/// What every rule's table can hold beside the rule's parameters.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Common {
    /// Whether the rule runs; it does unless this is false.
    enabled: Option<bool>,
    /// Where the rule stands in its life.
    stage: Stage,
    /// The backtest that moved it there: a file's name, or a hash.
    backtest: Option<String>,
    /// The weight of its findings.
    severity: Option<Severity>,
    /// The municipality's limits: each has a source.
    limits: Vec<Limit>,
}

const COMMON: [&str; 5] = ["enabled", "stage", "backtest", "severity", "limits"];

/// The catalogue with the tables of `[rules]`.
///
/// # Errors
/// The first table that does not fit.
pub fn configure(tables: &Table) -> Result<Rules, RulesError> {
    configure_with(tables, &Owns::default())
}

/// The catalogue and the municipality's own rules, with the tables of `[rules]`.
///
/// # Errors
/// The first table that does not fit.
pub fn configure_with(tables: &Table, owns: &Owns) -> Result<Rules, RulesError> {
    let metas: Vec<Meta> = rules::METAS.iter().copied().chain(owns.metas()).collect();
    for (name, _) in tables {
        if !metas.iter().any(|meta| meta.code.as_str() == name) {
            return Err(unknown(name, &metas));
        }
    }
    metas
        .iter()
        .map(|meta| {
            let fail = |message: String| RulesError::Table { code: meta.code, message };
            let table = match tables.get(meta.code.as_str()) {
                None => Table::new(),
                Some(Value::Table(table)) => table.clone(),
                Some(_) => return Err(fail("expected a table".to_owned())),
            };
            let (common, own): (Table, Table) = table.into_iter().partition(|(key, _)| COMMON.contains(&key.as_str()));
            let common: Common =
                common.try_into().map_err(|error: toml::de::Error| fail(error.message().to_owned()))?;
            let rule = match owns.get(meta.code) {
                Some(asked) => asked.read(&own).map_err(fail)?,
                None => rules::read(meta.code, own).map_err(|error| fail(error.message().to_owned()))?,
            };
            check_ranges(rule.as_ref())?;
            if let Some(Impossible { expected, found }) = rule.refuse() {
                return Err(RulesError::Impossible { code: meta.code, expected, found });
            }
            check_limits(meta, &common.limits)?;
            Ok(Configured {
                rule,
                enabled: common.enabled.unwrap_or(true),
                stage: common.stage,
                backtest: common.backtest,
                severity: common.severity,
                limits: common.limits,
            })
        })
        .collect()
}

fn check_ranges(rule: &dyn Rule) -> Result<(), RulesError> {
    let meta = rule.meta();
    for (param, (name, value)) in meta.params().iter().zip(rule.values()) {
        let (low, high) = param.range;
        if !(low..=high).contains(&value) {
            return Err(RulesError::Range { code: meta.code, name, value, low, high });
        }
    }
    Ok(())
}

/// A limit has an owner, and a value that the rule's measure can reach: 20 for 20 % would never be passed.
fn check_limits(meta: &Meta, limits: &[Limit]) -> Result<(), RulesError> {
    let code = meta.code;
    for limit in limits {
        let (low, high) = meta.limit_range().ok_or(RulesError::NoLimit { code })?;
        if limit.source.trim().is_empty() {
            return Err(RulesError::NoSource { code });
        }
        if !(low..=high).contains(&limit.value) {
            return Err(RulesError::Range { code, name: "limits.value", value: limit.value, low, high });
        }
    }
    Ok(())
}

/// Which rules run: by code, family letter or slug.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these; empty: all that are enabled.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Selection {
    /// Turns off what was not selected.
    ///
    /// # Errors
    /// A name that is no rule's.
    pub fn apply(&self, configured: &mut Rules) -> Result<(), RulesError> {
        let names = || self.select.iter().chain(&self.ignore);
        let metas: Vec<Meta> = configured.iter().map(|rule| rule.rule.meta()).collect();
        if let Some(wrong) = names().find(|name| !metas.iter().any(|meta| is_called(meta, name))) {
            return Err(unknown(wrong, &metas));
        }
        for rule in configured {
            let meta = rule.rule.meta();
            let among = |names: &[String]| names.iter().any(|name| is_called(&meta, name));
            if (!self.select.is_empty() && !among(&self.select)) || among(&self.ignore) {
                rule.enabled = false;
            }
        }
        Ok(())
    }
}

fn is_called(meta: &Meta, name: &str) -> bool {
    let family = name.len() == 1 && name.eq_ignore_ascii_case(&meta.code.family().to_string());
    family || name.eq_ignore_ascii_case(meta.code.as_str()) || name.eq_ignore_ascii_case(meta.slug)
}

fn unknown(name: &str, metas: &[Meta]) -> RulesError {
    let known = metas.iter().flat_map(|meta| [meta.code.to_string(), meta.slug.to_owned()]);
    let likeness = |known: &String| strsim::normalized_damerau_levenshtein(&known.to_lowercase(), &name.to_lowercase());
    let nearest = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|known| likeness(known) >= 0.4);
    RulesError::Unknown { name: name.to_owned(), nearest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Rules, RulesError> {
        configure(&text.parse::<Table>().unwrap())
    }

    fn enabled(select: &[&str], ignore: &[&str]) -> Result<Vec<String>, RulesError> {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let mut rules = read("").unwrap();
        Selection { select: own(select), ignore: own(ignore) }.apply(&mut rules)?;
        Ok(rules.iter().filter(|rule| rule.enabled).map(|rule| rule.code().to_string()).collect())
    }

    #[test]
    fn a_rules_table_sets_parameters_limits_and_weight() {
        let rules =
            read("[M301]\nmax_gap = 3\nseverity = \"major\"\n[K102]\nlimits = [{ value = 0.2, source = \"Avtal\" }]")
                .unwrap();
        let of = |code: &str| rules.iter().find(|rule| rule.code().as_str() == code).unwrap();
        assert_eq!(of("M301").rule.values(), [("max_gap", 3.0)]);
        assert_eq!(of("M301").severity, Some(Severity::Major));
        assert_eq!(of("K102").limits.len(), 1);
    }

    #[test]
    fn a_rule_is_active_unless_it_is_staged() {
        let rules =
            read("[M301]\nstage = \"trial\"\nbacktest = \"backtest-2022-12.html\"\n[T402]\nstage = \"draft\"\n")
                .unwrap();
        let of = |code: &str| rules.iter().find(|rule| rule.code().as_str() == code).unwrap();
        assert_eq!((of("M301").stage, of("M301").backtest.as_deref()), (Stage::Trial, Some("backtest-2022-12.html")));
        assert_eq!((of("M301").held_back(), of("T402").held_back()), (None, Some(Reason::Draft)));
        assert_eq!((of("K101").stage, of("K101").held_back()), (Stage::Active, None));
    }

    #[test]
    fn a_resting_rule_runs_not_and_one_turned_off_is_turned_off_at_any_stage() {
        let held = |table: &str| {
            let rules = read(&format!("[M301]\n{table}\n")).unwrap();
            rules.iter().find(|rule| rule.code().as_str() == "M301").unwrap().held_back()
        };
        assert_eq!(held("stage = \"resting\""), Some(Reason::Resting));
        for stage in ["draft", "trial", "active", "resting"] {
            assert_eq!(held(&format!("stage = \"{stage}\"\nenabled = false")), Some(Reason::Disabled), "{stage}");
        }
        assert!(matches!(read("[M301]\nstage = \"triall\"\n"), Err(RulesError::Table { .. })));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(matches!(read("[M311]\n"), Err(RulesError::Unknown { nearest: Some(near), .. }) if near == "M301"));
        let error = read("[M301]\nmax_gapp = 3\n").unwrap_err().to_string();
        assert!(error.contains("max_gapp") && error.contains("max_gap"), "{error}");
        assert!(matches!(read("[P502]\nshare = 80.0\n"), Err(RulesError::Range { name: "share", .. })));
        assert!(matches!(read("[P502]\nshare = \"x\"\n"), Err(RulesError::Table { .. })));
    }

    #[test]
    fn a_window_that_holds_no_time_is_refused() {
        assert!(read("[T404]\nfrom = \"22:00\"\nto = \"24:00\"\n").is_ok());
        for table in ["from = \"22:00\"", "from = \"08:00\"\nto = \"08:00\""] {
            let error = read(&format!("[T404]\n{table}\n")).unwrap_err();
            assert!(matches!(error, RulesError::Impossible { expected: "from < to", .. }), "{error}");
        }
    }

    #[test]
    fn a_limit_has_an_owner_and_can_be_reached() {
        let with = |code: &str, limit: &str| read(&format!("[{code}]\nlimits = [{{ {limit} }}]\n"));
        assert!(with("K102", "value = 0.2, source = \"Avtal\"").is_ok());
        assert!(with("T402", "value = 5.0, source = \"Avtal\"").is_ok());
        assert!(matches!(with("K102", "value = 20.0, source = \"Avtal\""), Err(RulesError::Range { .. })));
        assert!(matches!(with("K102", "value = 0.2, source = \" \""), Err(RulesError::NoSource { .. })));
        assert!(matches!(with("P502", "value = 0.2, source = \"Avtal\""), Err(RulesError::NoLimit { .. })));
    }

    #[test]
    fn rules_are_selected_by_code_letter_or_slug() {
        assert_eq!(enabled(&["D"], &["d202"]).unwrap(), ["D201", "D203", "D204", "D205"]);
        assert_eq!(enabled(&["manual-share", "t401"], &[]).unwrap(), ["K102", "T401"]);
        assert_eq!(enabled(&[], &[]).unwrap().len(), rules::METAS.len());
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest() {
        let error = enabled(&["manual-shares"], &[]).unwrap_err();
        assert!(matches!(error, RulesError::Unknown { nearest: Some(near), .. } if near == "manual-share"));
    }
}
