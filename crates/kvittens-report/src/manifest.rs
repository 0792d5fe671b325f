//! manifest.json: what was read, what was run and what was written, so that a report can be made again and trusted.

use kvittens_model::NO_ID;
use kvittens_rules::follow_up::{Proposal, Reason};
use kvittens_rules::{RuleRun, Stage};
use kvittens_tables::answers::{Answer, Idle};
use kvittens_tables::folder::Written;
use serde::Serialize;

use crate::Check;
use crate::money::{Bridge, InQuestion};

/// Changes when a column or a meaning does.
pub const SCHEMA_VERSION: u32 = 1;

/// The manifest.
#[derive(Debug, Serialize)]
pub struct Manifest {
    schema_version: u32,
    program: &'static str,
    program_version: &'static str,
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
    files: Vec<Written>,
}

#[derive(Debug, Serialize)]
struct Input {
    file: String,
    blake3: String,
    layout: String,
    known_columns: u32,
    columns: u32,
    encoding: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    delimiter: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    lines_above_header: u32,
    ignored_columns: Vec<String>,
    duplicate_columns: Vec<String>,
    rows_read: u64,
    rows_used: u64,
    rows_set_aside: u64,
    rows_other_month: u64,
}

#[derive(Debug, Serialize)]
struct Run {
    rule: String,
    stage: &'static str,
    /// The backtest that moved it to its stage, as the configuration names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    backtest: Option<String>,
    ran: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
    findings: u64,
    open: u64,
    milliseconds: f64,
}

#[derive(Debug, Serialize)]
struct Remark {
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_row: Option<u32>,
    text: &'static str,
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
#[derive(Debug, Serialize)]
pub struct IdleAnswer {
    file: String,
    row: usize,
    id: String,
    why: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl IdleAnswer {
    /// As programs read it.
    pub fn of((answer, idle): &(Answer, Idle)) -> IdleAnswer {
        let (why, until) = match idle {
            Idle::Expired((year, month, day)) => ("expired", Some(format!("{year:04}-{month:02}-{day:02}"))),
            Idle::Unmatched => ("unmatched", None),
        };
        let (file, row) = answer.place.clone();
        IdleAnswer { file, row, id: answer.id.clone(), why, until }
    }
}

#[derive(Debug, Serialize)]
struct Placeholder {
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    staff: String,
}

impl Manifest {
    /// Of a check and the files that were written for it. `staff`: how a placeholder is called.
    #[allow(clippy::cast_precision_loss, reason = "nanoseconds of a run")]
    pub fn new(check: &Check<'_>, staff: impl Fn(u32, u32) -> Option<String>, files: Vec<Written>) -> Manifest {
        let month = check.run.month;
        let words = check.options.lang.words();
        let inputs = month.files.iter().map(|file| Input {
            file: file.name.clone(),
            blake3: file.hash.clone(),
            layout: file.layout.clone(),
            known_columns: file.score.0,
            columns: file.score.1,
            encoding: file.encoding,
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
            stage: configured(run).map_or(Stage::Active, |rule| rule.stage).name(),
            backtest: configured(run).and_then(|rule| rule.backtest.clone()),
            ran: run.not_run.is_none(),
            reason: run.not_run.map(|reason| reason.name()),
            failure: run.failure.clone(),
            findings: run.findings,
            open: run.open,
            milliseconds: (run.nanoseconds / 1000) as f64 / 1000.0,
        });
        let notes = month.notes.iter().map(|note| Remark {
            code: note.code.code().map_or_else(|| "repair".to_owned(), |code| code.to_string()),
            provider: note.absent.clone().or_else(|| Some(month.ids.provider.get(note.provider?)?.to_owned())),
            file: note.file.map(|at| month.files[usize::from(at)].name.clone()),
            column: note.column.clone(),
            count: note.count,
            first_row: note.first_line,
            text: (words.note)(note.code),
        });
        let placeholders = check.run.outcome.placeholders.iter().filter_map(|(provider, id)| {
            let of = (*provider != NO_ID).then(|| month.ids.provider.text(*provider).to_owned());
            Some(Placeholder { provider: of, staff: staff(*provider, *id)? })
        });
        Manifest {
            schema_version: SCHEMA_VERSION,
            program: "kvittens",
            program_version: env!("CARGO_PKG_VERSION"),
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
            files,
        }
    }
}
