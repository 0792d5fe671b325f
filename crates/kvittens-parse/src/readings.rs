//! Single readings of tags → the ends of visits (exports.md, `lifecare-handelser`): per provider, staff and customer in
//! time order an In and the Ut that follows it within twelve hours are one visit.

use kvittens_model::{Entries, Id, Local, Rows, clock};
use rustc_hash::FxHashMap;

use crate::layout::Of;

/// The longest time between an In and its Ut on the real clock, in seconds.
const LONGEST: i32 = 12 * 3600;

/// Start and stop of the visit a reading is of; one of them may be none.
pub type Ends = (Local, Local);

/// The ends of the visit that each reading without a visit id is of, by its entry.
/// An In followed by an In leaves the first without a stop; a Ut alone has no start. Readings that say the same are one.
pub fn pair(rows: &Rows, kinds: &[Of]) -> FxHashMap<u32, Ends> {
    let mut ends = FxHashMap::default();
    if !kinds.contains(&Of::Readings) {
        return ends;
    }
    let entries = &rows.entries;
    let is_reading = |at: usize| kinds[usize::from(entries.file[at])] == Of::Readings && !entries.visit[at].is_some();
    let mut readings: Vec<Reading> = (0u32..)
        .zip(&entries.visit)
        .map(|(at, _)| at)
        .filter(|at| is_reading(*at as usize))
        .map(|at| Reading::of(entries, at))
        .collect();
    readings.sort_unstable_by_key(|reading| (reading.whose, reading.order(), reading.at));
    for of_two in readings.chunk_by(|a, b| a.whose == b.whose) {
        let mut pairing = Pairing { ends: &mut ends, open: None };
        for moment in of_two.chunk_by(|a, b| a.time == b.time) {
            pairing.moment(moment);
        }
        pairing.leave();
    }
    ends
}

/// A reading: whose, when, and whether somebody went.
struct Reading {
    whose: (Id, Id, Id),
    time: Local,
    out: bool,
    at: u32,
}

impl Reading {
    fn of(entries: &Entries, at: u32) -> Reading {
        let entry = at as usize;
        let (start, stop) = (entries.start[entry], entries.stop[entry]);
        let whose = (entries.provider[entry], entries.staff[entry], entries.customer[entry]);
        Reading { whose, time: start.or(stop), out: start.is_none(), at }
    }

    /// In the order of the real clock; an hour that comes twice is told apart by what the export says.
    fn order(&self) -> (i32, Local) {
        (clock::real(self.time), self.time)
    }
}

/// The readings of one staff at one customer while they are walked through.
struct Pairing<'a> {
    ends: &'a mut FxHashMap<u32, Ends>,
    /// The In that waits for its Ut, and its entries.
    open: Option<(Local, Vec<u32>)>,
}

impl Pairing<'_> {
    /// All readings of one moment. A Ut closes what is open before an In opens anew; where nothing is open, an In and a
    /// Ut of the same minute are a visit of no length.
    fn moment(&mut self, readings: &[Reading]) {
        let of = |out: bool| readings.iter().filter(|reading| reading.out == out).map(|r| r.at).collect::<Vec<u32>>();
        let (time, came, went) = (readings[0].time, of(false), of(true));
        match (self.open.take(), came.is_empty(), went.is_empty()) {
            (None, false, false) => self.visit((time, time), &[came, went].concat()),
            (None, _, false) => self.visit((Local::NONE, time), &went),
            (None, _, true) => self.open = Some((time, came)),
            (Some((start, rows)), no_one_came, false) => {
                if clock::real(time) - clock::real(start) <= LONGEST {
                    self.visit((start, time), &[rows, went].concat());
                } else {
                    self.visit((start, Local::NONE), &rows);
                    self.visit((Local::NONE, time), &went);
                }
                self.open = (!no_one_came).then_some((time, came));
            }
            (Some((start, rows)), _, true) => {
                self.visit((start, Local::NONE), &rows);
                self.open = Some((time, came));
            }
        }
    }

    fn leave(&mut self) {
        if let Some((start, rows)) = self.open.take() {
            self.visit((start, Local::NONE), &rows);
        }
    }

    fn visit(&mut self, ends: Ends, rows: &[u32]) {
        for row in rows {
            self.ends.insert(*row, ends);
        }
    }
}

