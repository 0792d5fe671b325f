//! The engine: tables and a query in, a table out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use polars::prelude::{DataFrame, IntoLazy};
use polars::sql::SQLContext;

use crate::frames::Frames;

/// Runs a query that was written here. What went wrong is told in the engine's own words: they can hold a cell where the
/// tables hold any.
pub fn run(frames: &Frames, sql: &str) -> Result<DataFrame, String> {
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let mut context = SQLContext::new();
        for (name, frame) in frames {
            context.register(name, frame.clone().lazy());
        }
        context.execute(sql)?.collect()
    }));
    match ran {
        Ok(Ok(frame)) => Ok(frame),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the engine stopped".to_owned()),
    }
}
