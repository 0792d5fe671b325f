//! A share per member of staff or customer: who stands out from the provider's other visits by more than chance, over
//! all tests of the run together. Visits without a receipt are counted here (K103, K104); other shares by their rule.

use kvittens_model::measure::Reason;
use kvittens_model::{Code, Id, Measure, Scope, Severity, Status, Subject};

use crate::limits::Limits;
use crate::rule::{Report, Sink, Tally};
use crate::scene::Scene;
use crate::stats::{binomial, step_up, wilson};

/// The slug of the measure of visits without a receipt.
pub const MEASURE: &str = "manual-share";

/// Whose shares are tested and how.
#[derive(Clone, Copy, Debug)]
pub struct ShareTest<'a> {
    /// The rule.
    pub rule: Code,
    /// The slug of the measure.
    pub measure: &'static str,
    /// How many of how many at each provider, those of the one who is tested included.
    pub totals: &'a [(i64, i64)],
    /// The weight of its findings.
    pub severity: Severity,
    /// Staff or customer.
    pub scope: Scope,
    /// Fewest visits of one.
    pub min_visits: i32,
    /// Fewest other visits of the provider to compare with.
    pub min_others: i32,
    /// The false-discovery rate of the step-up.
    pub q: f64,
}

/// Counts the visits of a group that expect a receipt, and those without one, per provider.
pub fn count(scene: &Scene<'_>, group: &[u32], scope: Scope, out: &mut Sink) {
    let mut last: Option<Tally> = None;
    for &visit in group.iter().filter(|visit| scene.facts.expects_receipt(**visit)) {
        let subject = whom(scene.subject(visit), scope);
        let manual = i64::from(scene.class(visit) == kvittens_model::Class::NoTag);
        match &mut last {
            Some(tally) if tally.subject == subject => {
                tally.numerator += manual;
                tally.denominator += 1;
            }
            _ => {
                out.tallies.extend(last);
                last = Some(Tally { name: MEASURE, scope, subject, numerator: manual, denominator: 1 });
            }
        }
    }
    out.tallies.extend(last);
}

fn whom(subject: Subject, scope: Scope) -> Subject {
    let provider = Subject { provider: subject.provider, ..Subject::NONE };
    match scope {
        Scope::Staff => Subject { staff: subject.staff, ..provider },
        _ => Subject { customer: subject.customer, ..provider },
    }
}

/// What one tally is held against.
struct Tested {
    p0: f64,
    p_value: f64,
}

/// Tests each tally with enough visits; findings by the step-up over all of them.
#[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
pub fn judge(scene: &Scene<'_>, test: ShareTest<'_>, limits: &Limits<'_>, tallies: &[Tally]) -> Report {
    let tested: Vec<Option<Tested>> = tallies.iter().map(|tally| test.against(scene, limits, tally)).collect();
    let p_values: Vec<f64> = tested.iter().flatten().map(|tested| tested.p_value).collect();
    let threshold = step_up::threshold(&p_values, test.q);
    let mut report = Report::default();
    for (tally, tested) in tallies.iter().zip(&tested) {
        let value = tally.numerator as f64 / tally.denominator as f64;
        let stands_out = tested.as_ref().is_some_and(|tested| threshold.is_some_and(|p| tested.p_value <= p));
        let limit = limits.of(provider_name(scene, tally.subject.provider));
        report.measures.push(Measure {
            rule: test.rule,
            name: test.measure,
            scope: test.scope,
            subject: tally.subject,
            bucket: None,
            numerator: Some(tally.numerator),
            denominator: Some(tally.denominator),
            value: Some(value),
            interval: wilson::interval(tally.numerator, tally.denominator),
            limit: limit.map(|limit| limit.value),
            limit_source: limit.map(|limit| limit.source.clone()),
            peer: tested.as_ref().filter(|_| limit.is_none()).map(|tested| tested.p0),
            funnel: None,
            baseline: None,
            status: match &tested {
                None => Status::TooFew,
                Some(_) if stands_out => Status::Deviation,
                Some(_) => Status::Ok,
            },
            reason: tested.is_none().then_some(Reason::TooFew),
        });
        if let Some(tested) = tested.as_ref().filter(|_| stands_out) {
            report.findings.push(scene.on_subject(test.rule, test.severity, tally.subject, value, tested.p0));
        }
    }
    report
}

impl ShareTest<'_> {
    /// The limit, else the share of the provider's other visits, and the chance of as many as there are.
    /// With none among the others their share is taken as half a visit, so that nothing is impossible.
    #[allow(clippy::cast_precision_loss, reason = "counts of visits are far below 2^52")]
    fn against(&self, scene: &Scene<'_>, limits: &Limits<'_>, tally: &Tally) -> Option<Tested> {
        if tally.denominator < i64::from(self.min_visits) {
            return None;
        }
        let p0 = match limits.of(provider_name(scene, tally.subject.provider)) {
            Some(limit) => limit.value,
            None => {
                let (some, visits) = self.totals.get(tally.subject.provider as usize).copied().unwrap_or_default();
                let (some, visits) = (some - tally.numerator, visits - tally.denominator);
                if visits < i64::from(self.min_others).max(1) {
                    return None;
                }
                (some as f64 / visits as f64).max(0.5 / visits as f64)
            }
        };
        Some(Tested { p0, p_value: binomial::at_least(tally.numerator, tally.denominator, p0) })
    }
}

fn provider_name<'a>(scene: &Scene<'a>, provider: Id) -> &'a str {
    scene.month.ids.provider.text(provider)
}
