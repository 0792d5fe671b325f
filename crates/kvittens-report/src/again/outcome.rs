//! What the rules said of the month, from its tables and manifest.

use std::collections::BTreeMap;

use kvittens_history::said::Grid;
use kvittens_model::deliveries::{Change, Deliveries, Happened, Of};
use kvittens_model::measure::Reason;
use kvittens_model::past::{self, Fixed, MeasureKey};
use kvittens_model::words::Receipts;
use kvittens_model::{Code, Id, Ids, Local, Measure, NO_ID, Past};
use kvittens_rules::money::compare::{Comparison, Row};
use kvittens_rules::money::question::Sums;
use kvittens_rules::money::{Questioned, Sum};
use kvittens_rules::{Outcome, RuleRun};

use super::files::Files;
use super::findings::Findings;
use super::former::Former;
use super::kept::{KeptComparison, KeptPast};
use super::{AgainError, word};
use crate::ground::{Ground, Placeholder};
use crate::manifest::Run;

/// The table of what differs between two deliveries.
pub const CHANGES: &str = "andringar.csv";

/// The outcome, without what only visits tell.
pub fn outcome(
    former: &Former,
    files: &Files,
    ids: &Ids,
    findings: &mut Findings,
    measures: Vec<Measure>,
) -> Result<Outcome, AgainError> {
    let run = |of: &Run| run(of).ok_or_else(|| former.wrong("rules"));
    let mut past = match &former.report.past {
        Some(kept) => past(kept, &measures).ok_or_else(|| former.wrong("past"))?,
        None => Past::default(),
    };
    past.memory = std::mem::take(&mut findings.memory);
    past.in_a_row = std::mem::take(&mut findings.in_a_row);
    past.deliveries = deliveries(former, files)?;
    Ok(Outcome {
        findings: std::mem::take(&mut findings.findings),
        measures,
        runs: former.rules.iter().map(run).collect::<Result<_, AgainError>>()?,
        placeholders: Vec::new(),
        expects_receipt: Vec::new(),
        receipts: Receipts::new(&former.report.receipts),
        deciders: std::mem::take(&mut findings.deciders),
        questioned: questioned(former, ids).ok_or_else(|| former.wrong("in_question"))?,
        comparison: former.report.comparison.as_ref().map(|of| comparison(of, ids)),
        past,
    })
}

/// What was counted of rows and visits. `staff`: who is called so.
pub fn ground(former: &Former, ids: &Ids, staff: impl Fn(&str) -> Id) -> Ground {
    let mut rows = BTreeMap::new();
    for (id, of) in (0..).zip(&former.report.providers) {
        rows.extend(of.rows.iter().map(|(file, count)| ((id, *file), *count)));
    }
    let find = |name: &String| ids.provider.find(name);
    let placeholders = former.placeholder_staff.iter().map(|of| Placeholder {
        common: of.provider.is_none(),
        providers: of.provider.iter().chain(&of.providers).filter_map(find).collect(),
        staff: staff(&of.staff),
    });
    Ground { rows, placeholders: placeholders.collect() }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds of a run, not below 0")]
fn run(of: &Run) -> Option<RuleRun> {
    let not_run = match &of.reason {
        Some(reason) => Some(word::of(Reason::all(), Reason::name, reason)?),
        None => None,
    };
    Some(RuleRun {
        code: of.rule.parse().ok()?,
        not_run,
        failure: of.failure.clone(),
        findings: of.findings,
        open: of.open,
        nanoseconds: (of.milliseconds * 1000.0).round() as u64 * 1000,
    })
}

fn questioned(former: &Former, ids: &Ids) -> Option<Questioned> {
    let kept = &former.report.in_question;
    let sums = |of: &BTreeMap<String, Sum>| -> Option<Sums> {
        let of = of.iter().map(|(name, sum)| Some((ids.provider.find(name)?, *sum)));
        Some(Sums { providers: of.collect::<Option<_>>()? })
    };
    let rules = kept.rules.iter().map(|(rule, of)| Some((rule.parse::<Code>().ok()?, sums(of)?)));
    let registered = (0..).zip(&former.report.providers).filter(|(_, of)| of.registered_seconds != 0);
    Some(Questioned {
        total: sums(&kept.providers)?,
        rules: rules.collect::<Option<_>>()?,
        // A case's sum stands in arenden.csv, which is not made again.
        cases: BTreeMap::new(),
        registered: registered.map(|(id, of)| (id, of.registered_seconds)).collect(),
        priced: kept.priced,
    })
}

/// A row a provider: what stands per customer and service is in jamforelse.csv, which is not made again.
fn comparison(kept: &KeptComparison, ids: &Ids) -> Comparison {
    let row = |(name, figures): &(Option<String>, _)| Row {
        provider: name.as_deref().and_then(|name| ids.provider.find(name)).unwrap_or(NO_ID),
        customer: NO_ID,
        service: NO_ID,
        figures: *figures,
    };
    Comparison {
        has_granted: kept.has_granted,
        has_planned: kept.has_planned,
        has_billed: kept.has_billed,
        rows: kept.providers.iter().map(row).collect(),
    }
}

fn past(kept: &KeptPast, measures: &[Measure]) -> Option<Past> {
    let compared = kept.measures.iter().map(|(row, of)| Some((past::key(measures.get(*row)?), of.clone())));
    let compared: Option<BTreeMap<MeasureKey, past::Comparison>> = compared.collect();
    let fixed = kept.fixed.iter().map(|of| {
        Some(Fixed {
            rule: of.rule.parse().ok()?,
            provider: of.provider.clone(),
            unit: of.unit.clone(),
            customer: of.customer.clone(),
            staff: of.staff.clone(),
            value: of.value,
            limit: of.limit,
        })
    });
    let recurrence = kept.recurrence.iter().map(|(who, rule, of)| Some(((who.clone(), rule.parse().ok()?), *of)));
    Some(Past {
        months: kept.months,
        compared: compared?,
        fixed: fixed.collect::<Option<_>>()?,
        recurrence: recurrence.collect::<Option<_>>()?,
        ..Past::default()
    })
}

/// How two deliveries differ, as far as a report counts it.
fn deliveries(former: &Former, files: &Files) -> Result<Option<Deliveries>, AgainError> {
    let Some([same_rows, same_findings]) = former.report.deliveries else {
        return Ok(None);
    };
    let grid = Grid::csv(files.need(CHANGES)?);
    let wrong = |column| AgainError::Column { path: files.path(CHANGES), column };
    let column = |name: &'static str| grid.find(&[name]).ok_or_else(|| wrong(name));
    let (kinds, happened, providers, late) =
        (column("kind")?, column("change")?, column("provider")?, column("after_lock")?);
    let change = |at: usize| {
        let of = match kinds[at].as_deref() {
            Some("row") => Of::Row,
            _ => Of::Finding { rule: String::new(), id: None },
        };
        let happened = word::of(Happened::ALL, Happened::name, happened[at].as_deref().unwrap_or_default());
        Ok(Change {
            of,
            happened: happened.ok_or_else(|| wrong("change"))?,
            provider: providers[at].clone().unwrap_or_default(),
            visit: None,
            customer: None,
            staff: None,
            service: None,
            before: None,
            after: None,
            fields: Vec::new(),
            entered_at: Local::NONE,
            approved_at: Local::NONE,
            after_lock: late[at].as_deref().map(|late| late == "true"),
        })
    };
    let changes = (0..grid.len()).map(change).collect::<Result<_, AgainError>>()?;
    Ok(Some(Deliveries { same_rows, same_findings, changes }))
}
