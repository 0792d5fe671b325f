//! The words of a letter in English.

use super::letter::LetterWords;

/// The words.
pub const LETTER: LetterWords = LetterWords {
    to: "To",
    from: "From",
    concerns: "Concerns",
    answer_by: "Answer by",
    contact: "Answers and questions to",
    please_answer: |date| format!("Please answer by {date}."),
    place_and_date: "Place and date",
    signature: "Signature",
    name: "Name in print",
    logo: |municipality| format!("Logo, {municipality}"),
    sheet: ["Page", "of"],
    ran: |ran, all| format!("{ran} of {all} rules could run; why the others did not stands on the page."),
    all_ran: |all| format!("All {all} rules could run."),
};
