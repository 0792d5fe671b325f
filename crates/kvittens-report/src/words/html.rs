//! The words of the HTML reports. A field is a text as it stands, or a function where a number or name stands in it;
//! numbers come in the form of the language already.

use kvittens_model::Class;

use super::again::AgainWords;
use super::board::BoardWords;
use super::drawn::DrawnWords;
use super::follow_up::FollowUpWords;
use super::letter::LetterWords;
use super::list::ListWords;
use super::money::MoneyWords;
use super::paper::PaperWords;
use super::past::PastWords;

/// A noun with its number.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    /// Of one.
    pub one: &'static str,
    /// Of none and of many.
    pub many: &'static str,
}

impl Noun {
    /// The form for a number.
    pub fn of(self, number: u64) -> &'static str {
        if number == 1 { self.one } else { self.many }
    }
}

/// The words of both pages.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Html {
    pub months: [&'static str; 12],
    /// A parameter's unit, which the rules' cards give in Swedish.
    pub unit: fn(&'static str) -> &'static str,
    pub visit: Noun,
    pub row: Noun,
    pub finding: Noun,
    pub case: Noun,
    pub class: fn(Class) -> &'static str,
    pub tables: Tables,
    pub index: Index,
    pub provider: Provider,
    pub past: PastWords,
    pub follow_up: FollowUpWords,
    pub list: ListWords,
    pub money: MoneyWords,
    pub again: AgainWords,
    pub drawn: DrawnWords,
    pub board: BoardWords,
    pub letter: LetterWords,
    pub paper: PaperWords,
}

/// Words that stand in tables of both pages.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Tables {
    pub program: &'static str,
    pub contents: &'static str,
    pub registration: &'static str,
    pub visits: &'static str,
    pub share: &'static str,
    pub interval: &'static str,
    pub peers: &'static str,
    pub limit: &'static str,
    pub funnel: &'static str,
    pub status: &'static str,
    pub total: &'static str,
    pub unit: &'static str,
    pub manual_share: &'static str,
    pub no_limit: &'static str,
    pub least: fn(&str) -> String,
    pub most: fn(&str) -> String,
    pub share_of: fn(&str, &str) -> String,
    pub per_thousand: fn(&str) -> String,
    pub interval_is: fn(&str) -> String,
    pub peers_are: fn(&str) -> String,
    pub limit_is: fn(&str, &str) -> String,
    pub bar: fn(&str) -> String,
    pub dot: fn(&str) -> String,
    pub scale: fn(&str) -> String,
    pub rule: &'static str,
    pub name: &'static str,
    pub weight: &'static str,
    pub why: &'static str,
    pub not_run: &'static str,
    pub absent: fn(&str, &str) -> String,
    pub not_run_caption: &'static str,
    pub all_ran: &'static str,
    pub file: &'static str,
    pub layout: &'static str,
    pub note: &'static str,
    pub code: &'static str,
    pub column: &'static str,
    pub count: &'static str,
    pub question: &'static str,
    pub question_text: &'static str,
    pub interval_text: &'static str,
    pub placeholders: &'static str,
    pub placeholders_text: &'static str,
    pub version: &'static str,
    pub configuration: &'static str,
    pub key: &'static str,
    pub too_many_rejected: &'static str,
    pub nothing: &'static str,
}

/// Words of index.html.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Index {
    pub title: &'static str,
    pub for_whom: &'static str,
    pub summary: fn(&str, &str) -> String,
    pub providers: Noun,
    pub open_findings: Noun,
    pub explained: fn(&str) -> String,
    pub areas: &'static str,
    pub areas_text: &'static str,
    pub areas_caption: &'static str,
    /// Receipts, supplements, repeated and adjacent registrations, one staff member.
    pub area: [&'static str; 4],
    pub area_rules: fn(area: &str, rules: &str) -> String,
    pub area_left_out: fn(rules: &str) -> String,
    pub receipts: &'static str,
    pub receipts_text: &'static str,
    pub receipts_caption: &'static str,
    pub left_out_text: &'static str,
    pub left_out: fn(&str, &str, &str) -> String,
    pub manual: &'static str,
    pub manual_text: &'static str,
    pub manual_caption: &'static str,
    pub provider: &'static str,
    pub matrix: &'static str,
    pub matrix_text: &'static str,
    pub matrix_caption: &'static str,
    pub stage: &'static str,
    pub trial: &'static str,
    pub on_trial: fn(&str) -> String,
    pub trials: fn(rules: &str, open: &str) -> String,
    pub rules_caption: &'static str,
    pub sentence: &'static str,
    pub open: &'static str,
    pub explained_head: &'static str,
    pub people: &'static str,
    pub people_text: &'static str,
    pub people_caption: &'static str,
    pub no_people: &'static str,
    pub person: &'static str,
    pub against: &'static str,
    pub own_others: fn(&str) -> String,
    pub ground: &'static str,
    pub ground_text: &'static str,
    pub files_caption: &'static str,
    pub read: &'static str,
    pub used: &'static str,
    pub set_aside: &'static str,
    pub other_month: &'static str,
    pub known_columns: fn(&str, &str) -> String,
    pub notes: &'static str,
    pub notes_caption: &'static str,
    pub first_row: &'static str,
    pub no_notes: &'static str,
    pub skipped: &'static str,
    pub everywhere: &'static str,
    pub files: &'static str,
    pub findings_csv: &'static str,
    pub measures_csv: &'static str,
    pub quarantine_csv: &'static str,
    pub key_csv: &'static str,
    pub manifest: &'static str,
}

/// Words of rapport.html.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Provider {
    pub title: &'static str,
    pub secrecy: &'static str,
    pub summary_visits: fn(month: &str, visits: &str, expecting: &str, both: &str, none: &str) -> String,
    pub summary_visits_only: fn(month: &str, visits: &str) -> String,
    pub summary_no_visits: fn(month: &str) -> String,
    pub summary_findings: fn(findings: &str, cases: &str) -> String,
    pub summary_no_findings: &'static str,
    pub summary_explained: fn(&str) -> String,
    pub summary_next: &'static str,
    pub summary_nothing_next: &'static str,
    pub table_file: &'static str,
    pub receipts: &'static str,
    pub receipts_caption: &'static str,
    pub units_caption: &'static str,
    pub manual: &'static str,
    pub manual_caption: &'static str,
    pub no_expecting: &'static str,
    pub receipts_kept: &'static str,
    pub peers_hidden: &'static str,
    pub findings: &'static str,
    pub no_findings: &'static str,
    pub open: &'static str,
    pub explained: &'static str,
    pub minutes_total: &'static str,
    pub per_thousand: &'static str,
    pub open_caption: fn(&str) -> String,
    pub explained_title: fn(&str) -> String,
    pub explained_caption: fn(&str) -> String,
    pub ask: &'static str,
    pub innocent: &'static str,
    pub definition: &'static str,
    pub parameters: &'static str,
    pub date: &'static str,
    pub time: &'static str,
    pub whole: &'static str,
    pub customer: &'static str,
    pub staff: &'static str,
    pub service: &'static str,
    pub visit: &'static str,
    pub value: &'static str,
    pub value_against: fn(&str) -> String,
    pub against: &'static str,
    pub minutes: &'static str,
    pub others: &'static str,
    pub rows: &'static str,
    pub explanation: &'static str,
    pub missing: &'static str,
    pub more: fn(&str) -> String,
    pub elsewhere: fn(&str) -> String,
    pub silent: &'static str,
    pub silent_text: &'static str,
    pub ground: &'static str,
    pub ground_caption: &'static str,
    pub rows_used: &'static str,
}

/// A text of the words as a sentence.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
