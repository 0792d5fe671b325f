//! `kvittens completions`: what a shell needs to complete the command line, from the arguments themselves.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::args::Args;
use crate::error::Failure;
use crate::exit::Exit;

/// Runs it.
pub fn run(shell: Shell) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "kvittens", &mut text);
    super::print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}
