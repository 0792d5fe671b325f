//! The words of reports, one struct a language: a word that is missing does not build.

pub mod again;
mod again_en;
mod again_sv;
pub mod backtest;
mod backtest_en;
mod backtest_sv;
pub mod board;
mod board_en;
mod board_sv;
pub mod drawn;
mod drawn_en;
mod drawn_sv;
mod en;
pub mod follow_up;
mod follow_up_en;
mod follow_up_sv;
pub mod html;
mod html_en;
mod html_sv;
pub mod letter;
mod letter_en;
mod letter_sv;
pub mod list;
mod list_en;
mod list_sv;
pub mod money;
mod money_en;
mod money_sv;
pub mod paper;
mod paper_en;
mod paper_sv;
pub mod past;
mod past_en;
mod past_sv;
mod sv;
pub mod workbook;
mod workbook_en;
mod workbook_sv;

use std::str::FromStr;

use kvittens_model::measure::Reason;
use kvittens_model::notes::Rejection;
use kvittens_model::{Explanation, Month, Note, NoteCode, Severity, Status};

/// A language of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Swedish.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// The words.
    pub fn words(self) -> &'static Words {
        match self {
            Lang::Sv => &sv::WORDS,
            Lang::En => &en::WORDS,
        }
    }

    /// A note that stands on top of a report, as a sentence or two.
    pub fn warning(self, month: &Month, note: &Note) -> String {
        let who = match (&note.absent, note.provider) {
            (Some(name), _) => name,
            (None, Some(provider)) => month.ids.provider.text(provider),
            (None, None) => "",
        };
        (self.words().warning)(note.code, who, note.count)
    }

    /// The tag of the language, for `lang="…"`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Sv => "sv",
            Lang::En => "en",
        }
    }

    /// A rule's page in the language.
    pub fn page(self, page: &kvittens_rules::Page) -> &kvittens_rules::Words {
        match self {
            Lang::Sv => &page.sv,
            Lang::En => &page.en,
        }
    }
}

/// A text that names no language.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is no language of the reports (expected sv or en)")]
pub struct NoLanguage(String);

impl FromStr for Lang {
    type Err = NoLanguage;
    fn from_str(text: &str) -> Result<Lang, NoLanguage> {
        match text {
            "sv" => Ok(Lang::Sv),
            "en" => Ok(Lang::En),
            _ => Err(NoLanguage(text.to_owned())),
        }
    }
}

/// Every word of the reports.
pub struct Words {
    /// Why a row was set aside.
    pub rejection: fn(Rejection) -> String,
    /// What a note says.
    pub note: fn(NoteCode) -> &'static str,
    /// A note that stands on top: what, which provider, how many.
    pub warning: fn(NoteCode, &str, u64) -> String,
    /// Why a rule did not run or a measure is not judged.
    pub reason: fn(Reason) -> &'static str,
    /// How a measure stands.
    pub status: fn(Status) -> &'static str,
    /// How much a finding weighs.
    pub severity: fn(Severity) -> &'static str,
    /// What explains a finding.
    pub explanation: fn(Explanation) -> &'static str,
    /// An answer was accepted, by whom.
    pub accepted: fn(&str) -> String,
    /// The words of the HTML reports.
    pub html: &'static html::Html,
    /// The words of the workbooks.
    pub workbook: &'static workbook::WorkbookWords,
}
