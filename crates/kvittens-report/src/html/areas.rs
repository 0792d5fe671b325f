//! The four areas of a municipality's monthly follow-up, with the open findings of the rules on each.

use kvittens_model::{Code, Id, Status};
use kvittens_rules::rules::{
    d203_repeated_service::RepeatedService, e702_supplement_unmatched::SupplementUnmatched,
    k101_receipt_table::ReceiptTable, k102_manual_share::ManualShare, k103_manual_share_staff::ManualShareStaff,
    k104_manual_share_customer::ManualShareCustomer, k105_missing_check_in::MissingCheckIn,
    k106_missing_check_out::MissingCheckOut, m301_adjacent_visits::AdjacentVisits, p502_same_staff::SameStaff,
};

use super::format::Format;
use super::frame;
use super::list;
use super::rules::Linked;
use super::table::{Column, Table};
use crate::Check;
use kvittens_tables::record::is_open;

/// The rules of each area, in the order of the words for them.
pub const AREAS: [&[Code]; 4] = [
    &[
        ReceiptTable::META.code,
        ManualShare::META.code,
        ManualShareStaff::META.code,
        ManualShareCustomer::META.code,
        MissingCheckIn::META.code,
        MissingCheckOut::META.code,
    ],
    &[SupplementUnmatched::META.code],
    &[RepeatedService::META.code, AdjacentVisits::META.code],
    &[SameStaff::META.code],
];

/// The counts, and which rules stand behind them.
pub struct Areas {
    pub table: Linked,
    pub rules: Vec<String>,
}

/// Of a month's check. `listed`: whether the page lists the findings.
pub fn areas(check: &Check<'_>, listed: bool) -> Areas {
    let words = check.options.lang.words();
    let (index, tables) = (&words.html.index, &words.html.tables);
    let each = (0..).zip(check.run.month.ids.provider.iter()).map(|(id, name)| (Some(id), name));
    let everybody: Vec<(Option<Id>, &str)> = each.chain([(None, tables.total)]).collect();
    let row = |&(who, name): &(Option<Id>, &str)| {
        let cells = AREAS.iter().map(|rules| open(check, rules, who));
        [name.to_owned()].into_iter().chain(cells).collect()
    };
    let places = |&(who, name): &(Option<Id>, &str)| {
        let of = |rules: &&[Code]| place(check, rules, who.map(|id| (id, name))).filter(|_| listed).unwrap_or_default();
        [String::new()].into_iter().chain(AREAS.iter().map(of)).collect()
    };
    let places = everybody.iter().map(places).collect();
    let heads = index.area.iter().map(|area| Column::number(*area));
    let table = Table {
        caption: index.areas_caption.to_owned(),
        columns: [Column::text(index.provider)].into_iter().chain(heads).collect(),
        rows: everybody.iter().map(row).collect(),
    };
    Areas {
        table: Linked::new(check, table).with_places(places),
        rules: index
            .area
            .iter()
            .zip(AREAS)
            .map(|(area, rules)| (index.area_rules)(area, &named(check, rules)))
            .collect(),
    }
}

/// Whether a rule ran, and is not on trial: what it says is counted.
pub fn counts(check: &Check<'_>, rule: Code) -> bool {
    let ran = check.run.outcome.runs.iter().any(|run| run.code == rule && run.not_run.is_none());
    ran && !check.run.on_trial(rule)
}

/// Open findings of one provider or of all. An area none of whose rules counts says so: silence is no zero.
fn open(check: &Check<'_>, rules: &[Code], who: Option<Id>) -> String {
    let counted: Vec<Code> = rules.iter().copied().filter(|rule| counts(check, *rule)).collect();
    if counted.is_empty() {
        return (check.options.lang.words().status)(Status::NotRun).to_owned();
    }
    let findings = check.run.outcome.findings.iter().filter(|finding| counted.contains(&finding.rule));
    let own = findings.filter(|finding| who.is_none_or(|who| finding.subject.provider == who) && is_open(finding));
    Format::new(check.options.lang).count(own.count() as u64)
}

/// Where the list shows them; nothing where there are none.
fn place(check: &Check<'_>, rules: &[Code], who: Option<(Id, &str)>) -> Option<String> {
    let counted: Vec<&str> = rules.iter().filter(|rule| counts(check, **rule)).map(Code::as_str).collect();
    let mut findings = check.run.outcome.findings.iter().filter(|finding| is_open(finding));
    let own = |provider: Id| who.is_none_or(|(id, _)| id == provider);
    findings.any(|finding| counted.contains(&finding.rule.as_str()) && own(finding.subject.provider)).then(|| {
        let of = who.map(|(_, name)| format!("&provider={}", list::query(name))).unwrap_or_default();
        format!("#rule={}&status=open{of}", counted.join(","))
    })
}

/// The rules that are counted, and those that are not.
pub fn named(check: &Check<'_>, rules: &[Code]) -> String {
    let words = check.options.lang.words();
    let (counted, left_out): (Vec<Code>, Vec<Code>) = rules.iter().partition(|rule| counts(check, **rule));
    let not_run = (words.status)(Status::NotRun);
    let why = |rule: &Code| {
        if check.run.on_trial(*rule) { frame::marked(check, *rule) } else { format!("{rule} ({not_run})") }
    };
    let mut said: Vec<String> = counted.iter().map(Code::to_string).collect();
    if !left_out.is_empty() {
        let left_out: Vec<String> = left_out.iter().map(why).collect();
        said.push((words.html.index.area_left_out)(&left_out.join(", ")));
    }
    said.join(", ")
}
