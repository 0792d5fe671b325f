//! Rules of the municipality's own: what a built-in rule declares, read from one TOML file, and a question that somebody
//! else answers. This crate knows no SQL; whoever does hands over an [`Answers`].

mod card;
mod error;
mod file;
mod page;
mod rule;

use std::sync::Arc;

use kvittens_model::{Code, Subject};
use toml::Table;

pub use card::Own;
pub use error::{OwnError, Wrong, nearest};
pub use file::Sql;

use crate::rule::{Meta, Rule};
use crate::scene::Scene;

/// The family of codes that the catalogue never uses.
pub const FAMILY: char = 'X';

/// Answers the question of a rule over a month.
pub trait Answers: Send + Sync {
    /// What it saw, in any order. `values`: the parameters, by name.
    ///
    /// # Errors
    /// What stopped it: never a cell's content.
    fn answer(&self, scene: &Scene<'_>, values: &[(&'static str, f64)]) -> Result<Vec<Saw>, String>;
}

/// What a question's answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A visit, by position.
    Visit(u32),
    /// A provider, a customer or a member of staff.
    Subject(Subject),
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Saw {
    /// What it is about.
    pub about: About,
    /// What was measured.
    pub value: Option<f64>,
    /// What it was held against.
    pub limit: Option<f64>,
    /// Minutes from the visit's start that are in question; all of them unless it says.
    pub minutes: Option<i64>,
    /// Another visit in it.
    pub other: Option<u32>,
}

/// A rule with what answers it.
#[derive(Clone)]
pub struct Asked {
    own: Own,
    answers: Arc<dyn Answers>,
}

impl Asked {
    /// The rule's card.
    pub fn meta(&self) -> Meta {
        self.own.meta
    }

    /// With the parameters of a table that may hold no other key.
    pub(crate) fn read(&self, table: &Table) -> Result<Box<dyn Rule>, String> {
        let values = self.own.values(table)?;
        Ok(Box::new(rule::OwnRule::new(&self.own, values, Arc::clone(&self.answers))))
    }
}

/// The own rules of a municipality, in order of code.
#[derive(Clone, Default)]
pub struct Owns(Vec<Asked>);

impl Owns {
    /// Of files that were read, and what answers each.
    ///
    /// # Errors
    /// A code or a name that stands twice, and what `answers` says.
    pub fn new(
        files: Vec<Own>,
        answers: impl Fn(&Own) -> Result<Arc<dyn Answers>, OwnError>,
    ) -> Result<Owns, OwnError> {
        let mut made: Vec<Asked> = Vec::new();
        for own in files {
            let builtin = crate::rules::METAS.iter();
            let same = |meta: &Meta| meta.code == own.meta.code || meta.slug == own.meta.slug;
            if let Some(taken) = made.iter().map(Asked::meta).chain(builtin.copied()).find(|meta| same(meta)) {
                return Err(own.wrong("code", Wrong::Taken(taken.code)));
            }
            let answers = answers(&own)?;
            made.push(Asked { own, answers });
        }
        made.sort_by_key(|asked| asked.own.meta.code);
        Ok(Owns(made))
    }

    /// Of files whose rules are shown and never asked: reports that are made again.
    ///
    /// # Errors
    /// As [`Owns::new`].
    pub fn unasked(files: Vec<Own>) -> Result<Owns, OwnError> {
        Owns::new(files, |_| Ok(Arc::new(Unasked)))
    }

    /// Their cards.
    pub fn metas(&self) -> impl Iterator<Item = Meta> {
        self.0.iter().map(Asked::meta)
    }

    /// The files as they were read.
    pub fn files(&self) -> impl Iterator<Item = &Own> {
        self.0.iter().map(|asked| &asked.own)
    }

    /// The rule of a code.
    pub(crate) fn get(&self, code: Code) -> Option<&Asked> {
        self.0.iter().find(|asked| asked.own.meta.code == code)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Owns {
    /// The rules' texts: two sets of rules that differ in one are never taken for one another.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|asked| asked.own.text())).finish()
    }
}

struct Unasked;

impl Answers for Unasked {
    fn answer(&self, _: &Scene<'_>, _: &[(&'static str, f64)]) -> Result<Vec<Saw>, String> {
        Err("the rule is shown here, not asked".to_owned())
    }
}
