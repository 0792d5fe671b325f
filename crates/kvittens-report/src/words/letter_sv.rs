//! The words of a letter in Swedish.

use super::letter::LetterWords;

/// The words.
pub const LETTER: LetterWords = LetterWords {
    to: "Till",
    from: "Från",
    concerns: "Avser",
    answer_by: "Svara senast",
    contact: "Svar och frågor till",
    please_answer: |date| format!("Svara senast den {date}."),
    place_and_date: "Ort och datum",
    signature: "Underskrift",
    name: "Namnförtydligande",
    logo: |municipality| format!("Logotyp, {municipality}"),
    sheet: ["Sida", "av"],
    ran: |ran, all| format!("{ran} av {all} regler kunde köras; varför de andra inte kördes står på sidan."),
    all_ran: |all| format!("Alla {all} regler kunde köras."),
};
