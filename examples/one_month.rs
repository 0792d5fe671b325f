//! The libraries without the command line: read a folder of exports, run every rule, print what is open.
//!
//! `cargo run --example one_month -- examples/2022-03`
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use kvittens_model::State;
use kvittens_parse::Options;
use kvittens_rules::{Engine, Settings, config};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("examples/2022-03"), PathBuf::from);
    let month = kvittens_parse::read(&[folder], &Options::default(), &|_, _| {})?.month;

    let rules = config::configure(&toml::Table::new())?;
    let outcome = Engine::new(&rules, &Settings::default()).run(&month);

    let mut open: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(|finding| finding.state == State::Open) {
        *open.entry((month.ids.provider.text(finding.subject.provider), finding.rule.as_str())).or_default() += 1;
    }
    println!("{}: {} visits", month.month, month.visits.performed_count());
    for ((provider, rule), count) in open {
        println!("{provider:20} {rule} {count:5}");
    }
    Ok(())
}
