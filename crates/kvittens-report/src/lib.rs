//! Findings and measures out: Parquet, CSV, the manifest, and HTML and workbooks for people.
//!
//! Nothing here computes a number that no measure holds; shares and counts in every format come from
//! [`kvittens_rules::Outcome`]. Who may see which ids is decided in [`kvittens_tables::names`], and nowhere else.

pub mod again;
pub mod board;
pub mod ground;
pub mod html;
pub mod letter;
pub mod manifest;
pub mod money;
pub mod paper;
pub mod quarantine;
pub mod reports;
pub mod slug;
pub mod words;
pub mod write;
pub mod xlsx;

pub use again::{Again, AgainError, again};
use kvittens_rules::follow_up::{self, Ladder, Proposal};
use kvittens_tables::answers::{Answer, Idle};
pub use kvittens_tables::{Checked, Dialect, Key, KeyError, folder};
pub use letter::Letter;
pub use words::Lang;
pub use write::{WriteError, Written, write};

/// A month's check, ready to be written.
#[derive(Clone, Copy)]
pub struct Check<'a> {
    /// The month and what the rules said of it.
    pub run: Checked<'a>,
    /// Files of the input folders that are no exports.
    pub skipped: &'a [String],
    /// How to write it.
    pub options: &'a Options,
}

impl Check<'_> {
    /// The level of follow-up that each provider's measures speak for.
    pub fn follow_up(&self) -> Vec<Proposal> {
        follow_up::propose(&self.options.ladder, self.run.rules, self.run.month, self.run.outcome)
    }
}

/// How to write a check.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The language of reports.
    pub lang: Lang,
    /// The controller's files show the export's ids instead of pseudonyms.
    pub reveal: bool,
    /// The provider's folder shows pseudonyms instead of the export's ids.
    pub provider_pseudonyms: bool,
    /// How CSV is written.
    pub dialect: Dialect,
    /// Whether to write HTML.
    pub html: bool,
    /// Whether to write workbooks.
    pub xlsx: bool,
    /// Whether to write PDF; then [`Options::typesetter`] makes it.
    pub pdf: bool,
    /// What sets PDF in type, where the build has it.
    pub typesetter: Option<paper::Typesetter>,
    /// Whether to write visits.parquet.
    pub visits: bool,
    /// More of the rows set aside than the municipality accepts: the reports are marked.
    pub too_many_rejected: bool,
    /// The municipality's name, for headings.
    pub municipality: Option<String>,
    /// Who writes, and what is asked until when.
    pub letter: Letter,
    /// What may be shown to many readers.
    pub board: board::Bounds,
    /// The steps of follow-up.
    pub ladder: Ladder,
    /// Answers that change nothing in the month, and why.
    pub idle_answers: Vec<(Answer, Idle)>,
    /// BLAKE3 of the configuration, in hexadecimal.
    pub config_hash: String,
    /// The run's time, for the manifest alone.
    pub started: String,
    /// What is not at hand, where reports are made again.
    pub lost: Lost,
}

impl Options {
    /// Whether nyckel.csv resolves the folder's pseudonyms.
    pub fn has_key(&self) -> bool {
        !self.lost.key && (!self.reveal || self.provider_pseudonyms)
    }
}

/// What is not at hand any more where reports are made again, so that the pages say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// nyckel.csv: a provider's report cannot show the ids of its export.
    pub key: bool,
    /// The visits: what is drawn of single visits is left out.
    pub visits: bool,
}
