//! The rows of one visit → one visit (exports.md, and rules.md "Ends"): at each end a receipt beats a phone or a
//! position, that an edited time, that one without a word, that a manual one; among equals the earliest start and the
//! latest stop stand.

use std::cmp::Reverse;

use kvittens_model::ids::VisitId;
use kvittens_model::rows::Row;
use kvittens_model::words::Receipts;
use kvittens_model::{Double, Entries, Id, Local, Method, NO_ID, Performed, Rows};
use rustc_hash::FxHashMap;

/// A discarded time this far from the one that stands is noted (Q914), in seconds.
const DISCARDED: u32 = 300;

/// Services of a visit that need no memory of their own; more are rare, and as right.
const MOST_SETS: usize = 16;

/// A visit of entries that differ; its services and whether it is marked as double staffing stand beside it.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the columns are documented at kvittens_model::Visits")]
pub struct Visit {
    pub provider: Id,
    pub visit: VisitId,
    pub customer: Id,
    pub staff: Id,
    pub performed: Performed,
    pub unit: Id,
    pub start: Local,
    pub stop: Local,
    pub in_method: Method,
    pub out_method: Method,
    pub planned_start: Local,
    pub planned_stop: Local,
    pub double_id: Id,
    pub reason: Id,
    pub entered_at: Local,
    pub entered_by: Id,
    pub approved_at: Local,
    pub tag: Id,
    pub device: Id,
    /// A time was discarded that differs by five minutes or more.
    pub discarded: bool,
}

/// What became of a visit's entries.
#[derive(Clone, Debug)]
pub struct Merged {
    /// A set of the rows, or a union of the piece ([`Unions`]).
    pub services: Id,
    /// Marked as double staffing by a row at least.
    pub double: Double,
    /// The visit; `None` where every entry says what the first one says.
    pub visit: Option<Visit>,
}

/// The unions of service sets that the visits of a piece made, numbered behind the sets of single rows.
#[derive(Debug)]
pub struct Unions {
    base: usize,
    numbers: FxHashMap<Vec<Id>, Id>,
    parts: Vec<Vec<Id>>,
}

impl Unions {
    /// No union yet; `base`: how many sets the rows have.
    pub fn new(base: usize) -> Unions {
        Unions { base, numbers: FxHashMap::default(), parts: Vec::new() }
    }

    /// The number of a union of these sets, which are ascending and distinct.
    pub fn number(&mut self, parts: &[Id]) -> Id {
        if let Some(&known) = self.numbers.get(parts) {
            return known;
        }
        let number = Id::try_from(self.base + self.parts.len()).unwrap_or(NO_ID);
        self.numbers.insert(parts.to_vec(), number);
        self.parts.push(parts.to_vec());
        number
    }

    /// The sets of each union, by number.
    pub fn parts(&self) -> &[Vec<Id>] {
        &self.parts
    }
}

/// Merges these entries of the rows, of which there is at least one.
pub fn merge(rows: &Rows, at: &[u32], receipts: Receipts, unions: &mut Unions) -> Merged {
    let of_rows = || at.iter().flat_map(|entry| rows.entries.rows(*entry as usize));
    let first = at[0] as usize;
    let alike = at[1..].iter().all(|other| says_the_same(&rows.entries, first, *other as usize));
    Merged {
        services: services(of_rows().map(|row| rows.services[row]), unions),
        double: of_rows().map(|row| rows.double[row]).max().unwrap_or(Double::No),
        visit: (!alike).then(|| visit(rows, at, receipts)),
    }
}

