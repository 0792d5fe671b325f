//! manifest.json: what was read, what was run and what was written, so that a report can be made again and trusted.

use std::borrow::Cow;

use kvittens_rules::follow_up::{Proposal, Reason};
use kvittens_rules::{RuleRun, Stage};
use kvittens_tables::answers::{Answer, Idle};
use kvittens_tables::folder::Written;
use kvittens_tables::names::Names;
use serde::{Deserialize, Serialize};

use crate::Check;
use crate::again::kept::{Kept, KeptRule};
use crate::ground;
use crate::money::{Bridge, InQuestion};

/// Changes when a column or a meaning does.
pub const SCHEMA_VERSION: u32 = 2;

/// The manifest.
#[derive(Debug, Serialize)]
pub struct Manifest {
    schema_version: u32,
    program: &'static str,
    /// The program that read the exports and ran the rules.
    pub(crate) program_version: Cow<'static, str>,
    month: String,
    /// The run's time: here alone, since nothing else may differ between two runs.
    started: String,
    config_hash: String,
    key_fingerprint: String,
    too_many_rejected: bool,
    inputs: Vec<Input>,
    skipped_files: Vec<String>,
    rules: Vec<Run>,
    notes: Vec<Remark>,
    follow_up: Vec<FollowUp>,
    in_question: InQuestion,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bridge: Vec<Bridge>,
    /// Answers that change nothing in the month.
    idle_answers: Vec<IdleAnswer>,
    placeholder_staff: Vec<Placeholder>,
    /// What a report shows and no table holds: from it and the tables the reports can be made again.
    report: Kept,
    files: Vec<Written>,
}

#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file, as in InputFile")]
pub(crate) struct Input {
    pub file: String,
    pub blake3: String,
    pub layout: String,
    /// What kind of other export it is; left out for registrations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Cow<'static, str>>,
    pub manual: bool,
    pub known_columns: u32,
    pub columns: u32,
    pub encoding: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    pub lines_above_header: u32,
    pub ignored_columns: Vec<String>,
    pub duplicate_columns: Vec<String>,
    pub rows_read: u64,
    pub rows_used: u64,
    pub rows_set_aside: u64,
    pub rows_other_month: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub(crate) struct Run {
    pub rule: String,
    pub stage: Cow<'static, str>,
    /// The backtest that moved it to its stage, as the configuration names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backtest: Option<String>,
    pub ran: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'static, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    pub findings: u64,
    pub open: u64,
    pub milliseconds: f64,
    /// The whole file of a rule of the municipality's own: what was asked, and its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
    #[serde(flatten)]
    pub configured: KeptRule,
}

#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub(crate) struct Remark {
    pub code: String,
    pub kind: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub count: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_row: Option<u32>,
    pub text: Cow<'static, str>,
}

/// The proposed level of a provider and the measures it follows from.
#[derive(Debug, Serialize)]
pub struct FollowUp {
    provider: String,
    level: &'static str,
    reasons: Vec<Ground>,
}

#[derive(Debug, Serialize)]
struct Ground {
    rule: String,
    measure: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    status: &'static str,
    severity: &'static str,
    /// Of the last three months, those in which the rule deviated with weight major; left out without a history.
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<u32>,
}

impl FollowUp {
    /// As programs read it.
    pub fn of(check: &Check<'_>, proposal: &Proposal) -> FollowUp {
        let (ids, outcome) = (&check.run.month.ids, check.run.outcome);
        let ground = |reason: &Reason| {
            let measure = outcome.measures.get(reason.measure)?;
            Some(Ground {
                rule: measure.rule.to_string(),
                measure: measure.name,
                unit: ids.unit.get(measure.subject.unit).map(str::to_owned),
                status: reason.status.name(),
                severity: reason.severity.name(),
                months: (reason.months > 0).then_some(reason.months),
            })
        };
        FollowUp {
            provider: ids.provider.text(proposal.provider).to_owned(),
            level: proposal.level.name(),
            reasons: proposal.reasons.iter().filter_map(ground).collect(),
        }
    }
}

