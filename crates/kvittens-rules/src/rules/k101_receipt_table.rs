//! K101: the four-way table of how visits are registered, as the municipal audit prints it.

use std::collections::BTreeMap;

use kvittens_model::{Class, Id, NO_ID, Scope, Severity, Status, Subject};

use crate::judge::{self, Judging};
use crate::limits::{Limits, Worse};
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

crate::rule! {
    /// Visits with a receipt at both ends, in only, out only, at none, of all visits that expect one.
    pub struct ReceiptTable {
        min_n: i32 = 30, "besök", 1..=1_000_000,
            sv "Minsta antal besök för att andelen ska bedömas",
            en "Fewest visits for the share to be judged";
    }
    code "K101", slug "receipt-table", per Provider, severity Major, order Time,
    needs [Manual], page "k101_receipt_table.md", limit share "both-tags" Below
}

impl Rule for ReceiptTable {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        count(scene, stretch, &Class::ALL.map(|class| (class, class.slug())), out);
        count_left_out(scene, stretch, out);
    }

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, tallies: &[Tally]) -> Report {
        let judging = Judging { rule: Self::META.code, limits, worse: None, min_n: i64::from(self.min_n), per: 1.0 };
        let mut report = Report::default();
        for class in Class::ALL {
            // The limit is the least share of receipts at both ends; the other three shares are shown.
            let worse = (class == Class::BothTags).then_some(Worse::Below);
            judge_class(scene, &Judging { worse, ..judging }, tallies, class.slug(), &mut report);
        }
        judge_class(scene, &judging, tallies, LEFT_OUT, &mut report);
        report
    }
}

/// The measure of performed visits that no share of receipts counts: night patrol, and services without a receipt.
pub const LEFT_OUT: &str = "left-out";

/// Counts the visits that are left out of the shares, so that they are shown apart and not lost.
fn count_left_out(scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
    let of_unit = by_unit(scene, stretch, |visit, counts: &mut (i64, i64)| {
        counts.0 += i64::from(!scene.facts.expects_receipt(visit));
        counts.1 += 1;
    });
    for ((of, unit), (numerator, denominator)) in of_unit {
        push(LEFT_OUT, of, unit, numerator, denominator, out);
    }
}

/// A count of a provider's unit: for all, the provider, and the unit where it has a name.
fn push(name: &'static str, of: Id, unit: Id, numerator: i64, denominator: i64, out: &mut Sink) {
    let tally = |scope, subject| Tally { name, scope, subject, numerator, denominator };
    out.tallies.push(tally(Scope::All, Subject::NONE));
    out.tallies.push(tally(Scope::Provider, provider(of)));
    if unit != NO_ID {
        out.tallies.push(tally(Scope::Unit, Subject { unit, ..provider(of) }));
    }
}

/// What is counted of the visits of each provider's units, in order. A provider's visits are mostly of the unit that the
/// former one was of, so few are looked up.
fn by_unit<T: Default>(scene: &Scene<'_>, stretch: &Stretch<'_>, count: impl Fn(u32, &mut T)) -> BTreeMap<(Id, Id), T> {
    let mut places: BTreeMap<(Id, Id), usize> = BTreeMap::new();
    let mut counts: Vec<T> = Vec::new();
    let mut former: Vec<Option<(Id, usize)>> = vec![None; scene.month.ids.provider.len() as usize];
    for &visit in stretch.visits() {
        let (of, unit) = (scene.visits.provider[visit as usize], scene.visits.unit[visit as usize]);
        let place = match former[of as usize] {
            Some((known, place)) if known == unit => place,
            _ => *places.entry((of, unit)).or_insert_with(|| {
                counts.push(T::default());
                counts.len() - 1
            }),
        };
        former[of as usize] = Some((unit, place));
        count(visit, &mut counts[place]);
    }
    places.into_iter().map(|(of, place)| (of, std::mem::take(&mut counts[place]))).collect()
}

/// Counts the visits of each class per provider, per unit and in all.
pub fn count(scene: &Scene<'_>, stretch: &Stretch<'_>, classes: &[(Class, &'static str)], out: &mut Sink) {
    // Visits of each class by `Class as usize`.
    let of_unit = by_unit(scene, stretch, |visit, counts: &mut [i64; 4]| {
        counts[scene.class(visit) as usize] += i64::from(scene.facts.expects_receipt(visit));
    });
    for ((of, unit), counts) in of_unit {
        let denominator: i64 = counts.iter().sum();
        if denominator == 0 {
            continue;
        }
        for (class, name) in classes {
            push(name, of, unit, counts[*class as usize], denominator, out);
        }
    }
}

/// Judges the tallies of a name scope by scope; a deviation from a limit is a finding.
pub fn judge_class(scene: &Scene<'_>, judging: &Judging<'_>, tallies: &[Tally], name: &str, report: &mut Report) {
    for scope in [Scope::All, Scope::Provider, Scope::Unit] {
        let of: Vec<Tally> = tallies.iter().filter(|t| t.name == name && t.scope == scope).copied().collect();
        let worse = judging.worse.filter(|_| scope != Scope::All);
        let measures = judge::measures(scene, &Judging { worse, ..*judging }, &of);
        for measure in measures.iter().filter(|measure| measure.status == Status::Deviation) {
            if let (Some(value), Some(limit)) = (measure.value, measure.limit) {
                report.findings.push(scene.on_subject(judging.rule, Severity::Major, measure.subject, value, limit));
            }
        }
        report.measures.extend(measures);
    }
}
