//! The words of the lists, of a finding that is opened, and of the rules' pages behind a report. What the page's script
//! says stands in [`Said`]: texts with named places, `{all}`, since a script has no functions of ours.

use kvittens_model::Method;
use serde::Serialize;

/// Words that stand in the page itself.
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct ListWords {
    pub findings: &'static str,
    pub findings_text: &'static str,
    pub findings_text_index: &'static str,
    pub visits: &'static str,
    pub visits_text: &'static str,
    pub no_script: &'static str,
    pub too_many: fn(findings: &str) -> String,
    pub too_many_index: fn(findings: &str) -> String,
    pub visits_left_out: &'static str,
    /// Rows of a rule that the page leaves out of its table.
    pub cut: fn(shown: &str, all: &str) -> String,
    pub all_in_list: fn(&str) -> String,
    pub by_rule: &'static str,
    pub rules: &'static str,
    pub rules_text: &'static str,
    pub rule_page: &'static str,
    pub why: &'static str,
    pub needs: &'static str,
    pub open: &'static str,
    pub explained: fn(&str) -> String,
    pub provider: &'static str,
    pub case: &'static str,
    pub method: fn(Method) -> &'static str,
    pub said: Said,
}

/// What the script says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Said {
    /// Between groups of three digits.
    pub group: &'static str,
    pub text: &'static str,
    pub all: &'static str,
    /// What a row of the sum is called.
    pub total: &'static str,
    pub clear: &'static str,
    pub export: &'static str,
    pub shown: &'static str,
    pub none: &'static str,
    pub page: &'static str,
    pub former: &'static str,
    pub next: &'static str,
    pub sort_by: &'static str,
    pub rows_with: &'static str,
    pub rows_shown: &'static str,
    pub findings: &'static str,
    pub findings_caption: &'static str,
    pub findings_file: &'static str,
    pub visits: &'static str,
    pub visits_caption: &'static str,
    pub visits_file: &'static str,
    pub id: &'static str,
    pub status: States,
    pub class: Classes,
    pub counted: YesNo,
    pub performed: YesNo,
    pub visit_heads: VisitHeads,
    pub missing: &'static str,
    pub not_performed: &'static str,
    pub of: &'static str,
    pub former_finding: &'static str,
    pub next_finding: &'static str,
    pub close: &'static str,
    pub question: &'static str,
    pub explained: &'static str,
    pub explained_none: &'static str,
    pub explained_by: &'static str,
    pub explained_open: &'static str,
    pub explained_is: &'static str,
    pub innocent: &'static str,
    pub in_report: &'static str,
    pub rule_page: &'static str,
    pub their_visits: &'static str,
    pub day: &'static str,
    pub day_title: &'static str,
    pub day_said: &'static str,
    pub day_table: &'static str,
    pub day_own: &'static str,
    pub its_visits: &'static str,
    pub lane: Lanes,
    pub shape: Shapes,
}

/// How a finding stands.
#[derive(Serialize)]
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct States {
    pub open: &'static str,
    pub explained: &'static str,
    pub accepted: &'static str,
}

/// How a visit is registered.
#[derive(Serialize)]
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Classes {
    pub both: &'static str,
    #[serde(rename = "in")]
    pub in_only: &'static str,
    pub out: &'static str,
    pub no: &'static str,
}

/// Whether.
#[derive(Serialize)]
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct YesNo {
    pub yes: &'static str,
    pub no: &'static str,
}

/// The headings of visits.
#[derive(Serialize)]
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct VisitHeads {
    pub asked: &'static str,
    pub day: &'static str,
    pub time: &'static str,
    pub planned: &'static str,
    pub start: &'static str,
    pub stop: &'static str,
    pub customer: &'static str,
    pub staff: &'static str,
    pub unit: &'static str,
    pub service: &'static str,
    pub class: &'static str,
    pub counted: &'static str,
    pub performed: &'static str,
    pub visit: &'static str,
    pub rows: &'static str,
}

/// The lanes of a day.
#[derive(Serialize)]
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Lanes {
    pub customer: &'static str,
    pub staff: &'static str,
}

/// What the shapes of a day stand for.
#[derive(Serialize)]
#[allow(missing_docs, reason = "each field is named after what it says")]
pub struct Shapes {
    pub dot: &'static str,
    pub square: &'static str,
    pub diamond: &'static str,
    pub lacks: &'static str,
    pub plan: &'static str,
    pub asked: &'static str,
}
