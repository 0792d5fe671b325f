//! Chains (rules.md, Words): a visit of a group is linked to the visit of the group, of another visit id, with the
//! latest stop not after its own start, when the gap is 0 to the largest; linked visits make one chain.

use kvittens_model::Id;

use crate::scene::Scene;

/// A link: the former visit and the later one.
pub type Link = (u32, u32);

/// A chain of at least two visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Its visits, in order.
    pub visits: Vec<u32>,
    /// Its links, by the later visit.
    pub links: Vec<Link>,
}

impl Chain {
    /// The chain's largest gap, in seconds.
    pub fn largest_gap(&self, scene: &Scene<'_>) -> i32 {
        self.links.iter().map(|(former, later)| scene.facts.from(*later) - scene.facts.to(*former)).max().unwrap_or(0)
    }

    /// Whether the plan has every link within the same gap too: later planned start − former planned stop.
    pub fn planned(&self, scene: &Scene<'_>, max_gap: i32) -> bool {
        let v = scene.visits;
        self.links.iter().all(|(former, later)| {
            let (stop, start) = (v.planned_stop[*former as usize], v.planned_start[*later as usize]);
            let gap = || kvittens_model::clock::real(start) - kvittens_model::clock::real(stop);
            stop.is_some() && start.is_some() && (0..=max_gap).contains(&gap())
        })
    }
}

/// Whether any visit of a group starts at most `max_gap` after another one's stop: without that there is no chain of any
/// of its visits. Much cheaper than to look for them.
pub fn may_be(scene: &Scene<'_>, group: &[u32], max_gap: i32) -> bool {
    let timed = || group.iter().filter(|visit| scene.facts.timed(**visit));
    let mut stops: Vec<i32> = timed().map(|visit| scene.facts.to(*visit)).collect();
    stops.sort_unstable();
    let mut passed = 0;
    timed().any(|visit| {
        let start = scene.facts.from(*visit);
        passed += stops[passed..].iter().take_while(|stop| **stop <= start).count();
        passed > 0 && start - stops[passed - 1] <= max_gap
    })
}

/// Formers of a visit that are held against it one by one; of a group with more, every service is looked at.
const MOST_FORMERS: usize = 32;

/// The services that some visit of a group shares with one that stopped at most `max_gap` before it started, ascending:
/// no other service has a chain of its own. `None` where so many stand so near that all services are to be looked at.
pub fn shared_soon(scene: &Scene<'_>, group: &[u32], max_gap: i32) -> Option<Vec<Id>> {
    let v = scene.visits;
    let timed = || group.iter().copied().filter(|visit| scene.facts.timed(*visit));
    let mut stops: Vec<(i32, u32)> = timed().map(|visit| (scene.facts.to(visit), visit)).collect();
    stops.sort_unstable();
    let mut shared: Vec<Id> = Vec::new();
    let (mut first, mut passed) = (0, 0);
    for visit in timed() {
        let start = scene.facts.from(visit);
        passed += stops[passed..].iter().take_while(|(stop, _)| *stop <= start).count();
        first += stops[first..passed].iter().take_while(|(stop, _)| start - stop > max_gap).count();
        let formers = &stops[first..passed];
        if formers.len() > MOST_FORMERS {
            return None;
        }
        let services = scene.sets.get(v.services[visit as usize]);
        for (_, former) in formers.iter().filter(|(_, former)| v.visit[*former as usize] != v.visit[visit as usize]) {
            let of_former = scene.sets.get(v.services[*former as usize]);
            shared.extend(services.iter().filter(|service| of_former.binary_search(service).is_ok()));
        }
    }
    shared.sort_unstable();
    shared.dedup();
    Some(shared)
}

/// The chains among a group's visits, which stand in order. Linear but for one sort by stop.
pub fn chains(scene: &Scene<'_>, group: impl Iterator<Item = u32>, max_gap: i32) -> Vec<Chain> {
    let facts = &scene.facts;
    let by_start: Vec<u32> = group.filter(|visit| facts.timed(*visit)).collect();
    if by_start.len() < 2 {
        return Vec::new();
    }
    let mut by_stop = by_start.clone();
    by_stop.sort_unstable_by_key(|visit| (facts.to(*visit), *visit));
    let id = |visit: u32| scene.visits.visit[visit as usize];
    let mut links: Vec<Link> = Vec::new();
    // The latest to have stopped, and the latest to have stopped of another visit id than that one.
    let (mut latest, mut other): (Option<u32>, Option<u32>) = (None, None);
    let mut stopped = by_stop.iter().peekable();
    for &visit in &by_start {
        while let Some(next) = stopped.next_if(|next| facts.to(**next) <= facts.from(visit)) {
            if latest.is_some_and(|latest| id(latest) != id(*next)) {
                other = latest;
            }
            latest = Some(*next);
        }
        let former = if latest.is_some_and(|latest| id(latest) == id(visit)) { other } else { latest };
        if let Some(former) = former
            && facts.from(visit) - facts.to(former) <= max_gap
        {
            links.push((former, visit));
        }
    }
    join(links)
}

/// Links that share a visit are of one chain.
#[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
fn join(links: Vec<Link>) -> Vec<Chain> {
    if links.is_empty() {
        return Vec::new();
    }
    let mut visits: Vec<u32> = links.iter().flat_map(|(former, later)| [*former, *later]).collect();
    visits.sort_unstable();
    visits.dedup();
    let place = |visit: u32| visits.binary_search(&visit).unwrap_or(0) as u32;
    let mut sets = Disjoint::new(visits.len());
    for (former, later) in &links {
        sets.join(place(*former), place(*later));
    }
    let mut chains: Vec<Chain> = Vec::new();
    let mut chain_of = vec![usize::MAX; visits.len()];
    for (at, visit) in (0..).zip(&visits) {
        let root = sets.root(at) as usize;
        if chain_of[root] == usize::MAX {
            chain_of[root] = chains.len();
            chains.push(Chain { visits: Vec::new(), links: Vec::new() });
        }
        chains[chain_of[root]].visits.push(*visit);
    }
    for link in links {
        chains[chain_of[sets.root(place(link.0)) as usize]].links.push(link);
    }
    chains
}

/// Disjoint sets over 0..n, n below 2³²; a set's root is its least member.
#[derive(Debug)]
pub struct Disjoint {
    parent: Vec<u32>,
}

impl Disjoint {
    /// Everyone alone.
    pub fn new(count: usize) -> Disjoint {
        Disjoint { parent: (0..).take(count).collect() }
    }

    /// The least member of the set, which stands for it.
    pub fn root(&mut self, mut at: u32) -> u32 {
        while self.parent[at as usize] != at {
            let parent = self.parent[at as usize];
            self.parent[at as usize] = self.parent[parent as usize];
            at = self.parent[at as usize];
        }
        at
    }

    /// Makes one set of two.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_with_two_followers_makes_one_chain() {
        let chains = join(vec![(1, 4), (1, 5), (7, 9)]);
        let visits: Vec<_> = chains.iter().map(|chain| chain.visits.clone()).collect();
        assert_eq!(visits, [vec![1, 4, 5], vec![7, 9]]);
    }

    #[test]
    fn sets_are_joined_through_any_member() {
        let mut sets = Disjoint::new(5);
        sets.join(3, 4);
        sets.join(4, 1);
        assert_eq!((sets.root(3), sets.root(4), sets.root(0)), (1, 1, 0));
    }
}
