//! Reports as HTML: one self-contained file each. No network; the one script is of the page itself, and its policy lets
//! no other run.

pub(crate) mod areas;
pub mod backtest;
pub(crate) mod board;
pub mod chart;
mod curve;
pub(crate) mod days;
pub mod draw;
pub(crate) mod follow_up;
pub mod format;
pub(crate) mod frame;
mod funnels;
pub(crate) mod index;
pub(crate) mod letterhead;
mod list;
mod markdown;
mod matrix;
pub(crate) mod money;
pub(crate) mod past;
pub(crate) mod provider;
pub(crate) mod rules;
mod seal;
pub(crate) mod section;
pub(crate) mod shares;
pub(crate) mod sparks;
pub(crate) mod table;
pub(crate) mod told;
pub mod trend;
pub(crate) mod week;

use std::collections::BTreeMap;

use kvittens_model::{Code, Id};
use kvittens_rules::Page;
use kvittens_rules::follow_up::Proposal;
use kvittens_rules::page::PageError;

use crate::Check;
use crate::ground::Ground;
use crate::words::Lang;
use kvittens_tables::names::Names;
use kvittens_tables::record::Record;

/// The rules' pages, read once for all reports of a run.
pub struct Pages {
    lang: Lang,
    pages: BTreeMap<Code, Page>,
    follow_up: Vec<Proposal>,
    ground: Ground,
}

impl Pages {
    /// Reads the pages of the catalogue.
    ///
    /// # Errors
    /// A page that is not well formed; a test reads them all.
    pub fn new(check: &Check<'_>) -> Result<Pages, PageError> {
        Pages::on(check, Ground::of(check.run.month, check.run.outcome))
    }

    /// The same where rows and visits were counted before.
    ///
    /// # Errors
    /// As [`Pages::new`].
    pub fn on(check: &Check<'_>, ground: Ground) -> Result<Pages, PageError> {
        let read = |rule: &kvittens_rules::Configured| {
            let meta = rule.rule.meta();
            Ok((meta.code, Page::read(meta.page)?))
        };
        Ok(Pages {
            lang: check.options.lang,
            pages: check.run.rules.iter().map(read).collect::<Result<_, PageError>>()?,
            follow_up: check.follow_up(),
            ground,
        })
    }

    /// What was counted of rows and visits.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// A rule in the report's language.
    pub fn words(&self, rule: Code) -> Option<&kvittens_rules::Words> {
        self.pages.get(&rule).map(|page| self.lang.page(page))
    }

    /// The rule of a code as a text.
    pub(crate) fn words_of(&self, code: &str) -> Option<&kvittens_rules::Words> {
        self.pages.iter().find(|(rule, _)| rule.as_str() == code).map(|(_, page)| self.lang.page(page))
    }

    /// The files that hold rows of a provider, and how many each.
    pub fn rows_of(&self, provider: Id) -> impl Iterator<Item = (u16, u64)> {
        self.ground.rows.range((provider, 0)..=(provider, u16::MAX)).map(|((_, file), count)| (*file, *count))
    }

    /// A rule's name in the report's language.
    pub fn name(&self, rule: Code) -> &str {
        self.words(rule).map_or("", |words| &words.name)
    }

    /// index.html: all providers side by side, for the controller. `records`: all findings, as the controller sees them.
    ///
    /// # Errors
    /// A template that fails: an error of the program.
    pub fn index(
        &self,
        check: &Check<'_>,
        names: &Names<'_>,
        slugs: &[String],
        records: &[Record<'_>],
    ) -> askama::Result<String> {
        index::render(self, check, names, slugs, records)
    }

    /// namnd.html: sums for many readers, with nobody's id and no small number.
    ///
    /// # Errors
    /// A template that fails: an error of the program.
    pub fn board(&self, check: &Check<'_>) -> askama::Result<String> {
        board::render(self, check)
    }

    /// rapport.html: one provider, its own rows only.
    ///
    /// # Errors
    /// A template that fails: an error of the program.
    pub fn provider(
        &self,
        check: &Check<'_>,
        provider: Id,
        records: &[(usize, Record<'_>)],
        names: &Names<'_>,
    ) -> askama::Result<String> {
        provider::render(self, check, provider, records, names)
    }
}
