//! Synthetic months of home care with planted deviations and their truth.
//!
//! A [`Recipe`] becomes the files a municipality would save from its system: `tagg.csv` (visits with a receipt at one
//! end at least) and `manuell.csv` (visits entered by hand), in the layouts `lifecare-tagg` and `lifecare-manuell`
//! (Windows-1252, `;`, CRLF), and `sanning.csv` (UTF-8), which names everything that was planted ([`Kind`]): deviations
//! by the rule that finds them, and innocent twins that no rule leaves open. Where something is planted, `kvittens.toml`
//! ([`CONFIG`]) beside them says what the municipality would have configured: services without a receipt, night patrol,
//! ids that stand for many. `kvittens check MONTH --config MONTH/kvittens.toml` reads both.
//!
//! Ordinary days are clean: nobody is in two places, there are minutes to travel and hours to rest, a customer's visits
//! lie at least ten minutes apart, within the day and by many staff, each has one tag and each member of staff one phone,
//! and what is entered by hand, spread by chance alone, has a reason and is entered within a day or two. So a rule that
//! fires on something that is not in `sanning.csv` has found chance or is wrong. Volumes follow a real plan: 2.1 services
//! a visit, 25 minutes in the mean.
//!
//! What shows on a visit is planted on ordinary ones, at most one a customer and day. What shows over days is told as a
//! story by a few people of its own (their visit ids begin at 90 million), in months of sixteen customers and more; a few
//! patterns are habits of ordinary people.
//!
//! With [`Recipe::companions`] the other exports of the month ([`COMPANIONS`]) stand beside them: decisions that grant about
//! what is planned, the plan, absence without visits, exemptions, billing of what was performed, supplements, an outage
//! whose visits are entered by hand, households around one town, staff, tags and contacts. They fit the registrations but
//! for what is planted there ([`Kind::needs_companions`]), again as stories, and one provider that leaves planned visits
//! without a registration.
//!
//! One day of one provider is in memory at a time, and sums for each of its customers. The same recipe gives the same bytes.
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
mod companions;
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
mod silences;
mod staffing;
mod stories;
mod summary;
mod truth;
mod visit;

pub use audit::audit;
pub use companions::FILES as COMPANIONS;
pub use config::CONFIG;
pub use course::{Course, CourseKind, SKEENDEN_HEADER, courses};
pub use dirt::Spoil;
pub use export::{MANUELL_HEADER, TAGG_HEADER};
pub use kinds::Kind;
pub use month::{Synthetic, synthesize, write, write_months};
pub use recipe::Recipe;
pub use summary::Summary;
pub use truth::SANNING_HEADER;
