//! andringar.csv: what a second delivery of a month has otherwise, one row a change. For the controller.

use std::io::{self, Write};

use kvittens_model::deliveries::{Change, Of, Values};
use kvittens_model::{Deliveries, Local};

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
        cells.push(time(change.entered_at));
        cells.push(time(change.approved_at));
        cells.push(change.after_lock.map(|after| if after { "true" } else { "false" }.to_owned()).into());
        writer.row(&cells)?;
    }
    writer.finish()
}

fn head(change: &Change, names: &Names<'_>) -> Vec<Cell> {
    let (kind, rule, id) = match &change.of {
        Of::Row => ("row", None, None),
        Of::Finding { rule, id } => ("finding", Some(rule.clone()), id.clone()),
    };
    vec![
        kind.into(),
        change.happened.name().into(),
        change.provider.as_str().into(),
        change.visit.clone().into(),
        change.customer.as_deref().map(|id| names.customer_of(id)).into(),
        change.staff.as_deref().map(|id| names.staff_of(&change.provider, id)).into(),
        change.service.clone().into(),
        rule.into(),
        id.into(),
        change.fields.join("|").as_str().into(),
    ]
}

fn values(of: Option<&Values>) -> [Cell; 7] {
    let Some(of) = of else {
        return std::array::from_fn(|_| Cell::Empty);
    };
    [
        time(of.start),
        time(of.stop),
        of.in_method.map(|method| method.name().to_owned()).into(),
        of.out_method.map(|method| method.name().to_owned()).into(),
        of.value.into(),
        of.minutes.map(i64::from).into(),
        of.status.map(str::to_owned).into(),
    ]
}

fn time(time: Local) -> Cell {
    time.get().map(|time| time.to_string()).into()
}
