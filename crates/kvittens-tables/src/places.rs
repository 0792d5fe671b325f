//! Where a finding stands: what a report shows beside the columns of outputs.md, so that it can be made again from
//! findings.parquet alone. Positions are rows of visits.parquet, the first being 0, whether it was written or not.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Int32Array, Int32Builder, ListBuilder, StringArray, StringBuilder,
    TimestampMillisecondArray,
};
use kvittens_model::{Finding, NO_ID};
use rayon::prelude::*;

use crate::Checked;
use crate::findings::{Pair, rows};
use crate::names::Names;
use crate::parquet::{Column, milliseconds};
use crate::record::{Record, Sides, sides};

/// The columns.
pub const COLUMNS: [&str; 9] = [
    "in_a_row",
    "visit_service",
    "visit_time",
    "visit_position",
    "other_positions",
    "elsewhere",
    "own_visits",
    "own_rows",
    "of_registered_time",
];

/// The columns of a month's findings.
pub(crate) fn columns(check: &Checked<'_>, names: &Names<'_>, records: &[Record]) -> Vec<Column> {
    let pairs: Vec<Pair<'_>> = check.outcome.findings.iter().zip(records).collect();
    let own: Vec<Option<Sides>> = pairs.par_iter().map(|pair| own(check, names, pair)).collect();
    let elsewhere = |own: &Option<Sides>| own.as_ref().map_or(0, |own| count(own.elsewhere));
    let in_a_row = pairs.iter().map(|(_, record)| i32::try_from(record.in_a_row).unwrap_or(i32::MAX));
    let services = pairs.iter().map(|(_, record)| record.visit_service.as_deref());
    let times = pairs.iter().map(|(_, record)| record.when.get().map(milliseconds));
    let visits = pairs.iter().map(|(finding, _)| finding.visit.and_then(|at| i32::try_from(at).ok()));
    let parts = pairs.iter().map(|(finding, _)| Some(finding.parts.is_some()));
    let arrays: [ArrayRef; 9] = [
        Arc::new(in_a_row.collect::<Int32Array>()),
        Arc::new(services.collect::<StringArray>()),
        Arc::new(times.collect::<TimestampMillisecondArray>()),
        Arc::new(visits.collect::<Int32Array>()),
        Arc::new(positions(pairs.iter().map(|(finding, _)| *finding))),
        Arc::new(own.iter().map(elsewhere).collect::<Int32Array>()),
        Arc::new(own_visits(&own)),
        rows(own.iter().map(|own| own.as_ref().map(|own| own.rows.as_slice()))),
        Arc::new(parts.collect::<BooleanArray>()),
    ];
    let column = |(name, array): (&'static str, ArrayRef)| (name, array.is_nullable(), array);
    COLUMNS.into_iter().zip(arrays).map(column).collect()
}

/// What the finding's own provider is shown of it, where that is less than all.
fn own(check: &Checked<'_>, names: &Names<'_>, (finding, record): &Pair<'_>) -> Option<Sides> {
    let provider = finding.subject.provider;
    let own = (provider != NO_ID).then(|| sides(check.month, finding, names, Some(provider)))?;
    (own.elsewhere > 0 || own.rows != record.rows).then_some(own)
}

fn count(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

fn positions<'f>(findings: impl Iterator<Item = &'f Finding>) -> impl Array + 'static {
    let mut builder = ListBuilder::new(Int32Builder::new());
    for finding in findings {
        finding.others.iter().filter_map(|at| i32::try_from(*at).ok()).for_each(|at| builder.values().append_value(at));
        builder.append(true);
    }
    builder.finish()
}

fn own_visits(own: &[Option<Sides>]) -> impl Array + 'static {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for own in own {
        own.iter().flat_map(|own| &own.visits).for_each(|visit| builder.values().append_value(visit));
        builder.append(own.is_some());
    }
    builder.finish()
}
