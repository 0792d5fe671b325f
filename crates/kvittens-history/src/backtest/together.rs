//! The months' rows as sums: rule by rule, for all rules, and for the points of a sweep.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{Gathered, add};
use super::overlap::Overlap;
use super::plan::Plan;
use super::row::{Backtest, Counts, Row, Whole};
use super::stability::{Seen, stability};
use super::sweep::{Point, Sweep};

/// The months together.
pub fn together(plan: &Plan<'_>, mut gathered: Vec<Gathered>, values: Vec<Vec<f64>>) -> Backtest {
    gathered.iter_mut().for_each(|month| sum_pairs(&mut month.rows));
    let rules: BTreeSet<Option<String>> = gathered.iter().flat_map(|month| month.seen.keys().cloned()).collect();
    // All rules together come last, where `None` would come first.
    let (all, each): (Vec<_>, Vec<_>) = rules.into_iter().partition(Option::is_none);
    let whole = each.into_iter().chain(all).map(|rule| whole(&gathered, rule)).collect();
    let sweep = (!plan.sweep.is_empty()).then(|| sweep(plan, &gathered, values));
    let providers: BTreeSet<String> =
        gathered.iter().flat_map(|month| &month.rows).filter_map(|row| row.provider.clone()).collect();
    Backtest {
        months: gathered.iter().map(|month| month.month).collect(),
        providers: providers.into_iter().collect(),
        rows: gathered.into_iter().flat_map(|month| month.rows).collect(),
        whole,
        sweep,
        minutes_per_finding: plan.minutes_per_finding,
        heard: (0, 0),
    }
}

/// Sums the pairs of each rule and provider for all providers, all rules and both; and the verdicts for all rules.
fn sum_pairs(rows: &mut [Row]) {
    let single: Vec<Row> = rows.iter().filter(|row| row.rule.is_some() && row.provider.is_some()).cloned().collect();
    let of_rules: Vec<Row> = rows.iter().filter(|row| row.rule.is_some()).cloned().collect();
    for row in rows.iter_mut() {
        let is = |of: &Option<String>, wanted: &Option<String>| wanted.is_none() || of == wanted;
        if row.rule.is_none() || row.provider.is_none() {
            for one in single.iter().filter(|one| is(&one.rule, &row.rule) && is(&one.provider, &row.provider)) {
                let paired = &mut row.counts.paired;
                paired.same += one.counts.paired.same;
                paired.changed += one.counts.paired.changed;
                paired.new += one.counts.paired.new;
                paired.gone += one.counts.paired.gone;
            }
        }
        if row.rule.is_none() {
            for one in of_rules.iter().filter(|one| one.provider == row.provider) {
                add(&mut row.judged, one.judged);
                add(&mut row.baseline_judged, one.baseline_judged);
            }
        }
    }
}

fn whole(gathered: &[Gathered], rule: Option<String>) -> Whole {
    let seen: Vec<Seen> = gathered.iter().filter_map(|month| month.seen.get(&rule)).cloned().collect();
    let mut whole = Whole {
        rule,
        counts: Counts::default(),
        overlap: BTreeMap::new(),
        judged: None,
        baseline_judged: None,
        stability: stability(&seen),
        milliseconds: [None; 2],
    };
    let rows = gathered.iter().flat_map(|month| &month.rows);
    for row in rows.filter(|row| row.rule == whole.rule && row.provider.is_none()) {
        whole.counts += row.counts;
        add(&mut whole.judged, row.judged);
        add(&mut whole.baseline_judged, row.baseline_judged);
        for (sum, milliseconds) in whole.milliseconds.iter_mut().zip(row.milliseconds) {
            *sum = milliseconds.map_or(*sum, |more| Some(sum.unwrap_or_default() + more));
        }
    }
    whole.overlap = overlap(gathered, whole.rule.as_deref());
    whole
}

/// A rule's overlap with every other over all months. Months in which the two share no visit still add their visits.
fn overlap(gathered: &[Gathered], rule: Option<&str>) -> BTreeMap<String, Overlap> {
    let Some(rule) = rule else { return BTreeMap::new() };
    let mut sums: BTreeMap<String, Overlap> = BTreeMap::new();
    let rows = || gathered.iter().flat_map(|month| &month.rows);
    let others: BTreeSet<&String> = rows()
        .filter(|row| row.rule.as_deref() == Some(rule) && row.provider.is_none())
        .flat_map(|row| row.overlap.keys())
        .collect();
    for month in gathered {
        let of = |rule: &str| {
            let is = |row: &&Row| row.rule.as_deref() == Some(rule) && row.provider.is_none();
            month.rows.iter().find(is)
        };
        for other in &others {
            let sum = sums.entry((*other).clone()).or_default();
            match of(rule).and_then(|row| row.overlap.get(*other)) {
                Some(overlap) => {
                    sum.both += overlap.both;
                    sum.either += overlap.either;
                }
                None => sum.either += month.visits_of(rule) + month.visits_of(other),
            }
        }
    }
    sums
}

impl Gathered {
    /// Visits that a rule has open findings on.
    fn visits_of(&self, rule: &str) -> u64 {
        self.seen.get(&Some(rule.to_owned())).map_or(0, Seen::visits_found)
    }
}

fn sweep(plan: &Plan<'_>, gathered: &[Gathered], values: Vec<Vec<f64>>) -> Sweep {
    let point = |(at, values): (usize, Vec<f64>)| {
        let months = || gathered.iter().filter_map(|month| month.points.get(at));
        let mut point = Point {
            values,
            months: months().map(|month| month.findings).collect(),
            findings: months().map(|month| month.findings).sum(),
            minutes: months().map(|month| month.minutes).sum(),
            once: months().all(|month| month.once),
            judged: None,
            milliseconds: months().map(|month| month.milliseconds).sum(),
        };
        months().for_each(|month| add(&mut point.judged, month.judged));
        point
    };
    let points: Vec<Point> = values.into_iter().enumerate().map(point).collect();
    let chosen = plan.aim.choose(&points);
    Sweep { axes: plan.sweep.clone(), points, aim: plan.aim, chosen }
}
