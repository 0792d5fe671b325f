//! `report` in manifest.json: what the reports show and no table holds. Exact seconds and öre, so that a sum is rounded
//! once here too; ids as in the tables, pseudonyms unless they were revealed.

use std::collections::BTreeMap;

use kvittens_model::past::Comparison as Beside;
use kvittens_model::{Code, Id, Method, Severity};
use kvittens_rules::Configured;
use kvittens_rules::follow_up::Ladder;
use kvittens_rules::limits::{Judge, Limit};
use kvittens_rules::money::question::Sums;
use kvittens_rules::money::{Comparison, Figures, Questioned, Sum};
use kvittens_tables::names::Names;
use serde::{Deserialize, Serialize};

use crate::board::Bounds;
use crate::ground::Ground;
use crate::{Check, Letter};

/// What is kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    /// How the reports were made.
    pub options: KeptOptions,
    /// The methods that counted as a receipt.
    pub receipts: Vec<Method>,
    /// Whether a manual export was delivered, or a manual end.
    pub has_manual: bool,
    /// The providers, in order.
    pub providers: Vec<KeptProvider>,
    /// Time and pay in question.
    pub in_question: KeptQuestioned,
    /// Granted, planned, performed and billed seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<KeptComparison>,
    /// What earlier months and deliveries say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<KeptPast>,
    /// How many rows and findings are alike in two deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliveries: Option<[u64; 2]>,
}

/// What changes a page beside the month itself.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as in Options")]
pub struct KeptOptions {
    pub lang: String,
    pub csv: String,
    pub html: bool,
    pub xlsx: bool,
    /// Left out where no PDF was made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pdf: bool,
    pub reveal: bool,
    pub provider_pseudonyms: bool,
    pub visits: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    pub follow_up: Ladder,
    pub letter: Letter,
    pub board: Bounds,
}

/// A provider and where its rows stand.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub struct KeptProvider {
    pub provider: String,
    pub registered_seconds: i64,
    /// Position among the inputs, and rows.
    pub rows: Vec<(u16, u64)>,
}

/// Time and pay in question.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub struct KeptQuestioned {
    pub priced: bool,
    pub providers: BTreeMap<String, Sum>,
    pub rules: BTreeMap<String, BTreeMap<String, Sum>>,
}

/// Granted, planned, performed and billed seconds of each provider.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub struct KeptComparison {
    pub has_granted: bool,
    pub has_planned: bool,
    pub has_billed: bool,
    /// Without a name: decisions for customers whom no provider knows.
    pub providers: Vec<(Option<String>, Figures)>,
}

/// What earlier months say.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub struct KeptPast {
    pub months: u32,
    /// By row of measures.parquet, the first being 0.
    pub measures: BTreeMap<usize, Beside>,
    pub fixed: Vec<KeptFixed>,
    /// Provider, rule and months.
    pub recurrence: Vec<(String, String, u32)>,
}

/// A finding of last month's that is not seen any more.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub struct KeptFixed {
    pub rule: String,
    pub provider: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
}

/// A rule as it was configured.
#[derive(Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file")]
pub struct KeptRule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub parameters: BTreeMap<String, serde_json::Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<KeptLimit>,
}

