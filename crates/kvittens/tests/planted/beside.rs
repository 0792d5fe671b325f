//! The same beside the other exports of the month: what only they show, and what they must not explain away.

use kvittens_synth::Recipe;

use crate::cases::{Found, On, Silent, checked, heard, is_there, missed, open};
use crate::tables::{BESIDE, FOUND, SILENT};
use crate::{MARCH, support::Row};

/// Needs the other exports.
const FOUND_BESIDE: &[Found] = &[
    ("over_granted", &[], &["B601"], On::Customer),
    ("under_granted", &[], &["B602"], On::Customer),
    ("no_decision", &[], &["B603"], On::Customer),
    ("exactly_granted", &[], &["B604"], On::Customer),
    ("visit_during_absence", &[], &["B605"], On::Visit),
    ("declined_share_staff", &[], &["B606"], On::Staff),
    ("single_of_double", &[], &["B608"], On::Visit),
    ("billed_over", &[], &["E701"], On::Customer),
    ("supplement_without_visit", &[], &["E702"], On::Customer),
    ("visit_without_supplement", &[], &["E702"], On::Customer),
    ("late_supplement", &[], &["E702"], On::Customer),
    ("unapproved", &[], &["E703"], On::Visit),
    ("anothers_tag", &[], &["K107"], On::Visit),
    ("travelling_tag", &[], &["K108"], On::Other),
    ("never_tagged", &[], &["K110", "K104"], On::Customer),
    ("merged_visit", &[], &["M303"], On::Visit),
    ("impossible_travel", &[], &["M305"], On::Visit),
];

/// Innocent beside the other exports.
const SILENT_BESIDE: &[Silent] = &[
    ("within_over", &[], On::Customer),
    ("within_under", &[], On::Customer),
    ("decision_in_grace", &[], On::Customer),
    ("minute_from_granted", &[], On::Customer),
    ("absence_ends_before", &[], On::Customer),
    ("few_declined", &[], On::Staff),
    ("double_as_granted", &[], On::Customer),
    ("billed_rounded_up", &[], On::Customer),
    ("supplement_on_last_day", &[], On::Customer),
    ("approved_at_lock", &[], On::Customer),
    ("household_tag", &[], On::Customer),
    ("exempt_customer", &[], On::Customer),
    ("beside_merged", &[], On::Customer),
    ("same_house", &[], On::Staff),
    ("couple_overlap", &[], On::Staff),
    ("contact_same_staff", &[], On::Pair),
    ("outage_entries", &[], On::Staff),
];

#[test]
fn the_other_exports_show_what_only_they_can_and_explain_nothing_else_away() {
    let month = checked(&Recipe { companions: true, ..Recipe::with_rows(MARCH, 20_000, 7) });
    let mut wrong = Vec::new();
    for table in [FOUND, FOUND_BESIDE] {
        wrong.extend(missed(&month.findings, &month.truth, table));
    }
    for table in [SILENT, SILENT_BESIDE] {
        wrong.extend(heard(&month.findings, &month.truth, table, BESIDE));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// B607 is about a provider, which stands among the measures.
#[test]
fn the_provider_that_left_planned_visits_out_stands_out() {
    if !is_there("B607") {
        return;
    }
    let month = checked(&Recipe { companions: true, ..Recipe::with_rows(MARCH, 20_000, 7) });
    let quiet: Vec<&str> = of_kind(&month.truth, "unregistered_visits").map(|case| case["provider"].as_str()).collect();
    let watched = |row: &&Row| row["rule"] == "B607" && row["scope"] == "provider" && row["status"] != "ok";
    let found: Vec<&str> = month.measures.iter().filter(watched).map(|row| row["provider"].as_str()).collect();
    assert_eq!(found, quiet);
}

fn of_kind<'a>(truth: &'a [Row], kind: &'a str) -> impl Iterator<Item = &'a Row> {
    truth.iter().filter(move |case| case["kind"] == kind)
}

#[test]
fn a_month_in_which_nothing_is_planted_is_nearly_silent_beside_them() {
    let recipe = Recipe { plant: false, companions: true, ..Recipe::with_rows(MARCH, 20_000, 7) };
    let visits = kvittens_synth::synthesize(&recipe).unwrap().summary.visits;
    let month = checked(&recipe);
    let loud = month.findings.iter().filter(|finding| open(finding) && finding["severity"] != "info");
    let heard: Vec<String> =
        loud.map(|finding| format!("{} {} {}", finding["rule"], finding["customer"], finding["staff"])).collect();
    assert!(heard.len() as u64 * 1000 <= visits, "{heard:?}");
}
