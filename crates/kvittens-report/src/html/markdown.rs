//! The rules' pages are Markdown of our own. Raw HTML in them stays text all the same: a report holds no markup that
//! the templates and this module do not make.

use pulldown_cmark::{Event, Options, Parser, html};

/// Markdown as HTML.
pub fn render(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    });
    let mut made = String::with_capacity(text.len() * 5 / 4);
    html::push_html(&mut made, events);
    made
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn raw_html_stays_text() {
        let made = render("Ett `max_gap` <script>x</script>\n\n<b>block</b>\n");
        assert!(made.contains("<code>max_gap</code>") && made.contains("&lt;script&gt;"));
        assert!(!made.contains("<script") && !made.contains("<b>"), "{made}");
    }
}
