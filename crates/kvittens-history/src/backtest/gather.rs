//! A month's findings as rows, and the months' rows as sums.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::YearMonth;

use super::compare::pair;
use super::hear::Heard;
use super::labels::Judged;
use super::minutes::{Minutes, Seconds};
use super::overlap::{Overlap, overlaps};
use super::plan::{Candidate, Plan};
use super::row::{Backtest, Counts, Row, Whole};
use super::stability::{Seen, stability};
use super::sweep::{Point, Sweep};
use crate::said::{Found, Said, Standing};

/// What one month gives.
pub struct Gathered {
    month: YearMonth,
    rows: Vec<Row>,
    seen: BTreeMap<Option<String>, Seen>,
    points: Vec<AtPoint>,
}

/// One point of the sweep in one month.
struct AtPoint {
    findings: u64,
    minutes: i64,
    once: bool,
    judged: Option<Judged>,
    milliseconds: Option<f64>,
}

/// The findings of a side, by rule.
type ByRule<'a> = BTreeMap<&'a str, Vec<&'a Found>>;

/// A side of the comparison.
struct Side<'a> {
    said: &'a Said,
    seconds: &'a Seconds,
    findings: ByRule<'a>,
}

impl<'a> Side<'a> {
    fn new(heard: &'a Heard) -> Side<'a> {
        let mut findings = ByRule::new();
        for found in &heard.said.findings {
            findings.entry(&found.rule).or_default().push(found);
        }
        Side { said: &heard.said, seconds: &heard.seconds, findings }
    }

    /// Rules that ran, and those with findings made elsewhere.
    fn rules(&self) -> impl Iterator<Item = &'a str> {
        let ran = self.said.milliseconds.keys().chain(self.said.not_run.keys()).map(String::as_str);
        ran.chain(self.findings.keys().copied())
    }

    /// Findings of one rule or all, and of one provider or all.
    fn of(&self, rule: Option<&str>, provider: Option<&str>) -> Vec<&'a Found> {
        let of_rules = self.findings.iter().filter(|(of, _)| rule.is_none_or(|rule| rule == **of));
        let found = of_rules.flat_map(|(_, found)| found).copied();
        found.filter(|found| provider.is_none_or(|provider| provider == found.provider)).collect()
    }

    fn milliseconds(&self, rule: Option<&str>) -> Option<f64> {
        match rule {
            Some(rule) => self.said.milliseconds.get(rule).copied(),
            None => Some(self.said.milliseconds.values().sum()),
        }
    }

    fn visits(&self, provider: Option<&str>) -> u64 {
        match provider {
            Some(provider) => self.said.visits.get(provider).copied().unwrap_or_default(),
            None => self.said.visits.values().sum(),
        }
    }
}

/// A month's rows. `heard`: baseline, candidate where it is a configuration, and the points of the sweep.
pub fn gather(plan: &Plan<'_>, month: YearMonth, heard: Vec<Heard>) -> Gathered {
    let sides = plan.sides();
    let made = match &plan.candidate {
        Some(Candidate::Findings(findings)) => heard.first().map(|baseline| replaced(baseline, month, findings)),
        _ => None,
    };
    let points = heard.iter().skip(sides).map(|heard| at_point(plan, month, heard)).collect();
    let mut gathered = Gathered { month, rows: Vec::new(), seen: BTreeMap::new(), points };
    let Some(baseline) = heard.first() else { return gathered };
    let candidate = made.as_ref().or_else(|| heard.get(sides - 1)).unwrap_or(baseline);
    let (baseline, candidate) = (Side::new(baseline), Side::new(candidate));

    let rules: BTreeSet<&str> = baseline.rules().chain(candidate.rules()).collect();
    let providers: BTreeSet<&str> = [&baseline, &candidate]
        .into_iter()
        .flat_map(|side| side.said.visits.keys().chain(side.said.findings.iter().map(|found| &found.provider)))
        .map(String::as_str)
        .collect();
    let providers: Vec<Option<&str>> = providers.into_iter().map(Some).chain([None]).collect();
    let overlapping: Vec<BTreeMap<String, BTreeMap<String, Overlap>>> =
        providers.iter().map(|provider| overlaps(candidate.of(None, *provider).into_iter())).collect();
    for rule in rules.into_iter().map(Some).chain([None]) {
        for (provider, overlaps) in providers.iter().zip(&overlapping) {
            let mut row = row(plan, month, &baseline, &candidate, rule, *provider);
            row.overlap = rule.and_then(|rule| overlaps.get(rule)).cloned().unwrap_or_default();
            gathered.rows.push(row);
        }
        let seen = Seen::new(month, &candidate.of(rule, None), candidate.visits(None));
        gathered.seen.insert(rule.map(str::to_owned), seen);
    }
    gathered
}

