//! D202: a visit typed in by hand beside one with a receipt.

use kvittens_model::Class;

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit without a receipt that overlaps one with a receipt: same provider, customer and staff, another visit id,
    /// a service in common.
    pub struct TagAndManual {
        overlap_share: f64 = 0.5, "", 0.01..=1.0,
            sv "Minsta överlapp, som andel av det kortare besöket",
            en "Least overlap, as a share of the shorter visit";
    }
    code "D202", slug "tag-and-manual", per Visit, severity Major, order Customer,
    needs [Manual, Staff], page "d202_tag_and_manual.md"
}

/// A visit with a receipt, as the manual ones are held against it.
struct Receipt {
    staff: u32,
    from: i32,
    to: i32,
    visit: u32,
    /// One time only: it lies within a manual visit or it does not.
    point: bool,
}

/// A manual visit, and the visits with a receipt that it stands beside.
#[derive(Clone, Debug)]
pub struct Twins {
    /// The manual one.
    pub manual: u32,
    /// Those with a receipt.
    pub others: Vec<u32>,
    /// The largest share of the shorter visit; none where each of them has one time only.
    pub largest: Option<f64>,
}

impl Rule for TagAndManual {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for twins in stretch.groups().flat_map(|group| self.twins(scene, group)) {
            let mut finding = scene.on_visit(Self::META.code, Self::META.severity, twins.manual);
            finding.value = twins.largest;
            finding.limit = Some(self.overlap_share);
            finding.minutes = scene.facts.length(twins.manual) / 60;
            scene.with_others(&mut finding, twins.others);
            out.findings.push(finding);
        }
    }
}

/// Visits with one time only that are held against each manual one; with more, all are looked at closer.
const MOST_POINTS: usize = 32;

/// Whether a manual visit of a customer could be at once with one with a receipt, whoever's: they overlap or touch.
fn may_overlap(scene: &Scene<'_>, group: &[u32]) -> bool {
    let facts = &scene.facts;
    let without = group.iter().filter(|visit| !facts.timed(**visit));
    let points: Vec<i32> = without.filter_map(|visit| receipt(scene, *visit)).map(|receipt| receipt.from).collect();
    if points.len() > MOST_POINTS {
        return true;
    }
    // The latest stop of each kind so far, the manual one last.
    let mut latest = [i32::MIN; 2];
    group.iter().filter(|visit| facts.timed(**visit)).any(|visit| {
        let (from, to) = (facts.from(*visit), facts.to(*visit));
        let manual = usize::from(scene.class(*visit) == Class::NoTag);
        latest[manual] = latest[manual].max(to);
        from <= latest[1 - manual] || manual == 1 && points.iter().any(|point| (from..=to).contains(point))
    })
}

/// A visit with a receipt at one end at least; where only one time stands, that time.
fn receipt(scene: &Scene<'_>, visit: u32) -> Option<Receipt> {
    if scene.class(visit) == Class::NoTag {
        return None;
    }
    let (at, v) = (visit as usize, scene.visits);
    let staff = v.staff[at];
    if scene.facts.timed(visit) {
        return Some(Receipt { staff, from: scene.facts.from(visit), to: scene.facts.to(visit), visit, point: false });
    }
    if v.start[at].is_some() == v.stop[at].is_some() {
        return None;
    }
    let time = v.start[at].or(v.stop[at]);
    let sure = kvittens_model::clock::certainty(time) == kvittens_model::clock::Certainty::Sure;
    let moment = kvittens_model::clock::real(time);
    sure.then_some(Receipt { staff, from: moment, to: moment, visit, point: true })
}

impl TagAndManual {
    /// The manual visits of a customer that stand beside one with a receipt.
    pub fn twins(&self, scene: &Scene<'_>, group: &[u32]) -> Vec<Twins> {
        let is_manual = |visit: &&u32| scene.class(**visit) == Class::NoTag && scene.facts.timed(**visit);
        if !group.iter().any(|visit| is_manual(&visit)) || !may_overlap(scene, group) {
            return Vec::new();
        }
        let mut receipts: Vec<Receipt> = group.iter().filter_map(|visit| receipt(scene, *visit)).collect();
        receipts.sort_unstable_by_key(|r| (r.staff, r.from, r.visit));
        // The latest stop so far of the same staff tells how far back an overlap can lie.
        let mut latest: Vec<i32> = Vec::with_capacity(receipts.len());
        for (at, r) in receipts.iter().enumerate() {
            let former = if at > 0 && receipts[at - 1].staff == r.staff { latest[at - 1] } else { i32::MIN };
            latest.push(r.to.max(former));
        }
        let manual = group.iter().filter(is_manual);
        manual.filter_map(|manual| self.hold_against(scene, *manual, &receipts, &latest)).collect()
    }

    fn hold_against(&self, scene: &Scene<'_>, manual: u32, receipts: &[Receipt], latest: &[i32]) -> Option<Twins> {
        let (from, to) = (scene.facts.from(manual), scene.facts.to(manual));
        let v = scene.visits;
        let staff = v.staff[manual as usize];
        let behind = receipts.partition_point(|r| (r.staff, r.from) <= (staff, to));
        let (mut others, mut largest) = (Vec::new(), None::<f64>);
        for at in (0..behind).rev() {
            let r = &receipts[at];
            if r.staff != staff || latest[at] < from {
                break;
            }
            let same_visit = v.visit[r.visit as usize] == v.visit[manual as usize];
            let services = scene.sets.share(v.services[r.visit as usize], v.services[manual as usize]);
            if same_visit || !services {
                continue;
            }
            if r.point {
                if (from..=to).contains(&r.from) {
                    others.push(r.visit);
                }
                continue;
            }
            let overlap = to.min(r.to) - from.max(r.from);
            let shorter = (to - from).min(r.to - r.from);
            let share = f64::from(overlap) / f64::from(shorter);
            if overlap > 0 && share >= self.overlap_share {
                others.push(r.visit);
                largest = Some(largest.map_or(share, |former| former.max(share)));
            }
        }
        (!others.is_empty()).then_some(Twins { manual, others, largest })
    }
}
