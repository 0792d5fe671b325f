//! The command line of Kvittens: arguments, configuration, progress, exit codes. No domain logic.

mod args;
mod commands;
mod config;
mod error;
mod exit;
mod history;
mod init;
mod key_file;
mod letter;
mod memory;
mod nearest;
mod own;
mod past;
mod pdf;
mod progress;
mod reading;
mod schema;
mod spans;
mod summary;
mod words;

use clap::Parser;

fn main() -> std::process::ExitCode {
    let args = args::Args::parse();
    let words = words::of(args.lang.unwrap_or_default());
    match commands::run(args) {
        Ok(exit) => exit.code(),
        Err(failure) => exit::report(&failure, words),
    }
}