#[cfg(test)]
mod tests {
    use kvittens_model::ids::VisitId;
    use kvittens_model::rows::Row;
    use kvittens_model::{Double, Method, NO_ID, Performed};

    use super::*;

    fn at(day: u32, hour: u32, minute: u32) -> Local {
        Local::new(2022, 3, day, hour, minute, 0).unwrap()
    }

    fn rows(readings: &[(Id, char, Local)]) -> Rows {
        let mut rows = Rows::default();
        for (line, (customer, event, time)) in (2..).zip(readings) {
            let (start, stop) = if *event == 'i' { (*time, Local::NONE) } else { (Local::NONE, *time) };
            rows.push(Row {
                provider: 0,
                unit: NO_ID,
                visit: VisitId::NONE,
                customer: *customer,
                staff: 0,
                services: NO_ID,
                planned_start: Local::NONE,
                planned_stop: Local::NONE,
                start,
                stop,
                in_method: Method::Tag,
                out_method: Method::Tag,
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
                line,
            });
        }
        rows
    }

    fn visits(readings: &[(Id, char, Local)]) -> Vec<Ends> {
        let ends = pair(&rows(readings), &[Of::Readings]);
        let turned: Vec<_> = readings.iter().copied().rev().collect();
        let other = pair(&rows(&turned), &[Of::Readings]);
        let count = u32::try_from(readings.len()).unwrap();
        assert!((0..count).all(|at| ends[&at] == other[&(count - 1 - at)]), "the order of the rows plays no part");
        let mut visits: Vec<Ends> = (0..count).map(|at| ends[&at]).collect();
        visits.sort_unstable();
        visits.dedup();
        visits
    }

    #[test]
    fn an_in_and_its_out_are_a_visit_and_customers_are_apart() {
        let found = visits(&[(1, 'i', at(1, 7, 0)), (2, 'u', at(1, 7, 10)), (1, 'u', at(1, 7, 30))]);
        assert_eq!(found, [(Local::NONE, at(1, 7, 10)), (at(1, 7, 0), at(1, 7, 30))]);
    }

    #[test]
    fn twelve_hours_are_one_visit_and_a_minute_more_is_none() {
        let found = visits(&[(1, 'i', at(1, 7, 0)), (1, 'u', at(1, 19, 0))]);
        assert_eq!(found, [(at(1, 7, 0), at(1, 19, 0))]);
        let found = visits(&[(1, 'i', at(1, 7, 0)), (1, 'u', at(1, 19, 1))]);
        assert_eq!(found, [(Local::NONE, at(1, 19, 1)), (at(1, 7, 0), Local::NONE)]);
    }

    #[test]
    fn an_in_behind_an_in_leaves_the_first_without_a_stop() {
        let found =
            visits(&[(1, 'i', at(1, 7, 0)), (1, 'i', at(1, 8, 0)), (1, 'u', at(1, 8, 30)), (1, 'i', at(1, 9, 0))]);
        let alone = |hour| (at(1, hour, 0), Local::NONE);
        assert_eq!(found, [alone(7), (at(1, 8, 0), at(1, 8, 30)), alone(9)]);
    }

    #[test]
    fn in_one_minute_the_open_visit_ends_before_the_next_begins() {
        let change = at(1, 7, 30);
        let found = visits(&[(1, 'i', at(1, 7, 0)), (1, 'i', change), (1, 'u', change), (1, 'u', at(1, 8, 0))]);
        assert_eq!(found, [(at(1, 7, 0), change), (change, at(1, 8, 0))]);
        assert_eq!(visits(&[(1, 'u', change), (1, 'i', change)]), [(change, change)]);
    }

    #[test]
    fn the_same_reading_twice_is_one_and_other_files_are_left_alone() {
        let twice = visits(&[(1, 'i', at(1, 7, 0)), (1, 'i', at(1, 7, 0)), (1, 'u', at(1, 7, 20))]);
        assert_eq!(twice, [(at(1, 7, 0), at(1, 7, 20))]);
        assert!(pair(&rows(&[(1, 'i', at(1, 7, 0))]), &[Of::Tag]).is_empty());
    }
}
