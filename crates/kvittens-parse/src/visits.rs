//! Rows → visits: grouped by (provider, visit id, customer, staff, performed), merged, put in order.

use std::collections::BTreeMap;

use kvittens_model::clock::{self, Certainty};
use kvittens_model::ids::VisitId;
use kvittens_model::words::Receipts;
use kvittens_model::{Id, Local, NoteCode, Performed, Rows, ServiceSets, Visits, YearMonth};
use rayon::prelude::*;

use crate::merge::{self, Unions, Visit};
use crate::notes::Remarks;

/// Visits merged by one task.
const PIECE: usize = 1 << 14;

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

/// Builds the visits of a month. Every row has a visit id or a key in its place.
pub fn build(rows: Rows, sets: ServiceSets, month: YearMonth, receipts: Receipts, remarks: &mut Remarks) -> Built {
    let mut groups = Groups::of(&rows);
    let (made, sets) = merge_all(&rows, &groups, sets, receipts);
    let in_month = |visit: &Visit| month.contains(visit.start.or(visit.stop).or(visit.planned_start));
    let stays: Vec<bool> = made.par_iter().map(in_month).collect();
    let mut other_month = BTreeMap::new();
    let rows = if stays.contains(&false) {
        let mut keep = vec![true; rows.len()];
        for group in (0..made.len()).filter(|group| !stays[*group]) {
            for row in groups.rows(group) {
                keep[*row as usize] = false;
                *other_month.entry(rows.file[*row as usize]).or_default() += 1;
            }
        }
        compact(rows, &keep, &mut groups)
    } else {
        rows
    };
    let unsure = |time: Local| time.is_some() && clock::certainty(time) != Certainty::Sure;
    let of_month = || made.par_iter().zip(&stays).filter(|(_, stays)| **stays).map(|(visit, _)| visit);
    let changing = of_month().filter(|visit| unsure(visit.start) || unsure(visit.stop)).count();
    remarks.ids(NoteCode::ClockChange, changing as u64);
    remarks.ids(NoteCode::DiscardedTime, of_month().filter(|visit| visit.discarded).count() as u64);
    Built { visits: columns(made, &groups, &stays), rows, sets, other_month }
}

/// What the rows of one visit have in common.
/// The visit id stands first: it tells most visits apart by itself.
type Key = (VisitId, Id, Id, Id, Performed);

/// Neighbouring rows of one visit: an export mostly has them together, so there are far fewer runs than rows.
struct Run {
    key: Key,
    first: u32,
    rows: u32,
}

/// The positions of each visit's rows, ascending.
struct Groups {
    rows: Vec<u32>,
    ends: Vec<u32>,
}

impl Groups {
    #[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
    fn of(rows: &Rows) -> Groups {
        let mut runs: Vec<Run> = Vec::new();
        for at in 0..rows.len() {
            let key = (rows.visit[at], rows.provider[at], rows.customer[at], rows.staff[at], rows.performed[at]);
            match runs.last_mut() {
                Some(run) if run.key == key => run.rows += 1,
                _ => runs.push(Run { key, first: at as u32, rows: 1 }),
            }
        }
        runs.par_sort_unstable_by_key(|run| (run.key, run.first));
        let mut groups = Groups { rows: Vec::with_capacity(rows.len()), ends: Vec::new() };
        for group in runs.chunk_by(|a, b| a.key == b.key) {
            for run in group {
                groups.rows.extend(run.first..run.first + run.rows);
            }
            groups.ends.push(groups.rows.len() as u32);
        }
        groups
    }

    fn rows(&self, group: usize) -> &[u32] {
        let start = if group == 0 { 0 } else { self.ends[group - 1] };
        &self.rows[start as usize..self.ends[group] as usize]
    }
}

