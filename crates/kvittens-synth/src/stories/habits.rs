//! How one member of staff registers all month. Five visits on each of twenty days, three of ten by hand: enough for the
//! rules that ask how (thirty), too few to stand out by their number (K103).

use super::{About, Story, workdays};
use crate::services::only;
use crate::visit::{Minute, OTHER, Span};

/// Starts of a day's visits.
const CLOCKS: [Minute; 5] = [8 * 60, 9 * 60 + 30, 11 * 60, 13 * 60, 15 * 60];

/// A visit of a week's work: its place among all, its day and its start.
fn work() -> impl Iterator<Item = (u32, u32, Minute)> {
    (0..)
        .zip(workdays().flat_map(|day| CLOCKS.map(|clock| (day, clock))))
        .map(|(turn, (day, clock))| (turn, day, clock))
}

fn by_hand(turn: u32) -> bool {
    matches!(turn % 10, 0 | 4 | 7) || turn == 99
}

impl Story<'_> {
    pub(super) fn other_reason_staff(&mut self) -> Option<About> {
        for (turn, day, clock) in work() {
            let (start, length) = (self.about(clock), self.about(20));
            let visit = self.visit((turn % 8, 0), only::CARE, day, start, length);
            match turn {
                0 => visit.by_hand(turn),
                _ if by_hand(turn) => visit.because(OTHER),
                _ => {}
            }
        }
        self.on_staff()
    }

    /// Five minutes later than planned and five shorter, so that nothing is exactly as planned (T406).
    pub(super) fn round_minutes_staff(&mut self) -> Option<About> {
        for (turn, day, clock) in work() {
            let (start, length) = if by_hand(turn) { (clock, 25) } else { (self.about(clock), self.about(23)) };
            let visit = self.visit((turn % 8, 0), only::CARE, day, start, length);
            if by_hand(turn) {
                visit.by_hand(turn);
                visit.planned = Span::from(visit.actual.start - 5, 30);
            }
        }
        self.on_staff()
    }

    /// The plan is not on the five minutes (T405).
    pub(super) fn exactly_planned_staff(&mut self) -> Option<About> {
        for (turn, day, clock) in work() {
            let (start, length) = (self.about(clock + 1), self.about(20));
            let visit = self.visit((turn % 8, 0), only::CARE, day, start, length);
            if by_hand(turn) {
                visit.by_hand(turn);
                visit.planned = visit.actual;
            }
        }
        self.on_staff()
    }

    /// Each of eight customers gets each of three services once by hand and twice by tag.
    pub(super) fn manual_longer_staff(&mut self) -> Option<About> {
        for (turn, day, clock) in work().take(72) {
            let (place, round) = (turn % 24, turn / 24);
            let manual = place % 3 == round;
            let (start, length) = (self.about(clock), self.about(if manual { 45 } else { 25 }));
            let services = [only::CARE, only::MEAL, only::MEDICINE][place as usize / 8];
            let visit = self.visit((place % 8, 0), services, day, start, length);
            if manual {
                visit.by_hand(turn);
            }
        }
        self.on_staff()
    }

    /// Someone else makes enough of the customer's visits that nobody has nearly all (P502). Twenty minutes are as
    /// planned.
    pub(super) fn same_length(&mut self, length: Minute) -> Option<About> {
        for (turn, day) in (0i32..).zip(workdays()) {
            let start = self.about(9 * 60);
            let visit = self.visit((0, 0), only::CARE, day, start, length);
            if length == 20 {
                visit.planned = visit.actual;
            }
            if turn % 3 == 0 {
                let (start, length) = (self.about(16 * 60), self.about(20 + turn));
                self.visit((0, 1), only::MEAL, day, start, length);
            }
        }
        self.on_pair()
    }

    /// Each visit of a day begins as the one before ends.
    pub(super) fn no_travel(&mut self, days: u32, visits: u32) -> Option<About> {
        for day in 0..days {
            let mut clock = self.about(9 * 60);
            for turn in 0..visits {
                let length = self.about(18);
                self.visit((turn % 8, 0), only::CARE, 3 + day, clock, length);
                clock += length;
            }
        }
        self.on_staff()
    }

    /// Eight visits on eight days; every sixth time no minute between.
    pub(super) fn auto_closed(&mut self) -> Option<About> {
        let mut turn = 0;
        for day in workdays().take(8) {
            let mut clock = self.about(8 * 60);
            for place in 0..8 {
                let (length, gap) = (self.about(18), self.about(15));
                self.visit((place, 0), only::CARE, day, clock, length);
                clock += length;
                if place < 7 {
                    clock += if turn % 6 == 0 { 0 } else { gap };
                    turn += 1;
                }
            }
        }
        self.on_staff()
    }

    /// Out of one home and into the next in one minute, always the same two.
    pub(super) fn tags_together(&mut self) -> Option<About> {
        for day in workdays().take(11) {
            let (start, length, after) = (self.about(10 * 60), self.about(15), self.about(15));
            self.visit((0, 0), only::CARE, day, start, length);
            self.visit((1, 0), only::CARE, day, start + length, after);
        }
        self.on_pair()
    }
}
