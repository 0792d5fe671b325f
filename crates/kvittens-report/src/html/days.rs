//! Findings by the day they began, as strips of the month: of one provider's rule, or of all providers together.

use std::collections::BTreeMap;

use kvittens_model::{Code, Finding, Local, YearMonth, red_days};

use super::Pages;
use super::draw::Said;
use super::draw::strip::{self, Day};
use super::format::Format;
use super::frame;
use crate::Check;
use kvittens_tables::record::is_open;

/// Fewest findings that are drawn; fewer are read sooner in their table.
const FEWEST: u32 = 3;

/// Seconds of a day.
const DAY: i32 = 86_400;

/// A rule's strip.
pub struct Strip {
    /// The rule, marked where it is on trial.
    pub rule: String,
    pub name: String,
    pub count: String,
    /// The most on a day, and which, in short and in full.
    pub most: String,
    pub most_said: String,
    pub svg: String,
}

/// The strips of all rules with findings enough, all providers together.
pub fn of_all(pages: &Pages, check: &Check<'_>) -> Vec<Strip> {
    let mut by_rule: BTreeMap<Code, Vec<&Finding>> = BTreeMap::new();
    for finding in check.run.outcome.findings.iter().filter(|finding| is_open(finding)) {
        by_rule.entry(finding.rule).or_default().push(finding);
    }
    by_rule.into_iter().filter_map(|(rule, findings)| strip(pages, check, rule, findings.into_iter())).collect()
}

/// The strip of a rule's open findings among some; `None` where too few of them have a day.
pub fn strip<'f>(
    pages: &Pages,
    check: &Check<'_>,
    rule: Code,
    findings: impl Iterator<Item = &'f Finding>,
) -> Option<Strip> {
    let words = &check.options.lang.words().html.drawn;
    let format = Format::new(check.options.lang);
    let counted = Counted::of(check.run.month.month, findings.filter(|finding| is_open(finding)));
    let dated: u32 = counted.days.iter().sum();
    if dated < FEWEST {
        return None;
    }
    let most = counted.days.iter().max().copied().unwrap_or_default();
    let days: Vec<Day> = (counted.first..).zip(&counted.days).map(|(day, count)| drawn(check, day, *count)).collect();
    let top = counted.days.iter().position(|count| *count == most).unwrap_or_default();
    let date = (counted.first..).nth(top).map_or_else(String::new, |day| format.date(midnight(day)));
    let most_said = (words.most)(&format.count(most), &date);
    let off: u32 = days.iter().filter(|day| day.weekend || day.red).map(|day| day.count).sum();
    let held = days.iter().filter(|day| day.count > 0).count();
    let mut description = (words.strip_said)(&format.count(dated), &format.count(held), &most_said, &format.count(off));
    if counted.undated > 0 {
        description = format!("{description} {}", (words.undated)(&format.count(counted.undated)));
    }
    let said =
        Said { id: &format!("dagar-{rule}"), title: &(words.strip)(pages.name(rule)), description: &description };
    Some(Strip {
        rule: frame::marked(check, rule),
        name: pages.name(rule).to_owned(),
        count: format.count(dated),
        most: format!("{} ({date})", format.count(most)),
        most_said,
        svg: strip::svg(said, &days, most),
    })
}

/// Findings by the day of a month they began, or ended where they have no start.
struct Counted {
    /// The first day, since 2000-01-01.
    first: i32,
    days: Vec<u32>,
    /// Those of another month, or of no day.
    undated: u32,
}

impl Counted {
    fn of<'f>(month: YearMonth, findings: impl Iterator<Item = &'f Finding>) -> Counted {
        let mut counted = Counted { first: month.first().day(), days: vec![0; month.days() as usize], undated: 0 };
        for finding in findings {
            let when = finding.start.or(finding.stop);
            let at = usize::try_from(when.day() - counted.first).ok().filter(|_| when.is_some());
            match at.and_then(|at| counted.days.get_mut(at)) {
                Some(count) => *count += 1,
                None => counted.undated += 1,
            }
        }
        counted
    }
}

fn midnight(day: i32) -> Local {
    Local::from_seconds(day * DAY)
}

fn drawn(check: &Check<'_>, day: i32, count: u32) -> Day {
    let words = &check.options.lang.words().html.drawn;
    let format = Format::new(check.options.lang);
    let weekday = YearMonth::weekday(day);
    let name = words.weekdays.get(weekday as usize).copied().unwrap_or_default();
    let said = format!("{name} {}: {}", format.date(midnight(day)), format.count(count));
    Day { count, weekend: weekday >= 5, red: red_days::is_red(day), said }
}
