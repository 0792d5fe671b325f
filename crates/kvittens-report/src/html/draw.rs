//! Drawings, as SVG within the page. Each has a title and a description for those who do not see it; coordinates have
//! two decimals, so the same shares give the same bytes.

use std::fmt::Write as _;

use askama::filters::{Html, escape};

pub mod funnel;
pub mod spark;
pub mod strip;

/// Width of every drawing in its own units.
const WIDTH: f64 = 200.0;

/// What a drawing says in words.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What it is of.
    pub title: &'a str,
    /// What it shows.
    pub description: &'a str,
}

/// The least share of a bar that has room for its number.
const ROOM: f64 = 0.12;

/// Shares of a whole beside each other, each with the class that colours it. They are drawn from the left; what is
/// missing to 1 stays open. Widths are per cent, so that patterns are not stretched with the bar.
pub fn stacked(said: Said<'_>, parts: &[(&str, f64)]) -> String {
    let mut svg = head(said, "class=\"bar\"");
    parts_of(&mut svg, parts, "100%");
    svg + "</svg>"
}

/// The same, taller, with its number below each part that has room for it.
pub fn numbered(said: Said<'_>, parts: &[(&str, f64)], number: impl Fn(f64) -> String) -> String {
    let mut svg = head(said, "class=\"bar numbered\"");
    parts_of(&mut svg, parts, "22");
    let mut from = 0.0;
    for (_, share) in parts {
        if *share >= ROOM {
            let _ = write!(svg, "<text x=\"{:.2}%\" y=\"38\">{}</text>", from * 100.0, text(&number(*share)));
        }
        from += share;
    }
    svg + "</svg>"
}

fn parts_of(svg: &mut String, parts: &[(&str, f64)], height: &str) {
    let mut from = 0.0;
    for (class, share) in parts.iter().filter(|(_, share)| *share > 0.0) {
        let (x, width) = (from * 100.0, share.min(1.0) * 100.0);
        let _ =
            write!(svg, "<rect class=\"{class}\" x=\"{x:.2}%\" y=\"0\" width=\"{width:.2}%\" height=\"{height}\"/>");
        from += share;
    }
}

/// A share on a scale from 0 to `top`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dot {
    /// The share.
    pub value: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// The limit, a dashed line.
    pub limit: Option<f64>,
    /// The funnel around the peers, a band.
    pub funnel: Option<(f64, f64)>,
    /// The end of the scale.
    pub top: f64,
}

/// A share as a dot with its interval, in the peers' funnel and beside its limit.
pub fn dot(said: Said<'_>, dot: &Dot) -> String {
    let x = |share: f64| 4.0 + (share / dot.top).clamp(0.0, 1.0) * (WIDTH - 8.0);
    let mut svg = open(said, "dot", (WIDTH, 18.0), "xMinYMid meet");
    if let Some((low, high)) = dot.funnel {
        let width = (x(high) - x(low)).max(0.5);
        let _ = write!(svg, "<rect class=\"band\" x=\"{:.2}\" y=\"3\" width=\"{width:.2}\" height=\"12\"/>", x(low));
    }
    let _ = write!(svg, "<path class=\"axis\" d=\"M4 9H{:.2}M4 6V12\"/>", WIDTH - 4.0);
    if let Some(limit) = dot.limit {
        let _ = write!(svg, "<path class=\"limit\" d=\"M{:.2} 0V18\"/>", x(limit));
    }
    if let Some((low, high)) = dot.interval {
        let (low, high) = (x(low), x(high));
        let _ = write!(svg, "<path class=\"interval\" d=\"M{low:.2} 9H{high:.2}M{low:.2} 6V12M{high:.2} 6V12\"/>");
    }
    let _ = write!(svg, "<circle class=\"point\" cx=\"{:.2}\" cy=\"9\" r=\"3.2\"/>", x(dot.value));
    svg + "</svg>"
}

/// The least round end of a scale that holds every share.
pub fn top(shares: impl Iterator<Item = f64>) -> f64 {
    let largest = shares.fold(0.0, f64::max);
    let ends = [0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 0.75];
    ends.into_iter().find(|end| largest <= *end).unwrap_or(1.0)
}

/// The start of a drawing of this width and height, with its words.
pub fn open(said: Said<'_>, class: &str, (width, height): (f64, f64), ratio: &str) -> String {
    head(said, &format!("class=\"{class}\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"{ratio}\""))
}

fn head(said: Said<'_>, attributes: &str) -> String {
    let Said { id, title, description } = said;
    let (title, description) = (text(title), text(description));
    format!(
        "<svg {attributes} role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{title}</title>\
         <desc id=\"{id}-d\">{description}</desc>"
    )
}

pub(super) fn text(text: &str) -> String {
    match escape(text, Html) {
        Ok(safe) => safe.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: Said<'_> = Said { id: "a", title: "<b>&", description: "halva" };

    #[test]
    fn a_bar_has_a_part_for_each_share_and_its_words() {
        let svg = stacked(SAID, &[("both", 0.5), ("in", 0.0), ("no", 0.5)]);
        assert_eq!(svg.matches("<rect").count(), 2);
        assert!(svg.contains("x=\"50.00%\" y=\"0\" width=\"50.00%\""), "{svg}");
        assert!(!svg.contains("<b>") && svg.contains("<desc id=\"a-d\">halva</desc>"));
    }

    #[test]
    fn a_number_stands_below_its_part_where_there_is_room() {
        let svg =
            numbered(SAID, &[("both", 0.8), ("in", 0.05), ("no", 0.15)], |share| format!("{:.0} <", share * 100.0));
        assert!(svg.contains("<text x=\"0.00%\" y=\"38\">80 &#60;</text>"), "{svg}");
        assert!(svg.contains("<text x=\"85.00%\"") && svg.matches("<text").count() == 2, "{svg}");
    }

    #[test]
    fn a_dot_stays_on_its_scale() {
        let drawn = Dot {
            value: 0.3,
            limit: Some(0.2),
            interval: Some((0.25, 1.5)),
            funnel: None,
            top: top([0.3, 0.2].into_iter()),
        };
        let svg = dot(SAID, &drawn);
        assert!(svg.contains("cx=\"148.00\"") && svg.contains("M100.00 0V18") && svg.contains("H196.00"), "{svg}");
    }
}
