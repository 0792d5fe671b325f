//! What the parser set aside and what it noted: codes Q901 to Q914 of the data-quality family.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::ids::Id;

/// Why a row was set aside. The texts stand in the report's words; no cell content is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rejection {
    /// Q901: a needed value is empty.
    Missing,
    /// Q901: a needed value cannot be read.
    Unreadable,
    /// Q901: neither start nor stop nor planned start.
    NoTime,
    /// Q902: fewer or more fields than the header; found and expected.
    Fields {
        /// Fields of the row.
        found: u32,
        /// Fields of the header.
        expected: u32,
    },
    /// Q903: no cell holds anything.
    Empty,
    /// Q903: the header once more.
    RepeatedHeader,
    /// Q903: a closing sum.
    Sum,
    /// Q904: a date that does not exist or lies outside 2000–2067.
    ImpossibleDate,
}

impl Rejection {
    /// The code in karantan.csv.
    pub fn code(self) -> Code {
        match self {
            Rejection::Missing | Rejection::Unreadable | Rejection::NoTime => Code::new("Q901"),
            Rejection::Fields { .. } => Code::new("Q902"),
            Rejection::Empty | Rejection::RepeatedHeader | Rejection::Sum => Code::new("Q903"),
            Rejection::ImpossibleDate => Code::new("Q904"),
        }
    }
}

/// A row that was set aside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rejected {
    /// Position in [`crate::Month::files`].
    pub file: u16,
    /// The row as a spreadsheet shows it.
    pub line: u32,
    /// The header of the column, where one column is to blame.
    pub column: Option<String>,
    /// Why.
    pub why: Rejection,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NoteCode {
    /// Q905: a time in the clock change's ambiguous or missing hour.
    ClockChange,
    /// Q906: stated minutes differ from stop − start.
    StatedMinutes,
    /// Q907: a row of another month; not used.
    OtherMonth,
    /// Q908: an id of a tag, of a visit or of staff mangled by a spreadsheet.
    MangledTag,
    /// Q909: a word that no layout or configuration knows.
    UnknownWord,
    /// Q910: a personnummer is used as id.
    Personnummer,
    /// Q911: no manual export, and no manual end in the month.
    NoManualExport,
    /// Q912: days of a provider without rows.
    DaysWithoutRows,
    /// Q912: a provider that was expected has no row at all.
    ProviderGone,
    /// Q912: a provider's visits are over 30 % fewer than last month; the count is the per cent.
    VolumeDown,
    /// Q913: ids without the leading zeros that they have in another file; joined.
    EatenZeros,
    /// Q914: a merged visit's discarded time differs by 5 minutes or more.
    DiscardedTime,
    /// A repair: another dash, a non-breaking space, a decimal comma.
    Repaired,
    /// A repair: blanks at the ends of a cell.
    Blanks,
    /// A repair: words that the configuration counts as another; the count is of distinct words.
    Aliased,
}

impl NoteCode {
    /// Whether it stands at the top of every report it concerns: the month may look better than it is.
    pub fn is_warning(self) -> bool {
        use NoteCode::{DaysWithoutRows, NoManualExport, ProviderGone, VolumeDown};
        matches!(self, NoManualExport | DaysWithoutRows | ProviderGone | VolumeDown)
    }

    /// Every note.
    pub const ALL: [NoteCode; 15] = [
        NoteCode::ClockChange,
        NoteCode::StatedMinutes,
        NoteCode::OtherMonth,
        NoteCode::MangledTag,
        NoteCode::UnknownWord,
        NoteCode::Personnummer,
        NoteCode::NoManualExport,
        NoteCode::DaysWithoutRows,
        NoteCode::ProviderGone,
        NoteCode::VolumeDown,
        NoteCode::EatenZeros,
        NoteCode::DiscardedTime,
        NoteCode::Repaired,
        NoteCode::Blanks,
        NoteCode::Aliased,
    ];

    /// As a slug, for files that programs read.
    pub fn name(self) -> &'static str {
        match self {
            NoteCode::ClockChange => "clock-change",
            NoteCode::StatedMinutes => "stated-minutes",
            NoteCode::OtherMonth => "other-month",
            NoteCode::MangledTag => "mangled-tag",
            NoteCode::UnknownWord => "unknown-word",
            NoteCode::Personnummer => "personnummer",
            NoteCode::NoManualExport => "no-manual-export",
            NoteCode::DaysWithoutRows => "days-without-rows",
            NoteCode::ProviderGone => "provider-gone",
            NoteCode::VolumeDown => "volume-down",
            NoteCode::EatenZeros => "eaten-zeros",
            NoteCode::DiscardedTime => "discarded-time",
            NoteCode::Repaired => "repaired",
            NoteCode::Blanks => "blanks",
            NoteCode::Aliased => "aliased",
        }
    }

    /// The code; repairs have none.
    pub fn code(self) -> Option<Code> {
        Some(Code::new(match self {
            NoteCode::ClockChange => "Q905",
            NoteCode::StatedMinutes => "Q906",
            NoteCode::OtherMonth => "Q907",
            NoteCode::MangledTag => "Q908",
            NoteCode::UnknownWord => "Q909",
            NoteCode::Personnummer => "Q910",
            NoteCode::NoManualExport => "Q911",
            NoteCode::DaysWithoutRows | NoteCode::ProviderGone | NoteCode::VolumeDown => "Q912",
            NoteCode::EatenZeros => "Q913",
            NoteCode::DiscardedTime => "Q914",
            NoteCode::Repaired | NoteCode::Blanks | NoteCode::Aliased => return None,
        }))
    }
}

/// A remark on the data that the report shows. The rows it is about were used (but for Q907).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    /// What.
    pub code: NoteCode,
    /// Which provider, where it is about one that has rows.
    pub provider: Option<Id>,
    /// The name of a provider without rows.
    pub absent: Option<String>,
    /// Which file and column, where it is about one.
    pub file: Option<u16>,
    /// The header of the column.
    pub column: Option<String>,
    /// How many rows, visits or days.
    pub count: u64,
    /// The first row it is about.
    pub first_line: Option<u32>,
}
