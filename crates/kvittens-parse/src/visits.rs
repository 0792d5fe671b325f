//! Rows → visits: grouped by (provider, visit id, customer, staff, performed), merged, put in order.

use std::collections::BTreeMap;

use kvittens_model::clock::{self, Certainty};
use kvittens_model::words::Receipts;
use kvittens_model::{Double, Entries, Id, Local, NO_ID, NoteCode, Rows, ServiceSets, Visits, YearMonth};
use rayon::prelude::*;

use crate::merge::{self, Merged, Unions, Visit};
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
pub fn build(mut rows: Rows, sets: ServiceSets, month: YearMonth, receipts: Receipts, remarks: &mut Remarks) -> Built {
    let mut groups = Groups::of(&rows.entries);
    let (mut made, sets) = Made::of(&rows, &groups, sets, receipts);
    let in_month = |visit: Look| month.contains(visit.start.or(visit.stop).or(visit.planned_start));
    let stays: Vec<bool> =
        (0..groups.len()).into_par_iter().map(|group| in_month(made.look(&rows.entries, group))).collect();
    let mut other_month = BTreeMap::new();
    if stays.contains(&false) {
        let mut keep = vec![true; rows.entries.len()];
        for group in (0..stays.len()).filter(|group| !stays[*group]) {
            for entry in groups.entries(group) {
                let entry = *entry as usize;
                keep[entry] = false;
                *other_month.entry(rows.entries.file[entry]).or_default() += rows.entries.rows(entry).len() as u64;
            }
        }
        rows.keep(&keep);
        move_to_kept(&keep, &mut groups, &mut made);
    }
    let unsure = |time: Local| time.is_some() && clock::certainty(time) != Certainty::Sure;
    let of_month = || {
        let groups = (0..stays.len()).into_par_iter().filter(|group| stays[*group]);
        groups.map(|group| made.look(&rows.entries, group))
    };
    let changing = of_month().filter(|visit| unsure(visit.start) || unsure(visit.stop)).count();
    remarks.ids(NoteCode::ClockChange, changing as u64);
    remarks.ids(NoteCode::DiscardedTime, of_month().filter(|visit| visit.discarded).count() as u64);
    let visits = columns(made, &rows, &groups, &stays);
    Built { visits, rows, sets, other_month }
}

/// Places in the order of their keys, then of the rest, then their own. Key and place are compared as one number; the
/// rest, which lies far apart in memory, is only looked at where keys are the same.
#[allow(clippy::cast_possible_truncation, reason = "a place is the lower half")]
fn in_order<R: Ord>(keys: impl ParallelIterator<Item = (u64, u32)>, rest: impl Fn(u32) -> R + Sync) -> Vec<u32> {
    let mut order: Vec<u128> = keys.map(|(key, place)| u128::from(key) << 32 | u128::from(place)).collect();
    order.par_sort_unstable();
    let same = order.par_chunk_by_mut(|a, b| a >> 32 == b >> 32).filter(|same| same.len() > 1);
    same.for_each(|same| same.sort_by_cached_key(|of| rest(*of as u32)));
    order.into_par_iter().map(|of| of as u32).collect()
}

/// The entries of each visit, ascending.
struct Groups {
    entries: Vec<u32>,
    ends: Vec<u32>,
}

impl Groups {
    /// What the rows of one visit have in common. The visit id tells most visits apart by itself, so it is all that the
    /// sort carries about.
    #[allow(clippy::cast_possible_truncation, reason = "entries are counted in u32")]
    fn of(of: &Entries) -> Groups {
        let rest = |entry: u32| {
            let entry = entry as usize;
            (of.provider[entry], of.customer[entry], of.staff[entry], of.performed[entry])
        };
        let keys = of.visit.par_iter().zip(0..of.len() as u32).map(|(visit, entry)| (visit.order(), entry));
        let entries = in_order(keys, rest);
        let mut ends = Vec::new();
        for (next, two) in (1..).zip(entries.windows(2)) {
            let visit = |entry: u32| of.visit[entry as usize];
            if visit(two[0]) != visit(two[1]) || rest(two[0]) != rest(two[1]) {
                ends.push(next);
            }
        }
        ends.push(entries.len() as u32);
        Groups { entries, ends }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn entries(&self, group: usize) -> &[u32] {
        let start = if group == 0 { 0 } else { self.ends[group - 1] };
        &self.entries[start as usize..self.ends[group] as usize]
    }
}

/// The visits while they are made.
struct Made {
    visits: Vec<Of>,
    /// Visits of entries that differ.
    merged: Vec<Visit>,
}

/// What a visit is of.
#[derive(Clone, Copy)]
struct Of {
    /// The entry that speaks for it.
    entry: u32,
    /// Its place among the merged, where its entries differ.
    merged: Id,
    services: Id,
    double: Double,
}

/// What is asked of a visit before its columns are made.
struct Look {
    start: Local,
    stop: Local,
    planned_start: Local,
    discarded: bool,
}

impl Made {
    /// Merges every group, in pieces on all cores; the unions of services each piece met are numbered once for all.
    fn of(rows: &Rows, groups: &Groups, mut sets: ServiceSets, receipts: Receipts) -> (Made, ServiceSets) {
        let single = sets.len();
        let pieces: Vec<(Made, Unions)> = (0..groups.len().div_ceil(PIECE))
            .into_par_iter()
            .map(|piece| {
                let mut made = Made { visits: Vec::with_capacity(PIECE), merged: Vec::new() };
                let mut unions = Unions::new(single);
                for group in piece * PIECE..groups.len().min((piece + 1) * PIECE) {
                    made.add(
                        merge::merge(rows, groups.entries(group), receipts, &mut unions),
                        groups.entries(group)[0],
                    );
                }
                (made, unions)
            })
            .collect();
        let mut known = Unions::new(single);
        let mut all = Made { visits: Vec::with_capacity(groups.len()), merged: Vec::new() };
        for (piece, unions) in pieces {
            let numbers: Vec<Id> = unions.parts().iter().map(|parts| known.number(parts)).collect();
            let before = Id::try_from(all.merged.len()).unwrap_or(NO_ID);
            all.visits.extend(piece.visits.into_iter().map(|visit| {
                Of {
                    merged: if visit.merged == NO_ID { NO_ID } else { before + visit.merged },
                    // A number below the sets of single rows is one of those, or none at all.
                    services: (visit.services as usize)
                        .checked_sub(single)
                        .and_then(|union| numbers.get(union).copied())
                        .unwrap_or(visit.services),
                    ..visit
                }
            }));
            all.merged.extend(piece.merged);
        }
        for parts in known.parts() {
            let mut services: Vec<Id> = parts.iter().flat_map(|set| sets.get(*set).to_vec()).collect();
            services.sort_unstable();
            services.dedup();
            sets.push(&services);
        }
        (all, sets)
    }