/// Merges every group, in pieces on all cores; the unions of services each piece met are numbered once for all.
fn merge_all(rows: &Rows, groups: &Groups, mut sets: ServiceSets, receipts: Receipts) -> (Vec<Visit>, ServiceSets) {
    let count = groups.ends.len();
    let pieces: Vec<(Vec<Visit>, Unions)> = (0..count.div_ceil(PIECE))
        .into_par_iter()
        .map(|piece| {
            let mut unions = Unions::new(sets.len());
            let of_piece = piece * PIECE..count.min((piece + 1) * PIECE);
            let visits = of_piece.map(|group| merge::merge(rows, groups.rows(group), receipts, &mut unions)).collect();
            (visits, unions)
        })
        .collect();
    let mut known = Unions::new(sets.len());
    let (mut made, mut renumbered) = (Vec::with_capacity(count), Vec::new());
    for (visits, unions) in pieces {
        let numbers: Vec<Id> = unions.parts().iter().map(|parts| known.number(parts)).collect();
        renumbered.push(numbers);
        made.extend(visits);
    }
    let single = sets.len();
    made.par_chunks_mut(PIECE).zip(&renumbered).for_each(|(visits, numbers)| {
        for visit in visits {
            // A number below the sets of single rows is one of those, or none at all.
            if let Some(union) = (visit.services as usize).checked_sub(single).filter(|union| *union < numbers.len()) {
                visit.services = numbers[union];
            }
        }
    });
    for parts in known.parts() {
        let mut services: Vec<Id> = parts.iter().flat_map(|set| sets.get(*set).to_vec()).collect();
        services.sort_unstable();
        services.dedup();
        sets.push(&services);
    }
    (made, sets)
}

/// The rows that stay, and the groups' positions moved to them.
#[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
fn compact(rows: Rows, keep: &[bool], groups: &mut Groups) -> Rows {
    let (mut kept, mut moved) = (Rows::default(), vec![0u32; rows.len()]);
    for (at, stays) in keep.iter().enumerate() {
        if *stays {
            moved[at] = kept.len() as u32;
            kept.push(rows.get(at));
        }
    }
    groups.rows.par_iter_mut().for_each(|row| *row = moved[*row as usize]);
    kept
}

/// The visits of the month as columns, in the canonical order.
#[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
fn columns(made: Vec<Visit>, groups: &Groups, stays: &[bool]) -> Visits {
    // Start and stop decide nearly always, so they are all that the sort carries about.
    let packed = |time: Local| u64::from(time.seconds().cast_unsigned() ^ 1 << 31);
    let rest = |at: u32| {
        let v = &made[at as usize];
        (v.visit, v.provider, v.customer, v.staff, v.performed)
    };
    let mut order: Vec<(u64, u32)> = (0..made.len() as u32)
        .into_par_iter()
        .filter(|at| stays[*at as usize])
        .map(|at| (packed(made[at as usize].start) << 32 | packed(made[at as usize].stop), at))
        .collect();
    order.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(a.1).cmp(&rest(b.1))).then(a.1.cmp(&b.1)));
    let order: Vec<u32> = order.into_par_iter().map(|key| key.1).collect();
    // One jump about memory a visit, not one a visit and column.
    let sorted: Vec<Visit> = order.par_iter().map(|at| made[*at as usize].clone()).collect();
    drop(made);
    macro_rules! gather {
        ($($field:ident),*) => {
            Visits {
                $($field: sorted.par_iter().map(|visit| visit.$field).collect(),)*
                row_ends: Vec::with_capacity(order.len()),
                rows: Vec::with_capacity(groups.rows.len()),
            }
        };
    }
    let mut visits = gather!(
        provider,
        unit,
        visit,
        customer,
        staff,
        services,
        start,
        stop,
        planned_start,
        planned_stop,
        in_method,
        out_method,
        performed,
        double,
        double_id,
        reason,
        entered_at,
        entered_by,
        approved_at,
        tag,
        device
    );
    for at in order {
        visits.rows.extend_from_slice(groups.rows(at as usize));
        visits.row_ends.push(visits.rows.len() as u32);
    }
    visits
}