fn visit(rows: &Rows, at: &[u32], receipts: Receipts) -> Visit {
    let all = || at.iter().map(|entry| rows.get(rows.entries.rows(*entry as usize).start));
    let first = rows.get(rows.entries.rows(at[0] as usize).start);
    let start_rank = |row: &Row| (row.in_method.rank(receipts), row.start, row.in_method);
    let stop_rank = |row: &Row| (row.out_method.rank(receipts), Reverse(row.stop), row.out_method);
    let started = all().filter(|row| row.start.is_some()).min_by_key(start_rank);
    let stopped = all().filter(|row| row.stop.is_some()).min_by_key(stop_rank);
    let (start, in_method) = started.map_or((Local::NONE, Method::None), |row| (row.start, row.in_method));
    let (stop, out_method) = stopped.map_or((Local::NONE, Method::None), |row| (row.stop, row.out_method));

    // Unit, reason and entry come from the row that gave the start, else the stop; among equal rows the least, so
    // that the order of the rows plays no part. An empty field comes last.
    let gave = |row: &Row| match (start.is_some(), stop.is_some()) {
        (true, _) => row.start == start && row.in_method == in_method,
        (false, true) => row.stop == stop && row.out_method == out_method,
        (false, false) => true,
    };
    let told = |row: &Row| {
        let entered = row.entered_at.get().map_or(i32::MAX, Local::seconds);
        let approved = row.approved_at.get().map_or(i32::MAX, Local::seconds);
        (row.unit, row.reason, entered, row.entered_by, approved, row.tag, row.device)
    };
    let teller = all().filter(gave).min_by_key(told).unwrap_or(first);
    let far = |time: Local, chosen: Local| time.is_some() && time.seconds().abs_diff(chosen.seconds()) >= DISCARDED;
    let least = |column: &[Id]| at.iter().map(|at| column[*at as usize]).min().unwrap_or(NO_ID);
    Visit {
        provider: first.provider,
        visit: first.visit,
        customer: first.customer,
        staff: first.staff,
        performed: first.performed,
        unit: teller.unit,
        start,
        stop,
        in_method,
        out_method,
        planned_start: all().map(|row| row.planned_start).filter(|time| time.is_some()).min().unwrap_or(Local::NONE),
        planned_stop: all().map(|row| row.planned_stop).max().unwrap_or(Local::NONE),
        double_id: least(&rows.entries.double_id),
        reason: teller.reason,
        entered_at: teller.entered_at,
        entered_by: teller.entered_by,
        approved_at: teller.approved_at,
        tag: if teller.tag == NO_ID { least(&rows.entries.tag) } else { teller.tag },
        device: if teller.device == NO_ID { least(&rows.entries.device) } else { teller.device },
        discarded: all().any(|row| far(row.start, start) || far(row.stop, stop)),
    }
}

/// Whether two entries of a visit differ in nothing that a visit has: so do those of most visits.
fn says_the_same(of: &Entries, a: usize, b: usize) -> bool {
    of.start[a] == of.start[b]
        && of.stop[a] == of.stop[b]
        && of.in_method[a] == of.in_method[b]
        && of.out_method[a] == of.out_method[b]
        && of.planned_start[a] == of.planned_start[b]
        && of.planned_stop[a] == of.planned_stop[b]
        && of.unit[a] == of.unit[b]
        && of.reason[a] == of.reason[b]
        && of.entered_at[a] == of.entered_at[b]
        && of.entered_by[a] == of.entered_by[b]
        && of.approved_at[a] == of.approved_at[b]
        && of.double_id[a] == of.double_id[b]
        && of.tag[a] == of.tag[b]
        && of.device[a] == of.device[b]
}

