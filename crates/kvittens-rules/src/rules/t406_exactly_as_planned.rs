//! T406: visits registered by hand whose times are the plan's.

use std::collections::BTreeMap;

use kvittens_model::{Class, Id, Local, Scope, Status};

use crate::by_staff;
use crate::judge::{self, Judging};
use crate::limits::{Limits, Worse};
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;
use crate::screen::{Bar, Screen, Tested};
use crate::stats::hypergeometric;

crate::rule! {
    /// A member of staff, or a provider, whose visits without a receipt equal the plan to the minute.
    pub struct ExactlyAsPlanned {
        min_visits: i32 = 30, "besök", 1..=1_000_000,
            sv "Minsta antal manuella besök med plan hos den som prövas",
            en "Fewest manual visits with a plan of the one who is tested";
        min_others: i32 = 100, "besök", 1..=1_000_000,
            sv "Minsta antal andra sådana besök hos utföraren att jämföra en medarbetare med",
            en "Fewest other such visits of the provider to compare a staff member with";
        q: f64 = 0.05, "", 0.0001..=0.5,
            sv "Medarbetare: största förväntade andel felaktiga träffar (Benjamini–Hochberg)",
            en "Staff: largest expected share of false findings (Benjamini–Hochberg)";
    }
    code "T406", slug "exactly-as-planned", per Staff, severity Minor, order Time,
    needs [Manual, Plan], page "t406_exactly_as_planned.md", limit share "exactly-as-planned" Above
}

/// The measure.
const NAME: &str = "exactly-as-planned";

impl Rule for ExactlyAsPlanned {
    crate::card!();

    /// A share of the month as a whole.
    fn scan(&self, _scene: &Scene<'_>, _stretch: &Stretch<'_>, _out: &mut Sink) {}

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        let tallies = by_staff::tallies(scene, NAME, |visit| {
            let is_manual = scene.is_performed(visit) && scene.class(visit) == Class::NoTag;
            let equal = is_manual.then(|| equals_plan(scene, visit)).flatten()?;
            Some((i64::from(equal), 1))
        });
        let of = |scope| -> Vec<Tally> { tallies.iter().filter(|tally| tally.scope == scope).copied().collect() };
        let (rule, severity, min_n) = (Self::META.code, Self::META.severity, i64::from(self.min_visits));
        let judging = Judging { rule, limits, worse: Some(Worse::Above), min_n, per: 1.0 };
        let (all, providers) = (of(Scope::All), of(Scope::Provider));
        let mut report = Report::default();
        report.measures.extend(judge::measures(scene, &Judging { worse: None, ..judging }, &all));
        let judged = judge::measures(scene, &judging, &providers);
        for measure in judged.iter().filter(|measure| measure.status == Status::Deviation) {
            if let (Some(value), Some(limit)) = (measure.value, measure.limit) {
                report.findings.push(scene.on_subject(rule, severity, measure.subject, value, limit));
            }
        }
        report.measures.extend(judged);
        let of_provider: BTreeMap<Id, &Tally> = providers.iter().map(|tally| (tally.subject.provider, tally)).collect();
        let staff = of(Scope::Staff);
        let whole = |tally: &Tally| of_provider.get(&tally.subject.provider).copied().copied().unwrap_or(*tally);
        let tested: Vec<Tested> = staff.iter().map(|tally| self.test(tally, &whole(tally))).collect();
        let screen = Screen { rule, severity, name: NAME, scope: Scope::Staff };
        screen.judge(scene, &tested, Bar::StepUp(self.q), &mut report);
        report
    }
}

/// Whether start and stop are the planned ones, seconds cut; `None` where one of the four times does not stand.
fn equals_plan(scene: &Scene<'_>, visit: u32) -> Option<bool> {
    let (v, at) = (scene.visits, visit as usize);
    let minute = |time: Local| time.get().map(|time| time.seconds().div_euclid(60));
    let registered = (minute(v.start[at])?, minute(v.stop[at])?);
    let planned = (minute(v.planned_start[at])?, minute(v.planned_stop[at])?);
    Some(registered == planned)
}

impl ExactlyAsPlanned {
    /// One of the staff against the provider's other such visits. Both shares are counts of a month, so the exact test
    /// of two shares is taken (Fisher): a binomial would take the others' share for known.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn test(&self, own: &Tally, all: &Tally) -> Tested {
        let others = all.denominator - own.denominator;
        let enough = own.denominator >= i64::from(self.min_visits) && others >= i64::from(self.min_others);
        let chance = || hypergeometric::at_least(own.numerator, own.denominator, all.numerator, all.denominator);
        Tested {
            subject: own.subject,
            numerator: Some(own.numerator),
            denominator: own.denominator,
            value: Some(own.numerator as f64 / own.denominator as f64),
            against: if others > 0 { (all.numerator - own.numerator) as f64 / others as f64 } else { 0.0 },
            p_value: enough.then(chance),
        }
    }
}
