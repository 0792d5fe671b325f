//! backtest.html in English.

use super::backtest::Backtest;
use super::html::Noun;

/// The words.
pub const WORDS: Backtest = Backtest {
    title: "Test on earlier months",
    sides: |baseline, candidate| match candidate {
        Some(candidate) => format!("Candidate: {candidate}. Held against: {baseline}."),
        None => format!("Rules tested: {baseline}."),
    },
    summary: |months, first, last, providers| format!("{months}, {first} to {last}, {providers}."),
    findings: |candidate, baseline, new, gone, changed| {
        format!(
            "The candidate gives {candidate}, against {baseline} today: {new} are new, {gone} are gone and {changed} have \
             changed."
        )
    },
    alone: |findings| format!("The rules give {findings}."),
    hours: |hours, minutes| {
        format!("In the mean that is {hours} of a controller's work a month, at {minutes} per finding.")
    },
    met: |value, aim, findings| format!("{value} meets what was asked ({aim}) with {findings}."),
    unmet: |aim| format!("No value tried meets what was asked ({aim})."),
    max_findings: |most| format!("at most {most} findings in any month"),
    min_precision: |least| format!("precision at least {least}"),
    and: " and ",
    open_only: "Only open findings are counted. What data explains is no work and stands apart.",
    rules: "Rule by rule",
    rules_caption: "Open findings over all months",
    rule: "Rule",
    baseline: "Today",
    candidate: "Candidate",
    same: "Same",
    changed: "Changed",
    new: "New",
    gone: "Gone",
    explained: "Explained",
    in_question: "Time in question, h",
    hours_a_month: "Work, h/month",
    persistence: "There next month",
    variation: "Variation",
    rules_text: "Same: the same finding id, or the same visit where there is no id. Changed: shares a visit with a finding \
        of today. Time in question: registered time of the findings' visits, each minute once. There next month: the \
        share of providers, units, staff and customers that the rule names in the month after too. Variation: standard \
        deviation by mean of the findings per 1,000 visits, month by month; under 0.2 is even.",
    sum_of_minutes: "* minutes on no visit are summed and may count several times",
    all: "All",
    judged: "How often the rules are right",
    judged_text: "Precision: right findings of those the labels know; where labels are complete, a finding they do not know \
        is wrong. Recall: right cases among the labels that the rule found, only where labels are complete. In brackets \
        95% intervals (Wilson); F1 has the ends of the two.",
    judged_caption: "The candidate against the labels, all months",
    right: "Right",
    wrong: "Wrong",
    unlabelled: "Unlabelled",
    precision: "Precision",
    recall: "Recall",
    f1: "F1",
    baseline_precision: "Precision today",
    found_of: |found, expected| format!("{found} of {expected}"),
    no_labels: "No labels were given (--labels), so nothing can be said of how often the rules are right.",
    months: "Month by month",
    months_title: |rule| format!("Open findings a month: {rule}"),
    months_description: |least, most| format!("The candidate has {least} to {most} a month."),
    map: "Where it changes",
    map_text: "New (+) and gone (−) findings. The darker the cell, the more of the provider's findings are others than today.",
    map_caption: "Changes, providers and months",
    provider: "Provider",
    month: "Month",
    month_noun: Noun { one: "month", many: "months" },
    no_change: "The candidate gives the same findings as today.",
    sweep: "Values tried",
    sweep_text: |parameters| {
        format!("{parameters}, all else equal. The counts are of the rules whose numbers are tried.")
    },
    sweep_caption: "A value a row",
    value: "Value",
    mean_month: "A month",
    most_month: "Most in a month",
    findings_title: |name| format!("Findings a month by {name}"),
    shares_title: |name| format!("Precision and recall by {name}"),
    chosen: "meets what was asked",
    overlap: "The same visits in several rules",
    overlap_text: "The part of two rules' visits that both have findings on (Jaccard). Near 100%: the rules say the same.",
    overlap_caption: "Overlap of rules, all months",
    no_overlap: "No two rules have findings on the same visit.",
    aggregates: "The page holds counts and shares only; no customers and no staff. The findings themselves are written by \
        kvittens check.",
};
