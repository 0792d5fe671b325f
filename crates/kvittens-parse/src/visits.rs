//! Rows → visits: grouped by (provider, visit id, customer, staff, performed), merged, put in order.

use std::collections::BTreeMap;

use kvittens_model::clock::{self, Certainty};
use kvittens_model::ids::VisitId;
use kvittens_model::words::Receipts;
use kvittens_model::{Id, NoteCode, Performed, Rows, ServiceSets, Visits, YearMonth};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::merge::{self, Services, Visit};
use crate::notes::Remarks;

/// What becomes of the rows.
pub struct Built {
    /// The rows of the month.
    pub rows: Rows,
    /// Its visits, in order.
    pub visits: Visits,
    /// The rows' sets and those of merged visits.
    pub sets: ServiceSets,
    /// Rows of other months, per file.
    pub other_month: BTreeMap<u16, u64>,
}

/// What the rows of one visit have in common.
type Key = (Id, VisitId, Id, Id, Performed);

/// Neighbouring rows of one visit: an export mostly has them together, so there are far fewer runs than rows.
struct Run {
    key: Key,
    first: u32,
    rows: u32,
}

/// Builds the visits of a month. Every row has a visit id or a key in its place.
pub fn build(rows: Rows, sets: &ServiceSets, month: YearMonth, receipts: Receipts, remarks: &mut Remarks) -> Built {
    let groups = groups(&rows);
    let mut made: Vec<(Visit, Vec<u32>)> = groups
        .into_par_iter()
        .map(|at| (merge::merge(&rows, &at, receipts), at))
        .collect();
    let (mut sets, mut unions) = (sets.clone(), FxHashMap::default());
    for (visit, _) in &mut made {
        if let Services::Union(parts) = &visit.services {
            visit.services = Services::Set(union(parts, &mut sets, &mut unions));
        }
    }
    let mut other_month = BTreeMap::new();
    let in_month = |visit: &Visit| month.contains(visit.start.or(visit.stop).or(visit.planned_start));
    let elsewhere = made.iter().any(|(visit, _)| !in_month(visit));
    let rows = if elsewhere {
        let mut keep = vec![true; rows.len()];
        made.retain(|(visit, at)| {
            let stays = in_month(visit);
            for row in at.iter().filter(|_| !stays) {
                keep[*row as usize] = false;
                *other_month.entry(rows.file[*row as usize]).or_default() += 1;
            }
            stays
        });
        compact(rows, &keep, &mut made)
    } else {
        rows
    };
    made.par_sort_unstable_by_key(|(v, at)| {
        (
            v.start,
            v.stop,
            v.visit,
            v.provider,
            v.customer,
            v.staff,
            v.performed,
            at[0],
        )
    });
    let unsure = |v: &Visit| {
        [v.start, v.stop]
            .into_iter()
            .any(|t| t.is_some() && clock::certainty(t) != Certainty::Sure)
    };
    remarks.ids(
        NoteCode::ClockChange,
        made.par_iter().filter(|(visit, _)| unsure(visit)).count() as u64,
    );
    remarks.ids(
        NoteCode::DiscardedTime,
        made.iter().filter(|(visit, _)| visit.discarded).count() as u64,
    );
    Built {
        visits: columns(made),
        rows,
        sets,
        other_month,
    }
}

/// The positions of each visit's rows, ascending.
#[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
fn groups(rows: &Rows) -> Vec<Vec<u32>> {
    let mut runs: Vec<Run> = Vec::new();
    for at in 0..rows.len() {
        let key = (
            rows.provider[at],
            rows.visit[at],
            rows.customer[at],
            rows.staff[at],
            rows.performed[at],
        );
        match runs.last_mut() {
            Some(run) if run.key == key => run.rows += 1,
            _ => runs.push(Run {
                key,
                first: at as u32,
                rows: 1,
            }),
        }
    }
    runs.par_sort_unstable_by_key(|run| (run.key, run.first));
    runs.chunk_by(|a, b| a.key == b.key)
        .map(|group| group.iter().flat_map(|run| run.first..run.first + run.rows).collect())
        .collect()
}

fn union(parts: &[Id], sets: &mut ServiceSets, unions: &mut FxHashMap<Vec<Id>, Id>) -> Id {
    if let Some(&known) = unions.get(parts) {
        return known;
    }
    let mut services: Vec<Id> = parts.iter().flat_map(|set| sets.get(*set).to_vec()).collect();
    services.sort_unstable();
    services.dedup();
    let id = sets.push(&services);
    unions.insert(parts.to_vec(), id);
    id
}

/// The rows that stay, and the visits' positions moved to them.
#[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
fn compact(rows: Rows, keep: &[bool], made: &mut [(Visit, Vec<u32>)]) -> Rows {
    let (mut kept, mut moved) = (Rows::default(), vec![0u32; rows.len()]);
    for (at, stays) in keep.iter().enumerate() {
        if *stays {
            moved[at] = kept.len() as u32;
            kept.push(rows.get(at));
        }
    }
    for row in made.iter_mut().flat_map(|(_, at)| at) {
        *row = moved[*row as usize];
    }
    kept
}

#[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
fn columns(made: Vec<(Visit, Vec<u32>)>) -> Visits {
    let mut visits = Visits::default();
    for (visit, at) in made {
        visits.provider.push(visit.provider);
        visits.unit.push(visit.unit);
        visits.visit.push(visit.visit);
        visits.customer.push(visit.customer);
        visits.staff.push(visit.staff);
        visits.services.push(match visit.services {
            Services::Set(set) => set,
            Services::Union(_) => unreachable!("unions were numbered above"),
        });
        visits.start.push(visit.start);
        visits.stop.push(visit.stop);
        visits.planned_start.push(visit.planned_start);
        visits.planned_stop.push(visit.planned_stop);
        visits.in_method.push(visit.in_method);
        visits.out_method.push(visit.out_method);
        visits.performed.push(visit.performed);
        visits.double.push(visit.double);
        visits.double_id.push(visit.double_id);
        visits.reason.push(visit.reason);
        visits.entered_at.push(visit.entered_at);
        visits.entered_by.push(visit.entered_by);
        visits.approved_at.push(visit.approved_at);
        visits.tag.push(visit.tag);
        visits.device.push(visit.device);
        visits.rows.extend_from_slice(&at);
        visits.row_ends.push(visits.rows.len() as u32);
    }
    visits
}
