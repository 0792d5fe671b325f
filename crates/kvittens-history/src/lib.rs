//! Months kept, months compared, and rules tested on them before they touch a provider.
//!
//! A month is kept in a [`Store`] as the tables of its registrations and visits ([`kvittens_tables`]); what a catalogue
//! says of it is [`Said`], in texts, so that months whose ids have other numbers can be held against each other.

pub mod answers;
pub mod backtest;
mod image;
pub mod months;
pub mod past;
mod program;
pub mod said;
pub mod store;

pub use months::{Exports, Months, MonthsError};
pub use program::program;
pub use said::{Found, Measured, Said, Standing};
pub use store::{Store, StoreError};
