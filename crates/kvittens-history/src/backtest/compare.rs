//! One rule's findings of one provider and month against another run's: which are the same, which have changed, which
//! are new and which are gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::said::Found;

use super::visit_key;

/// How findings pair up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paired {
    /// In both.
    pub same: u64,
    /// In both, but not alike: they share a visit.
    pub changed: u64,
    /// In the candidate alone.
    pub new: u64,
    /// In the baseline alone.
    pub gone: u64,
}

/// Pairs findings, each with one at most: first by finding id; then, where one of the two has no id, by the visit it
/// stands on, or by subject where it stands on none; those left by a visit in common, most in common first.
pub fn pair(baseline: &[&Found], candidate: &[&Found]) -> Paired {
    let mut left = Left { baseline: baseline.to_vec(), candidate: candidate.to_vec() };
    let same = left.by(|found| found.finding_id.clone(), |_, _| true)
        + left.by(
            |found| found.visit.as_deref().map(|visit| visit_key(visit).to_owned()),
            |a, b| a.finding_id.is_none() || b.finding_id.is_none(),
        )
        + left.by_subject();
    let changed = left.by_visits();
    Paired { same, changed, new: left.candidate.len() as u64, gone: left.baseline.len() as u64 }
}

/// The visits of a finding.
pub(super) fn visits(found: &Found) -> impl Iterator<Item = &str> {
    found.visit.iter().chain(&found.other_visits).map(|visit| visit_key(visit))
}

/// Findings without a partner.
struct Left<'a> {
    baseline: Vec<&'a Found>,
    candidate: Vec<&'a Found>,
}

impl<'a> Left<'a> {
    /// Pairs what has the same key and may be a pair; how many.
    fn by(&mut self, key: impl Fn(&Found) -> Option<String>, may: impl Fn(&Found, &Found) -> bool) -> u64 {
        let mut waiting: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, found) in self.baseline.iter().enumerate().rev() {
            if let Some(key) = key(found) {
                waiting.entry(key).or_default().push(at);
            }
        }
        self.take(|found, baseline| {
            let of_key = waiting.get_mut(&key(found)?)?;
            let place = of_key.iter().rposition(|at| may(baseline[*at], found))?;
            Some(of_key.remove(place))
        })
    }

    fn by_subject(&mut self) -> u64 {
        let mut taken = BTreeSet::new();
        self.take(|found, baseline| {
            let is = |(at, of): &(usize, &&Found)| {
                !taken.contains(at)
                    && (of.finding_id.is_none() || found.finding_id.is_none())
                    && of.visit.is_none()
                    && found.visit.is_none()
                    && is_same_subject(of, found)
            };
            let (at, _) = baseline.iter().enumerate().find(is)?;
            taken.insert(at);
            Some(at)
        })
    }

    fn by_visits(&mut self) -> u64 {
        let mut waiting: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, found) in self.baseline.iter().copied().enumerate() {
            for visit in visits(found).collect::<BTreeSet<_>>() {
                waiting.entry(visit).or_default().push(at);
            }
        }
        let mut taken = BTreeSet::new();
        self.take(|found, _| {
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for visit in visits(found).collect::<BTreeSet<_>>() {
                for at in waiting.get(visit).into_iter().flatten().filter(|at| !taken.contains(*at)) {
                    *shared.entry(*at).or_default() += 1;
                }
            }
            let (at, _) = shared.into_iter().max_by_key(|(at, count)| (*count, usize::MAX - at))?;
            taken.insert(at);
            Some(at)
        })
    }

    /// Gives every candidate's finding the baseline's that `partner` says, and keeps those without.
    fn take(&mut self, mut partner: impl FnMut(&'a Found, &[&'a Found]) -> Option<usize>) -> u64 {
        let mut gone = BTreeSet::new();
        let baseline = std::mem::take(&mut self.baseline);
        self.candidate.retain(|found| match partner(found, &baseline) {
            Some(at) => {
                gone.insert(at);
                false
            }
            None => true,
        });
        let kept = baseline.into_iter().enumerate().filter(|(at, _)| !gone.contains(at));
        self.baseline = kept.map(|(_, found)| found).collect();
        gone.len() as u64
    }
}

/// Whether two findings on no visit are about the same: what both name is equal, and either both name something or
/// neither does (the whole provider).
fn is_same_subject(a: &Found, b: &Found) -> bool {
    let pairs = [(&a.unit, &b.unit), (&a.customer, &b.customer), (&a.staff, &b.staff)];
    let (mut common, mut named) = (false, false);
    for pair in pairs {
        match pair {
            (Some(one), Some(other)) if one != other => return false,
            (Some(_), Some(_)) => common = true,
            (None, None) => {}
            _ => named = true,
        }
    }
    common || !named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::tests::found;

    fn counts<const A: usize, const B: usize>(baseline: [&Found; A], candidate: [&Found; B]) -> [u64; 4] {
        let paired = pair(&baseline, &candidate);
        [paired.same, paired.changed, paired.new, paired.gone]
    }

    #[test]
    fn the_same_id_is_the_same_finding_and_another_on_its_visit_is_a_changed_one() {
        let [a, b, c] = ["F-A", "F-B", "F-C"].map(|id| found("M301", Some(id), Some("1"), &["2"]));
        assert_eq!(counts([&a], [&a]), [1, 0, 0, 0]);
        assert_eq!(counts([&a], [&b]), [0, 1, 0, 0]);
        let elsewhere = found("M301", Some("F-D"), Some("9"), &["8"]);
        assert_eq!(counts([&a, &elsewhere], [&b, &c]), [0, 1, 1, 1], "a partner is taken once");
    }

    #[test]
    fn without_ids_the_visit_tells_and_else_the_subject() {
        let ours = found("T402", Some("F-A"), Some("0012"), &[]);
        assert_eq!(counts([&ours], [&found("T402", None, Some("12"), &[])]), [1, 0, 0, 0]);
        assert_eq!(counts([&ours], [&found("T402", None, Some("13"), &[])]), [0, 0, 1, 1]);
        let staff = |id, staff: &str| Found { staff: Some(staff.to_owned()), ..found("K103", id, None, &[]) };
        assert_eq!(counts([&staff(Some("F-A"), "P1")], [&staff(None, "P1")]), [1, 0, 0, 0]);
        assert_eq!(counts([&staff(Some("F-A"), "P1")], [&staff(None, "P2")]), [0, 0, 1, 1]);
        assert_eq!(counts([&staff(Some("F-A"), "P1")], [&found("K103", None, None, &[])]), [0, 0, 1, 1]);
    }

    #[test]
    fn the_one_with_most_visits_in_common_is_the_changed_one() {
        let baseline = [found("M301", Some("F-A"), Some("1"), &["2"]), found("M301", Some("F-B"), Some("3"), &["4"])];
        let grown = found("M301", Some("F-C"), Some("2"), &["3", "4"]);
        assert_eq!(counts([&baseline[0], &baseline[1]], [&grown]), [0, 1, 0, 1]);
    }
}
