//! English: `kvittens backtest`.

use kvittens_history::backtest::sweep::AxisError;
use kvittens_history::backtest::{BacktestError, Condition};
use kvittens_history::said::{GridError, Problem};

use super::Message;
use super::backtest::Words;
use crate::error::Unmeasured;

/// The words.
pub const WORDS: Words = Words {
    months: |count, first, last| match count {
        1 => format!("1 month: {first}"),
        count => format!("{count} months: {first}..{last}"),
    },
    defaults: "the catalogue's own values",
    sides: |baseline, candidate| match candidate {
        Some(candidate) => format!("Candidate: {candidate}. Held against: {baseline}."),
        None => format!("Rules tested: {baseline}."),
    },
    columns: ["Rule", "Today", "Candidate", "Same", "Changed", "New", "Gone", "h/month", "Precision", "Recall", "ms"],
    all: "All",
    sweep_columns: ["Findings", "A month", "Most", "h/month", "Precision", "Recall"],
    chosen: |value, findings| format!("{value} meets what was asked: {findings} open findings"),
    none_chosen: "No value tried meets what was asked.",
    failed: |condition, rule, value| match rule {
        Some(rule) => format!("! {condition}: {rule} has {value}"),
        None => format!("! {condition}: {value}"),
    },
    heard: |kept, run| format!("Run: {run}. Known already: {kept}. (A rule and a month are one.)"),
    written: |path| path.display().to_string(),
    decimal: '.',
};

/// What stopped a backtest.
pub fn error(error: &BacktestError) -> Message {
    match error {
        BacktestError::NoMonth { wanted, found } => {
            let found = match found.as_slice() {
                [] => "no months".to_owned(),
                [one] => one.to_string(),
                [first, .., last] => format!("{first}..{last}"),
            };
            Message::new(wanted.to_string(), "the month is not there", "name the months that are with --months")
                .with("a folder per month, as 2022-03", found)
        }
        BacktestError::Sweep(AxisError::Parameter { code, name, known }) => {
            Message::new("--sweep", format!("{code} has no parameter {name}"), format!("see kvittens explain {code}"))
                .with(known.join(", "), name.clone())
        }
        BacktestError::Sweep(AxisError::Rule(name)) => {
            Message::new("--sweep", format!("no rule is called {name}"), "kvittens rules shows all")
        }
        BacktestError::Sweep(AxisError::Values { text, count }) => {
            Message::new("--sweep", format!("{text} gives {count} values"), "name another range or a larger step")
                .with("1 to 400 values", count.to_string())
        }
        BacktestError::Sweep(AxisError::Many(count)) => {
            Message::new("--sweep", format!("{count} parameters at once"), "try one or two at a time")
        }
        BacktestError::Sweep(AxisError::Form(text)) => {
            Message::new("--sweep", "is no parameter with values", "write rules.M301.max_gap=0..5, with steps 0..10:2")
                .with("rules.RULE.PARAMETER=first..last", format!("\"{text}\""))
        }
        other => Message::new("backtest", other.to_string(), "check the folder and run again"),
    }
}

/// What is wrong with a table of findings or labels.
pub fn grid(error: &GridError) -> Message {
    let place = error.file.display().to_string();
    match &error.problem {
        Problem::Io(source) => Message::new(place, format!("cannot be read ({source})"), "check path and permissions"),
        Problem::Damaged(why) => {
            Message::new(place, format!("is no whole Parquet file ({why})"), "write the file again")
        }
        Problem::NoColumn { wanted, found } => {
            Message::new(place, format!("the column {wanted} is missing"), "add it, or rename the one that is meant")
                .with(*wanted, found.join(", "))
        }
        Problem::Type { column, expected, found } => {
            Message::new(place, format!("the column {column} is of a type that cannot be read"), "write it as text")
                .with(*expected, found.clone())
        }
        Problem::Cell { column, row, expected } => {
            Message::new(place, format!("the column {column}, row {row} below the headers"), "mend the cell")
                .with(*expected, "something else, or nothing")
        }
        Problem::Workbook(why) => {
            Message::new(place, format!("cannot be read as a workbook ({why})"), "save the workbook anew as .xlsx")
        }
        Problem::NoSheet { sheet, found } => Message::new(
            place,
            format!("no sheet {sheet}"),
            "return the workbook as it came, with the answers filled in",
        )
        .with(*sheet, found.join(", ")),
        Problem::SheetCell { sheet, column, row, expected } => {
            Message::new(place, format!("sheet {sheet}, column {column}, row {row}"), "mend the cell")
                .with(*expected, "something else, or nothing")
        }
    }
}

/// A condition that cannot be held against anything.
pub fn condition(text: &str, why: Unmeasured) -> Message {
    let place = format!("--fail-if '{text}'");
    match why {
        Unmeasured::Form => {
            Message::new(place, "is no condition", "write 'precision < 0.8', or 'M301.new > 50' for one rule")
                .with(format!("{}; < <= > >=; a number", Condition::METRICS.join(", ")), format!("\"{text}\""))
        }
        Unmeasured::Labels => Message::new(place, "can be measured against labels only", "name them with --labels"),
        Unmeasured::Rule => Message::new(place, "the rule is not among those tested", "kvittens rules shows all"),
    }
}
