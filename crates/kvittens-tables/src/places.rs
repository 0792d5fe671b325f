//! Where a finding stands: what a report shows beside the columns of outputs.md, so that it can be made again from
//! findings.parquet alone. Positions are rows of visits.parquet, the first being 0, whether it was written or not.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BooleanArray, Int32Array, Int32Builder, ListBuilder, TimestampMillisecondArray};
use arrow::error::ArrowError;
use kvittens_model::Finding;
use rayon::prelude::*;

use crate::findings::Pair;
use crate::parquet::{self, Column, lists, milliseconds, texts};

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

/// Which of the columns have nothing in some row of a month's findings.
pub(crate) fn can_be_empty(pairs: &[Pair<'_>]) -> [bool; 9] {
    let without = |is_empty: fn(&Pair<'_>) -> bool| pairs.par_iter().any(is_empty);
    let visit = without(|(finding, _)| finding.visit.is_none());
    let own = without(|(_, record)| record.own.is_none());
    let service = without(|(_, record)| record.visit_service.is_none());
    let time = without(|(_, record)| record.when.is_none());
    [false, service, time, visit, false, false, own, own, false]
}

/// The columns of findings of a month. `can_be_empty`: of all its findings.
pub(crate) fn columns(pairs: &[Pair<'_>], can_be_empty: [bool; 9]) -> Result<Vec<Column>, ArrowError> {
    // What the finding's own provider is shown of it, where that is less than all.
    let own = || pairs.iter().map(|(_, record)| record.own.as_deref());
    let elsewhere = own().map(|own| own.map_or(0, |own| i32::try_from(own.elsewhere).unwrap_or(i32::MAX)));
    let in_a_row = pairs.iter().map(|(_, record)| i32::try_from(record.in_a_row).unwrap_or(i32::MAX));
    let services = texts(pairs.iter().map(|(_, record)| record.visit_service.as_deref()));
    let times = pairs.iter().map(|(_, record)| record.when.get().map(milliseconds));
    let visits = pairs.iter().map(|(finding, _)| finding.visit.and_then(|at| i32::try_from(at).ok()));
    let parts = pairs.iter().map(|(finding, _)| Some(finding.parts.is_some()));
    let arrays: [ArrayRef; 9] = [
        Arc::new(in_a_row.collect::<Int32Array>()),
        services,
        Arc::new(times.collect::<TimestampMillisecondArray>()),
        Arc::new(visits.collect::<Int32Array>()),
        Arc::new(positions(pairs.iter().map(|(finding, _)| *finding))),
        Arc::new(elsewhere.collect::<Int32Array>()),
        lists(own().map(|own| own.map(|own| own.visits.as_slice())))?,
        parquet::places(own().map(|own| own.map(|own| own.rows.as_slice())))?,
        Arc::new(parts.collect::<BooleanArray>()),
    ];
    let columns = COLUMNS.into_iter().zip(can_be_empty).zip(arrays);
    Ok(columns.map(|((name, can_be_empty), array)| (name, can_be_empty, array)).collect())
}

fn positions<'f>(findings: impl Iterator<Item = &'f Finding>) -> impl Array + 'static {
    let mut builder = ListBuilder::new(Int32Builder::new());
    for finding in findings {
        finding.others.iter().filter_map(|at| i32::try_from(*at).ok()).for_each(|at| builder.values().append_value(at));
        builder.append(true);
    }
    builder.finish()
}
