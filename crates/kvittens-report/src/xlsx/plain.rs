//! A rule's page as plain text for a cell: paragraphs and points of a list on lines of their own.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Without the marks of Markdown.
pub fn plain(markdown: &str) -> String {
    let mut said = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Item) => said.push_str("• "),
            Event::Text(text) | Event::Code(text) => said.push_str(&text),
            Event::SoftBreak => said.push(' '),
            Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => {
                if !said.ends_with('\n') {
                    said.push('\n');
                }
            }
            _ => {}
        }
    }
    said.trim_end().to_owned()
}

/// The first sentences of a text, as many as fit into so many letters, but always one.
pub fn first_sentences(text: &str, letters: usize) -> String {
    let text = plain(text).replace('\n', " ");
    let mut end = 0;
    for (at, mark) in text.char_indices().filter(|(_, letter)| matches!(letter, '.' | '?' | '!')) {
        let next = at + mark.len_utf8();
        let ends = text[next..].chars().next().is_none_or(char::is_whitespace);
        if ends && (end == 0 || text[..next].chars().count() <= letters) {
            end = next;
        }
    }
    if end == 0 { text } else { text[..end].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_left_out() {
        assert_eq!(plain("Ett *ord* och `kod`,\nvidare.\n\n- en\n- två\n"), "Ett ord och kod, vidare.\n• en\n• två");
    }

    #[test]
    fn a_question_is_cut_between_sentences() {
        let text = "Besöket har ingen start. När började det, och hur vet ni det? Finns en rättelse?";
        assert_eq!(first_sentences(text, 70), "Besöket har ingen start. När började det, och hur vet ni det?");
        assert_eq!(first_sentences(text, 5), "Besöket har ingen start.");
        assert_eq!(first_sentences("K1.5 utan slut", 5), "K1.5 utan slut");
    }
}
