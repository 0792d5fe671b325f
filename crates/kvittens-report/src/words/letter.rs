//! The words of a letter: to whom, until when, whom to ask, the lines to sign on; and of the printed sheet.

/// Words around a page's matter.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct LetterWords {
    pub to: &'static str,
    pub from: &'static str,
    pub concerns: &'static str,
    pub answer_by: &'static str,
    pub contact: &'static str,
    /// What the provider is asked to do, and until when.
    pub please_answer: fn(&str) -> String,
    pub place_and_date: &'static str,
    pub signature: &'static str,
    pub name: &'static str,
    pub logo: fn(&str) -> String,
    /// "Sida 2 av 7": what stands before the page's number, and before the number of pages.
    pub sheet: [&'static str; 2],
    /// How many rules of how many ran, and that the reasons of the others stand on the page.
    pub ran: fn(&str, &str) -> String,
    pub all_ran: fn(&str) -> String,
}