/// A limit of the municipality's.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as in Limit")]
pub struct KeptLimit {
    pub value: f64,
    pub source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    pub judge: Judge,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

impl KeptRule {
    /// Of a rule.
    pub fn of(rule: &Configured) -> KeptRule {
        let meta = rule.rule.meta();
        let params = meta.params().into_iter().zip(rule.rule.values());
        KeptRule {
            severity: Some(rule.severity.unwrap_or(meta.severity)),
            parameters: params.map(|(param, (name, value))| (name.to_owned(), param.number(value))).collect(),
            limits: rule.limits.iter().map(KeptLimit::of).collect(),
        }
    }
}

impl KeptLimit {
    fn of(limit: &Limit) -> KeptLimit {
        let date = |(year, month, day): (i32, u32, u32)| format!("{year:04}-{month:02}-{day:02}");
        KeptLimit {
            value: limit.value,
            source: limit.source.clone(),
            from: limit.from.map(date),
            to: limit.to.map(date),
            judge: limit.judge,
            provider: limit.provider.clone(),
        }
    }
}

impl Kept {
    /// Of a check. `names`: what people are called before the controller.
    pub fn of(check: &Check<'_>, ground: &Ground, names: &Names<'_>) -> Kept {
        let (month, outcome) = (check.run.month, check.run.outcome);
        let deliveries = outcome.past.deliveries.as_ref();
        let provider = |(id, name): (Id, &str)| KeptProvider {
            provider: name.to_owned(),
            registered_seconds: outcome.questioned.registered.get(&id).copied().unwrap_or(0),
            rows: ground.rows.range((id, 0)..=(id, u16::MAX)).map(|((_, file), rows)| (*file, *rows)).collect(),
        };
        Kept {
            options: KeptOptions::of(check),
            receipts: outcome.receipts.methods(),
            has_manual: month.has_manual,
            providers: (0..).zip(month.ids.provider.iter()).map(provider).collect(),
            in_question: questioned(check, &outcome.questioned),
            comparison: outcome.comparison.as_ref().map(|of| comparison(check, of)),
            past: past(check, names),
            deliveries: deliveries.map(|of| [of.same_rows, of.same_findings]),
        }
    }
}

impl KeptOptions {
    fn of(check: &Check<'_>) -> KeptOptions {
        let options = check.options;
        KeptOptions {
            lang: options.lang.tag().to_owned(),
            csv: options.dialect.name().to_owned(),
            html: options.html,
            xlsx: options.xlsx,
            pdf: options.pdf,
            reveal: options.reveal,
            provider_pseudonyms: options.provider_pseudonyms,
            visits: options.visits,
            municipality: options.municipality.clone(),
            follow_up: options.ladder,
            letter: options.letter.clone(),
            board: options.board,
        }
    }
}

fn questioned(check: &Check<'_>, of: &Questioned) -> KeptQuestioned {
    let name = |id: &Id| check.run.month.ids.provider.text(*id).to_owned();
    let sums = |of: &Sums| of.providers.iter().map(|(id, sum)| (name(id), *sum)).collect();
    KeptQuestioned {
        priced: of.priced,
        providers: sums(&of.total),
        rules: of.rules.iter().map(|(rule, of): (&Code, &Sums)| (rule.to_string(), sums(of))).collect(),
    }
}

fn comparison(check: &Check<'_>, of: &Comparison) -> KeptComparison {
    let name = |id: Id| check.run.month.ids.provider.get(id).map(str::to_owned);
    KeptComparison {
        has_granted: of.has_granted,
        has_planned: of.has_planned,
        has_billed: of.has_billed,
        providers: of.bridge().into_iter().map(|(id, figures)| (name(id), figures)).collect(),
    }
}

fn past(check: &Check<'_>, names: &Names<'_>) -> Option<KeptPast> {
    let past = &check.run.outcome.past;
    let beside = check.run.outcome.measures.iter().enumerate();
    let measures: BTreeMap<usize, Beside> = beside.filter_map(|(row, of)| Some((row, past.of(of)?.clone()))).collect();
    let known = past.months > 0 || !measures.is_empty() || !past.fixed.is_empty() || !past.recurrence.is_empty();
    known.then(|| KeptPast {
        months: past.months,
        measures,
        fixed: past
            .fixed
            .iter()
            .map(|of| KeptFixed {
                rule: of.rule.to_string(),
                provider: of.provider.clone(),
                unit: of.unit.clone(),
                customer: of.customer.as_deref().map(|id| names.customer_of(id)),
                staff: of.staff.as_deref().map(|id| names.staff_of(&of.provider, id)),
                value: of.value,
                limit: of.limit,
            })
            .collect(),
        recurrence: past.recurrence.iter().map(|((who, rule), of)| (who.clone(), rule.to_string(), *of)).collect(),
    })
}
