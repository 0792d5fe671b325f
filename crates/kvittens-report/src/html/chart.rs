//! A p-chart as SVG: the points and their line, the centre line, the band of the limits, and signals by shape as well as
//! by colour.

use std::fmt::Write as _;

use kvittens_model::YearMonth;
use kvittens_model::past::{Chart, Point};

use super::draw::{self, Said};

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 128.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 22.0;

/// Where months and values stand in the drawing.
struct Scale {
    first: i64,
    step: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn new(chart: &Chart, months: &[YearMonth]) -> Scale {
        let first = months.first().map_or(0, |month| month.index());
        let count = months.last().map_or(0, |month| month.index()) - first + 1;
        let ends = |point: &Point| {
            let (low, high) = point.limits.unwrap_or((point.value, point.value));
            [point.value, low, high]
        };
        let values = || chart.points.iter().flat_map(ends).chain([chart.centre]);
        let (least, most) = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
        let room = ((most - least) * 0.08).max(1e-6);
        // A scale that nearly reaches zero starts there.
        let low = if least < most * 0.4 { 0.0 } else { least - room };
        #[allow(clippy::cast_precision_loss, reason = "a count of months")]
        let step = (WIDTH - LEFT - RIGHT) / count.max(1) as f64;
        Scale { first, step, low, high: most + room }
    }

    #[allow(clippy::cast_precision_loss, reason = "a count of months")]
    fn x(&self, month: YearMonth) -> f64 {
        LEFT + ((month.index() - self.first) as f64 + 0.5) * self.step
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        TOP + (1.0 - share) * (HEIGHT - TOP - BOTTOM)
    }
}

/// The drawing. `value`: how a value is written at the axis.
pub fn svg(said: Said<'_>, chart: &Chart, months: &[YearMonth], value: &impl Fn(f64) -> String) -> String {
    let scale = Scale::new(chart, months);
    let mut svg = draw::open(said, "chart", (WIDTH, HEIGHT), "xMidYMid meet");
    band(&mut svg, chart, &scale);
    axis(&mut svg, chart, months, &scale, value);
    let centre = scale.y(chart.centre);
    let _ = write!(svg, "<path class=\"centre\" d=\"M{LEFT:.2} {centre:.2}H{:.2}\"/>", WIDTH - RIGHT);
    line(&mut svg, chart, &scale);
    chart.points.iter().for_each(|point| mark(&mut svg, point, &scale));
    svg + "</svg>"
}

fn band(svg: &mut String, chart: &Chart, scale: &Scale) {
    for point in &chart.points {
        if let Some((low, high)) = point.limits {
            let (x, y) = (scale.x(point.month) - scale.step / 2.0, scale.y(high));
            let height = scale.y(low) - y;
            let width = scale.step + 0.2;
            let _ = write!(
                svg,
                "<rect class=\"band\" x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\"/>"
            );
        }
    }
}

/// The ends of the scale in words, the centre's value, and the reference months as a line below.
fn axis(svg: &mut String, chart: &Chart, months: &[YearMonth], scale: &Scale, value: &impl Fn(f64) -> String) {
    let bottom = HEIGHT - BOTTOM;
    let _ = write!(svg, "<path class=\"axis\" d=\"M{LEFT:.2} {bottom:.2}H{:.2}\"/>", WIDTH - RIGHT);
    let half = scale.step / 2.0;
    let (from, to) = (scale.x(chart.reference.0) - half, scale.x(chart.reference.1) + half);
    let _ = write!(svg, "<path class=\"reference\" d=\"M{from:.2} {:.2}H{to:.2}\"/>", bottom + 2.5);
    let mut text = |x: f64, y: f64, anchor: &str, said: &str| {
        let _ = write!(svg, "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\">{said}</text>");
    };
    let centre = scale.y(chart.centre);
    text(LEFT - 5.0, centre + 3.0, "end", &value(chart.centre));
    for end in [scale.low, scale.high] {
        let y = scale.y(end);
        // An end that would stand on the centre's value is left out.
        if (y - centre).abs() > 11.0 {
            text(LEFT - 5.0, y + 3.0, "end", &value(end));
        }
    }
    if let Some((first, last)) = months.first().zip(months.last()) {
        text(LEFT, HEIGHT - 6.0, "start", &first.to_string());
        text(WIDTH - RIGHT, HEIGHT - 6.0, "end", &last.to_string());
    }
}

/// The line from month to month; it is broken where a month is missing.
fn line(svg: &mut String, chart: &Chart, scale: &Scale) {
    let mut path = String::new();
    let mut former: Option<YearMonth> = None;
    for point in &chart.points {
        let letter = if former.is_some_and(|former| former.next() == point.month) { 'L' } else { 'M' };
        let _ = write!(path, "{letter}{:.2} {:.2}", scale.x(point.month), scale.y(point.value));
        former = Some(point.month);
    }
    let _ = write!(svg, "<path class=\"line\" d=\"{path}\"/>");
}

/// A dot; a ring where it is one of eight in a row, a diamond where it lies beyond a limit.
fn mark(svg: &mut String, point: &Point, scale: &Scale) {
    let (x, y) = (scale.x(point.month), scale.y(point.value));
    let _ = if point.beyond.is_some() {
        write!(svg, "<path class=\"beyond\" d=\"M{x:.2} {:.2}l4.4 4.4l-4.4 4.4l-4.4 -4.4z\"/>", y - 4.4)
    } else if point.run.is_some() {
        write!(svg, "<circle class=\"run\" cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"2.8\"/>")
    } else {
        write!(svg, "<circle class=\"point\" cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"1.9\"/>")
    };
}
