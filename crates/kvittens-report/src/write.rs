//! Writes a check to its folder: tables, key, quarantine, HTML, one folder a provider, and the manifest last.

use std::io;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use kvittens_model::{Id, State};
use parquet::errors::ParquetError;
use rayon::prelude::*;

use crate::folder::{Folder, FolderError, MANIFEST};
use crate::manifest::{Manifest, Written as File};
use crate::names::{Collision, Names};
use crate::record::{self, Record};
use crate::tables::csv::{Cell, Writer};
use crate::tables::{findings, measures, parquet as table, quarantine, visits};
use crate::{Check, html, slug};

/// What stopped a check from being written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file or folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A Parquet file.
    #[error("{path}: {source}")]
    Parquet {
        /// Which.
        path: PathBuf,
        /// Why.
        source: ParquetError,
    },
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
    let mut folder = Folder::start(out, &check.month.month.to_string())?;
    let pseudonyms = Names::pseudonyms(check.month, check.key, municipal_staff)?;
    let plain = Names::plain(check.month);
    let controller = if check.options.reveal { &plain } else { &pseudonyms };
    let for_provider = if check.options.provider_pseudonyms {
        &pseudonyms
    } else {
        &plain
    };
    let ids = record::finding_ids(check);
    let count = check.outcome.findings.len();
    let records: Vec<Record> = (0..count)
        .into_par_iter()
        .map(|at| record::record(check, at, &ids, controller, None))
        .collect();

    let dialect = check.options.dialect;
    parquet_file(&mut folder, "findings.parquet", &findings::batch(check, &records)?)?;
    parquet_file(&mut folder, "measures.parquet", &measures::batch(check, controller)?)?;
    put(
        &mut folder,
        "findings.csv",
        &findings::csv(check, &records, Vec::new(), dialect)?,
    )?;
    put(
        &mut folder,
        "measures.csv",
        &measures::csv(check, controller, Vec::new(), dialect)?,
    )?;
    put(
        &mut folder,
        "karantan.csv",
        &quarantine::csv(check, Vec::new(), dialect)?,
    )?;
    if !check.options.reveal {
        put(&mut folder, "nyckel.csv", &key_table(check, &pseudonyms)?)?;
    }

    if check.options.visits {
        parquet_file(&mut folder, "visits.parquet", &visits::batch(check, controller)?)?;
    }
    let providers: Vec<Id> = (0..check.month.ids.provider.len()).collect();
    let slugs = slug::slugs(check.month.ids.provider.iter());
    let pages = html::Pages::new(check)?;
    if check.options.html {
        put(
            &mut folder,
            "index.html",
            pages.index(check, controller, &slugs)?.as_bytes(),
        )?;
    }
    let of_each: Vec<Vec<(String, Vec<u8>)>> = providers
        .par_iter()
        .zip(&slugs)
        .map(|(provider, slug)| {
            let positions = record::of_provider(check, *provider);
            let records: Vec<(usize, Record)> = positions
                .into_iter()
                .map(|at| (at, record::record(check, at, &ids, for_provider, Some(*provider))))
                .collect();
            let mut files = vec![(
                format!("utforare/{slug}/avvikelser.csv"),
                deviations(check, &pages, &records)?,
            )];
            if check.options.html {
                let report = pages.provider(check, *provider, &records, for_provider)?;
                files.push((format!("utforare/{slug}/rapport.html"), report.into_bytes()));
            }
            Ok(files)
        })
        .collect::<Result<_, WriteError>>()?;
    for (file, bytes) in of_each.into_iter().flatten() {
        put(&mut folder, &file, &bytes)?;
    }

    let manifest = Manifest::new(check, |provider, id| controller.staff(provider, id), folder.files());
    let mut text = serde_json::to_vec_pretty(&manifest)?;
    text.push(b'\n');
    folder.write(MANIFEST, &text)?;
    let (folder, kept) = folder.finish()?;
    Ok(Written {
        folder,
        kept,
        providers: providers.len(),
    })
}

fn put(folder: &mut Folder, file: &str, bytes: &[u8]) -> Result<(), WriteError> {
    let written: File = folder.write(file, bytes)?;
    folder.add(written);
    Ok(())
}

fn parquet_file(folder: &mut Folder, file: &str, batch: &RecordBatch) -> Result<(), WriteError> {
    let path = folder.path(file)?;
    table::write(&path, batch).map_err(|source| WriteError::Parquet { path, source })?;
    let written = folder.seal(file)?;
    folder.add(written);
    Ok(())
}

/// nyckel.csv: resolves pseudonyms; for the controller alone.
fn key_table(check: &Check<'_>, names: &Names<'_>) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::new(
        Vec::new(),
        check.options.dialect,
        &["kind", "pseudonym", "provider", "id"],
    )?;
    for [kind, pseudonym, provider, id] in names.key_rows() {
        let provider = (!provider.is_empty()).then_some(provider);
        writer.row(&[kind.into(), pseudonym.into(), provider.into(), id.into()].map(|cell: Cell| cell))?;
    }
    Ok(writer.finish()?)
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
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
        let finding = &check.outcome.findings[*at];
        let explanation = match finding.state {
            State::Explained(explanation) => Some((words.explanation)(explanation).to_owned()),
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
