//! The other exports of a month (exports.md, auxiliary): beslut, planering, franvaro, dispens, fakturaunderlag, tillagg,
//! avbrott, hushall, personal, taggar, kontakt. They come as text, workbooks or Parquet as the registrations do, are known
//! by their headers, and are read whole: `table → rows → records → the month's ids`, each word a module.

mod build;
mod join;
mod kinds;
mod rows;
#[cfg(test)]
mod tests;
mod values;
mod write;

pub use build::Built;
pub use join::join;
pub use rows::{Row, Table as CompanionTable};
pub use write::write;
