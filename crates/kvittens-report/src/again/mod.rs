//! Reports made again from a month's folder, without the exports: its tables and its manifest tell everything that a
//! report shows. nyckel.csv gives the ids of the export back, and visits.parquet the visits; what is not there is left
//! out, and the pages say so.

mod columns;
mod error;
mod files;
mod findings;
mod former;
pub mod kept;
mod measures;
mod month;
mod options;
mod outcome;
mod people;
mod rules;
mod visits;
mod word;

use std::path::{Path, PathBuf};

use kvittens_model::{Month, YearMonth};
use kvittens_rules::{Outcome, Rules};
use kvittens_tables::folder::Folder;
use kvittens_tables::names::Names;
use kvittens_tables::{Checked, Key};

use crate::ground::Ground;
use crate::html::Pages;
use crate::manifest::Manifest;
use crate::reports::Reports;
use crate::write::{WriteError, finish};
use crate::{Check, Lost, Options, Written};

use columns::Columns;
pub use error::AgainError;
use files::Files;
use findings::Findings;
use former::Former;
use month::Tables;
use people::People;

/// Reports that were made again.
#[derive(Debug)]
pub struct Again {
    /// Where they stand.
    pub written: Written,
    /// How they were made.
    pub options: Options,
    /// Tables that the manifest told of and that were not there.
    pub missing: Vec<String>,
}

/// Makes the reports of a month's folder again. `change`: what is to be otherwise than when the month was checked.
///
/// # Errors
/// A folder that is no month's, of another version, or whose tables are missing or changed; and where something cannot
/// be written. The folder then stands as it stood.
pub fn again<E: From<AgainError>>(
    folder: &Path,
    change: impl FnOnce(YearMonth, &mut Options) -> Result<(), E>,
) -> Result<Again, E> {
    let folder = whole(folder);
    Former::read(&folder)?;
    let (root, name) = place(&folder).ok_or_else(|| AgainError::NoMonth { folder: folder.clone() })?;
    let mut new = Folder::start(&root, &name).map_err(WriteError::from).map_err(AgainError::from)?;
    // Once more, now that no other run can write it.
    let former = Former::read(&folder)?;
    let files = Files::read(&folder, &former)?;
    let read = Read::of(&former, &files)?;
    let mut options = read.options(&former)?;
    change(former.month, &mut options)?;
    files.carry_over(&mut new)?;
    let written = read.write(&former, &options, new)?;
    Ok(Again { written, options, missing: files.missing })
}

/// `.` and a path that ends in `..` name a folder too.
fn whole(folder: &Path) -> PathBuf {
    if folder.file_name().is_some() { folder.to_owned() } else { folder.canonicalize().unwrap_or(folder.to_owned()) }
}

fn place(folder: &Path) -> Option<(PathBuf, String)> {
    let root = folder.parent().filter(|root| *root != Path::new("")).unwrap_or(Path::new("."));
    Some((root.to_owned(), folder.file_name()?.to_str()?.to_owned()))
}

/// What a folder tells.
struct Read {
    month: Month,
    outcome: Outcome,
    rules: Rules,
    key: Key,
    ground: Ground,
    findings: Findings,
    people: People,
    lost: Lost,
}

impl Read {
    fn of(former: &Former, files: &Files) -> Result<Read, AgainError> {
        let options = &former.report.options;
        let tables = Tables {
            findings: Columns::need(files, findings::FILE)?,
            measures: Columns::need(files, measures::FILE)?,
            visits: Columns::read(files, visits::FILE)?,
        };
        let mut people = People::read(files, options.reveal)?;
        // Ids that were revealed to the controller alone would be shown to providers.
        if !people.has_list && options.reveal && options.provider_pseudonyms {
            return Err(AgainError::Missing { path: files.path(people::LIST) });
        }
        let month = month::month(former, &tables, &mut people)?;
        let measures = measures::measures(&tables.measures, &month.ids, &people)?;
        let mut findings = Findings::read(&tables.findings, &month.ids, &people)?;
        let mut outcome = outcome::outcome(former, files, &month.ids, &mut findings, measures)?;
        if let Some(table) = &tables.visits {
            outcome.expects_receipt = visits::expected(table)?;
        }
        let known = outcome.past.fixed.iter_mut();
        known.for_each(|fixed| people.resolve(&month.ids, &mut fixed.customer, &mut fixed.staff));
        let ground = outcome::ground(former, &month.ids, |name| people.staff(&month.ids, Some(name)));
        let lost = Lost { key: !people.has_list && !options.reveal, visits: tables.visits.is_none() };
        let (rules, key) = (rules::rules(former)?, Key::elsewhere(former.key_fingerprint.clone()));
        Ok(Read { month, outcome, rules, key, ground, findings, people, lost })
    }

    fn write(&self, former: &Former, options: &Options, mut folder: Folder) -> Result<Written, AgainError> {
        let run = Checked { month: &self.month, outcome: &self.outcome, rules: &self.rules, key: &self.key };
        let check = Check { run, skipped: &former.skipped_files, options };
        let (plain, pseudonyms) = (Names::plain(&self.month), self.people.pseudonyms(&self.month));
        let controller = if options.reveal { &plain } else { &pseudonyms };
        let for_provider = if options.provider_pseudonyms { &pseudonyms } else { &plain };
        let pages = Pages::on(&check, self.ground.clone()).map_err(WriteError::from)?;
        let records = self.findings.records(&run, controller);
        let reports = Reports { check: &check, pages: &pages, controller, for_provider, records: &records };
        reports.write(&mut folder, &[])?;
        let mut manifest = Manifest::new(&check, pages.ground(), controller, folder.files());
        // The program that ran the rules, not the one that makes the pages.
        manifest.program_version = former.program_version.clone().into();
        Ok(finish(folder, &manifest, &check)?)
    }
}
