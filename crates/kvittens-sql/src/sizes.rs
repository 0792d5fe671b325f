//! How many rows the joins of a query make, counted before it runs. The bound is in rows and not in seconds: a month is
//! judged the same on every machine.

use polars::prelude::DataType;

use crate::engine;
use crate::frames::Frames;
use crate::write::Written;

/// Rows that a join can make of a small month; of a larger one `TIMES` its largest table.
pub const MOST_JOINED: i64 = 20_000_000;

/// See [`MOST_JOINED`].
const TIMES: i64 = 10;

/// What stopped a query over a month. No message holds a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// A join would make too many rows.
    #[error(
        "a join would make {rows} rows (at most {most}): narrow its tables in WITH before they are joined, or add an equality to ON"
    )]
    Joined {
        /// How many.
        rows: i64,
        /// How many it may make.
        most: i64,
    },
    /// The answer is too long.
    #[error("the answer has {rows} rows (at most {most})")]
    Rows {
        /// How many.
        rows: usize,
        /// How many it may have.
        most: usize,
    },
    /// A row of the answer names a visit, a provider or somebody that the month does not have.
    #[error("the answer names a visit, a provider, a customer or a member of staff that is not in the month")]
    Unknown,
    /// The engine could not go on.
    #[error("the engine could not run the query over this month")]
    Engine,
}

/// Counts the joins of a query, from the innermost on: the count of each is itself small once those before it are.
pub fn check(frames: &Frames, written: &Written) -> Result<(), Stopped> {
    let largest = frames.values().map(|frame| frame.height()).max().unwrap_or_default();
    let most = MOST_JOINED.max(i64::try_from(largest).unwrap_or(i64::MAX).saturating_mul(TIMES));
    for sql in &written.sizes {
        let counted = engine::run(frames, sql).map_err(|_| Stopped::Engine)?;
        let column = counted.column("joined").and_then(|column| column.cast(&DataType::Int64));
        let column = column.map_err(|_| Stopped::Engine)?;
        let rows = column.i64().map_err(|_| Stopped::Engine)?.get(0).unwrap_or(0);
        if rows > most {
            return Err(Stopped::Joined { rows, most });
        }
    }
    Ok(())
}
