//! What can stop a command. The texts for people stand in the words.

use std::io;
use std::path::PathBuf;

use kvittens_history::answers::AnswersError;
use kvittens_history::backtest::BacktestError;
use kvittens_history::said::{GridError, TableError};
use kvittens_history::{MonthsError, StoreError};
use kvittens_model::YearMonth;
use kvittens_parse::{LayoutError, ReadError};
use kvittens_report::folder::FolderError;
use kvittens_report::html::backtest::PageFailure;
use kvittens_report::{AgainError, KeyError, WriteError};
use kvittens_rules::{OwnError, RulesError};

use crate::exit::Exit;
use crate::letter::Wrong;
use crate::memory::TooMuch;

/// What stopped a command.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An export or a delivery that cannot be used.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The folder could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Reports that cannot be made again from their folder.
    #[error(transparent)]
    Again(AgainError),
    /// A month's folder without an index.
    #[error("{month}: no index")]
    NoIndex {
        /// The folder.
        month: PathBuf,
    },
    /// A folder without reports.
    #[error("{0}: no reports")]
    NoReports(PathBuf),
    /// The store of months.
    #[error(transparent)]
    Store(StoreError),
    /// The store's key was not found.
    #[error("{store}: no key {fingerprint}")]
    NoKey {
        /// The store.
        store: PathBuf,
        /// The fingerprint of its key.
        fingerprint: String,
    },
    /// A month would be removed for good, and nobody said yes.
    #[error("{month}: not removed")]
    Unconfirmed {
        /// Which.
        month: YearMonth,
        /// Its rows and visits, where its manifest can be read.
        counts: Option<(u64, u64)>,
    },
    /// The configuration, as its reader shows it, and the nearest known key.
    #[error("{path}: {message}")]
    Config {
        /// The file.
        path: PathBuf,
        /// Line, column and what is wrong.
        message: String,
        /// The known key that is nearest to an unknown one.
        nearest: Option<String>,
    },
    /// What the configuration says of who writes the reports.
    #[error("{path}: [letter]: {wrong:?}")]
    Letter {
        /// The configuration.
        path: PathBuf,
        /// What is wrong.
        wrong: Wrong,
    },
    /// A layout of the municipality's own.
    #[error("{path}: {error}")]
    Layout {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: LayoutError,
    },
    /// A rule's configuration, or a name given to `--select`, `--ignore` or `explain`.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// The file of a rule of the municipality's own.
    #[error(transparent)]
    Own(#[from] OwnError),
    /// A pattern that finds no file of a rule.
    #[error("{0}: no file")]
    NoRuleFiles(PathBuf),
    /// An example of an own rule that does not do what it says.
    #[error("{rule}: an example does not do what it says")]
    Example {
        /// The rule and its file.
        rule: String,
        /// Whether it stands under `[[fires]]`.
        fires: bool,
        /// Which of them, from 1.
        which: usize,
        /// What came of it.
        found: Tried,
    },
    /// A query that was stopped over the months it reads.
    #[cfg(feature = "sql")]
    #[error("{0}")]
    Query(String),
    /// A command that this build does not have, and the feature that brings it.
    #[cfg(not(feature = "sql"))]
    #[error("not in this build: {0}")]
    NoFeature(&'static str),
    /// A file that the command line itself reads or writes.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A key file that holds no key.
    #[error("{path}: {source}")]
    Key {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        source: KeyError,
    },
    /// The folder was written with another key.
    #[error("{folder}: key {there}, not {here}")]
    OtherKey {
        /// The month's folder.
        folder: PathBuf,
        /// The fingerprint of the key it was written with.
        there: String,
        /// The fingerprint of the key at hand.
        here: String,
    },
    /// A file that `init` would write stands there already.
    #[error("{path} is there already")]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// A provider that no month tells of, and the nearest that one does.
    #[error("no provider is called \"{name}\"")]
    NoSuchProvider {
        /// As given.
        name: String,
        /// The name that is nearest.
        nearest: Option<String>,
    },
    /// PDF is wanted of a build without it.
    #[error("no PDF in this build")]
    NoPdf,
    /// A range of months that ends before it starts.
    #[error("{0} is no range of months")]
    Months(String),
    /// No month of these spans is in the store.
    #[error("no month of {0}")]
    NoneOf(String),
    /// A folder without a month.
    #[error("{0} holds no month")]
    NoMonths(PathBuf),
    /// A backtest's months or sweep.
    #[error(transparent)]
    Backtest(BacktestError),
    /// A table of findings or labels made elsewhere.
    #[error(transparent)]
    Grid(#[from] GridError),
    /// Answers to findings.
    #[error(transparent)]
    Answers(AnswersError),
    /// A condition of `--fail-if` that cannot be held against anything.
    #[error("--fail-if {text}: {why:?}")]
    Condition {
        /// As written.
        text: String,
        /// Why.
        why: Unmeasured,
    },
    /// A table in memory: an error of the program.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A page: an error of the program.
    #[error("a page: {0}")]
    Page(#[from] PageFailure),
    /// Standard output could not be written.
    #[error("standard output: {0}")]
    Output(#[source] io::Error),
    /// The month would take more memory than it may.
    #[error("about {} bytes of memory", .0.peak)]
    Memory(TooMuch),
    /// Threads could not be started.
    #[error("threads: {0}")]
    Threads(String),
}

/// What came of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// So many open findings.
    Findings(u64),
    /// The rule did not run.
    NotRun(&'static str),
    /// Rows of the example were set aside.
    Rejected(usize),
}

/// Why a condition cannot be held against anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmeasured {
    /// It is not of the form.
    Form,
    /// It needs labels.
    Labels,
    /// It names a rule that is not among those tested.
    Rule,
}

impl From<BacktestError> for Failure {
    /// What a check can fail by too is said as a check says it.
    fn from(error: BacktestError) -> Failure {
        match error {
            BacktestError::Months(MonthsError::Read(error)) => Failure::Read(error),
            BacktestError::Months(MonthsError::Io { path, source }) => Failure::File { path, source },
            BacktestError::Rules(error) => Failure::Rules(error),
            other => Failure::Backtest(other),
        }
    }
}

impl Failure {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Read(error) if matches!(error.kind, kvittens_parse::Kind::UnknownLayout { .. }) => Exit::Usage,
            Failure::Read(_) => Exit::Input,
            Failure::Again(error) if !matches!(error, AgainError::NoMonth { .. }) => Exit::Input,
            Failure::Store(StoreError::Damaged { .. } | StoreError::Version { .. }) => Exit::Input,
            _ => Exit::Usage,
        }
    }

    /// A file that could not be read or written.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Failure {
        let path = path.into();
        move |source| Failure::File { path, source }
    }
}

impl From<AgainError> for Failure {
    /// What a check can fail by too is said as a check says it.
    fn from(error: AgainError) -> Failure {
        match error {
            AgainError::Write(error) => Failure::Write(error),
            AgainError::File(FolderError { path, source }) => Failure::File { path, source },
            error => Failure::Again(error),
        }
    }
}

impl From<AnswersError> for Failure {
    fn from(error: AnswersError) -> Failure {
        match error {
            AnswersError::Table(error) => Failure::Grid(error),
            error => Failure::Answers(error),
        }
    }
}

impl From<StoreError> for Failure {
    /// Registrations that cannot be read as an export are said as one.
    fn from(error: StoreError) -> Failure {
        match error {
            StoreError::Read(error) => Failure::Read(error),
            error => Failure::Store(error),
        }
    }
}
