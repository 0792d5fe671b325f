//! What has changed since earlier months, for those shares alone that the page shows.

use kvittens_model::{Class, Id, Measure, NO_ID, Scope, Subject};
use kvittens_rules::rules::{k101_receipt_table::ReceiptTable, k102_manual_share::ManualShare};

use super::Made;
use crate::html::{Pages, past};

/// An earlier month's page may have hidden a small number. It is not known here how many visits that month had, so a
/// share is told only where this month's visits times it would be well above the least, on either side.
const WELL_ABOVE: f64 = 10.0;

/// Of the municipality the share of last month; of providers that are named what has moved from its own centre line.
/// Findings are not told of: their rate is of a single rule, which the page does not show.
pub fn trend(made: &Made<'_>, pages: &Pages) -> Vec<String> {
    let measures = made.check.run.outcome.measures.iter();
    let whole = measures.clone().filter(|measure| measure.scope == Scope::All && !made.rows.left_out);
    let whole = whole.filter_map(|measure| former(made, pages, measure));
    let of_each = measures.filter(|measure| measure.scope == Scope::Provider && measure.subject.unit == NO_ID);
    let changed = of_each.filter_map(|measure| changed(made, pages, measure));
    whole.chain(changed).collect()
}

/// The class that a measure counts the share of, where the page shows it of this row.
fn class(made: &Made<'_>, measure: &Measure) -> Option<Class> {
    let class = match measure.rule {
        rule if rule == ReceiptTable::META.code => Class::ALL.into_iter().find(|class| class.slug() == measure.name)?,
        rule if rule == ManualShare::META.code => Class::NoTag,
        _ => return None,
    };
    let of = made.receipts.as_ref()?;
    let line = if measure.subject == Subject::NONE { &of.all } else { of.rows[row(made, measure)?].as_ref()? };
    of.cell(line, class).share.map(|_| class)
}

/// The row of a provider that is named.
fn row(made: &Made<'_>, measure: &Measure) -> Option<usize> {
    let id: Id = measure.subject.provider;
    made.rows.row_of(id).filter(|_| made.rows.names(id))
}

#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
fn plain(made: &Made<'_>, measure: &Measure, share: f64) -> bool {
    let of = measure.denominator.unwrap_or_default() as f64;
    share.min(1.0 - share) * of >= WELL_ABOVE * f64::from(made.check.options.board.min_cell)
}

fn called(made: &Made<'_>, pages: &Pages, measure: &Measure) -> Option<String> {
    class(made, measure).filter(|_| !made.check.run.on_trial(measure.rule))?;
    past::called(made.lang, measure.rule, pages.name(measure.rule), measure.name)
}

fn former(made: &Made<'_>, pages: &Pages, measure: &Measure) -> Option<String> {
    let what = called(made, pages, measure)?;
    let (former, now) = made.check.run.outcome.past.of(measure)?.former.zip(measure.value)?;
    plain(made, measure, former).then(|| {
        let percent = |share| made.format.percent(share);
        (made.b.since)(&what, &percent(now), &percent(former))
    })
}

fn changed(made: &Made<'_>, pages: &Pages, measure: &Measure) -> Option<String> {
    row(made, measure)?;
    let what = called(made, pages, measure)?;
    let changed = made.check.run.outcome.past.of(measure)?.changed?;
    let who = made.check.run.month.ids.provider.text(measure.subject.provider);
    let told = plain(made, measure, changed.centre) && plain(made, measure, changed.value);
    told.then(|| past::told(made.lang, &format!("{who}, {what}"), measure.name, &changed))
}
