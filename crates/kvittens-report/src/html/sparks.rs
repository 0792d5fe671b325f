//! Measures over the months as small lines, each beside its own past. Without a past nothing.

use kvittens_model::{Class, Code, Id, Measure, Scope, YearMonth};
use kvittens_rules::rules::k101_receipt_table::ReceiptTable;
use kvittens_rules::rules::k102_manual_share::ManualShare;
use kvittens_rules::share::MEASURE as MANUAL;

use super::draw::Said;
use super::draw::spark::{self, Spark};
use super::format::Format;
use super::past;
use super::shares::{Shares, provider, visits_of};
use crate::Check;

/// Fewest earlier months that are drawn.
const FEWEST: usize = 2;

/// A measure's line and its value.
pub struct Line {
    pub value: String,
    pub svg: String,
}

/// A provider's lines, one of each share.
pub struct Row {
    pub who: String,
    pub href: Option<String>,
    pub lines: Vec<Option<Line>>,
}

/// The lines of every provider and of all together.
pub struct Sparks {
    pub heads: Vec<&'static str>,
    pub rows: Vec<Row>,
}

/// The shares that are followed over the months: a receipt at both ends, and at none.
fn followed() -> [(Code, &'static str, Class); 2] {
    let class = Class::BothTags;
    [(ReceiptTable::META.code, class.slug(), class), (ManualShare::META.code, MANUAL, Class::NoTag)]
}

/// All providers, then all together; `None` where nothing has a past. `hrefs`: the providers' reports.
pub fn of_all(check: &Check<'_>, shares: &Shares<'_>, hrefs: &[String]) -> Option<Sparks> {
    let html = check.options.lang.words().html;
    let ids = &check.run.month.ids.provider;
    let find = |of: Option<Id>| {
        followed().map(|(rule, name, _)| match of {
            Some(id) => shares.find(rule, name, Scope::Provider, provider(id)),
            None => shares.find(rule, name, Scope::All, provider(kvittens_model::NO_ID)),
        })
    };
    let whose: Vec<Option<Id>> = (0..ids.len()).map(Some).chain([None]).collect();
    let found: Vec<[Option<&Measure>; 2]> = whose.iter().map(|of| find(*of)).collect();
    let from = first(check, found.iter().flatten().copied().flatten())?;
    let sparks: Vec<[Option<Spark>; 2]> =
        found.iter().map(|of| of.map(|measure| spark(check, measure?, from))).collect();
    let scales = [0, 1].map(|at| spark::scale(sparks.iter().filter_map(|of| of[at].as_ref()).flat_map(Spark::numbers)));
    let rows = whose.iter().zip(found.iter().zip(&sparks)).map(|(of, (found, sparks))| {
        let who = of.map_or(html.tables.total, |id| ids.text(id)).to_owned();
        let number = of.map_or_else(|| "all".to_owned(), |id| id.to_string());
        let lines = (0..2).map(|at| {
            let what = (html.past.trend.chart)(&who, &visits_of(check.options.lang, followed()[at].2));
            Some(line(check, found[at]?, sparks[at].as_ref()?, from, scales[at], &what, &format!("{number}-{at}")))
        });
        let lines = lines.collect();
        Row { href: of.and_then(|id| hrefs.get(id as usize).cloned()), lines, who }
    });
    let rows: Vec<Row> = rows.filter(|row| row.lines.iter().any(Option::is_some)).collect();
    Some(Sparks { heads: followed().map(|(.., class)| (html.class)(class)).into(), rows })
}

/// One measure on a scale of its own. `number`: unique on the page.
pub fn alone(check: &Check<'_>, measure: &Measure, what: &str, number: &str) -> Option<String> {
    let from = first(check, std::iter::once(measure))?;
    let spark = spark(check, measure, from)?;
    let scale = spark::scale(spark.numbers());
    Some(line(check, measure, &spark, from, scale, what, number).svg)
}

/// The first month that any of these has a value of.
fn first<'m>(check: &Check<'_>, measures: impl Iterator<Item = &'m Measure>) -> Option<YearMonth> {
    let of = |measure: &Measure| check.run.outcome.past.of(measure)?.before.first().map(|former| former.month);
    measures.filter_map(of).min()
}

/// The values from a month to the one at hand; `None` where too few earlier ones have one.
fn spark(check: &Check<'_>, measure: &Measure, from: YearMonth) -> Option<Spark> {
    let past = check.run.outcome.past.of(measure).filter(|past| past.before.len() >= FEWEST)?;
    let at = |month: YearMonth| usize::try_from(month.index() - from.index()).ok();
    let now = at(check.run.month.month)?;
    let mut values = vec![None; now + 1];
    for former in &past.before {
        if let Some(place) = at(former.month).and_then(|at| values.get_mut(at)) {
            *place = Some(former.value);
        }
    }
    values[now] = measure.value;
    Some(Spark { values, baseline: measure.baseline, limits: past.limits })
}

fn line(
    check: &Check<'_>,
    measure: &Measure,
    spark: &Spark,
    from: YearMonth,
    scale: (f64, f64),
    what: &str,
    number: &str,
) -> Line {
    let words = &check.options.lang.words().html.drawn;
    let format = Format::new(check.options.lang);
    let value = |value: f64| past::value(format, measure.name, value);
    let now = measure.value.map(value).unwrap_or_default();
    let then = spark.values.iter().position(Option::is_some).unwrap_or_default();
    let month = (0..then).fold(from, |month, _| month.next());
    let old = spark.values.get(then).copied().flatten().map(value).unwrap_or_default();
    let mut said = vec![(words.spark_said)(&format.month(month), &format.month(check.run.month.month), &old, &now)];
    said.extend(spark.baseline.map(|own| (words.baseline)(&value(own))));
    if spark.limits.is_some() {
        said.push((if spark.is_outside() { words.outside_own } else { words.inside }).to_owned());
    }
    let said = Said { id: &format!("manader-{number}"), title: &(words.spark)(what), description: &said.join(" ") };
    Line { svg: spark::svg(said, spark, scale), value: now }
}
