//! What a run said, with the ids turned into the texts of the export.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kvittens_model::{Finding, Measure, NO_ID, Performed, Scope, State};
use kvittens_tables::names::Names;
use kvittens_tables::{Checked, Record, record};
use rayon::prelude::*;

use super::{Found, Measured, Said, Standing};

impl Said {
    /// Of a run: every finding and measure, in its order. Ids are the export's own, since labels and findings made
    /// elsewhere name people as the export does: what holds them is for the controller alone.
    pub fn of(check: &Checked<'_>) -> Said {
        let names = Names::plain(check.month);
        let ids = record::finding_ids(check);
        let records = record::records(check, &ids, &names);
        let found = |(finding, record): (&Finding, Record<'_>)| found(check, finding, record);
        let runs = &check.outcome.runs;
        let not_run =
            runs.iter().filter_map(|run| Some((run.code.to_string(), run.not_run?.name().to_owned()))).collect();
        let ran = runs.iter().filter(|run| run.not_run.is_none());
        Said {
            month: check.month.month,
            findings: check.outcome.findings.par_iter().zip(records).map(found).collect(),
            measures: check.outcome.measures.iter().map(|measure| measured(check, measure)).collect(),
            visits: visits(check),
            not_run,
            milliseconds: ran.map(|run| (run.code.to_string(), milliseconds(run.nanoseconds))).collect(),
        }
    }
}

/// Nanoseconds as milliseconds, to the microsecond.
#[allow(clippy::cast_precision_loss, reason = "a run takes far less than 2^52 microseconds")]
fn milliseconds(nanoseconds: u64) -> f64 {
    (nanoseconds / 1000) as f64 / 1000.0
}

fn found(check: &Checked<'_>, finding: &Finding, record: Record<'_>) -> Found {
    let (month, texts) = (check.month, &check.month.ids);
    let visit_text = |at: &u32| texts.visit_text(month.visits.visit[*at as usize]).into_owned();
    Found {
        month: month.month,
        rule: finding.rule.to_string(),
        severity: Some(finding.severity),
        standing: if finding.state == State::Open { Standing::Open } else { Standing::Explained },
        explanation: finding.state.explanation().map(|explanation| explanation.name().to_owned()),
        finding_id: Some(record.finding_id.into()),
        series_id: record.series_id,
        provider: record.provider.unwrap_or_default().to_owned(),
        unit: record.unit.map(str::to_owned),
        // Not masked and not shortened, as a report would have them: they are compared, not shown.
        customer: texts.customer.get(finding.subject.customer).map(str::to_owned),
        staff: texts.staff.get(finding.subject.staff).map(str::to_owned),
        service: record.service.map(Cow::into_owned),
        visit: record.visit.map(Into::into),
        other_visits: finding.others.iter().map(visit_text).collect(),
        start: finding.start,
        stop: finding.stop,
        value: finding.value,
        limit: finding.limit,
        minutes: finding.minutes,
    }
}

fn measured(check: &Checked<'_>, measure: &Measure) -> Measured {
    let (ids, of) = (&check.month.ids, measure.subject);
    let subject = match measure.scope {
        Scope::All | Scope::Provider => None,
        Scope::Unit => ids.unit.get(of.unit),
        Scope::Staff => ids.staff.get(of.staff),
        Scope::Customer => ids.customer.get(of.customer),
    };
    Measured {
        rule: measure.rule.to_string(),
        measure: measure.name.to_owned(),
        scope: measure.scope.name().to_owned(),
        provider: if of.provider == NO_ID { None } else { ids.provider.get(of.provider).map(str::to_owned) },
        subject: subject.map(str::to_owned),
        bucket: measure.bucket.clone(),
        numerator: measure.numerator,
        denominator: measure.denominator,
        value: measure.value,
        interval: measure.interval,
        status: measure.status.name().to_owned(),
    }
}

fn visits(check: &Checked<'_>) -> BTreeMap<String, u64> {
    let ids = &check.month.ids;
    let mut counts = vec![0; ids.provider.len() as usize];
    for (provider, performed) in check.month.visits.provider.iter().zip(&check.month.visits.performed) {
        counts[*provider as usize] += u64::from(*performed == Performed::Yes);
    }
    ids.provider.iter().map(str::to_owned).zip(counts).collect()
}
