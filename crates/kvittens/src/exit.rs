//! Exit codes (outputs.md), and the only place that prints an error.

use std::io::Write as _;
use std::process::ExitCode;

use crate::error::Failure;
use crate::words::Words;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing at or above `--fail-on`.
    Done,
    /// 1: such findings.
    Findings,
    /// 2: usage or configuration, nothing could be written, or a rule stopped with an error of its own.
    Usage,
    /// 3: an input could not be used, or too many rows were set aside.
    Input,
}

impl Exit {
    /// The number.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Input => 3,
        })
    }
}

/// Says what went wrong, and how to go on.
pub fn report(failure: &Failure, words: &Words) -> ExitCode {
    // A closed standard error is no reason for another one.
    let _ = write!(std::io::stderr(), "{}", (words.failure)(failure));
    failure.exit().code()
}
