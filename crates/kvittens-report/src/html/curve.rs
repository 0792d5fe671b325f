//! Curves over months or values, as SVG within the page: lines told apart by dash and mark as well as colour, with a
//! scale that begins at 0.

use std::fmt::Write as _;

use super::draw::{Said, text};

/// The drawing's own units.
const SIZE: (f64, f64) = (420.0, 170.0);

/// Room for the numbers to the left, and to the right, above and below.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 22.0;
const ABOVE: f64 = 10.0;
const BELOW: f64 = 24.0;

/// Most words under the drawing.
const MOST_WORDS: usize = 7;

/// A line.
#[derive(Clone, Debug)]
pub struct Line {
    /// The class that colours and dashes it.
    pub class: &'static str,
    /// Its values, one per place; `None` where nothing was measured.
    pub values: Vec<Option<f64>>,
}

/// Lines over the same places.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What stands under each place.
    pub places: Vec<String>,
    /// The lines.
    pub lines: Vec<Line>,
    /// The end of the scale.
    pub top: f64,
    /// What stands at its end.
    pub top_word: String,
    /// What stands at its middle.
    pub middle_word: String,
    /// A place to point out.
    pub chosen: Option<usize>,
}

/// The least round number that holds every value: 1, 2 or 5 and zeros.
pub fn top(values: impl Iterator<Item = f64>) -> f64 {
    let largest = values.fold(0.0, f64::max);
    let mut end = 1.0;
    loop {
        for step in [1.0, 2.0, 5.0] {
            if largest <= end * step || end > 1e15 {
                return end * step;
            }
        }
        end *= 10.0;
    }
}

/// Draws them.
pub fn curve(said: Said<'_>, curve: &Curve) -> String {
    let (width, height) = SIZE;
    let Said { id, title, description } = said;
    let (title, description) = (text(title), text(description));
    let mut svg = format!(
        "<svg class=\"curve\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
         <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>"
    );
    let (floor, ceiling) = (height - BELOW, ABOVE);
    let y = |value: f64| floor - (value / curve.top).clamp(0.0, 1.0) * (floor - ceiling);
    let last = curve.places.len().saturating_sub(1).max(1);
    let x = |at: usize| LEFT + at as f64 / last as f64 * (width - LEFT - RIGHT);
    for (value, word) in [(0.0, "0"), (curve.top / 2.0, &curve.middle_word), (curve.top, &curve.top_word)] {
        let at = y(value);
        let _ = write!(svg, "<path class=\"rule\" d=\"M{LEFT} {at:.2}H{:.2}\"/>", width - RIGHT);
        let _ = write!(svg, "<text class=\"end\" x=\"{:.2}\" y=\"{:.2}\">{}</text>", LEFT - 6.0, at + 3.5, text(word));
    }
    if let Some(chosen) = curve.chosen {
        let _ = write!(svg, "<path class=\"limit\" d=\"M{:.2} {ceiling}V{floor}\"/>", x(chosen));
    }
    let every = curve.places.len().div_ceil(MOST_WORDS).max(1);
    for (at, word) in curve.places.iter().enumerate().step_by(every) {
        let _ = write!(svg, "<text class=\"mid\" x=\"{:.2}\" y=\"{:.2}\">{}</text>", x(at), height - 6.0, text(word));
    }
    for line in &curve.lines {
        let mut path = String::new();
        let mut pen = 'M';
        for (at, value) in line.values.iter().enumerate() {
            match value {
                Some(value) => {
                    let _ = write!(path, "{pen}{:.2} {:.2}", x(at), y(*value));
                    pen = 'L';
                }
                None => pen = 'M',
            }
        }
        let _ = write!(svg, "<path class=\"line {}\" d=\"{path}\"/>", line.class);
        for (at, value) in line.values.iter().enumerate() {
            if let Some(value) = value {
                let _ = write!(
                    svg,
                    "<circle class=\"{}\" cx=\"{:.2}\" cy=\"{:.2}\" r=\"2.4\"/>",
                    line.class,
                    x(at),
                    y(*value)
                );
            }
        }
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_a_round_number() {
        let ends = [0.0, 1.0, 3.0, 47.0, 1_001.0].map(|value| top([value].into_iter()).to_string());
        assert_eq!(ends, ["1", "1", "5", "50", "2000"]);
    }

    #[test]
    fn a_line_is_broken_where_nothing_was_measured() {
        let drawn = Curve {
            places: ["a", "<b>", "c", "d"].map(str::to_owned).into(),
            lines: vec![Line { class: "candidate", values: vec![Some(1.0), None, Some(2.0), Some(0.0)] }],
            top: 2.0,
            top_word: "2".into(),
            middle_word: "1".into(),
            chosen: Some(2),
        };
        let svg = curve(Said { id: "x", title: "t", description: "d" }, &drawn);
        assert_eq!((svg.matches("<circle").count(), svg.matches('M').count()), (3, 3 + 1 + 2), "{svg}");
        assert!(!svg.contains("<b>") && svg.contains("<title id=\"x-t\">t</title>"));
    }
}
