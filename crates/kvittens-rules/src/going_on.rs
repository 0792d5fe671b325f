//! The visits of a group that are still going on while the group is read in order.

use crate::facts::Facts;

/// Most visits that are kept at once. No customer and no member of staff has as many at a time; an id that stands for
/// many does, and must not make a pass quadratic.
pub const MOST: usize = 32;

/// The timed visits going on, in order. Where there are more than [`MOST`], those that stop last; among equal stops the
/// last in the order.
#[derive(Debug, Default)]
pub struct GoingOn {
    visits: Vec<u32>,
}

impl GoingOn {
    /// Nothing going on yet.
    pub fn new() -> GoingOn {
        GoingOn::default()
    }

    /// Those going on when `visit` starts; then it is one of them for the next. Visits come in order.
    pub fn meet(&mut self, facts: &Facts, visit: u32, mut each: impl FnMut(u32)) {
        self.visits.retain(|earlier| facts.to(*earlier) > facts.from(visit));
        self.visits.iter().for_each(|earlier| each(*earlier));
        self.visits.push(visit);
        if self.visits.len() > MOST {
            // What is dropped would end before any that is kept, so that these are the last to stop at any later time.
            let first_to_stop = (0..self.visits.len()).min_by_key(|at| (facts.to(self.visits[*at]), self.visits[*at]));
            first_to_stop.map(|at| self.visits.remove(at));
        }
    }
}