fn services(sets: impl Iterator<Item = Id>, unions: &mut Unions) -> Id {
    let mut distinct: [Id; MOST_SETS] = [NO_ID; MOST_SETS];
    let (mut count, mut more) = (0, Vec::new());
    for set in sets.filter(|set| *set != NO_ID) {
        if distinct[..count].contains(&set) || more.contains(&set) {
            continue;
        }
        if count < MOST_SETS {
            distinct[count] = set;
            count += 1;
        } else {
            more.push(set);
        }
    }
    match (count, more.is_empty()) {
        (0, _) => NO_ID,
        (1, _) => distinct[0],
        (_, true) => {
            distinct[..count].sort_unstable();
            unions.number(&distinct[..count])
        }
        (_, false) => {
            more.extend_from_slice(&distinct[..count]);
            more.sort_unstable();
            unions.number(&more)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: u32) -> Local {
        Local::new(2022, 3, 1, 7, minute, 0).unwrap()
    }

    fn row(start: (Local, Method), stop: (Local, Method)) -> Row {
        Row {
            provider: 0,
            unit: NO_ID,
            visit: VisitId::NONE,
            customer: 0,
            staff: 0,
            services: 0,
            planned_start: Local::NONE,
            planned_stop: Local::NONE,
            start: start.0,
            stop: stop.0,
            in_method: start.1,
            out_method: stop.1,
            tag: NO_ID,
            device: NO_ID,
            reason: NO_ID,
            entered_at: Local::NONE,
            entered_by: NO_ID,
            approved_at: Local::NONE,
            performed: Performed::Yes,
            double: Double::No,
            double_id: NO_ID,
            file: 0,
            line: 2,
        }
    }

    /// The visit of rows that differ, its services and whether it is marked as double.
    fn merged(all: &[Row]) -> (Visit, Id, Double) {
        let rows: Rows = all.iter().copied().collect();
        let forward: Vec<u32> = (0..u32::try_from(all.len()).unwrap()).collect();
        let mut unions = Unions::new(9);
        let made = merge(&rows, &forward, Receipts::default(), &mut unions);
        let backward: Vec<u32> = forward.into_iter().rev().collect();
        let other = merge(&rows, &backward, Receipts::default(), &mut unions);
        assert_eq!(format!("{made:?}"), format!("{other:?}"), "the order of the rows plays no part");
        (made.visit.expect("the rows differ"), made.services, made.double)
    }

    #[test]
    fn the_manual_row_gives_the_end_that_the_tag_row_lacks() {
        let tag = row((at(0), Method::Tag), (Local::NONE, Method::None));
        let manual = Row { reason: 3, ..row((at(1), Method::Manual), (at(30), Method::Manual)) };
        let visit = merged(&[tag, manual]).0;
        assert_eq!((visit.start, visit.in_method), (at(0), Method::Tag));
        assert_eq!((visit.stop, visit.out_method), (at(30), Method::Manual));
        assert_eq!(visit.reason, NO_ID, "the row that gave the start tells the reason");
        assert!(!visit.discarded);
    }

    #[test]
    fn among_equals_the_earliest_start_and_the_latest_stop_stand() {
        let (visit, ..) = merged(&[
            row((at(3), Method::Tag), (at(20), Method::Tag)),
            row((at(2), Method::Tag), (at(19), Method::Tag)),
            row((at(0), Method::Edited), (at(40), Method::Edited)),
        ]);
        assert_eq!((visit.start, visit.stop), (at(2), at(20)));
        assert!(visit.discarded, "an edited stop twenty minutes later was put aside");
    }

    #[test]
    fn a_difference_of_five_minutes_is_noted_and_four_is_not() {
        let tag = row((at(10), Method::Tag), (at(30), Method::Tag));
        let manual = |minute| row((at(minute), Method::Manual), (at(30), Method::Manual));
        assert!(merged(&[tag, manual(5)]).0.discarded);
        assert!(!merged(&[tag, manual(6)]).0.discarded);
    }

    #[test]
    fn the_plan_is_the_widest_and_services_the_union() {
        let a = Row {
            planned_start: at(1),
            planned_stop: at(9),
            services: 4,
            ..row((at(0), Method::Tag), (at(9), Method::Tag))
        };
        let b = Row { planned_start: at(0), planned_stop: at(8), services: 2, double: Double::Yes, ..a };
        let c = Row { planned_start: Local::NONE, planned_stop: Local::NONE, services: NO_ID, ..a };
        let (visit, services, double) = merged(&[a, b, c]);
        assert_eq!((visit.planned_start, visit.planned_stop), (at(0), at(9)));
        assert_eq!(services, 9, "the first union behind nine single sets");
        assert_eq!(double, Double::Yes);
    }
}
