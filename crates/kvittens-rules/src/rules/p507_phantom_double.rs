//! P507: double-staffed visits whose second registration may have no one behind it.

use std::collections::BTreeMap;

use kvittens_model::{Finding, Id, Local, NO_ID, Part, Scope, Subject, Thing};

use crate::explain;
use crate::going_on::GoingOn;
use crate::judge::{self, Judging};
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

/// The slug of the measure: the share of a provider's double-staffed visits with the same minute in and out.
const SAME_MINUTES: &str = "same-minutes";

crate::rule! {
    /// Double-staffed visits that are equal to the minute, time after time for two staff, or one of whose staff is with
    /// another customer at the same time.
    pub struct PhantomDouble {
        share: f64 = 0.9, "", 0.01..=1.0,
            sv "Minsta andel av två medarbetares dubbelbemannade besök med samma minut in och ut",
            en "Least share of two staff's double-staffed visits with the same minute in and out";
        min_visits: i32 = 10, "besök", 1..=10_000,
            sv "Minsta antal dubbelbemannade besök av de två",
            en "Fewest double-staffed visits of the two";
        copied_share: f64 = 0.9, "", 0.01..=1.0,
            sv "Andel av utförarens alla dubbelbemannade besök från vilken lika minuter sägs komma av systemet",
            en "Share of all the provider's double-staffed visits from which equal minutes are put down to the system";
        min_minutes: i32 = 1, "min", 1..=1440,
            sv "Minsta överlapp med ett besök hos en annan brukare",
            en "Least overlap with a visit to another customer";
    }
    code "P507", slug "phantom-double", per VisitPair, severity Major, order Customer,
    needs [Staff, Doubles], page "p507_phantom_double.md"
}

/// Two double-staffed visits, the earlier first.
type Pair = (u32, u32);

impl Rule for PhantomDouble {
    crate::card!();

    /// The double-staffed visits of known staff that overlap, two and two.
    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let staff = |visit: u32| scene.visits.staff[visit as usize];
        let named = |visit: &u32| staff(*visit) != NO_ID && !scene.facts.placeholder(*visit);
        let of_customer = stretch.groups().filter(|group| group.len() > 1);
        let all = of_customer.flat_map(|group| explain::overlapping(scene, group.iter().copied().filter(named)));
        out.pairs.extend(all.filter(|(a, b)| staff(*a) != staff(*b)));
    }

    /// Two staff meet at many customers, so their visits are weighed when all are known.
    fn judge_pairs(&self, scene: &Scene<'_>, limits: &Limits<'_>, pairs: &[Pair]) -> Report {
        let counts = counts(scene, pairs);
        let judging = Judging { rule: Self::META.code, limits, worse: None, min_n: 0, per: 1.0 };
        let mut findings = self.same_minutes(scene, pairs, &counts);
        findings.extend(self.elsewhere(scene, pairs));
        Report { findings, measures: judge::measures(scene, &judging, &counts), ..Report::default() }
    }
}

/// Whether start and stop stand in the same minute.
fn same_minutes(scene: &Scene<'_>, (a, b): Pair) -> bool {
    let minute = |time: Local| time.seconds().div_euclid(60);
    let minutes = |at: u32| (minute(scene.visits.start[at as usize]), minute(scene.visits.stop[at as usize]));
    minutes(a) == minutes(b)
}

/// Per provider: double-staffed visits with the same minutes, of all.
fn counts(scene: &Scene<'_>, pairs: &[Pair]) -> Vec<Tally> {
    let mut counts: BTreeMap<Id, (i64, i64)> = BTreeMap::new();
    for pair in pairs {
        let count = counts.entry(scene.visits.provider[pair.0 as usize]).or_default();
        count.0 += i64::from(same_minutes(scene, *pair));
        count.1 += 1;
    }
    let tally = |(id, (numerator, denominator))| Tally {
        name: SAME_MINUTES,
        scope: Scope::Provider,
        subject: provider(id),
        numerator,
        denominator,
    };
    counts.into_iter().map(tally).collect()
}

