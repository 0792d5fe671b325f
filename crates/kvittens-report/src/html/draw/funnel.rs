//! A funnel plot (Spiegelhalter 2005): each point a provider by its visits and its share, within what chance may give.

use std::fmt::Write as _;

use super::{Said, open, text};

const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 236.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 34.0;

/// Fewest providers whose limits make a curve; those of fewer stand for themselves, each around its own peers.
const CURVE: usize = 6;

/// Half the width of limits that stand for themselves.
const HALF: f64 = 9.0;

/// Least distance of two numbers at the axis of visits.
const APART: f64 = 44.0;

/// Steps of the axis of shares.
const STEPS: [f64; 9] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25];

/// Most steps that the axis of shares shows.
const MOST_STEPS: f64 = 6.0;

/// One provider.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its visits.
    pub visits: f64,
    /// Its share.
    pub share: f64,
    /// What chance may give around its peers.
    pub funnel: Option<(f64, f64)>,
    /// Who it is and what it has.
    pub said: String,
}

impl Point {
    /// Whether it lies outside its funnel.
    pub fn is_outside(&self) -> bool {
        self.funnel.is_some_and(|(low, high)| self.share < low || self.share > high)
    }
}

/// The providers of one share.
#[derive(Clone, Debug)]
pub struct Funnel {
    /// The providers, ascending by visits.
    pub points: Vec<Point>,
    /// The share of all together.
    pub centre: f64,
    /// The limit, where it is the same for all.
    pub limit: Option<f64>,
    /// What stands below the axis of visits.
    pub visits: String,
}

/// How numbers are written at the axes.
pub struct Written<S: Fn(f64) -> String, C: Fn(f64) -> String> {
    /// A share.
    pub share: S,
    /// A count.
    pub count: C,
}

/// Where visits and shares stand in the drawing.
struct Scale {
    /// Roots of the fewest and the most visits.
    roots: (f64, f64),
    low: f64,
    high: f64,
}

impl Scale {
    /// Holds all shares, and of the funnel as much again: where few visits make it wide it is cut.
    fn new(funnel: &Funnel) -> Scale {
        let shares = || funnel.points.iter().map(|point| point.share).chain([funnel.centre]).chain(funnel.limit);
        let (least, most) = (shares().fold(f64::MAX, f64::min), shares().fold(0.0, f64::max));
        let room = ((most - least) * 0.5).max(0.02);
        let ends = || funnel.points.iter().filter_map(|point| point.funnel);
        let low = ends().map(|(low, _)| low).fold(least - room * 0.15, f64::min).max(least - room);
        let high = ends().map(|(_, high)| high).fold(most + room * 0.15, f64::max).min(most + room);
        let visits = || funnel.points.iter().map(|point| point.visits);
        let (fewest, most) = (visits().fold(f64::MAX, f64::min), visits().fold(1.0, f64::max));
        // A scale that nearly reaches zero starts there.
        let low = if low < high * 0.2 { 0.0 } else { low };
        // Before the first and behind the last provider there is room, so that none stands on the edge.
        Scale { roots: ((fewest * 0.8).sqrt(), (most * 1.05).sqrt()), low, high: high.min(1.0) }
    }

