//! Providers by months: where the candidate says something else.

use kvittens_history::backtest::Counts;

use super::View;

/// The map.
pub struct Map {
    /// The years, and how many months of each.
    pub years: Vec<(i32, usize)>,
    /// The months, as `03`.
    pub months: Vec<String>,
    /// The providers.
    pub lines: Vec<Line>,
}

/// A provider.
pub struct Line {
    /// Its name.
    pub who: String,
    /// Its months.
    pub cells: Vec<Cell>,
}

/// A month of a provider.
pub struct Cell {
    /// The class that shades it.
    pub class: &'static str,
    /// New findings: `+3`.
    pub new: String,
    /// Gone findings: `−1`.
    pub gone: String,
}

/// `None` without a candidate.
pub fn map(view: View<'_>) -> Option<Map> {
    view.about.candidate.as_ref()?;
    let backtest = view.backtest;
    let mut years: Vec<(i32, usize)> = Vec::new();
    for month in &backtest.months {
        match years.last_mut() {
            Some((year, count)) if *year == month.year => *count += 1,
            _ => years.push((month.year, 1)),
        }
    }
    let cell = |counts: Option<&Counts>| {
        let Some(counts) = counts else { return Cell { class: "absent", new: String::new(), gone: String::new() } };
        let said = |sign: char, count: u64| {
            if count == 0 { String::new() } else { format!("{sign}{}", view.format.count(count)) }
        };
        Cell { class: shade(counts), new: said('+', counts.paired.new), gone: said('\u{2212}', counts.paired.gone) }
    };
    let line = |provider: &String| {
        let counts = |month| backtest.row(month, None, Some(provider)).map(|row| &row.counts);
        Line { who: provider.clone(), cells: backtest.months.iter().map(|month| cell(counts(*month))).collect() }
    };
    Some(Map {
        years,
        months: backtest.months.iter().map(|month| format!("{:02}", month.month)).collect(),
        lines: backtest.providers.iter().map(line).collect(),
    })
}

/// How much of a provider's findings are others than today: in five steps.
fn shade(counts: &Counts) -> &'static str {
    let paired = counts.paired;
    let (others, all) = (paired.new + paired.gone, paired.new + paired.gone + paired.changed + paired.same);
    match others * 100 {
        0 => "s0",
        of if of < all * 5 => "s1",
        of if of < all * 20 => "s2",
        of if of < all * 50 => "s3",
        _ => "s4",
    }
}