/// The baseline with the findings of a file in the place of those of the rules it names.
fn replaced(baseline: &Heard, month: YearMonth, findings: &[Found]) -> Heard {
    let named: BTreeSet<&str> = findings.iter().map(|found| found.rule.as_str()).collect();
    let mut made = baseline.clone();
    made.said.findings.retain(|found| !named.contains(found.rule.as_str()));
    made.said.findings.extend(findings.iter().filter(|found| found.month == month).cloned());
    made.said.milliseconds.retain(|rule, _| !named.contains(rule.as_str()));
    made
}

fn row(
    plan: &Plan<'_>,
    month: YearMonth,
    baseline: &Side<'_>,
    candidate: &Side<'_>,
    rule: Option<&str>,
    provider: Option<&str>,
) -> Row {
    let (of_baseline, of_candidate) = (baseline.of(rule, provider), candidate.of(rule, provider));
    let mut counts = Counts::default();
    let is_open = |found: &&Found| found.standing == Standing::Open;
    for (side, findings, open, explained, minutes) in [
        (baseline, &of_baseline, &mut counts.baseline, &mut counts.baseline_explained, &mut counts.baseline_minutes),
        (
            candidate,
            &of_candidate,
            &mut counts.candidate,
            &mut counts.candidate_explained,
            &mut counts.candidate_minutes,
        ),
    ] {
        let mut questioned = Minutes::default();
        for found in findings.iter().copied().filter(is_open) {
            questioned.add(found, side.seconds);
            *open += 1;
        }
        *explained = findings.len() as u64 - *open;
        *minutes = questioned.total();
        counts.once &= questioned.once();
    }
    // Findings pair up within their own rule and provider, so sums are of pairs made there.
    if let (Some(_), Some(_)) = (rule, provider) {
        counts.paired = pair(&open(&of_baseline), &open(&of_candidate));
    }
    let judge = |findings: &[&Found]| plan.labels.and_then(|labels| labels.judge(month, rule?, provider, findings));
    let milliseconds = |side: &Side<'_>| if provider.is_none() { side.milliseconds(rule) } else { None };
    Row {
        month,
        rule: rule.map(str::to_owned),
        provider: provider.map(str::to_owned),
        visits: candidate.visits(provider),
        counts,
        overlap: BTreeMap::new(),
        judged: judge(&of_candidate),
        baseline_judged: judge(&of_baseline),
        milliseconds: [milliseconds(baseline), milliseconds(candidate)],
    }
}

fn open<'a>(findings: &[&'a Found]) -> Vec<&'a Found> {
    findings.iter().copied().filter(|found| found.standing == Standing::Open).collect()
}

fn at_point(plan: &Plan<'_>, month: YearMonth, heard: &Heard) -> AtPoint {
    let side = Side::new(heard);
    let mut at = AtPoint { findings: 0, minutes: 0, once: true, judged: None, milliseconds: side.milliseconds(None) };
    let mut minutes = Minutes::default();
    for found in heard.said.findings.iter().filter(|found| found.standing == Standing::Open) {
        minutes.add(found, &heard.seconds);
        at.findings += 1;
    }
    (at.minutes, at.once) = (minutes.total(), minutes.once());
    for code in plan.swept() {
        let rule = code.as_str();
        let judged = plan.labels.and_then(|labels| labels.judge(month, rule, None, &side.of(Some(rule), None)));
        add(&mut at.judged, judged);
    }
    at
}

fn add(sum: &mut Option<Judged>, judged: Option<Judged>) {
    if let Some(judged) = judged {
        *sum.get_or_insert_default() += judged;
    }
}

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