    /// Square roots: limits narrow with the root of the visits, and the many small providers get room.
    fn x(&self, visits: f64) -> f64 {
        let (fewest, most) = self.roots;
        LEFT + (visits.sqrt() - fewest) / (most - fewest) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, share: f64) -> f64 {
        let of = ((share - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        TOP + (1.0 - of) * (HEIGHT - TOP - BOTTOM)
    }
}

/// The drawing. Providers outside the funnel are diamonds with a number, from 1 by their visits.
pub fn svg<S: Fn(f64) -> String, C: Fn(f64) -> String>(
    said: Said<'_>,
    funnel: &Funnel,
    written: &Written<S, C>,
) -> String {
    let scale = Scale::new(funnel);
    let mut svg = open(said, "funnel", (WIDTH, HEIGHT), "xMidYMid meet");
    band(&mut svg, funnel, &scale);
    axes(&mut svg, funnel, &scale, written);
    let across = WIDTH - RIGHT;
    let _ = write!(svg, "<path class=\"centre\" d=\"M{LEFT:.1} {:.1}H{across:.1}\"/>", scale.y(funnel.centre));
    if let Some(limit) = funnel.limit {
        let _ = write!(svg, "<path class=\"limit\" d=\"M{LEFT:.1} {:.1}H{across:.1}\"/>", scale.y(limit));
    }
    points(&mut svg, funnel, &scale);
    svg + "</svg>"
}

/// From provider to provider the limits of each, so that nothing is drawn that no measure holds.
fn band(svg: &mut String, funnel: &Funnel, scale: &Scale) {
    let ends: Vec<(f64, f64, f64)> = funnel
        .points
        .iter()
        .filter_map(|point| point.funnel.map(|(low, high)| (scale.x(point.visits), scale.y(low), scale.y(high))))
        .collect();
    let mut path = String::new();
    if ends.len() < CURVE {
        for (x, low, high) in &ends {
            let _ = write!(path, "M{:.1} {high:.1}h{:.0}V{low:.1}h-{:.0}z", x - HALF, HALF * 2.0, HALF * 2.0);
        }
        if !path.is_empty() {
            let _ = write!(svg, "<path class=\"band\" d=\"{path}\"/>");
        }
        return;
    }
    let upper = ends.iter().map(|(x, _, high)| (x, high));
    for (x, y) in upper.chain(ends.iter().rev().map(|(x, low, _)| (x, low))) {
        let _ = write!(path, "{}{x:.1} {y:.1}", if path.is_empty() { 'M' } else { 'L' });
    }
    let _ = write!(svg, "<path class=\"band\" d=\"{path}z\"/>");
}

fn axes<S: Fn(f64) -> String, C: Fn(f64) -> String>(
    svg: &mut String,
    funnel: &Funnel,
    scale: &Scale,
    written: &Written<S, C>,
) {
    let (floor, across) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    let _ = write!(svg, "<path class=\"axis\" d=\"M{LEFT:.1} {TOP:.1}V{floor:.1}H{across:.1}\"/>");
    let mut word = |x: f64, y: f64, anchor: &str, said: &str| {
        let _ = write!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>", text(said));
    };
    for share in shares(scale) {
        word(LEFT - 6.0, scale.y(share) + 3.5, "end", &(written.share)(share));
    }
    for visits in visits(scale) {
        word(scale.x(visits), floor + 14.0, "middle", &(written.count)(visits));
    }
    word(across, HEIGHT - 4.0, "end", &funnel.visits);
}

/// The round shares within the scale.
fn shares(scale: &Scale) -> impl Iterator<Item = f64> {
    let span = scale.high - scale.low;
    let step = STEPS.into_iter().find(|step| span / step <= MOST_STEPS).unwrap_or(0.25);
    let (first, high) = ((scale.low / step - 1e-9).ceil(), scale.high);
    (0..=6).map(move |at| (first + f64::from(at)) * step).take_while(move |share| *share <= high + 1e-9)
}

/// Round counts of visits, from the most, so far apart that they can be read.
fn visits(scale: &Scale) -> Vec<f64> {
    let rounds = (0..9).flat_map(|power| [1.0, 2.0, 5.0].map(|step| step * 10_f64.powi(power)));
    let mut kept: Vec<f64> = Vec::new();
    let across = WIDTH - RIGHT;
    for round in rounds.filter(|round| scale.x(*round) <= across).collect::<Vec<_>>().into_iter().rev() {
        let x = scale.x(round);
        if x - LEFT > 4.0 && kept.last().is_none_or(|last| scale.x(*last) - x >= APART) {
            kept.push(round);
        }
    }
    kept
}

fn points(svg: &mut String, funnel: &Funnel, scale: &Scale) {
    let mut number = 0;
    for point in &funnel.points {
        let (x, y, said) = (scale.x(point.visits), scale.y(point.share), text(&point.said));
        if point.is_outside() {
            number += 1;
            // Above the funnel the number stands above its point and below the funnel below, where there is room.
            let above = point.funnel.is_some_and(|(_, high)| point.share > high);
            let (over, under) = (y > TOP + 12.0, y < HEIGHT - BOTTOM - 16.0);
            let label = if over && (above || !under) { y - 7.0 } else { y + 15.0 };
            let _ = write!(
                svg,
                "<path class=\"beyond\" d=\"M{x:.1} {:.1}l5 5l-5 5l-5 -5z\"><title>{said}</title></path>\
                 <text class=\"who\" x=\"{x:.1}\" y=\"{label:.1}\" text-anchor=\"middle\">{number}</text>",
                y - 5.0
            );
        } else {
            let _ = write!(
                svg,
                "<circle class=\"point\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.8\"><title>{said}</title></circle>"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(visits: f64, share: f64, funnel: (f64, f64)) -> Point {
        Point { visits, share, funnel: Some(funnel), said: format!("<{visits}>") }
    }

    fn drawn(points: Vec<Point>, limit: Option<f64>) -> String {
        let funnel = Funnel { points, centre: 0.15, limit, visits: "besök".into() };
        let written = Written { share: |share: f64| format!("{:.0}", share * 100.0), count: |of: f64| of.to_string() };
        svg(Said { id: "a", title: "t", description: "d" }, &funnel, &written)
    }

    fn three() -> Vec<Point> {
        let limits = [(0.02, 0.30), (0.05, 0.25), (0.08, 0.21)];
        vec![point(100.0, 0.10, limits[0]), point(400.0, 0.40, limits[1]), point(1_600.0, 0.20, limits[2])]
    }

    #[test]
    fn points_stand_by_the_root_of_their_visits_and_their_share() {
        let svg = drawn(three(), None);
        let scale = Scale { roots: (80_f64.sqrt(), 1_680_f64.sqrt()), low: 0.0, high: 1.0 };
        let x = |visits| format!("{:.1}", scale.x(visits));
        assert!(
            svg.contains(&format!("cx=\"{}\"", x(100.0))) && svg.contains(&format!("cx=\"{}\"", x(1_600.0))),
            "{svg}"
        );
        // Four times the visits are twice as far from none.
        let none = LEFT - scale.roots.0 / (scale.roots.1 - scale.roots.0) * (WIDTH - LEFT - RIGHT);
        assert!(((scale.x(1_600.0) - none) / (scale.x(400.0) - none) - 2.0).abs() < 1e-9);
        assert!(svg.contains(&format!("d=\"M{} ", x(400.0))) && svg.contains(">1</text>"), "the one outside: {svg}");
        assert_eq!((svg.matches("<circle").count(), svg.matches("beyond").count()), (2, 1));
        assert!(svg.contains("<title>&#60;400&#62;</title>"));
    }

    #[test]
    fn the_band_goes_through_the_limits_of_each() {
        let band = |points| {
            let svg = drawn(points, None);
            let (_, band) = svg.split_once("class=\"band\" d=\"").unwrap();
            band.split_once('"').unwrap().0.to_owned()
        };
        let many = (1..=6_u32).map(|of| point(f64::from(of) * 100.0, 0.2, (0.1, 0.3))).collect();
        let curve = band(many);
        assert_eq!((curve.matches('M').count(), curve.matches('L').count()), (1, 11), "six above, six below: {curve}");
        assert_eq!(band(three()).matches('M').count(), 3, "each for itself");
    }

    #[test]
    fn a_limit_is_a_line_and_none_is_no_line() {
        assert!(drawn(three(), Some(0.2)).contains("class=\"limit\"") && !drawn(three(), None).contains("\"limit\""));
    }

    #[test]
    fn a_share_lies_between_its_neighbours_at_the_axis() {
        let scale = Scale { roots: (1.0, 10.0), low: 0.0, high: 0.5 };
        assert_eq!((scale.y(0.0), scale.y(0.5)), (HEIGHT - BOTTOM, TOP));
        let ticks: Vec<f64> = shares(&scale).collect();
        assert_eq!(ticks.len(), 6, "{ticks:?}");
        assert!(visits(&scale).windows(2).all(|pair| scale.x(pair[0]) - scale.x(pair[1]) >= APART));
    }
}
