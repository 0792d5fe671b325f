//! The words everybody shares: a month's columns, ids, time, rule codes, findings and measures.
//!
//! Nothing here reads a file, knows a rule or prints. Units: times are seconds of Swedish wall clock ([`Local`]),
//! the real clock is seconds ([`clock::real`]), ids are positions in a sorted [`Dictionary`], so that comparing two
//! ids compares their texts.

pub mod clock;
pub mod code;
pub mod companion;
pub mod deliveries;
pub mod finding;
pub mod ids;
pub mod local;
pub mod measure;
pub mod month;
pub mod notes;
pub mod past;
pub mod personnummer;
pub mod red_days;
pub mod rows;
pub mod visits;
pub mod words;

pub use code::Code;
pub use deliveries::Deliveries;
pub use finding::{Explanation, Finding, Part, Severity, State, Subject, Thing};
pub use ids::{Dictionary, Id, Ids, NO_ID, ServiceSets, VisitId};
pub use local::{Local, YearMonth};
pub use measure::{Measure, Scope, Status};
pub use month::{InputFile, Month};
pub use notes::{Note, NoteCode, Rejected};
pub use past::{Memory, Past};
pub use rows::{Entries, Rows};
pub use visits::Visits;
pub use words::{Class, Double, Method, Performed};
