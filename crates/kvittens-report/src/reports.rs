//! The reports of a month: what a check writes for people, and what is written once more when reports are made again.

use std::borrow::Cow;
use std::io::Write;

use kvittens_model::{Id, State};
use kvittens_tables::csv::{self, Cell};
use kvittens_tables::folder::{Folder, Written as File};
use kvittens_tables::names::Names;
use kvittens_tables::record::{self, Record};
use kvittens_tables::writing::Writing;
use rayon::prelude::*;

use crate::html::Pages;
use crate::write::WriteError;
use crate::{Check, paper, slug, xlsx};

/// What reports are made from.
pub struct Reports<'a> {
    /// The month and what the rules said of it.
    pub check: &'a Check<'a>,
    /// The rules' pages.
    pub pages: &'a Pages,
    /// What people are called before the controller.
    pub controller: &'a Names<'a>,
    /// What people are called before a provider.
    pub for_provider: &'a Names<'a>,
    /// Every finding as the controller sees it.
    pub records: &'a [Record<'a>],
}

/// A file of the month's folder and what writes its bytes.
pub type Make<'a> = (&'static str, Box<dyn Fn(&mut Writing) -> Result<(), WriteError> + Sync + Send + 'a>);

/// A file, and what makes its bytes.
pub fn make<'a>(file: &'static str, bytes: impl Fn() -> Result<Vec<u8>, WriteError> + Sync + Send + 'a) -> Make<'a> {
    (file, Box::new(move |out| Ok(out.write_all(&bytes()?)?)))
}

/// A long file, and what writes it as it is made.
pub fn make_long<'a>(
    file: &'static str,
    write: impl Fn(&mut Writing) -> Result<(), WriteError> + Sync + Send + 'a,
) -> Make<'a> {
    (file, Box::new(write))
}

impl Reports<'_> {
    /// Writes the reports, and the month's tables beside them.
    ///
    /// # Errors
    /// Where something cannot be written, or made: an error of the program.
    pub fn write(&self, folder: &mut Folder, tables: &[Make<'_>]) -> Result<(), WriteError> {
        let slugs = slug::slugs(self.check.run.month.ids.provider.iter());
        let mut overview: Vec<Make<'_>> = Vec::new();
        if self.check.options.html {
            let index = || Ok(self.pages.index(self.check, self.controller, &slugs, self.records)?.into_bytes());
            overview.push(make("index.html", index));
            overview.push(make("namnd.html", || Ok(self.pages.board(self.check)?.into_bytes())));
        }
        if self.check.options.xlsx {
            let book = || Ok(xlsx::overview(self.pages, self.check, self.records, self.controller)?);
            overview.push(make("oversikt.xlsx", book));
        }
        if self.check.options.pdf {
            overview.push(make("namnd.pdf", || self.typeset(&paper::board(self.pages, self.check))));
        }
        let providers: Vec<(Id, Vec<usize>)> = (0..).zip(record::by_provider(&self.check.run)).collect();
        let within = &*folder;
        let written = |(file, make): &Make<'_>| within.write_with(file, make);
        // A large table is written as it is made, so several at once take little memory.
        let (of_month, of_each) = rayon::join(
            || tables.par_iter().chain(&overview).map(written).collect::<Result<Vec<File>, WriteError>>(),
            || {
                let each = providers.par_iter().zip(&slugs);
                each.map(|((provider, positions), slug)| self.of_provider(within, *provider, positions, slug))
                    .collect::<Result<Vec<Vec<File>>, WriteError>>()
            },
        );
        for file in of_month?.into_iter().chain(of_each?.into_iter().flatten()) {
            folder.add(file);
        }
        Ok(())
    }

    /// Writes a provider's own folder. `positions`: of its findings.
    fn of_provider(
        &self,
        out: &Folder,
        provider: Id,
        positions: &[usize],
        slug: &str,
    ) -> Result<Vec<File>, WriteError> {
        let findings = &self.check.run.outcome.findings;
        let own = |at: &usize| (*at, self.records[*at].in_folder(&findings[*at], self.for_provider));
        let table = |out: &mut Writing| self.deviations(positions, out);
        let mut files = vec![out.write_with(&format!("utforare/{slug}/avvikelser.csv"), table)?];
        let options = self.check.options;
        if !(options.html || options.xlsx || options.pdf) {
            return Ok(files);
        }
        let records: Vec<(usize, Record<'_>)> = positions.iter().map(own).collect();
        if options.html {
            let report = self.pages.provider(self.check, provider, &records, self.for_provider)?;
            files.push(out.write(&format!("utforare/{slug}/rapport.html"), report.as_bytes())?);
        }
        if options.xlsx {
            let book = xlsx::provider(self.pages, self.check, provider, &records, self.for_provider)?;
            files.push(out.write(&format!("utforare/{slug}/rapport.xlsx"), &book)?);
        }
        if options.pdf {
            let hash = files[0].blake3.clone();
            let Reports { check, pages, for_provider: names, .. } = *self;
            let letter = paper::Letter { pages, check, provider, records: &records, names, hash: &hash };
            let letter = self.typeset(&paper::letter(&letter))?;
            files.push(out.write(&format!("utforare/{slug}/rapport.pdf"), &letter)?);
        }
        Ok(files)
    }

    fn typeset(&self, document: &paper::Document) -> Result<Vec<u8>, WriteError> {
        let typesetter = self.check.options.typesetter.ok_or(WriteError::NoTypesetter)?;
        Ok(typesetter(document)?)
    }

    /// avvikelser.csv: a provider's findings in the words of its own export.
    fn deviations(&self, positions: &[usize], out: &mut Writing) -> Result<(), WriteError> {
        const COLUMNS: [&str; 19] = [
            "finding_id",
            "rule",
            "name",
            "severity",
            "status",
            "explanation",
            "case_id",
            "customer",
            "staff",
            "service",
            "visit",
            "start",
            "stop",
            "value",
            "limit",
            "minutes",
            "other_visits",
            "other_providers_visits",
            "rows",
        ];
        let (check, words) = (self.check, self.check.options.lang.words());
        Ok(csv::table(out, check.options.dialect, &COLUMNS, positions, |writer, at| {
            let finding = &check.run.outcome.findings[*at];
            let record = self.records[*at].in_folder(finding, self.for_provider);
            let explanation: Option<Cow<'_, str>> = match finding.state {
                State::Explained(explanation) => Some((words.explanation)(explanation).into()),
                State::Accepted(by) => Some((words.accepted)(check.run.outcome.decider(by)).into()),
                State::Open => None,
            };
            writer.row(&[
                record.finding_id.as_ref().into(),
                finding.rule.as_str().into(),
                self.pages.name(finding.rule).into(),
                finding.severity.name().into(),
                finding.state.name().into(),
                explanation.into(),
                record.case_id.as_deref().into(),
                record.customer.as_deref().into(),
                record.staff.as_deref().into(),
                record.service.as_deref().into(),
                record.visit.as_deref().into(),
                record.start.into(),
                record.stop.into(),
                finding.value.into(),
                finding.limit.into(),
                Cell::Integer(finding.minutes.into()),
                record.other_visits.join("|").into(),
                Cell::Integer(i64::try_from(record.elsewhere).unwrap_or(i64::MAX)),
                record.places().into(),
            ])
        })?)
    }
}
