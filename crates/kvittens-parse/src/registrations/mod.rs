//! The layout `kvittens-parquet`, the store's own table: the registrations of a month as Parquet, with the file and row
//! each came from. Columns all the way: a month becomes columns of words and numbers, and a row group becomes a piece's
//! rows and words, never a text per row.
//!
//! `schema` is the table; `order`, `columns` and `write` make it; `open`, `seal` and `read` take it in, `piece`, `coded`,
//! `services`, `stamps`, `places` and `blame` turn a batch into rows. Tables of others with the same columns are read too.

mod blame;
mod coded;
mod columns;
mod error;
mod open;
mod order;
mod piece;
mod places;
mod read;
mod schema;
mod seal;
mod services;
mod stamps;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use error::RegistrationsError;
pub use open::Table;
pub use piece::{OfFile, Piece};
pub(crate) use read::contained;
pub use schema::VERSION;
pub(crate) use schema::{NEARLY, has_our_columns};
pub use write::write;

/// The layout's name.
pub const LAYOUT: &str = "kvittens-parquet";

/// Rows of a row group, and most rows of a piece.
const ROW_GROUP: usize = 1 << 17;

/// Between the services of a row, where they make one word.
pub const SERVICE_SEPARATOR: char = crate::sets::UNIT_SEPARATOR;
