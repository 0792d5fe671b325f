//! What a page's script reads: the findings, the provider's visits and the words, each a block of JSON in the page. A
//! block is no script, and `<` never stands in it, so nothing in an export can end it.

mod column;
mod findings;
mod visits;

use kvittens_model::{Code, Id};
use kvittens_tables::names::Names;
use kvittens_tables::record::Record;
use serde::Serialize;

use super::Pages;
use super::told::Teller;
use crate::Check;
use crate::words::list::Said;

/// Findings that a page holds as a list: about 5 MB.
const MOST_FINDINGS: usize = 40_000;

/// The blocks of a page, as JSON that may stand in HTML.
pub struct Blocks {
    /// What the script says.
    pub words: String,
    /// The findings; `None` where they are too many.
    pub findings: Option<String>,
    /// The provider's visits; `None` where they are not kept, too many, or of others too.
    pub visits: Option<String>,
    /// Whether the visits are all of the provider's, so that they are a list.
    pub all_visits: bool,
}

/// A rule's findings in one state: where the list shows them.
pub fn place(rule: Code, state: &str) -> String {
    format!("#rule={rule}&status={state}")
}

/// A text as a value in an address.
pub fn query(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// Where the visits stand that the shares of receipts count.
pub fn visits_place() -> &'static str {
    "#list=visits&counted=yes"
}

/// Whether so many findings are a list.
pub fn holds(findings: usize) -> bool {
    (1..=MOST_FINDINGS).contains(&findings)
}

/// Whether a provider's page lists its visits.
pub fn lists_visits(check: &Check<'_>, provider: Id) -> bool {
    visits::lists(check, provider)
}

/// Of a provider's page.
pub fn of_provider(
    pages: &Pages,
    check: &Check<'_>,
    teller: &Teller<'_>,
    provider: Id,
    records: &[(usize, Record<'_>)],
    names: &Names<'_>,
) -> serde_json::Result<Blocks> {
    let chosen = visits::chosen(check, provider, records);
    let told: Vec<(usize, &Record<'_>)> = records.iter().map(|(at, record)| (*at, record)).collect();
    let findings = findings::Findings::of(pages, check, teller, &told, &|at| chosen.place(at));
    let visits = visits::Visits::of(pages, check, provider, &chosen, names);
    Ok(Blocks {
        words: words(check)?,
        findings: if holds(records.len()) { Some(json(&findings)?) } else { None },
        all_visits: visits.as_ref().is_some_and(|visits| visits.all),
        visits: visits.map(|visits| json(&visits)).transpose()?,
    })
}

/// Of the controller's page, over all providers. `homes`: their reports.
pub fn of_all(
    pages: &Pages,
    check: &Check<'_>,
    teller: &Teller<'_>,
    records: &[Record<'_>],
    homes: &[String],
) -> serde_json::Result<Blocks> {
    let told: Vec<(usize, &Record<'_>)> = records.iter().enumerate().collect();
    let findings = || findings::Findings::of(pages, check, teller, &told, &|_| None).with_homes(check, homes);
    Ok(Blocks {
        words: words(check)?,
        findings: if holds(records.len()) { Some(json(&findings())?) } else { None },
        visits: None,
        all_visits: false,
    })
}

/// What the script says, with the months' names.
fn words(check: &Check<'_>) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Words {
        #[serde(flatten)]
        said: &'static Said,
        months: [&'static str; 12],
    }
    let html = check.options.lang.words().html;
    json(&Words { said: &html.list.said, months: html.months })
}

fn json(of: &impl Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string(of)?.replace('<', "\\u003c"))
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn nothing_in_a_block_ends_it() {
        let made = json(&["</script><!-- <b>", "å\u{2028}"]).unwrap();
        assert!(!made.contains('<'), "{made}");
        let read: Vec<String> = serde_json::from_str(&made).unwrap();
        assert_eq!(read, ["</script><!-- <b>", "å\u{2028}"]);
    }
}
