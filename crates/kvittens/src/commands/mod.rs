//! One file a command.

mod backtest;
mod check;
mod completions;
mod explain;
mod history;
mod init;
mod inspect;
mod open;
mod query;
mod report;
mod rules;
mod schema;
mod synth;
mod trend;

use std::io::Write as _;
use std::time::Instant;

use crate::args::{Args, Command};
use crate::error::Failure;
use crate::exit::Exit;

/// Runs a command.
pub fn run(args: Args) -> Result<Exit, Failure> {
    let lang = args.lang.unwrap_or_default();
    match args.command {
        Command::Backtest(backtest) => backtest::run(&backtest, lang),
        Command::Check(check) => check::run(&check, lang),
        Command::Report(report) => report::run(&report, args.lang),
        Command::Open(open) => open::run(&open, lang),
        Command::Init(init) => init::run(&init, lang),
        Command::Inspect(inspect) => inspect::run(&inspect, lang),
        Command::Rules(rules) => rules::run(&rules, lang),
        Command::Explain(explain) => explain::run(&explain, lang),
        Command::Query(query) => query::run(&query, lang),
        Command::History(history) => history::run(&history, lang),
        Command::Synth(synth) => synth::run(&synth, lang),
        Command::Trend(trend) => trend::run(&trend, lang),
        Command::Schema { of } => schema::run(of),
        Command::Completions { shell } => completions::run(shell),
    }
}

/// The time, for manifests alone.
fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// Prints to standard output. A reader that has gone away (`| head`) ends the program in peace.
fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Nanoseconds since the first call.
pub(crate) fn nanoseconds() -> u64 {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    u64::try_from(START.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
