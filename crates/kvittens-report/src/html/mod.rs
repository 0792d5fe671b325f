//! Reports as HTML: one self-contained file each, without network and scripts.

use std::collections::BTreeMap;

use kvittens_model::{Code, Id};
use kvittens_rules::Page;
use kvittens_rules::page::PageError;

use crate::Check;
use crate::names::Names;
use crate::record::Record;
use crate::words::Lang;

/// The rules' pages, read once for all reports of a run.
pub struct Pages {
    lang: Lang,
    pages: BTreeMap<Code, Page>,
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
        Ok(Pages {
            lang: check.options.lang,
            pages: check.rules.iter().map(read).collect::<Result<_, PageError>>()?,
        })
    }

    /// A rule in the report's language.
    pub fn words(&self, rule: Code) -> Option<&kvittens_rules::Words> {
        self.pages.get(&rule).map(|page| self.lang.page(page))
    }

    /// A rule's name in the report's language.
    pub fn name(&self, rule: Code) -> &str {
        self.words(rule).map_or("", |words| &words.name)
    }

    /// index.html: all providers side by side, for the controller.
    ///
    /// # Errors
    /// A template that fails: an error of the program.
    pub fn index(&self, _check: &Check<'_>, _names: &Names<'_>, _slugs: &[String]) -> askama::Result<String> {
        Ok(String::new())
    }

    /// rapport.html: one provider, its own rows only.
    ///
    /// # Errors
    /// A template that fails: an error of the program.
    pub fn provider(
        &self,
        _check: &Check<'_>,
        _provider: Id,
        _records: &[(usize, Record)],
        _names: &Names<'_>,
    ) -> askama::Result<String> {
        Ok(String::new())
    }
}
