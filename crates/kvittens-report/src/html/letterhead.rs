//! Letterhead, address, the lines to sign on, and the foot of a printed sheet.

use std::fmt::Write as _;

use super::format::Format;
use crate::letter::Contact;
use crate::{Check, Lang};

/// What stands above a page's heading.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    pub logo: Option<String>,
    pub alt: String,
    /// Municipality and unit, unless the heading says it.
    pub from: Vec<String>,
    pub contact: Vec<String>,
}

impl Letterhead {
    /// As configured. `heading`: what need not be said twice.
    pub fn new(check: &Check<'_>, heading: &str) -> Letterhead {
        let options = check.options;
        let from = options.municipality.iter().chain(&options.letter.unit).filter(|name| *name != heading);
        let municipality = options.municipality.as_deref().unwrap_or_default();
        Letterhead {
            logo: options.letter.logo.clone(),
            alt: (options.lang.words().html.letter.logo)(municipality),
            from: from.cloned().collect(),
            contact: options.letter.contact.as_ref().map(lines).unwrap_or_default(),
        }
    }

    /// Whether there is anything to show.
    pub fn stands(&self) -> bool {
        self.logo.is_some() || !self.contact.is_empty()
    }
}

/// A contact line by line.
fn lines(contact: &Contact) -> Vec<String> {
    [Some(contact.name.clone()), contact.email.clone(), contact.phone.clone()].into_iter().flatten().collect()
}

/// A letter's address: each a word and what stands beside it. Nothing where neither a contact nor a day is configured.
pub fn address(check: &Check<'_>, to: &str) -> Vec<(&'static str, String)> {
    let (letter, words) = (&check.options.letter, &check.options.lang.words().html.letter);
    if letter.contact.is_none() && letter.answer_by.is_none() && letter.unit.is_none() {
        return Vec::new();
    }
    let format = Format::new(check.options.lang);
    let from: Vec<&str> = check.options.municipality.iter().chain(&letter.unit).map(String::as_str).collect();
    let mut rows = vec![(words.to, to.to_owned())];
    rows.extend((!from.is_empty()).then(|| (words.from, from.join(", "))));
    rows.push((words.concerns, format.month(check.run.month.month)));
    rows.extend(letter.answer_by.map(|day| (words.answer_by, format.date(day))));
    rows.extend(letter.contact.as_ref().map(|contact| (words.contact, lines(contact).join(", "))));
    rows
}

/// The lines to sign on: a word, and what is filled in already.
pub fn signature(check: &Check<'_>) -> Vec<(&'static str, String)> {
    let words = &check.options.lang.words().html.letter;
    let Some(signature) = &check.options.letter.signature else { return Vec::new() };
    let place = signature.place.as_ref().map_or_else(String::new, |place| format!("{place},"));
    vec![(words.place_and_date, place), (words.signature, String::new()), (words.name, signature.role.clone())]
}

/// The foot of every printed sheet: what it is of, and which of how many. As CSS, since only a printer knows.
pub fn sheet(lang: Lang, title: &str) -> String {
    let [page, of] = lang.words().html.letter.sheet;
    format!(
        "@page {{ @bottom-left {{ content: {}; }} @bottom-right {{ content: {} counter(page) {} counter(pages); }} }}",
        css(title),
        css(&format!("{page}\u{a0}")),
        css(&format!("\u{a0}{of}\u{a0}")),
    )
}

/// A text of CSS. Every sign but letters of ASCII and digits is written by its number, so none can end the text.
fn css(text: &str) -> String {
    let mut said = String::from("\"");
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            said.push(letter);
        } else {
            let _ = write!(said, "\\{:x} ", u32::from(letter));
        }
    }
    said + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_a_text() {
        let foot = sheet(Lang::Sv, "A\"; } </style><b>å");
        assert!(foot.contains(r#"content: "A\22 \3b \20 \7d \20 \3c \2f style\3e \3c b\3e \e5 ";"#), "{foot}");
        assert!(!foot.contains('<'));
        assert!(sheet(Lang::En, "").contains(r#""Page\a0 " counter(page) "\a0 of\a0 " counter(pages)"#));
    }
}
