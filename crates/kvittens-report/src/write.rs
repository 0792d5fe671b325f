//! Writes a check to its folder: tables, key, quarantine, HTML, one folder a provider, and the manifest last.

use std::io;
use std::path::{Path, PathBuf};

use arrow::error::ArrowError;
use kvittens_model::{Id, State};
use parquet::errors::ParquetError;
use rayon::prelude::*;

use kvittens_tables::csv::{Cell, Writer};
use kvittens_tables::folder::{Folder, FolderError, MANIFEST, Written as File};
use kvittens_tables::names::{Collision, Names};
use kvittens_tables::record::{self, Record};
use kvittens_tables::{cases, comparison, deliveries, findings, measures, parquet as table, visits};

use crate::manifest::Manifest;
use crate::{Check, html, quarantine, slug, xlsx};

/// What stopped a check from being written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file or folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A Parquet table in memory: an error of the program.
    #[error("a Parquet table: {0}")]
    Parquet(#[from] ParquetError),
    /// Two ids with one pseudonym.
    #[error(transparent)]
    Collision(#[from] Collision),
    /// An error of the program.
    #[error("columns do not fit: {0}")]
    Columns(#[from] ArrowError),
    /// An error of the program.
    #[error("writing to memory: {0}")]
    Memory(#[from] io::Error),
    /// An error of the program.
    #[error("the manifest: {0}")]
    Manifest(#[from] serde_json::Error),
    /// An error of the program: a page that its own test reads.
    #[error("a rule's page: {0}")]
    Page(#[from] kvittens_rules::page::PageError),
    /// A template failed: an error of the program.
    #[error("a template: {0}")]
    Template(#[from] askama::Error),
    /// A workbook: an error of the program.
    #[error("a workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// The month's folder.
    pub folder: PathBuf,
    /// Where a folder was kept that somebody had changed by hand.
    pub kept: Option<PathBuf>,
    /// Providers that got a folder.
    pub providers: usize,
}

/// Writes a check below `out`.
///
/// # Errors
/// Where something cannot be written; the folder that stood there before then stands still.
pub fn write(check: &Check<'_>, municipal_staff: bool, out: &Path) -> Result<Written, WriteError> {
    let mut folder = Folder::start(out, &check.run.month.month.to_string())?;
    let pseudonyms = Names::pseudonyms(check.run.month, check.run.key, municipal_staff)?;
    let plain = Names::plain(check.run.month);
    let controller = if check.options.reveal { &plain } else { &pseudonyms };
    let for_provider = if check.options.provider_pseudonyms { &pseudonyms } else { &plain };
    let ids = record::finding_ids(&check.run);
    let count = check.run.outcome.findings.len();
    let records: Vec<Record> =
        (0..count).into_par_iter().map(|at| record::record(&check.run, at, &ids, controller, None)).collect();

    let (dialect, pages) = (check.options.dialect, html::Pages::new(check)?);
    let slugs = slug::slugs(check.run.month.ids.provider.iter());
    let mut files: Vec<Make<'_>> = vec![
        make("findings.parquet", || Ok(table::bytes(&findings::batch(&check.run, &records)?)?)),
        make("measures.parquet", || Ok(table::bytes(&measures::batch(&check.run, controller)?)?)),
        make("findings.csv", || Ok(findings::csv(&check.run, &records, Vec::new(), dialect)?)),
        make("measures.csv", || Ok(measures::csv(&check.run, controller, Vec::new(), dialect)?)),
        make("arenden.csv", || Ok(cases::csv(&check.run, &records, Vec::new(), dialect)?)),
        make("karantan.csv", || Ok(quarantine::csv(check, Vec::new(), dialect)?)),
    ];
    if !check.options.reveal {
        files.push(make("nyckel.csv", || key_table(check, &pseudonyms)));
    }
    if let Some(of) = &check.run.outcome.past.deliveries {
        files.push(make("andringar.csv", || Ok(deliveries::csv(of, controller, Vec::new(), dialect)?)));
    }
    if let Some(of) = &check.run.outcome.comparison {
        files.push(make("jamforelse.csv", || Ok(comparison::csv(&check.run, of, controller, Vec::new(), dialect)?)));
        files.push(make("jamforelse.parquet", || Ok(table::bytes(&comparison::batch(&check.run, of, controller)?)?)));
    }
    if check.options.visits {
        files.push(make("visits.parquet", || Ok(table::bytes(&visits::batch(&check.run, controller)?)?)));
    }
    if check.options.html {
        files.push(make("index.html", || Ok(pages.index(check, controller, &slugs)?.into_bytes())));
    }
    if check.options.xlsx {
        files.push(make("oversikt.xlsx", || Ok(xlsx::overview(&pages, check, &records, controller)?)));
    }
    let providers: Vec<Id> = (0..check.run.month.ids.provider.len()).collect();
    let (written, of_each) = rayon::join(
        || {
            files
                .par_iter()
                .map(|(file, make)| Ok(folder.write(file, &make()?)?))
                .collect::<Result<Vec<File>, WriteError>>()
        },
        || {
            let each = providers.par_iter().zip(&slugs);
            each.map(|(provider, slug)| of_provider(check, &folder, &pages, *provider, slug, &ids, for_provider))
                .collect::<Result<Vec<Vec<File>>, WriteError>>()
        },
    );
    for file in written?.into_iter().chain(of_each?.into_iter().flatten()) {
        folder.add(file);
    }

    let manifest = Manifest::new(check, |provider, id| controller.staff(provider, id), folder.files());
    let mut text = serde_json::to_vec_pretty(&manifest)?;
    text.push(b'\n');
    folder.write(MANIFEST, &text)?;
    let (folder, kept) = folder.finish()?;
    Ok(Written { folder, kept, providers: providers.len() })
}

/// A file of the month's folder and what makes its bytes.
type Make<'a> = (&'static str, Box<dyn Fn() -> Result<Vec<u8>, WriteError> + Sync + Send + 'a>);

fn make<'a>(file: &'static str, bytes: impl Fn() -> Result<Vec<u8>, WriteError> + Sync + Send + 'a) -> Make<'a> {
    (file, Box::new(bytes))
}

/// Writes a provider's own folder.
fn of_provider(
    check: &Check<'_>,
    folder: &Folder,
    pages: &html::Pages,
    provider: Id,
    slug: &str,
    ids: &[String],
    names: &Names<'_>,
) -> Result<Vec<File>, WriteError> {
    let positions = record::of_provider(&check.run, provider).into_iter();
    let records: Vec<(usize, Record)> =
        positions.map(|at| (at, record::record(&check.run, at, ids, names, Some(provider)))).collect();
    let table = deviations(check, pages, &records)?;
    let mut files = vec![folder.write(&format!("utforare/{slug}/avvikelser.csv"), &table)?];
    if check.options.html {
        let report = pages.provider(check, provider, &records, names)?;
        files.push(folder.write(&format!("utforare/{slug}/rapport.html"), report.as_bytes())?);
    }
    if check.options.xlsx {
        let report = xlsx::provider(pages, check, provider, &records, names)?;
        files.push(folder.write(&format!("utforare/{slug}/rapport.xlsx"), &report)?);
    }
    Ok(files)
}

/// nyckel.csv: resolves pseudonyms; for the controller alone.
fn key_table(check: &Check<'_>, names: &Names<'_>) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::new(Vec::new(), check.options.dialect, &["kind", "pseudonym", "provider", "id"])?;
    // Somebody of last month's findings may have no visit in this one.
    let mut rows = names.key_rows();
    for fixed in &check.run.outcome.past.fixed {
        let customer =
            fixed.customer.as_deref().map(|id| ["K".into(), names.customer_of(id), String::new(), id.into()]);
        let staff = fixed.staff.as_deref();
        let staff =
            staff.map(|id| ["P".into(), names.staff_of(&fixed.provider, id), fixed.provider.clone(), id.into()]);
        rows.extend(customer.into_iter().chain(staff));
    }
    rows.sort();
    rows.dedup();
    for [kind, pseudonym, provider, id] in rows {
        let provider = (!provider.is_empty()).then_some(provider);
        writer.row(&[kind.into(), pseudonym.into(), provider.into(), id.into()])?;
    }
    Ok(writer.finish()?)
}

/// avvikelser.csv: a provider's findings in the words of its own export.
fn deviations(check: &Check<'_>, pages: &html::Pages, records: &[(usize, Record)]) -> Result<Vec<u8>, WriteError> {
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
    let words = check.options.lang.words();
    let mut writer = Writer::new(Vec::new(), check.options.dialect, &COLUMNS)?;
    for (at, record) in records {
        let finding = &check.run.outcome.findings[*at];
        let explanation = match finding.state {
            State::Explained(explanation) => Some((words.explanation)(explanation).to_owned()),
            State::Accepted(by) => Some((words.accepted)(check.run.outcome.decider(by))),
            State::Open => None,
        };
        let rows: Vec<String> = record.rows.iter().map(|(file, row)| format!("{file}:{row}")).collect();
        writer.row(&[
            record.finding_id.as_str().into(),
            finding.rule.as_str().into(),
            pages.name(finding.rule).into(),
            finding.severity.name().into(),
            finding.state.name().into(),
            explanation.into(),
            record.case_id.clone().into(),
            record.customer.clone().into(),
            record.staff.clone().into(),
            record.service.clone().into(),
            record.visit.clone().into(),
            record.start.get().map(|time| time.to_string()).into(),
            record.stop.get().map(|time| time.to_string()).into(),
            finding.value.into(),
            finding.limit.into(),
            Cell::Integer(finding.minutes.into()),
            record.other_visits.join("|").into(),
            Cell::Integer(i64::try_from(record.elsewhere).unwrap_or(i64::MAX)),
            rows.join("|").into(),
        ])?;
    }
    Ok(writer.finish()?)
}
