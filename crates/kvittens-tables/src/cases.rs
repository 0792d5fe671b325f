//! arenden.csv: one row a case, with the registered minutes its open findings are about, each once, and the kronor that
//! follow from them. For the controller.

use std::io::{self, Write};

use kvittens_model::{Code, State};

use crate::csv::{self, Dialect};
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

/// Writes the table as CSV. `records`: of all findings, as the controller sees them.
///
/// # Errors
/// As the writer's.
#[allow(clippy::cast_precision_loss, reason = "öre of a month are far below 2^52")]
pub fn csv<W: Write + Send>(
    check: &Checked<'_>,
    records: &[Record<'_>],
    dialect: Dialect,
    out: &mut W,
) -> io::Result<()> {
    let (month, questioned) = (check.month.month.to_string(), &check.outcome.questioned);
    let findings = &check.outcome.findings;
    let open = findings.iter().filter(|finding| finding.state == State::Open);
    let mut open: Vec<(u32, Code)> = open.filter_map(|finding| Some((finding.case?, finding.rule))).collect();
    open.sort_unstable();
    let cases: Vec<&[(u32, Code)]> = open.chunk_by(|one, next| one.0 == next.0).collect();
    csv::table(out, dialect, &COLUMNS, &cases, |writer, members| {
        let (case, count) = (members[0].0, i64::try_from(members.len()).unwrap_or(i64::MAX));
        let mut rules: Vec<&str> = members.iter().map(|(_, rule)| rule.as_str()).collect();
        rules.dedup();
        let (primary, record) = (&findings[case as usize], &records[case as usize]);
        let sum = questioned.cases.get(&case).copied().unwrap_or_default();
        let ore = sum.ore().filter(|_| questioned.priced);
        writer.row(&[
            month.as_str().into(),
            record.case_id.as_deref().into(),
            record.provider.into(),
            record.customer.as_deref().into(),
            primary.rule.as_str().into(),
            record.finding_id.as_ref().into(),
            rules.join("|").into(),
            Some(count).into(),
            Some(sum.minutes()).into(),
            ore.map(|ore| ore as f64 / 100.0).into(),
            Some(sum.unpriced / 60).filter(|_| questioned.priced).into(),
        ])
    })
}
