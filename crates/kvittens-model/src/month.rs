//! A month: what the parser hands to the rules.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::companion::{Companion, Companions};
use crate::ids::Ids;
use crate::local::YearMonth;
use crate::notes::{Note, Rejected};
use crate::rows::Rows;
use crate::visits::Visits;

/// One file of the delivery and what became of its rows: read = used + set aside + of other months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// The file's name, without its folder.
    pub name: String,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
    /// The layout that fitted.
    pub layout: String,
    /// What kind of other export it is; `None`: registrations.
    pub companion: Option<Companion>,
    /// It is a manual export: what was typed in afterwards.
    pub manual: bool,
    /// Known headers found, of all the file's headers.
    pub score: (u32, u32),
    /// `utf-8`, `utf-8-bom`, `windows-1252` or `ascii`; `xlsx` and `parquet` for what is no text.
    pub encoding: Cow<'static, str>,
    /// The delimiter of text.
    pub delimiter: Option<char>,
    /// The table that holds it, where it is not read itself: the store's registrations name the exports they came from.
    pub within: Option<String>,
    /// Headers that no field wants.
    pub ignored_columns: Vec<String>,
    /// Headers that stand twice; the second is ignored.
    pub duplicate_columns: Vec<String>,
    /// Lines above the header.
    pub lines_above_header: u32,
    /// Rows behind the header.
    pub read: u64,
    /// Rows in the month.
    pub used: u64,
    /// Rows in [`Month::rejected`].
    pub rejected: u64,
    /// Rows of another month (Q907).
    pub other_month: u64,
}

/// A month of registrations, read and reconciled.
#[derive(Clone, Debug)]
pub struct Month {
    /// Which month.
    pub month: YearMonth,
    /// The texts behind the ids.
    pub ids: Ids,
    /// The registrations of the month.
    pub rows: Rows,
    /// The visits of the month, in order.
    pub visits: Visits,
    /// The files, by name.
    pub files: Vec<InputFile>,
    /// Every row that was set aside, by file and line.
    pub rejected: Vec<Rejected>,
    /// Remarks, in order.
    pub notes: Vec<Note>,
    /// What the other exports say.
    pub companions: Companions,
    /// Whether a manual export was among the files, or a manual end in the month: without both, K101–K104 and the
    /// rules on manual ends do not run (Q911).
    pub has_manual: bool,
}
