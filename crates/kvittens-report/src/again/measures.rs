//! measures.parquet, back to measures.

use kvittens_model::measure::Reason;
use kvittens_model::{Ids, Measure, NO_ID, Scope, Status, Subject};

use super::columns::Columns;
use super::people::People;
use super::{AgainError, word};

/// The table's name.
pub const FILE: &str = "measures.parquet";

/// The measures, in order.
pub fn measures(table: &Columns, ids: &Ids, people: &People) -> Result<Vec<Measure>, AgainError> {
    (0..table.len()).map(|at| measure(table, ids, people, at)).collect()
}

fn measure(table: &Columns, ids: &Ids, people: &People, at: usize) -> Result<Measure, AgainError> {
    let cell = |name| table.text(name, at);
    let word = |name| cell(name).map(Option::unwrap_or_default);
    let ends = |low, high| Ok::<_, AgainError>(table.number(low, at)?.zip(table.number(high, at)?));
    let scope = word::of(Scope::ALL, Scope::name, word("scope")?).ok_or_else(|| table.wrong("scope"))?;
    let reason = cell("reason")?.map(|reason| word::of(Reason::all(), Reason::name, reason));
    let subject = cell("subject")?;
    let nobody = Subject { provider: find(&ids.provider, cell("provider")?), ..Subject::NONE };
    Ok(Measure {
        rule: word("rule")?.parse().map_err(|_| table.wrong("rule"))?,
        name: word::slug(word("measure")?),
        scope,
        subject: match scope {
            Scope::All | Scope::Provider => nobody,
            Scope::Unit => Subject { unit: find(&ids.unit, subject), ..nobody },
            Scope::Staff => Subject { staff: people.staff(ids, subject), ..nobody },
            Scope::Customer => Subject { customer: people.customer(ids, subject), ..nobody },
        },
        bucket: cell("bucket")?.map(str::to_owned),
        numerator: table.count("numerator", at)?,
        denominator: table.count("denominator", at)?,
        value: table.number("value", at)?,
        interval: ends("ci_low", "ci_high")?,
        limit: table.number("limit", at)?,
        limit_source: cell("limit_source")?.map(str::to_owned),
        peer: table.number("peer_value", at)?,
        funnel: ends("peer_low", "peer_high")?,
        baseline: table.number("baseline_value", at)?,
        status: word::of(Status::ALL, Status::name, word("status")?).ok_or_else(|| table.wrong("status"))?,
        reason: reason.map(|reason| reason.ok_or_else(|| table.wrong("reason"))).transpose()?,
    })
}

fn find(dictionary: &kvittens_model::Dictionary, name: Option<&str>) -> kvittens_model::Id {
    name.and_then(|name| dictionary.find(name)).unwrap_or(NO_ID)
}
