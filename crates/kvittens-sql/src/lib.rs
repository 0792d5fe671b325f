//! Rules in SQL over a month, and a look at the months of a store.
//!
//! A query is parsed, understood, and written anew from what was understood (`write`): what is not on a list here does
//! not reach the engine. Names of tables, columns, functions and parameters are checked before anything is read, and
//! nothing in a query can name a file. Before a join runs, its rows are counted (`sizes`), so that a query that
//! would not end does not begin. This is the only crate that names polars.

mod engine;
mod frames;
mod look;
mod parse;
mod rule;
mod sizes;
mod tables;
mod write;

pub use frames::People;
pub use look::{Cell, Look, Looked, look};
pub use rule::compile;
pub use sizes::{MOST_JOINED, Stopped};
pub use tables::{Column, Kind, TABLES, Table};
