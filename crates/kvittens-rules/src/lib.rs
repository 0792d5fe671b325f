//! The catalogue of rules and the engine that runs them.
//!
//! A rule is one file and its page in [`rules`], and one line of the registry there. The engine ([`engine`]) puts the
//! visits in the orders that the enabled rules need, once each, cuts them at key boundaries and runs every rule over
//! every stretch on all cores; what comes out does not depend on how it was cut. Nothing here reads a file, a clock or
//! knows a file format.

pub mod accept;
pub mod approvals;
pub mod arrange;
pub mod away;
pub mod beside;
pub mod by_hour;
pub mod by_staff;
pub mod cases;
pub mod chains;
pub mod compared;
pub mod config;
pub mod customers;
pub mod day_time;
pub mod decided;
pub mod declare;
pub mod distance;
pub mod earlier;
pub mod engine;
pub mod explain;
pub mod facts;
pub mod follow_up;
pub mod going_on;
pub mod ground;
pub mod judge;
pub mod limits;
pub mod lock_day;
pub mod money;
pub mod moves;
pub mod orders;
pub mod own;
pub mod page;
pub mod reasons;
pub mod rule;
pub mod rules;
pub mod scene;
pub mod schema;
pub mod screen;
pub mod services;
pub mod share;
pub mod stage;
pub mod stats;
pub mod suggest;
pub mod worked;

pub use config::{Configured, Rules, RulesError, Selection};
pub use day_time::DayTime;
pub use earlier::Earlier;
pub use engine::{Engine, Outcome, RuleRun};
pub use lock_day::LockDay;
pub use own::{Own, OwnError, Owns};
pub use page::{Page, Words};
pub use rule::{Meta, Need, Order, Param, Per, Rule};
pub use services::{ProviderKind, ServiceRule, Settings};
pub use stage::Stage;
