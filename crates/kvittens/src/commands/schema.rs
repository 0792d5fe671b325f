//! `kvittens schema`: the JSON Schema of a file's format.

use crate::args::SchemaOf;
use crate::error::Failure;
use crate::exit::Exit;
use crate::schema;

/// Runs it.
pub fn run(of: SchemaOf) -> Result<Exit, Failure> {
    let schema = match of {
        SchemaOf::Config => schema::of::<crate::config::Config>("kvittens.toml"),
        SchemaOf::Layout => schema::of::<kvittens_parse::LayoutFile>("layout.toml"),
    };
    super::print(&format!("{schema:#}\n"))?;
    Ok(Exit::Done)
}
