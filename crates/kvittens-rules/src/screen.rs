//! Many subjects put to one test: a measure of each, and a finding of those that stand out by more than chance.

use kvittens_model::measure::Reason;
use kvittens_model::{Code, Measure, Scope, Severity, Status, Subject};

use crate::rule::Report;
use crate::scene::Scene;
use crate::stats::{step_up, wilson};

/// What is tested.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// The rule.
    pub rule: Code,
    /// The weight of its findings.
    pub severity: Severity,
    /// The measure's slug.
    pub name: &'static str,
    /// Staff or provider.
    pub scope: Scope,
}

/// One subject.
#[derive(Clone, Copy, Debug)]
pub struct Tested {
    /// Whom.
    pub subject: Subject,
    /// How many, where the value is a share.
    pub numerator: Option<i64>,
    /// Of how many.
    pub denominator: i64,
    /// What is compared; `None` where there is nothing to take it over.
    pub value: Option<f64>,
    /// With what.
    pub against: f64,
    /// The chance of a value as large; `None` where there are too few to test.
    pub p_value: Option<f64>,
}

/// How small a chance makes a finding.
#[derive(Clone, Copy, Debug)]
pub enum Bar {
    /// The step-up over all subjects of the run at this rate of false findings.
    StepUp(f64),
    /// Below this, each for itself.
    Below(f64),
}

impl Screen {
    /// Adds the measures and findings. A finding's value lies above what it is held against.
    pub fn judge(&self, scene: &Scene<'_>, tested: &[Tested], bar: Bar, report: &mut Report) {
        let p_values: Vec<f64> = tested.iter().filter_map(|one| one.p_value).collect();
        let threshold = match bar {
            Bar::StepUp(q) => step_up::threshold(&p_values, q),
            Bar::Below(_) => None,
        };
        let passes = |p: f64| match bar {
            Bar::StepUp(_) => threshold.is_some_and(|threshold| p <= threshold),
            Bar::Below(alpha) => p < alpha,
        };
        for one in tested {
            let stands_out = one.p_value.is_some_and(passes) && one.value.is_some_and(|value| value > one.against);
            report.measures.push(self.measure(one, stands_out));
            if let Some(value) = one.value.filter(|_| stands_out) {
                report.findings.push(scene.on_subject(self.rule, self.severity, one.subject, value, one.against));
            }
        }
    }

    fn measure(&self, one: &Tested, stands_out: bool) -> Measure {
        Measure {
            rule: self.rule,
            name: self.name,
            scope: self.scope,
            subject: one.subject,
            bucket: None,
            numerator: one.numerator,
            denominator: Some(one.denominator),
            value: one.value,
            interval: one.numerator.and_then(|numerator| wilson::interval(numerator, one.denominator)),
            limit: None,
            limit_source: None,
            peer: one.p_value.map(|_| one.against),
            funnel: None,
            baseline: None,
            status: match one.p_value {
                None => Status::TooFew,
                Some(_) if stands_out => Status::Deviation,
                Some(_) => Status::Ok,
            },
            reason: one.p_value.is_none().then_some(Reason::TooFew),
        }
    }
}
