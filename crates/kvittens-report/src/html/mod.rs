//! Reports as HTML: one self-contained file each, without network and scripts.

mod areas;
pub mod backtest;
pub mod chart;
mod curve;
pub mod draw;
pub(crate) mod follow_up;
pub mod format;
pub(crate) mod frame;
pub(crate) mod index;
mod markdown;
mod matrix;
mod money;
pub(crate) mod past;
pub(crate) mod provider;
mod section;
pub(crate) mod shares;
pub(crate) mod table;
pub mod trend;

use std::collections::BTreeMap;

use kvittens_model::{Code, Id};
use kvittens_rules::Page;
use kvittens_rules::follow_up::Proposal;
use kvittens_rules::page::PageError;

use crate::Check;
use crate::words::Lang;
use kvittens_tables::names::Names;
use kvittens_tables::record::Record;

/// The rules' pages, read once for all reports of a run.
pub struct Pages {
    lang: Lang,
    pages: BTreeMap<Code, Page>,
    follow_up: Vec<Proposal>,
    /// Rows of each provider in each file.
    rows: BTreeMap<(Id, u16), u64>,
}

impl Pages {
    /// Reads the pages of the catalogue.
    ///
    /// # Errors
    /// A page that is not well formed; a test reads them all.
    pub fn new(check: &Check<'_>) -> Result<Pages, PageError> {
        let read = |rule: &kvittens_rules::Configured| {
            let meta = rule.rule.meta();
            Ok((meta.code, Page::read(meta.page)?))
        };
        let mut rows = BTreeMap::new();
        let mut of_rows = check.run.month.rows.provider.iter().zip(&check.run.month.rows.file).peekable();
        // Rows of a provider mostly stand together.
        while let Some((provider, file)) = of_rows.next() {
            let mut count = 1;
            while of_rows.next_if_eq(&(provider, file)).is_some() {
                count += 1;
            }
            *rows.entry((*provider, *file)).or_default() += count;
        }
        Ok(Pages {
            lang: check.options.lang,
            pages: check.run.rules.iter().map(read).collect::<Result<_, PageError>>()?,
            follow_up: check.follow_up(),
            rows,
        })
    }

    /// A rule in the report's language.
    pub fn words(&self, rule: Code) -> Option<&kvittens_rules::Words> {
        self.pages.get(&rule).map(|page| self.lang.page(page))
    }

    /// The files that hold rows of a provider, and how many each.
    pub fn rows_of(&self, provider: Id) -> impl Iterator<Item = (u16, u64)> {
        self.rows.range((provider, 0)..=(provider, u16::MAX)).map(|((_, file), count)| (*file, *count))
    }

    /// A rule's name in the report's language.
    pub fn name(&self, rule: Code) -> &str {
        self.words(rule).map_or("", |words| &words.name)
    }

    /// index.html: all providers side by side, for the controller.
    ///
    /// # Errors
    /// A template that fails: an error of the program.
    pub fn index(&self, check: &Check<'_>, names: &Names<'_>, slugs: &[String]) -> askama::Result<String> {
        index::render(self, check, names, slugs)
    }

    /// rapport.html: one provider, its own rows only.
    ///
    /// # Errors
    /// A template that fails: an error of the program.
    pub fn provider(
        &self,
        check: &Check<'_>,
        provider: Id,
        records: &[(usize, Record)],
        names: &Names<'_>,
    ) -> askama::Result<String> {
        provider::render(self, check, provider, records, names)
    }
}
