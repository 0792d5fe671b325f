//! Which numbers of a page are not shown, so that nobody learns a small one.
//!
//! **Sensitive** is a number above zero and below the least that may be shown. Zero is not: that there was nothing to
//! ask about tells nothing of anybody. A sensitive number is hidden, and beside it as many others as it takes that it
//! cannot be computed back (secondary suppression). What is promised: from every sum that the page shows or implies,
//! the interval that a hidden sensitive number can lie in spans at least the least that may be shown. It then reaches
//! up to that least or past it, so that not even its being small can be computed.
//!
//! A page's numbers are seen as flows: a number leads from one sum to another, and what comes into a sum goes out of
//! it. A table is `all → row → column → all`; a column can be divided further; tables that share a sum share a node. In
//! such a network the least and the largest that a hidden number can be are found exactly, by the flow that can be sent
//! around through hidden numbers alone, and no interval arithmetic or linear programme is needed. Numbers that stand
//! nowhere but can be computed (what a sum shown leaves of another) are in the network too: never printed, so hidden
//! from the start, and protected as the others are.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// A sum.
pub type Node = usize;

/// A number's place among the numbers.
pub type Place = usize;

/// What hiding a number costs the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A cell.
    Inner,
    /// A sum of cells, which readers look for first: hidden only where no cell will do.
    Total,
    /// Stands nowhere on the page, but could be computed.
    Unprinted,
}

#[derive(Clone, Copy, Debug)]
struct Number {
    from: Node,
    to: Node,
    value: u64,
    kind: Kind,
}

/// The numbers of a page and how they add up.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    numbers: Vec<Number>,
    /// Of each node, the numbers that begin or end there.
    at: Vec<Vec<Place>>,
}

impl Sums {
    /// A new sum.
    pub fn node(&mut self) -> Node {
        self.at.push(Vec::new());
        self.at.len() - 1
    }

    /// A number that is part of `from` and counts towards `to`.
    pub fn number(&mut self, from: Node, to: Node, value: u64, kind: Kind) -> Place {
        let place = self.numbers.len();
        self.numbers.push(Number { from, to, value, kind });
        self.at[from].push(place);
        self.at[to].push(place);
        place
    }

    /// Of each number whether it is hidden, where `least` is the smallest above zero that may be shown. Hiding one more
    /// only ever widens what the others can be, so each sensitive number is looked at once.
    pub fn hide(&self, least: u64) -> Vec<bool> {
        let sensitive = |number: &Number| (1..least).contains(&number.value);
        let mut hidden: Vec<bool> =
            self.numbers.iter().map(|number| number.kind == Kind::Unprinted || sensitive(number)).collect();
        let all = (0..self.numbers.len()).filter(|place| sensitive(&self.numbers[*place]));
        for place in all {
            loop {
                let Number { from, to, value, .. } = self.numbers[place];
                let (less, _) = self.around(&hidden, place, (from, to), least.min(value));
                let (more, flow) = self.around(&hidden, place, (to, from), least);
                if more + less >= least {
                    break;
                }
                // Where nothing more can be hidden there is nothing left on the page to compute it from.
                let Some(way) = self.cheapest(&hidden, place, &flow, least - more - less) else { break };
                way.into_iter().for_each(|place| hidden[place] = true);
            }
        }
        hidden
    }

    /// How much, up to `most`, can go from one node to another through hidden numbers but `without`, and what that adds
    /// to each: a number can grow without end and shrink to zero.
    fn around(&self, hidden: &[bool], without: Place, (start, end): (Node, Node), most: u64) -> (u64, Vec<i64>) {
        let mut flow = vec![0_i64; self.numbers.len()];
        let mut sent = 0;
        while sent < most {
            let Some(way) = self.way(hidden, without, (start, end), &flow) else { break };
            let narrowest = way.iter().filter(|(_, forward)| !forward).map(|(place, _)| self.left(*place, &flow)).min();
            let step = narrowest.map_or(most - sent, |left| left.min(most - sent));
            for (place, forward) in way {
                flow[place] += if forward { step.cast_signed() } else { -step.cast_signed() };
            }
            sent += step;
        }
        (sent, flow)
    }

    /// How much a number can still shrink.
    fn left(&self, place: Place, flow: &[i64]) -> u64 {
        self.numbers[place].value.saturating_add_signed(flow[place])
    }

    /// Where a number leads from a node: to its end, or against its direction where it can shrink.
    fn step(&self, node: Node, place: Place, flow: &[i64]) -> Option<(Node, bool)> {
        let Number { from, to, .. } = self.numbers[place];
        if from == node { Some((to, true)) } else { (self.left(place, flow) > 0).then_some((from, false)) }
    }

    /// The shortest way through hidden numbers: each with whether it is gone along.
    fn way(
        &self,
        hidden: &[bool],
        without: Place,
        (start, end): (Node, Node),
        flow: &[i64],
    ) -> Option<Vec<(Place, bool)>> {
        let mut came: Vec<Option<(Node, Place, bool)>> = vec![None; self.at.len()];
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front().filter(|node| *node != end) {
            for place in self.at[node].iter().copied().filter(|place| hidden[*place] && *place != without) {
                let Some((next, forward)) = self.step(node, place, flow) else { continue };
                if next != start && came[next].is_none() {
                    came[next] = Some((node, place, forward));
                    queue.push_back(next);
                }
            }
        }
        let (mut way, mut node) = (Vec::new(), end);
        while node != start {
            let (before, place, forward) = came[node]?;
            way.push((place, forward));
            node = before;
        }
        Some(way)
    }

    /// The numbers to hide so that more can go around through `place`: those of the way that costs the reader least.
    fn cheapest(&self, hidden: &[bool], place: Place, flow: &[i64], need: u64) -> Option<Vec<Place>> {
        let Number { from: end, to: start, .. } = self.numbers[place];
        // Of each node what it costs to come there, and from where.
        let mut best = vec![u64::MAX; self.at.len()];
        let mut came: Vec<Option<(Node, Place)>> = vec![None; self.at.len()];
        best[start] = 0;
        let mut heap = BinaryHeap::from([Reverse((0, start))]);
        while let Some(Reverse((cost, node))) = heap.pop() {
            if best[node] < cost {
                continue;
            }
            for next_place in self.at[node].iter().copied().filter(|other| *other != place) {
                let Some((next, forward)) = self.step(node, next_place, flow) else { continue };
                let cost = cost + self.cost(hidden, next_place, if forward { 0 } else { need });
                if cost < best[next] {
                    (best[next], came[next]) = (cost, Some((node, next_place)));
                    heap.push(Reverse((cost, next)));
                }
            }
        }
        let (mut way, mut node) = (Vec::new(), end);
        while node != start {
            let (before, place) = came[node]?;
            way.extend((!hidden[place]).then_some(place));
            node = before;
        }
        Some(way)
    }

    /// What hiding a number costs. Small numbers tell least; a zero protects little, since it is easily guessed; one that
    /// must shrink and is smaller than what is needed will need another beside it.
    fn cost(&self, hidden: &[bool], place: Place, shrinks: u64) -> u64 {
        let Number { value, kind, .. } = self.numbers[place];
        if hidden[place] {
            return 1;
        }
        let of_value = if value == 0 { 200 } else { 10 + u64::from(value.ilog2()) };
        let again = if value < shrinks { 2 } else { 1 };
        of_value * again * if kind == Kind::Total { 20 } else { 1 }
    }
}

#[cfg(test)]
mod tests;
