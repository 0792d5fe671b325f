//! The rules' pages are Markdown; a document has runs of text. Of their Markdown only what they use is kept: strong and
//! emphasised words, code, and points.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde::Serialize;

use super::{Block, Piece};

/// A stretch of text in one form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The text.
    pub text: String,
    /// `plain`, `strong`, `emph` or `code`.
    pub form: &'static str,
}

impl Run {
    /// Of a text in no special form.
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), form: "plain" }
    }

    /// Of a text that stands out.
    pub fn strong(text: impl Into<String>) -> Run {
        Run { text: text.into(), form: "strong" }
    }
}

/// Markdown of one paragraph.
pub fn runs(markdown: &str) -> Vec<Run> {
    let mut all = Vec::new();
    for piece in prose(markdown) {
        match piece.block {
            Block::Text { runs } => join(&mut all, runs),
            Block::List { items } => items.into_iter().for_each(|item| join(&mut all, item)),
            _ => {}
        }
    }
    all
}

fn join(all: &mut Vec<Run>, runs: Vec<Run>) {
    if !all.is_empty() {
        all.push(Run::plain(" "));
    }
    all.extend(runs);
}

/// Markdown of paragraphs and points.
pub fn prose(markdown: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut items: Option<Vec<Vec<Run>>> = None;
    let mut runs: Vec<Run> = Vec::new();
    let mut form = "plain";
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Strong) => form = "strong",
            Event::Start(Tag::Emphasis) => form = "emph",
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => form = "plain",
            Event::Start(Tag::List(_)) => items = Some(Vec::new()),
            Event::End(TagEnd::List(_)) => {
                pieces.extend(items.take().filter(|of| !of.is_empty()).map(|items| Block::List { items }.into()));
            }
            Event::End(TagEnd::Item) => {
                if let Some(items) = &mut items {
                    items.push(std::mem::take(&mut runs));
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) if items.is_none() => {
                pieces.push(Block::Text { runs: std::mem::take(&mut runs) }.into());
            }
            Event::Code(text) => runs.push(Run { text: text.into_string(), form: "code" }),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                runs.push(Run { text: text.into_string(), form });
            }
            Event::SoftBreak | Event::HardBreak => runs.push(Run::plain(" ")),
            _ => {}
        }
    }
    if !runs.is_empty() {
        pieces.push(Block::Text { runs }.into());
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_points_are_kept_and_markup_is_text() {
        let pieces = prose("Ett `max_gap` **är** stort\noch #panic().\n\n- ett\n- *två*\n");
        assert_eq!(pieces.len(), 2);
        let Block::Text { runs } = &pieces[0].block else { panic!() };
        let said: String = runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(said, "Ett max_gap är stort och #panic().");
        assert_eq!(runs[1].form, "code");
        let Block::List { items } = &pieces[1].block else { panic!() };
        assert_eq!(items[1], [Run { text: "två".into(), form: "emph" }]);
    }
}
