//! The words of the drawings: what each shows, and how it is read.

/// Words of the drawings. Numbers and dates come in the form of the language already.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct DrawnWords {
    /// The overview's section.
    pub heading: &'static str,
    pub visits: &'static str,

    pub peers: &'static str,
    pub bars: &'static str,
    pub bars_alone: &'static str,
    /// The drawing of a share beside its peers.
    pub place: &'static str,
    pub place_text: &'static str,
    pub place_alone: &'static str,

    pub funnels: &'static str,
    pub funnels_text: &'static str,
    pub funnel: fn(share: &str) -> String,
    pub funnel_said: fn(all: &str, outside: &str, count: &str) -> String,
    pub together: fn(&str) -> String,
    pub point: fn(who: &str, share: &str, count: &str, of: &str) -> String,
    pub outside: &'static str,
    pub none_outside: &'static str,

    pub week: &'static str,
    pub week_text: fn(fewest: &str) -> String,
    pub week_caption: &'static str,
    pub week_few: fn(fewest: &str) -> String,
    /// From Monday.
    pub weekdays: [&'static str; 7],
    pub cell: fn(day: &str, hours: &str, count: &str, of: &str, share: &str) -> String,
    pub too_few: &'static str,
    /// The steps of the map, from the lightest.
    pub steps: [&'static str; 7],
    pub few: fn(fewest: &str) -> String,

    pub days: &'static str,
    pub days_text: &'static str,
    pub days_key: &'static str,
    pub days_caption: &'static str,
    pub days_head: &'static str,
    pub most_head: &'static str,
    /// On one day.
    pub most: fn(count: &str, date: &str) -> String,
    pub strip: fn(what: &str) -> String,
    pub strip_said: fn(count: &str, days: &str, most: &str, off: &str) -> String,
    pub undated: fn(&str) -> String,

    pub history: &'static str,
    pub history_text: &'static str,
    /// What the scales of the overview's lines are, and of a provider's own.
    pub history_scales: [&'static str; 2],
    pub history_caption: &'static str,
    pub history_head: &'static str,
    pub spark: fn(what: &str) -> String,
    pub spark_said: fn(first: &str, last: &str, from: &str, to: &str) -> String,
    pub baseline: fn(&str) -> String,
    pub inside: &'static str,
    pub outside_own: &'static str,
}
