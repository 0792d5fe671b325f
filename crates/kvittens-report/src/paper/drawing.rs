//! The drawings of the pages, as they are printed: each an SVG of its own, with the colours of the light page in it and
//! its words beside it, since what sets type knows neither the page's style nor titles within an SVG.

use data_encoding::BASE64;
use serde::Serialize;

/// A drawing.
#[derive(Clone, Debug, Serialize)]
pub struct Drawing {
    /// An SVG.
    pub svg: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// What stands below it, or before it; empty where nothing does.
    pub caption: String,
}

/// As `style.css` and `drawn.css` colour them on paper.
const STYLE: &str = "\
    .both{fill:#12566e}.in{fill:#4a8ea6}.out{fill:#8497a0}.no{fill:#b9762b}\
    .bar>.in{fill:url(#rand-in)}.bar>.out{fill:url(#rand-out)}.bar>rect{stroke:#fff;stroke-width:1}\
    .band{fill:#dfe4e7}.axis{stroke:#56616a;stroke-width:.6;fill:none}\
    .interval{stroke:#1b2227;stroke-width:1.4;fill:none}.point{fill:#1b2227}\
    .limit{stroke:#9a1f2b;stroke-width:1.4;stroke-dasharray:3 2;fill:none}\
    .beyond{fill:#b9762b;stroke:#fff;stroke-width:.8}.own{stroke:#12566e;stroke-width:1;stroke-dasharray:4 3;fill:none}\
    .line{stroke:#1b2227;stroke-width:1.1;fill:none;stroke-linejoin:round}\
    .off{fill:#dfe4e7;fill-opacity:.7}.red{stroke:#9a1f2b;stroke-width:2;fill:none}\
    .days path{stroke:#12566e;stroke-width:7;fill:none}\
    text{font-family:'Libertinus Serif';font-size:12px;fill:#1b2227}.strip text{font-size:9px;fill:#56616a;text-anchor:middle}";

/// The hatching of receipts at one end, as `patterns.html` has it.
const PATTERNS: &str = "<defs>\
    <pattern id=\"rand-in\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <rect width=\"5\" height=\"5\" fill=\"#4a8ea6\"/><path d=\"M2 0V5\" stroke=\"#fff\" stroke-width=\"1.2\"/></pattern>\
    <pattern id=\"rand-out\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">\
    <rect width=\"5\" height=\"5\" fill=\"#8497a0\"/><path d=\"M2 0V5\" stroke=\"#fff\" stroke-width=\"1.2\"/></pattern></defs>";

impl Drawing {
    /// Of a drawing of a page that says its own size; nothing of nothing.
    pub fn of(svg: &str) -> Option<Drawing> {
        Drawing::sized(svg, "")
    }

    /// Of a bar, which has the width that is given to it.
    pub fn bar(svg: &str, width: u32, height: u32) -> Option<Drawing> {
        Drawing::sized(svg, &format!(" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\""))
    }

    /// With words beside or below it.
    pub fn captioned(self, caption: impl Into<String>) -> Drawing {
        Drawing { caption: caption.into(), ..self }
    }

    fn sized(svg: &str, size: &str) -> Option<Drawing> {
        let (head, rest) = svg.strip_prefix("<svg ")?.split_once('>')?;
        let hatched = if head.contains("class=\"bar") { PATTERNS } else { "" };
        let (title, description) = (within(svg, "title"), within(svg, "desc"));
        Some(Drawing {
            svg: format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\"{size} {head}><style>{STYLE}</style>{hatched}{rest}"
            ),
            alt: format!("{title}. {description}"),
            caption: String::new(),
        })
    }
}

/// The text of the first element of this name.
fn within(svg: &str, name: &str) -> String {
    let text = svg.split_once(&format!("<{name} ")).and_then(|(_, rest)| rest.split_once('>'));
    let text = text.and_then(|(_, rest)| rest.split_once(&format!("</{name}>"))).map_or("", |(text, _)| text);
    // As the drawings escape it; the ampersand last, so that nothing is read twice.
    let signs = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    signs.iter().fold(text.to_owned(), |text, (sign, is)| text.replace(sign, is))
}

/// A logo: its picture, and what it is.
#[derive(Clone, Debug, Serialize)]
pub struct Logo {
    /// `png`, `jpg` or `svg`.
    pub format: &'static str,
    /// What it shows.
    pub alt: String,
    /// The picture.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

impl Logo {
    /// Of a `data:` address as [`crate::letter::logo`] makes it.
    pub fn read(address: &str, alt: &str) -> Option<Logo> {
        let (kind, data) = address.strip_prefix("data:image/")?.split_once(";base64,")?;
        let format = match kind {
            "png" => "png",
            "jpeg" => "jpg",
            "svg+xml" => "svg",
            _ => return None,
        };
        Some(Logo { format, alt: alt.to_owned(), bytes: BASE64.decode(data.as_bytes()).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::draw::{Said, stacked};

    #[test]
    fn a_drawing_carries_its_colours_and_its_words() {
        let said = Said { id: "a", title: "<b> & \"c\"", description: "halva" };
        let drawn = Drawing::bar(&stacked(said, &[("in", 0.5)]), 400, 10).unwrap();
        assert_eq!(drawn.alt, "<b> & \"c\". halva");
        assert!(drawn.svg.contains("viewBox=\"0 0 400 10\"") && drawn.svg.contains("id=\"rand-in\""), "{}", drawn.svg);
        assert!(!drawn.svg.contains("var("));
        assert!(Drawing::of("").is_none());
    }

    #[test]
    fn a_logo_is_what_was_read() {
        let address = crate::letter::logo(b"\x89PNG\r\n\x1a\n...").unwrap();
        let logo = Logo::read(&address, "Logotyp").unwrap();
        assert_eq!((logo.format, &logo.bytes[..4]), ("png", &b"\x89PNG"[..]));
        assert!(Logo::read("data:image/gif;base64,AA==", "").is_none());
    }
}