/// An answer that changes nothing in the month.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub struct IdleAnswer {
    pub file: String,
    pub row: usize,
    pub id: String,
    pub why: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl IdleAnswer {
    /// As programs read it.
    pub fn of((answer, idle): &(Answer, Idle)) -> IdleAnswer {
        let (why, until) = match idle {
            Idle::Expired((year, month, day)) => ("expired", Some(format!("{year:04}-{month:02}-{day:02}"))),
            Idle::Unmatched => ("unmatched", None),
        };
        let (file, row) = answer.place.clone();
        IdleAnswer { file, row, id: answer.id.clone(), why: why.into(), until }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub(crate) struct Placeholder {
    /// Left out where the id is the municipality's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    pub staff: String,
    /// Of an id of the municipality's: the providers that have visits of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<String>,
}

impl Manifest {
    /// Of a check and the files that were written for it. `names`: what people are called before the controller.
    #[allow(clippy::cast_precision_loss, reason = "nanoseconds of a run")]
    pub fn new(check: &Check<'_>, ground: &ground::Ground, names: &Names<'_>, files: Vec<Written>) -> Manifest {
        let month = check.run.month;
        let words = check.options.lang.words();
        let inputs = month.files.iter().map(|file| Input {
            file: file.name.clone(),
            blake3: file.hash.clone(),
            layout: file.layout.clone(),
            kind: file.companion.map(|kind| kind.name().into()),
            manual: file.manual,
            known_columns: file.score.0,
            columns: file.score.1,
            encoding: file.encoding.clone(),
            delimiter: file.delimiter,
            within: file.within.clone(),
            lines_above_header: file.lines_above_header,
            ignored_columns: file.ignored_columns.clone(),
            duplicate_columns: file.duplicate_columns.clone(),
            rows_read: file.read,
            rows_used: file.used,
            rows_set_aside: file.rejected,
            rows_other_month: file.other_month,
        });
        let configured = |run: &RuleRun| check.run.rules.iter().find(|rule| rule.code() == run.code);
        let rules = check.run.outcome.runs.iter().map(|run| Run {
            rule: run.code.to_string(),
            stage: configured(run).map_or(Stage::Active, |rule| rule.stage).name().into(),
            backtest: configured(run).and_then(|rule| rule.backtest.clone()),
            ran: run.not_run.is_none(),
            reason: run.not_run.map(|reason| reason.name().into()),
            failure: run.failure.clone(),
            findings: run.findings,
            open: run.open,
            milliseconds: (run.nanoseconds / 1000) as f64 / 1000.0,
            own: configured(run).and_then(|rule| rule.rule.text()).map(str::to_owned),
            configured: configured(run).map(KeptRule::of).unwrap_or_default(),
        });
        let notes = month.notes.iter().map(|note| Remark {
            code: note.code.code().map_or_else(|| "repair".to_owned(), |code| code.to_string()),
            kind: note.code.name().into(),
            provider: note.absent.clone().or_else(|| Some(month.ids.provider.get(note.provider?)?.to_owned())),
            file: note.file.map(|at| month.files[usize::from(at)].name.clone()),
            column: note.column.clone(),
            count: note.count,
            first_row: note.first_line,
            text: (words.note)(note.code).into(),
        });
        let provider = |id: &u32| month.ids.provider.text(*id).to_owned();
        let placeholders = ground.placeholders.iter().filter_map(|of: &ground::Placeholder| {
            let staff = of.providers.iter().find_map(|provider| names.staff(*provider, of.staff))?.into_owned();
            let all = || of.providers.iter().map(provider);
            let providers = if of.common { all().collect() } else { Vec::new() };
            Some(Placeholder { provider: all().next().filter(|_| !of.common), staff, providers })
        });
        Manifest {
            schema_version: SCHEMA_VERSION,
            program: "kvittens",
            program_version: env!("CARGO_PKG_VERSION").into(),
            month: month.month.to_string(),
            started: check.options.started.clone(),
            config_hash: check.options.config_hash.clone(),
            key_fingerprint: check.run.key.fingerprint(),
            too_many_rejected: check.options.too_many_rejected,
            inputs: inputs.collect(),
            skipped_files: check.skipped.to_vec(),
            rules: rules.collect(),
            notes: notes.collect(),
            idle_answers: check.options.idle_answers.iter().map(IdleAnswer::of).collect(),
            follow_up: check.follow_up().iter().map(|proposal| FollowUp::of(check, proposal)).collect(),
            in_question: InQuestion::of(check),
            bridge: Bridge::of(check),
            placeholder_staff: placeholders.collect(),
            report: Kept::of(check, ground, names),
            files,
        }
    }
}
