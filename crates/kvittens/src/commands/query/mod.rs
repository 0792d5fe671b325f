//! `kvittens query`: a question in SQL to the months of a store.

#[cfg(feature = "sql")]
mod answer;
#[cfg(feature = "sql")]
mod ask;

use kvittens_report::Lang;

use crate::args;
use crate::error::Failure;
use crate::exit::Exit;

/// Runs it.
#[cfg(feature = "sql")]
pub fn run(args: &args::Query, lang: Lang) -> Result<Exit, Failure> {
    let text = if args.tables { answer::tables(lang) } else { ask::run(args, lang)? };
    super::print(&text)?;
    Ok(Exit::Done)
}

/// Says what to build.
#[cfg(not(feature = "sql"))]
pub fn run(_: &args::Query, _: Lang) -> Result<Exit, Failure> {
    Err(Failure::NoFeature("sql"))
}
