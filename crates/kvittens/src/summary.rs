//! What a check prints when it is done.

use std::fmt::Write as _;
use std::path::Path;

use comfy_table::{CellAlignment, Table, presets};
use kvittens_model::measure::Reason;
use kvittens_model::{Month, Severity, State};
use kvittens_report::manifest::{FollowUp, IdleAnswer};
use kvittens_report::money::{Bridge, InQuestion, kronor};
use kvittens_report::{Check, Lang, Written};
use kvittens_rules::{Page, RuleRun};
use kvittens_tables::answers::Idle;
use serde_json::json;

use crate::words::{self, Words};

/// For people: what was read, file by file, and what makes the month look better than it is.
pub fn read(month: &Month, skipped: &[String], lang: Lang) -> String {
    let words = words::of(lang);
    let mut text = (words.read)(month);
    for note in &month.notes {
        if note.code.is_warning() {
            let code = note.code.code().map_or(String::new(), |code| code.to_string());
            let _ = writeln!(text, "! {code} {}", lang.warning(month, note));
        }
    }
    if !skipped.is_empty() {
        let _ = writeln!(text, "{} {}", words.skipped, skipped.join(", "));
    }
    text
}

/// For people: what was read, what was seen, where it lies.
pub fn human(check: &Check<'_>, written: &Written, made: Option<&Path>, words: &Words) -> String {
    let mut text = read(check.run.month, check.skipped, check.options.lang);
    let _ = writeln!(text, "\n{}", table(check, words).trim_fmt());
    let questioned = &check.run.outcome.questioned;
    let all = questioned.total.all();
    let pay = all.ore().filter(|_| questioned.priced).map(kronor);
    let _ = writeln!(text, "{}", (words.in_question)(all.minutes(), questioned.registered() / 60, pay));
    for run in check.run.outcome.runs.iter().filter(|run| run.not_run.is_some_and(|reason| reason != Reason::Disabled))
    {
        let reason = run.not_run.map_or("", |reason| (check.options.lang.words().reason)(reason));
        let _ = writeln!(text, "{} {}: {reason}", words.not_run, run.code);
    }
    let idle = &check.options.idle_answers;
    if !idle.is_empty() {
        let unmatched = idle.iter().filter(|(_, why)| *why == Idle::Unmatched).count();
        let _ = writeln!(text, "{}", (words.idle_answers)(idle.len() - unmatched, unmatched));
    }
    if check.options.too_many_rejected {
        let _ = writeln!(text, "{}", words.too_many_rejected);
    }
    if let Some(made) = made {
        let _ = writeln!(text, "{}", (words.key_made)(made));
    }
    if let Some(kept) = &written.kept {
        let _ = writeln!(text, "{}", (words.kept)(kept));
    }
    let _ = writeln!(text, "{}", (words.written)(&written.folder, written.providers, check.options.html));
    text
}

fn table(check: &Check<'_>, words: &Words) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(words.summary_columns);
    for run in check.run.outcome.runs.iter().filter(|run| run.not_run.is_none()) {
        let Some(rule) = check.run.rules.iter().find(|rule| rule.code() == run.code) else {
            continue;
        };
        let name = Page::read(rule.rule.meta().page).map(|page| check.options.lang.page(&page).name.clone());
        let name = name.unwrap_or_default();
        let name = if rule.on_trial() { (words.on_trial)(&name) } else { name };
        let (open, explained) = (run.open.to_string(), (run.findings - run.open).to_string());
        table.add_row([run.code.to_string(), name, open, explained]);
    }
    for column in [2, 3] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// For programs.
pub fn json(check: &Check<'_>, written: &Written) -> String {
    let month = check.run.month;
    let files: Vec<_> = month
        .files
        .iter()
        .map(|file| {
            json!({
                "file": file.name, "layout": file.layout, "encoding": file.encoding,
                "read": file.read, "used": file.used, "set_aside": file.rejected, "other_month": file.other_month,
            })
        })
        .collect();
    let rules: Vec<_> = check
        .run
        .outcome
        .runs
        .iter()
        .map(|run| {
            json!({
                "rule": run.code, "on_trial": check.run.on_trial(run.code), "ran": run.not_run.is_none(), "reason": run.not_run.map(Reason::name),
                "findings": run.findings, "open": run.open, "explained": run.findings - run.open,
            })
        })
        .collect();
    let value = json!({
        "month": month.month, "folder": written.folder, "visits": month.visits.performed_count(), "files": files, "rules": rules,
        "idle_answers": check.options.idle_answers.iter().map(IdleAnswer::of).collect::<Vec<_>>(),
        "follow_up": check.follow_up().iter().map(|proposal| FollowUp::of(check, proposal)).collect::<Vec<_>>(),
        "too_many_rejected": check.options.too_many_rejected,
        "in_question": InQuestion::of(check), "bridge": Bridge::of(check),
    });
    format!("{value:#}\n")
}

/// Notices of a build on a code host: one a rule with open findings. A build is read by many, so nothing of a trial.
pub fn github(check: &Check<'_>, words: &Words) -> String {
    let mut text = String::new();
    let told = |run: &&RuleRun| run.open > 0 && !check.run.on_trial(run.code);
    for run in check.run.outcome.runs.iter().filter(told) {
        let of_rule = check.run.outcome.findings.iter().filter(|finding| finding.rule == run.code);
        let worst = of_rule.filter(|finding| finding.state == State::Open).map(|finding| finding.severity).max();
        let level = if worst == Some(Severity::Major) { "warning" } else { "notice" };
        let _ = writeln!(text, "::{level} title={}::{}", run.code, (words.open_findings)(run.open));
    }
    text
}
