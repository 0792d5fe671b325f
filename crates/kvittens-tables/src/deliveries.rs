//! andringar.csv: what a second delivery of a month has otherwise, one row a change. For the controller.

use std::io::{self, Write};

use kvittens_model::deliveries::{Change, Of, Values};
use kvittens_model::{Deliveries, Method};

use crate::csv::{Cell, Dialect, Writer};
use crate::names::Names;

/// The columns.
pub const COLUMNS: [&str; 27] = [
    "kind",
    "change",
    "provider",
    "visit",
    "customer",
    "staff",
    "service",
    "rule",
    "finding_id",
    "fields",
    "start_before",
    "stop_before",
    "in_method_before",
    "out_method_before",
    "value_before",
    "minutes_before",
    "status_before",
    "start_after",
    "stop_after",
    "in_method_after",
    "out_method_after",
    "value_after",
    "minutes_after",
    "status_after",
    "entered_at",
    "approved_at",
    "after_lock",
];

/// The table as CSV. Times are Swedish wall clock.
///
/// # Errors
/// As the writer's.
pub fn csv<W: Write>(deliveries: &Deliveries, names: &Names<'_>, out: W, dialect: Dialect) -> io::Result<W> {
    let mut writer = Writer::new(out, dialect, &COLUMNS)?;
    for change in &deliveries.changes {
        let mut cells = head(change, names);
        cells.extend(values(change.before.as_ref()));
        cells.extend(values(change.after.as_ref()));
        cells.push(change.entered_at.into());
        cells.push(change.approved_at.into());
        cells.push(change.after_lock.map(|after| if after { "true" } else { "false" }).into());
        writer.row(&cells)?;
    }
    writer.finish()
}

fn head<'a>(change: &'a Change, names: &Names<'_>) -> Vec<Cell<'a>> {
    let (kind, rule, id) = match &change.of {
        Of::Row => ("row", None, None),
        Of::Finding { rule, id } => ("finding", Some(rule.as_str()), id.as_deref()),
    };
    vec![
        kind.into(),
        change.happened.name().into(),
        change.provider.as_str().into(),
        change.visit.as_deref().into(),
        change.customer.as_deref().map(|id| names.customer_of(id)).into(),
        change.staff.as_deref().map(|id| names.staff_of(&change.provider, id)).into(),
        change.service.as_deref().into(),
        rule.into(),
        id.into(),
        change.fields.join("|").into(),
    ]
}

fn values(of: Option<&Values>) -> [Cell<'static>; 7] {
    let Some(of) = of else {
        return std::array::from_fn(|_| Cell::Empty);
    };
    [
        of.start.into(),
        of.stop.into(),
        of.in_method.map(Method::name).into(),
        of.out_method.map(Method::name).into(),
        of.value.into(),
        of.minutes.map(i64::from).into(),
        of.status.into(),
    ]
}
