//! manifest.json of a month: what was read, what it gave and which bytes hold it. It holds counts and the names of
//! providers and files, nobody's id.

use std::path::Path;

use kvittens_model::{Month, Performed, YearMonth};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::sealed;

/// The manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the file.
    pub schema_version: u32,
    /// `kvittens`.
    pub program: String,
    /// The program's version.
    pub program_version: String,
    /// The month.
    pub month: YearMonth,
    /// When it was added: the one thing that differs between two equal deliveries.
    pub added: String,
    /// Which delivery of the month it is, from 1.
    pub delivery: u64,
    /// The key of the pseudonyms in it.
    pub key_fingerprint: String,
    /// More rows were set aside than the municipality accepts.
    pub too_many_rejected: bool,
    /// The exports of registrations.
    pub inputs: Vec<Input>,
    /// The other exports: decisions, absence and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<Input>,
    /// Rows of all exports together: read = used + set aside + of other months.
    pub sum: Sum,
    /// Remarks on the data.
    pub notes: Vec<Remark>,
    /// The providers, by name.
    pub providers: Vec<OfProvider>,
    /// The tables and the former manifests.
    pub files: Vec<Stored>,
}

/// What became of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Behind the headers.
    pub rows_read: u64,
    /// In the month.
    pub rows_used: u64,
    /// Could not be used.
    pub rows_set_aside: u64,
    /// Of another month.
    pub rows_other_month: u64,
}

/// One export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its name.
    pub file: String,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub blake3: String,
    /// The layout that fitted.
    pub layout: String,
    /// It is a manual export.
    pub manual: bool,
    /// Its encoding.
    pub encoding: String,
    /// What became of its rows.
    #[serde(flatten)]
    pub sum: Sum,
}

/// One remark on the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Q905 to Q914, or `repair`.
    pub code: String,
    /// What it is, as a slug.
    pub what: String,
    /// Which provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Which export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The header of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Rows, visits or days.
    pub count: u64,
}

/// How much a provider has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfProvider {
    /// Its name.
    pub provider: String,
    /// Its rows.
    pub rows: u64,
    /// Its performed visits.
    pub performed_visits: u64,
}

/// A file of the month's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Below the folder, with `/`.
    pub path: String,
    /// BLAKE3, in hexadecimal.
    pub blake3: String,
    /// Its size.
    pub bytes: u64,
    /// Rows, of a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

impl Manifest {
    /// Reads one, and gives its bytes too.
    pub(super) fn read(path: &Path) -> Result<(Manifest, Vec<u8>), StoreError> {
        sealed::read(path)
    }

    /// Rows of a table.
    pub fn rows(&self, table: &str) -> Option<u64> {
        self.files.iter().find(|file| file.path == table)?.rows
    }

    /// Performed visits of all providers.
    pub fn performed_visits(&self) -> u64 {
        self.providers.iter().fold(0, |sum, of| sum.saturating_add(of.performed_visits))
    }
}

/// The exports of a month: those of registrations, or the others.
pub(super) fn inputs(month: &Month, others: bool) -> Vec<Input> {
    let input = |file: &kvittens_model::InputFile| Input {
        file: file.name.clone(),
        blake3: file.hash.clone(),
        layout: file.layout.clone(),
        manual: file.manual,
        encoding: file.encoding.to_string(),
        sum: Sum {
            rows_read: file.read,
            rows_used: file.used,
            rows_set_aside: file.rejected,
            rows_other_month: file.other_month,
        },
    };
    month.files.iter().filter(|file| file.companion.is_some() == others).map(input).collect()
}

/// Rows of all exports together.
pub(super) fn sum(inputs: &[Input]) -> Sum {
    inputs.iter().fold(Sum::default(), |sum, input| Sum {
        rows_read: sum.rows_read.saturating_add(input.sum.rows_read),
        rows_used: sum.rows_used.saturating_add(input.sum.rows_used),
        rows_set_aside: sum.rows_set_aside.saturating_add(input.sum.rows_set_aside),
        rows_other_month: sum.rows_other_month.saturating_add(input.sum.rows_other_month),
    })
}

/// The remarks on a month.
pub(super) fn remarks(month: &Month) -> Vec<Remark> {
    let remark = |note: &kvittens_model::Note| Remark {
        code: note.code.code().map_or_else(|| "repair".to_owned(), |code| code.to_string()),
        what: note.code.name().to_owned(),
        provider: note.absent.clone().or_else(|| Some(month.ids.provider.get(note.provider?)?.to_owned())),
        file: note.file.and_then(|at| Some(month.files.get(usize::from(at))?.name.clone())),
        column: note.column.clone(),
        count: note.count,
    };
    month.notes.iter().map(remark).collect()
}

/// How much each provider has.
pub(super) fn providers(month: &Month) -> Vec<OfProvider> {
    let none = |name: &str| OfProvider { provider: name.to_owned(), rows: 0, performed_visits: 0 };
    let mut providers: Vec<OfProvider> = month.ids.provider.iter().map(none).collect();
    for (entry, provider) in month.rows.entries.provider.iter().enumerate() {
        providers[*provider as usize].rows += month.rows.entries.rows(entry).len() as u64;
    }
    for (provider, performed) in month.visits.provider.iter().zip(&month.visits.performed) {
        providers[*provider as usize].performed_visits += u64::from(*performed == Performed::Yes);
    }
    providers
}
