//! Synthetic months of home care with planted deviations and their truth.
//!
//! A [`Recipe`] becomes the files a municipality would save from its system: `tagg.csv` (visits with a receipt at one
//! end at least) and `manuell.csv` (visits entered by hand), in the layouts `lifecare-tagg` and `lifecare-manuell`
//! (Windows-1252, `;`, CRLF), and `sanning.csv` (UTF-8), which names every planted deviation.
//!
//! Ordinary days are clean: nobody is in two places, a customer's visits lie at least ten minutes apart, staff keep
//! to shifts and days off, and manual entry is spread by chance alone. So a rule that fires on something that is not in
//! `sanning.csv` has found chance or is wrong; all but K109, since `tagg.csv` has no column for the reason of an end
//! by hand. Volumes follow a real plan: 2.1 services a visit, 25 minutes in the mean.
//!
//! One day of one provider is in memory at a time. The same recipe gives the same bytes.
//!
//! ```
//! use kvittens_synth::{Kind, Recipe, synthesize};
//!
//! let month = "2022-03".parse().unwrap();
//! let made = synthesize(&Recipe::with_rows(month, 5_000, 1))?;
//! assert!(made.tagg.starts_with(b"Utf\xF6rare;Enhet;"));
//! assert!(made.summary.planted[&Kind::TooLong] >= 2);
//! # Ok::<(), std::io::Error>(())
//! ```

mod audit;
mod calendar;
mod config;
mod course;
mod day;
mod dirt;
mod export;
mod ids;
mod kinds;
mod month;
mod patterns;
mod people;
mod plan;
mod plant;
mod plants;
mod recipe;
mod services;
mod staffing;
mod stories;
mod summary;
mod truth;
mod visit;

pub use audit::audit;
pub use config::CONFIG;
pub use course::{Course, CourseKind, SKEENDEN_HEADER, courses};
pub use dirt::Spoil;
pub use export::{MANUELL_HEADER, TAGG_HEADER};
pub use kinds::Kind;
pub use month::{Synthetic, synthesize, write, write_months};
pub use recipe::Recipe;
pub use summary::Summary;
pub use truth::SANNING_HEADER;
