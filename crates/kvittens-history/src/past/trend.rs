//! Every share of every provider over the months, as a p-chart each.

use std::collections::BTreeMap;

use kvittens_model::past::{Series, Trend};
use kvittens_model::{Code, Scope, YearMonth};
use kvittens_rules::judge;

use super::chart::{self, WINDOW};
use super::own::{self, Count};
use crate::Said;

/// The charts of the latest 24 months, of all together and of each provider, by provider, rule and measure. A share
/// with fewer than four months has none.
pub fn trend(said: &[Said]) -> Trend {
    let mut said: Vec<&Said> = said.iter().collect();
    said.sort_by_key(|said| said.month);
    let first = said.last().map_or(0, |last| last.month.index() - i64::from(WINDOW) + 1);
    said.retain(|said| said.month.index() >= first);
    let mut counts: BTreeMap<(Option<&str>, &str, &str), Vec<Count>> = BTreeMap::new();
    for said in &said {
        for measured in said.measures.iter().filter(|measured| measured.bucket.is_none()) {
            let wide = [Scope::All.name(), Scope::Provider.name()].contains(&measured.scope.as_str());
            let count = own::count(said.month, measured.numerator, measured.denominator);
            if let Some(count) = count.filter(|_| wide) {
                let key = (measured.provider.as_deref(), measured.rule.as_str(), measured.measure.as_str());
                counts.entry(key).or_default().push(count);
            }
        }
    }
    let last = said.last().map(|said| said.month);
    let of = |((provider, rule, measure), counts): ((Option<&str>, &str, &str), Vec<Count>)| {
        let mut chart = chart::chart(&counts, chart::reference(counts.len()), judge::per(measure))?;
        // A provider that has left says nothing of now.
        chart.changed = chart.changed.filter(|_| counts.last().map(|count| count.month) == last);
        let rule: Code = rule.parse().ok()?;
        Some(Series { rule, measure: measure.to_owned(), provider: provider.map(str::to_owned), chart })
    };
    let months: Vec<YearMonth> = said.iter().map(|said| said.month).collect();
    Trend { months, series: counts.into_iter().filter_map(of).collect() }
}