    fn add(&mut self, of: Merged, entry: u32) {
        let merged = match of.visit {
            Some(_) => Id::try_from(self.merged.len()).unwrap_or(NO_ID),
            None => NO_ID,
        };
        self.merged.extend(of.visit);
        self.visits.push(Of { entry, merged, services: of.services, double: of.double });
    }

    fn look(&self, entries: &Entries, at: usize) -> Look {
        let of = self.visits[at];
        match self.merged.get(of.merged as usize) {
            Some(v) => Look { start: v.start, stop: v.stop, planned_start: v.planned_start, discarded: v.discarded },
            None => {
                let entry = of.entry as usize;
                let (start, stop) = (entries.start[entry], entries.stop[entry]);
                Look { start, stop, planned_start: entries.planned_start[entry], discarded: false }
            }
        }
    }
}

/// Moves what points at entries to those that are kept.
#[allow(clippy::cast_possible_truncation, reason = "entries are counted in u32")]
fn move_to_kept(keep: &[bool], groups: &mut Groups, made: &mut Made) {
    let mut next = 0;
    let place = |stays: &bool| {
        let place = next;
        next += u32::from(*stays);
        place
    };
    let moved: Vec<u32> = keep.iter().map(place).collect();
    groups.entries.par_iter_mut().for_each(|entry| *entry = moved[*entry as usize]);
    made.visits.par_iter_mut().for_each(|of| of.entry = moved[of.entry as usize]);
}

/// The visits of the month as columns, in the canonical order.
#[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
fn columns(made: Made, rows: &Rows, groups: &Groups, stays: &[bool]) -> Visits {
    let entries = &rows.entries;
    let Made { visits, merged } = &made;
    macro_rules! of {
        ($visit:expr, $field:ident) => {{
            let visit: Of = $visit;
            match merged.get(visit.merged as usize) {
                Some(merged) => merged.$field,
                None => entries.$field[visit.entry as usize],
            }
        }};
    }
    // Start and stop decide nearly always, so they are all that the sort carries about.
    let packed = |time: Local| u64::from(time.seconds().cast_unsigned() ^ 1 << 31);
    let rest = |at: u32| {
        let v = visits[at as usize];
        (of!(v, visit), of!(v, provider), of!(v, customer), of!(v, staff), of!(v, performed))
    };
    let keys = (0..visits.len() as u32)
        .into_par_iter()
        .filter(|at| stays[*at as usize])
        .map(|at| (made.look(entries, at as usize), at))
        .map(|(look, at)| (packed(look.start) << 32 | packed(look.stop), at));
    let order = in_order(keys, rest);
    let sorted: Vec<Of> = order.par_iter().map(|at| visits[*at as usize]).collect();
    macro_rules! gather {
        ($($field:ident),* $(,)?) => {
            Visits {
                $($field: sorted.par_iter().map(|visit| of!(*visit, $field)).collect(),)*
                services: sorted.par_iter().map(|visit| visit.services).collect(),
                double: sorted.par_iter().map(|visit| visit.double).collect(),
                row_ends: Vec::new(),
                rows: Vec::new(),
            }
        };
    }
    let (mut visits, (of_visits, row_ends)) = rayon::join(
        || {
            gather!(
                provider,
                unit,
                visit,
                customer,
                staff,
                start,
                stop,
                planned_start,
                planned_stop,
                in_method,
                out_method,
                performed,
                double_id,
                reason,
                entered_at,
                entered_by,
                approved_at,
                tag,
                device,
            )
        },
        || rows_of(&order, groups, rows),
    );
    (visits.rows, visits.row_ends) = (of_visits, row_ends);
    visits
}

/// The rows of the visits, and where those of each end.
#[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
fn rows_of(order: &[u32], groups: &Groups, rows: &Rows) -> (Vec<u32>, Vec<u32>) {
    let (mut of_visits, mut ends) = (Vec::with_capacity(rows.len()), Vec::with_capacity(order.len()));
    for at in order {
        for entry in groups.entries(*at as usize) {
            let of_entry = rows.entries.rows(*entry as usize);
            of_visits.extend(of_entry.start as u32..of_entry.end as u32);
        }
        ends.push(of_visits.len() as u32);
    }
    (of_visits, ends)
}
