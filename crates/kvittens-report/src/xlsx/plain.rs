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
            Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock)
                if !said.ends_with('\n') =>
            {
                said.push('\n');
            }
            _ => {}
        }
    }
    said.trim_end().to_owned()
}

/// A text to the end of its first question; without one, its first sentence.
pub fn first_question(text: &str) -> String {
    let text = plain(text).replace('\n', " ");
    let ends = |wanted: char| {
        let marks = text.char_indices().filter(move |(_, letter)| *letter == wanted);
        let mut ends = marks.map(|(at, mark)| at + mark.len_utf8());
        ends.find(|end| text[*end..].chars().next().is_none_or(char::is_whitespace))
    };
    match ends('?').or_else(|| ends('.')) {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_left_out() {
        assert_eq!(plain("Ett *ord* och `kod`,\nvidare.\n\n- en\n- två\n"), "Ett ord och kod, vidare.\n• en\n• två");
    }

    #[test]
    fn a_question_is_cut_behind_the_first() {
        let text = "Besöket har ingen start. När började det, och hur vet ni det? Finns en rättelse?";
        assert_eq!(first_question(text), "Besöket har ingen start. När började det, och hur vet ni det?");
        assert_eq!(first_question("Se K1.5 här. Mer."), "Se K1.5 här.");
        assert_eq!(first_question("utan slut"), "utan slut");
    }
}