impl PhantomDouble {
    /// One finding for two staff. Where nearly all double-staffed visits of a provider are equal to the minute, its
    /// system copies one registration to both, and that says nothing of two staff.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn same_minutes(&self, scene: &Scene<'_>, pairs: &[Pair], counts: &[Tally]) -> Vec<Finding> {
        // By provider, as the counts stand.
        let copies = |tally: &&Tally| tally.numerator as f64 / tally.denominator as f64 >= self.copied_share;
        let copied: Vec<Id> = counts.iter().filter(copies).map(|tally| tally.subject.provider).collect();
        let v = scene.visits;
        let two = |pair: &Pair| {
            let (a, b) = (v.staff[pair.0 as usize], v.staff[pair.1 as usize]);
            (v.provider[pair.0 as usize], a.min(b), a.max(b))
        };
        let mut by_two: Vec<((Id, Id, Id), Pair)> = pairs.iter().map(|pair| (two(pair), *pair)).collect();
        by_two.retain(|((provider, ..), _)| copied.binary_search(provider).is_err());
        by_two.sort_unstable();
        let mut findings = Vec::new();
        for of_two in by_two.chunk_by(|a, b| a.0 == b.0) {
            let same: Vec<Pair> =
                of_two.iter().map(|(_, pair)| *pair).filter(|pair| same_minutes(scene, *pair)).collect();
            let equal = same.len() as f64 / of_two.len() as f64;
            if of_two.len() < self.min_visits.unsigned_abs() as usize || equal < self.share {
                continue;
            }
            let (provider, staff, other) = of_two[0].0;
            let subject = Subject { provider, staff, ..Subject::NONE };
            let mut finding = scene.on_subject(Self::META.code, Self::META.severity, subject, equal, self.share);
            finding.thing = Thing::Staff(other);
            scene.with_others(&mut finding, same.into_iter().flat_map(|(a, b)| [a, b]).collect());
            findings.push(finding);
        }
        findings
    }

    /// One finding for a double-staffed visit whose staff is with another customer at the same time.
    fn elsewhere(&self, scene: &Scene<'_>, pairs: &[Pair]) -> Vec<Finding> {
        let mut seconds: Vec<Pair> = pairs.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        seconds.sort_unstable();
        let beside = |visit: u32| {
            let from = seconds.partition_point(|(of, _)| *of < visit);
            seconds[from..].iter().take_while(move |(of, _)| *of == visit).map(|(_, second)| *second)
        };
        let mut overlaps = self.overlaps(scene, &seconds);
        overlaps.sort_unstable();
        let mut findings = Vec::new();
        for of_visit in overlaps.chunk_by(|a, b| a.0 == b.0) {
            let visit = of_visit[0].0;
            let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
            // The longest; of several the first.
            let longest = of_visit.iter().map(|(_, _, part)| *part).min_by_key(|part| (part.from - part.to, part.from));
            scene.is_about(&mut finding, longest.into_iter().collect());
            let others = of_visit.iter().map(|(_, other, _)| *other).chain(beside(visit));
            scene.with_others(&mut finding, others.collect());
            findings.push(finding);
        }
        findings
    }

    /// Double-staffed visits, the visits of the same staff to other customers that they overlap, and the overlap as a
    /// part of the first.
    fn overlaps(&self, scene: &Scene<'_>, seconds: &[Pair]) -> Vec<(u32, u32, Part)> {
        let (facts, v) = (&scene.facts, scene.visits);
        let doubled = |visit: u32| seconds.binary_search_by_key(&visit, |(of, _)| *of).is_ok();
        let household = |visit: u32| scene.household(v.customer[visit as usize]);
        let can_be = |visit: &u32| facts.timed(*visit) && !facts.shared(*visit) && !facts.too_long(*visit);
        let mut doubles = vec![false; scene.month.ids.staff.len() as usize];
        seconds.iter().for_each(|(of, _)| doubles[v.staff[*of as usize] as usize] = true);
        let has_doubles = |group: &&[u32]| doubles[v.staff[group[0] as usize] as usize] && !facts.placeholder(group[0]);
        let mut found = Vec::new();
        for group in scene.by_staff.whole().groups().filter(has_doubles) {
            let mut going_on = GoingOn::new();
            for visit in group.iter().copied().filter(can_be) {
                going_on.meet(facts, visit, |earlier| {
                    let overlap = facts.to(earlier).min(facts.to(visit)) - facts.from(visit);
                    if overlap < self.min_minutes * 60 || household(earlier) == household(visit) {
                        return;
                    }
                    let from = facts.from(visit);
                    let both_ways = [(earlier, visit), (visit, earlier)].into_iter().filter(|(of, _)| doubled(*of));
                    found.extend(both_ways.map(|(of, at)| (of, at, Part { visit: of, from, to: from + overlap })));
                });
            }
        }
        found
    }
}
