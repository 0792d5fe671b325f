//! A configuration of the rules, and what of it decides what a rule says: the part of a cache's key that is not the month.

use kvittens_model::Code;
use kvittens_parse::Options;
use kvittens_rules::rules::p502_same_staff::SameStaff;
use kvittens_rules::rules::p503_exclusive_pair::ExclusivePair;
use kvittens_rules::rules::t403_too_long::TooLong;
use kvittens_rules::{Configured, Meta, Owns, Rules, RulesError, Selection, Settings, Stage, config, rules};
use toml::{Table, Value};

/// The rules as one configuration has them.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// `[rules]`.
    pub tables: Table,
    /// Which of them run.
    pub selection: Selection,
    /// What the municipality says of its services and providers.
    pub settings: Settings,
    /// How exports are read.
    pub reading: Options,
    /// Rules of the municipality's own.
    owns: Owns,
    /// Whether drafts run as if they were active.
    drafts: bool,
    /// Everything in `settings` and `reading` as one text: configurations that differ in it are never taken for one
    /// another.
    ground: String,
}

impl Catalogue {
    /// Of a configuration's parts.
    pub fn new(tables: Table, selection: Selection, settings: Settings, reading: Options) -> Catalogue {
        let ground = format!("{settings:?}\n{reading:?}");
        Catalogue { tables, selection, settings, reading, owns: Owns::default(), drafts: false, ground }
    }

    /// With its drafts running: they are there to be tested.
    #[must_use]
    pub fn with_drafts(self) -> Catalogue {
        Catalogue { drafts: true, ..self }
    }

    /// With rules of the municipality's own beside the built-in ones.
    #[must_use]
    pub fn with_owns(self, owns: Owns) -> Catalogue {
        Catalogue { owns, ..self }
    }

    /// The cards of all its rules.
    pub fn metas(&self) -> Vec<Meta> {
        rules::METAS.iter().copied().chain(self.owns.metas()).collect()
    }

    /// What decides how a month is read and what the rules know of the municipality.
    pub(super) fn ground(&self) -> &str {
        &self.ground
    }

    /// The rules, ready to run.
    ///
    /// # Errors
    /// A table or a selection that does not fit.
    pub fn rules(&self) -> Result<Rules, RulesError> {
        let mut rules = config::configure_with(&self.tables, &self.owns)?;
        self.selection.apply(&mut rules)?;
        for rule in rules.iter_mut().filter(|rule| self.drafts && rule.stage == Stage::Draft) {
            rule.stage = Stage::Active;
        }
        Ok(rules)
    }

    /// With one parameter changed.
    #[must_use]
    pub fn with(&self, rule: Code, parameter: &str, value: Value) -> Catalogue {
        let mut changed = self.clone();
        let table = changed.tables.entry(rule.as_str()).or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(table) = table {
            table.insert(parameter.to_owned(), value);
        }
        changed
    }
}

/// What decides a rule's findings and measures beside the month and the ground: its parameters, weight and limits,
/// those of T403, whose visits other rules explain by, and for P503 those of P502, which it builds on; of an own rule its
/// whole file.
pub(super) fn says(rule: &Configured, rules: &Rules) -> String {
    let of = |rule: &Configured| format!("{} {:?}", rule.code(), rule.rule.values());
    let other = |code: Code| rules.iter().find(|rule| rule.code() == code).map(of).unwrap_or_default();
    let mut ground = other(TooLong::META.code);
    if rule.code() == ExclusivePair::META.code {
        ground.push_str(&other(SameStaff::META.code));
    }
    let text = rule.rule.text().unwrap_or_default();
    format!("{}\n{ground}\n{:?}\n{:?}\n{text}", of(rule), rule.severity, rule.limits)
}
