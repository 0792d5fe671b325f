//! The day on which a month is locked.

use kvittens_model::{Local, YearMonth};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A day that every month has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
#[schemars(extend("minimum" = 1, "maximum" = 28))]
pub struct LockDay(u8);

impl TryFrom<u8> for LockDay {
    type Error = String;
    fn try_from(day: u8) -> Result<LockDay, String> {
        if (1..=28).contains(&day) { Ok(LockDay(day)) } else { Err(format!("lock_day = {day} (1–28)")) }
    }
}

impl From<LockDay> for u8 {
    fn from(day: LockDay) -> u8 {
        day.0
    }
}

impl LockDay {
    /// The first moment that is too late for a month.
    pub fn of(self, month: YearMonth) -> Local {
        Local::from_seconds(month.next().first().seconds() + i32::from(self.0) * 86_400)
    }
}
