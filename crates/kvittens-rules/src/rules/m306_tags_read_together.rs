//! M306: the tags of two homes, read at once.

use kvittens_model::clock::{Certainty, certainty, real};
use kvittens_model::words::Method;
use kvittens_model::{Id, NO_ID, Subject, Thing};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// Two customers of different households whose tags one member of staff reads within a minute, time after time.
    pub struct TagsReadTogether {
        min_count: i32 = 5, "gånger", 1..=100_000,
            sv "Minsta antal gånger, när utförarens tider har sekunder",
            en "Fewest times where the provider's times have seconds";
        seconds: i32 = 60, "s", 0..=3600,
            sv "Största tid mellan avläsningarna, när utförarens tider har sekunder",
            en "Largest time between the readings where the provider's times have seconds";
        min_count_minutes: i32 = 10, "gånger", 1..=100_000,
            sv "Minsta antal gånger i samma minut, när utförarens tider saknar sekunder",
            en "Fewest times in the same minute where the provider's times have no seconds";
    }
    code "M306", slug "tags-read-together", per CustomerPair, severity Major, order Staff,
    needs [Staff], page "m306_tags_read_together.md", compares "gånger"
}

/// How many other customers a reading is compared with on each side, the nearest first: nobody reads more tags in the
/// time, and a system that gives a thousand readings one time does not make the rule quadratic.
const NEAREST: usize = 20;

/// A reading: provider, moment, customer and visit.
type Reading = (Id, i32, Id, u32);

/// A visit that has a reading near one of another customer: provider, the two customers in order, the visit.
type Near = (Id, Id, Id, u32);

impl Rule for TagsReadTogether {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let (mut readings, mut near): (Vec<Reading>, Vec<Near>) = (Vec::new(), Vec::new());
        let mut moments: Vec<(i32, Id)> = Vec::new();
        for group in stretch.groups().filter(|group| !scene.facts.placeholder(group[0])) {
            readings.clear();
            near.clear();
            group.iter().for_each(|visit| readings.extend(read(scene, *visit)));
            if !may_be_near(scene, &mut moments, &readings, self.seconds) {
                continue;
            }
            readings.sort_unstable();
            for of_provider in readings.chunk_by(|a, b| a.0 == b.0) {
                let window = if scene.facts.has_seconds(of_provider[0].0) { self.seconds } else { 0 };
                sweep(scene, of_provider.iter(), window, &mut near);
                sweep(scene, of_provider.iter().rev(), window, &mut near);
            }
            near.sort_unstable();
            near.dedup();
            for pair in near.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
                self.weigh(scene, scene.visits.staff[group[0] as usize], pair, out);
            }
        }
    }
}

/// Whether the tags of any two customers were read within the window: of most staff none were.
fn may_be_near(scene: &Scene<'_>, moments: &mut Vec<(i32, Id)>, readings: &[Reading], seconds: i32) -> bool {
    moments.clear();
    moments.extend(readings.iter().map(|(_, moment, customer, _)| (*moment, scene.household(*customer))));
    moments.sort_unstable();
    moments.windows(2).any(|pair| pair[0].1 != pair[1].1 && pair[1].0 - pair[0].0 <= seconds)
}

/// The readings of a visit's ends.
fn read(scene: &Scene<'_>, visit: u32) -> impl Iterator<Item = Reading> {
    let (v, at) = (scene.visits, visit as usize);
    let receipts = scene.settings.receipts;
    let (of, customer) = (v.provider[at], v.customer[at]);
    let ends = [(v.start[at], v.in_method[at]), (v.stop[at], v.out_method[at])].into_iter();
    let is_read = move |method| method == Method::Tag || receipts.holds(method);
    ends.filter(move |(time, method)| time.is_some() && certainty(*time) == Certainty::Sure && is_read(*method))
        .map(move |(time, _)| (of, real(time), customer, visit))
}

/// Notes each reading that has one of another household no farther behind it than the window. The customers read
/// latest stand last, each once.
fn sweep<'a>(scene: &Scene<'_>, readings: impl Iterator<Item = &'a Reading>, window: i32, near: &mut Vec<Near>) {
    let mut latest: Vec<(i32, Id)> = Vec::with_capacity(NEAREST + 2);
    for &(of, moment, customer, visit) in readings {
        latest.retain(|(before, other)| *other != customer && (moment - before).abs() <= window);
        let household = scene.household(customer);
        let others = latest.iter().map(|(_, other)| *other).filter(|other| scene.household(*other) != household);
        near.extend(others.map(|other| (of, customer.min(other), customer.max(other), visit)));
        if latest.len() == NEAREST {
            latest.remove(0);
        }
        latest.push((moment, customer));
    }
}

impl TagsReadTogether {
    /// How many times: the visits of the one customer, or of the other where those are fewer.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn weigh(&self, scene: &Scene<'_>, staff: Id, pair: &[Near], out: &mut Sink) {
        let (of, first, second, _) = pair[0];
        let of_first = pair.iter().filter(|near| scene.visits.customer[near.3 as usize] == first).count();
        let times = of_first.min(pair.len() - of_first);
        let needed = if scene.facts.has_seconds(of) { self.min_count } else { self.min_count_minutes };
        if times >= needed.unsigned_abs() as usize {
            let subject = Subject { provider: of, unit: NO_ID, customer: first, staff };
            let (code, severity) = (Self::META.code, Self::META.severity);
            let mut finding = scene.on_subject(code, severity, subject, times as f64, f64::from(needed));
            finding.thing = Thing::Customer(second);
            scene.with_others(&mut finding, pair.iter().map(|near| near.3).collect());
            out.findings.push(finding);
        }
    }
}
