//! Writes a check to its folder: tables, key, quarantine, HTML, one folder a provider, and the manifest last.

use std::io;
use std::path::{Path, PathBuf};

use arrow::error::ArrowError;
use parquet::errors::ParquetError;

use kvittens_tables::csv::Writer;
use kvittens_tables::folder::{Folder, FolderError, MANIFEST};
use kvittens_tables::names::{Collision, Names};
use kvittens_tables::record;
use kvittens_tables::{cases, comparison, deliveries, findings, measures, parquet as table, visits};

use crate::manifest::Manifest;
use crate::reports::{Make, Reports, make, make_long};
use crate::{Check, html, quarantine};

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
    /// A PDF that could not be set in type: an error of the program.
    #[error("the PDF {0}")]
    Typeset(#[from] crate::paper::TypesetError),
    /// PDF is wanted of a build that sets none: whoever calls asks before.
    #[error("this build makes no PDF")]
    NoTypesetter,
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
    let records = record::records(&check.run, &record::finding_ids(&check.run), controller);

    let (dialect, pages) = (check.options.dialect, html::Pages::new(check)?);
    let mut files: Vec<Make<'_>> = vec![
        make_long("findings.parquet", |out| Ok(findings::whole(&check.run, &records, out)?)),
        make_long("measures.parquet", |out| Ok(measures::parquet(&check.run, controller, out)?)),
        make_long("findings.csv", |out| Ok(findings::csv(&check.run, &records, dialect, out)?)),
        make_long("measures.csv", |out| Ok(measures::csv(&check.run, controller, dialect, out)?)),
        make_long("arenden.csv", |out| Ok(cases::csv(&check.run, &records, dialect, out)?)),
        make("karantan.csv", || Ok(quarantine::csv(check, Vec::new(), dialect)?)),
    ];
    if check.options.has_key() {
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
    let reports = Reports { check, pages: &pages, controller, for_provider, records: &records };
    reports.write(&mut folder, &files)?;
    let manifest = Manifest::new(check, pages.ground(), controller, folder.files());
    finish(folder, &manifest, check)
}

/// Writes the manifest and puts the folder in place.
pub(crate) fn finish(folder: Folder, manifest: &Manifest, check: &Check<'_>) -> Result<Written, WriteError> {
    let mut text = serde_json::to_vec_pretty(manifest)?;
    text.push(b'\n');
    folder.write(MANIFEST, &text)?;
    let (folder, kept) = folder.finish()?;
    Ok(Written { folder, kept, providers: check.run.month.ids.provider.len() as usize })
}

/// nyckel.csv: resolves pseudonyms; for the controller alone.
fn key_table(check: &Check<'_>, names: &Names<'_>) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::new(Vec::new(), check.options.dialect, &["kind", "pseudonym", "provider", "id"])?;
    // Somebody of last month's findings may have no visit in this one.
    let mut rows = names.key_rows();
    for fixed in &check.run.outcome.past.fixed {
        let (customer, staff) = (fixed.customer.as_deref(), fixed.staff.as_deref());
        let customer = customer.map(|id| ["K".into(), names.customer_of(id).into(), "".into(), id.into()]);
        let staff = staff.map(|id| {
            let provider = fixed.provider.as_str();
            ["P".into(), names.staff_of(provider, id).into(), provider.into(), id.into()]
        });
        rows.extend(customer.into_iter().chain(staff));
    }
    rows.sort_unstable();
    rows.dedup();
    for row in &rows {
        let [kind, pseudonym, provider, id]: [&str; 4] = row.each_ref().map(|cell| cell.as_ref());
        writer.row(&[kind.into(), pseudonym.into(), provider.into(), id.into()])?;
    }
    Ok(writer.finish()?)
}
