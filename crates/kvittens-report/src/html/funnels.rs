//! The shares of all providers beside each other, as funnel plots: for the controller alone, since each names everybody.

use kvittens_model::{Class, Code, Measure, Scope, Subject};
use kvittens_rules::rules::k101_receipt_table::ReceiptTable;
use kvittens_rules::rules::k102_manual_share::ManualShare;
use kvittens_rules::share::MEASURE as MANUAL;

use super::draw::Said;
use super::draw::funnel::{self, Funnel, Point, Written};
use super::format::Format;
use super::shares::Shares;
use crate::Check;

/// Fewest providers that make a funnel.
const FEWEST: usize = 3;

/// One share's plot.
pub struct Plot {
    /// The share.
    pub name: String,
    /// All together.
    pub together: String,
    pub svg: String,
    /// Those outside the funnel, in the order of their numbers.
    pub outside: Vec<Outside>,
}

/// A provider outside the funnel.
pub struct Outside {
    pub who: String,
    pub href: String,
    pub share: String,
}

/// The plots of K101's shares; the one without a receipt is K102's where that ran. `hrefs`: the providers' reports.
pub fn plots(check: &Check<'_>, shares: &Shares<'_>, hrefs: &[String]) -> Vec<Plot> {
    let (table, manual) = (ReceiptTable::META.code, ManualShare::META.code);
    let has_manual = shares.find(manual, MANUAL, Scope::All, Subject::NONE).is_some();
    let of = |class: Class| match class {
        Class::NoTag if has_manual => plot(check, shares, hrefs, manual, MANUAL, class),
        _ => plot(check, shares, hrefs, table, class.slug(), class),
    };
    Class::ALL.into_iter().filter_map(of).collect()
}

fn plot(
    check: &Check<'_>,
    shares: &Shares<'_>,
    hrefs: &[String],
    rule: Code,
    name: &str,
    class: Class,
) -> Option<Plot> {
    let html = check.options.lang.words().html;
    let (words, format) = (&html.drawn, Format::new(check.options.lang));
    let mut of: Vec<&Measure> = shares.providers(rule, name);
    of.sort_by_key(|measure| (measure.denominator, measure.subject));
    let centre = shares.find(rule, name, Scope::All, Subject::NONE)?.value?;
    let who = |measure: &Measure| check.run.month.ids.provider.text(measure.subject.provider).to_owned();
    let percent = |measure: &Measure| format.percent(measure.value.unwrap_or_default());
    let points: Vec<Point> = of.iter().filter_map(|measure| point(check, measure)).collect();
    if points.len() < FEWEST {
        return None;
    }
    let outside: Vec<Outside> = of
        .iter()
        .zip(&points)
        .filter(|(_, point)| point.is_outside())
        .map(|(measure, _)| Outside {
            who: who(measure),
            href: hrefs.get(measure.subject.provider as usize).cloned().unwrap_or_default(),
            share: percent(measure),
        })
        .collect();
    let limit = of.first().and_then(|first| first.limit);
    let (all, count) = (format.percent(centre), format.count(points.len()));
    let class = (html.class)(class);
    let said = Said {
        id: &format!("tratt-{rule}-{name}"),
        title: &(words.funnel)(class),
        description: &(words.funnel_said)(&all, &format.count(outside.len()), &count),
    };
    let funnel = Funnel {
        points,
        centre,
        // A limit that is not the same for all stands in the table.
        limit: limit.filter(|limit| of.iter().all(|measure| measure.limit == Some(*limit))),
        visits: words.visits.to_owned(),
    };
    let written = Written { share: |share| format.chosen_percent(share), count: |count: f64| format.number(count, 0) };
    Some(Plot {
        name: if check.run.on_trial(rule) { (html.index.on_trial)(class) } else { class.to_owned() },
        together: (words.together)(&all),
        svg: funnel::svg(said, &funnel, &written),
        outside,
    })
}

#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn point(check: &Check<'_>, measure: &Measure) -> Option<Point> {
    let words = &check.options.lang.words().html.drawn;
    let format = Format::new(check.options.lang);
    let (share, numerator, denominator) = (measure.value?, measure.numerator?, measure.denominator?);
    let who = check.run.month.ids.provider.text(measure.subject.provider);
    let said = (words.point)(who, &format.percent(share), &format.count(numerator), &format.count(denominator));
    Some(Point { visits: denominator as f64, share, funnel: measure.funnel, said })
}
