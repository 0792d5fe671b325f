//! arenden.csv: one row a case, with the registered minutes its open findings are about, each once, and the kronor that
//! follow from them. For the controller.

use std::collections::BTreeMap;
use std::io::{self, Write};

use kvittens_model::State;

use crate::csv::{Dialect, Writer};
use crate::{Checked, Record};

/// The columns.
pub const COLUMNS: [&str; 11] = [
    "month",
    "case_id",
    "provider",
    "customer",
    "rule",
    "finding_id",
    "rules",
    "findings",
    "minutes",
    "kronor",
    "minutes_without_rate",
];

/// The table as CSV. `records`: of all findings, as the controller sees them.
///
/// # Errors
/// As the writer's.
#[allow(clippy::cast_precision_loss, reason = "öre of a month are far below 2^52")]
pub fn csv<W: Write>(check: &Checked<'_>, records: &[Record], out: W, dialect: Dialect) -> io::Result<W> {
    let mut writer = Writer::new(out, dialect, &COLUMNS)?;
    let (month, questioned) = (check.month.month.to_string(), &check.outcome.questioned);
    let mut cases: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    let findings = &check.outcome.findings;
    for finding in findings.iter().filter(|finding| finding.state == State::Open) {
        if let Some(case) = finding.case {
            cases.entry(case).or_default().push(finding.rule.as_str());
        }
    }
    for (case, mut rules) in cases {
        let count = i64::try_from(rules.len()).unwrap_or(i64::MAX);
        rules.sort_unstable();
        rules.dedup();
        let (primary, record) = (&findings[case as usize], &records[case as usize]);
        let sum = questioned.cases.get(&case).copied().unwrap_or_default();
        let ore = sum.ore().filter(|_| questioned.priced);
        writer.row(&[
            month.as_str().into(),
            record.case_id.clone().into(),
            record.provider.clone().into(),
            record.customer.clone().into(),
            primary.rule.as_str().into(),
            record.finding_id.as_str().into(),
            rules.join("|").as_str().into(),
            Some(count).into(),
            Some(sum.minutes()).into(),
            ore.map(|ore| ore as f64 / 100.0).into(),
            Some(sum.unpriced / 60).filter(|_| questioned.priced).into(),
        ])?;
    }
    writer.finish()
}
