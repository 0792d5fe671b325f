//! `kvittens inspect`: what a file is, what its columns mean, what would be set aside, and the layout to start from.

mod json;
mod layout;
mod text;

use kvittens_report::Lang;

use crate::args::{self, Format};
use crate::config::load;
use crate::error::Failure;
use crate::exit::Exit;

/// Runs it. A file that could not be read as an export gives exit 3, as it would in a check.
pub fn run(args: &args::Inspect, lang: Lang) -> Result<Exit, Failure> {
    let here = std::env::current_dir().map_err(Failure::file("."))?;
    let loaded = load(args.config.as_deref(), &here)?;
    let options = kvittens_parse::Options {
        provider: args.provider.clone(),
        sheet: args.sheet.clone(),
        ..loaded.reading(&args.layout)?
    };
    let mut exit = Exit::Done;
    let mut all = Vec::new();
    for file in &args.files {
        let inspection = kvittens_parse::inspect(file, &options)?;
        if inspection.reading.is_err() {
            exit = Exit::Input;
        }
        match args.format {
            Format::Json => all.push(json::of(&inspection)),
            _ => super::print(&text::of(&inspection, lang))?,
        }
    }
    if args.format == Format::Json {
        super::print(&format!("{:#}\n", serde_json::Value::Array(all)))?;
    }
    Ok(exit)
}
