//! A rule's life cycle: who hears of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a rule stands in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Being tried on earlier months: runs in a backtest alone.
    Draft,
    /// Runs, and is shown to the controller alone.
    Trial,
    /// Runs, and is shown to everybody.
    #[default]
    Active,
    /// Turned off, but not forgotten.
    Resting,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 4] = [Stage::Draft, Stage::Trial, Stage::Active, Stage::Resting];

    /// The word in the configuration and the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Trial => "trial",
            Stage::Active => "active",
            Stage::Resting => "resting",
        }
    }
}
