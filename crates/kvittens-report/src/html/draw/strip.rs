//! A month as a strip: a column a day, as high as its count; weekends shaded, public holidays underlined.

use std::fmt::Write as _;

use super::{Said, open, text};

/// Width of a day.
const STEP: f64 = 9.0;
/// Height of the tallest column, and where columns stand.
const TALL: f64 = 26.0;
const FLOOR: f64 = 30.0;
const HEIGHT: f64 = 44.0;

/// One day.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// How many.
    pub count: u32,
    /// Saturday or Sunday.
    pub weekend: bool,
    /// A public holiday.
    pub red: bool,
    /// The day and its count in words.
    pub said: String,
}

/// The drawing of the days from the first. All columns are as high as the count is of `most`.
pub fn svg(said: Said<'_>, days: &[Day], most: u32) -> String {
    let x = |at: usize| at as f64 * STEP;
    let width = x(days.len());
    let mut svg = open(said, "strip", (width, HEIGHT), "xMinYMid meet");
    let (mut shaded, mut lined) = (String::new(), String::new());
    for (at, day) in days.iter().enumerate() {
        if day.weekend {
            let _ = write!(shaded, "M{:.0} 2h{STEP:.0}V{FLOOR:.0}h-{STEP:.0}z", x(at));
        }
        if day.red {
            let _ = write!(lined, "M{:.0} {:.1}h{:.0}", x(at) + 1.0, FLOOR + 2.0, STEP - 2.0);
        }
    }
    if !shaded.is_empty() {
        let _ = write!(svg, "<path class=\"off\" d=\"{shaded}\"/>");
    }
    let _ = write!(svg, "<path class=\"axis\" d=\"M0 {FLOOR:.1}H{width:.0}\"/>");
    if !lined.is_empty() {
        let _ = write!(svg, "<path class=\"red\" d=\"{lined}\"/>");
    }
    svg.push_str("<g class=\"days\">");
    for (at, day) in days.iter().enumerate().filter(|(_, day)| day.count > 0) {
        let height = (f64::from(day.count) / f64::from(most.max(1)) * TALL).clamp(1.0, TALL);
        let (middle, top) = (x(at) + STEP / 2.0, FLOOR - height);
        let _ = write!(svg, "<path d=\"M{middle:.1} {FLOOR:.0}V{top:.1}\"><title>{}</title></path>", text(&day.said));
    }
    svg.push_str("</g>");
    for day in [1, 10, 20, days.len()] {
        let _ = write!(svg, "<text x=\"{:.1}\" y=\"42\">{day}</text>", x(day - day.min(1)) + STEP / 2.0);
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_high_as_its_count_of_the_most() {
        let mut days = vec![Day::default(); 31];
        days[0] = Day { count: 2, said: "<1>".into(), ..Day::default() };
        days[5] = Day { count: 4, weekend: true, ..Day::default() };
        days[6].red = true;
        let svg = svg(Said { id: "a", title: "t", description: "d" }, &days, 4);
        assert!(svg.contains("<path d=\"M4.5 30V17.0\"><title>&#60;1&#62;</title>"), "{svg}");
        assert!(svg.contains("<path d=\"M49.5 30V4.0\">"), "{svg}");
        assert_eq!(svg.matches("<path d=").count(), 2, "days without any have no column");
        assert!(svg.contains("class=\"off\" d=\"M45 2h9V30h-9z\"") && svg.contains("class=\"red\" d=\"M55 32.0h7\""));
        assert!(svg.contains("viewBox=\"0 0 279 44\"") && svg.contains(">31</text>"));
    }
}
