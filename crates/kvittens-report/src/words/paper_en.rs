//! The words of the PDF in English.

use super::paper::PaperWords;

/// The words.
pub const PAPER: PaperWords = PaperWords {
    overview: "The findings in short",
    overview_text: "Each row is a rule. Open findings are questions; explained ones are those that data, or an answer that \
        was accepted, explains already.",
    overview_caption: "Findings by rule",
    open: "Open",
    explained: "Explained",
    time: "Registered time",
    per_thousand: "Per 1,000 visits",
    observations: "Observations and questions",
    examples: |shown, all| format!("{shown} of {all} open findings, the first by time"),
    all_in: |files| format!("All stand in {files}."),
    observations_text: |files| format!("Each finding stands with its id in {files}."),
    and: "and",
    more_units: |count, files| format!("Another {count} units stand in {files}."),
    more_reasons: |count| format!("and {count} more"),
    more_fixed: |count| format!("and {count} more, not shown here"),
    week_text: |fewest| {
        format!(
            "The share of visits without a receipt by the weekday and hour in which the visit began. The number is per \
             cent, and the stronger the colour the larger the share. A light grey cell without a number has fewer than \
             {fewest} visits, too few for a share; an empty cell has none."
        )
    },
    answer: "How to answer",
    appendix: "Appendix",
    definitions: "The rules",
    definitions_at: "What a rule sees stands with its observations; here are the numbers that it was run with. The exact definition, why the rule is there and which innocent explanations there \
        are stands in rapport.html under The rules.",
    definitions_asked: "What a rule sees stands with its observations; here are the numbers that it was run with. The municipality gives the exact definition on request.",
    limits: "Limits and their sources",
    limits_text: "The limits are the municipality's own. A share is judged by its whole 95% interval, unless something else \
        is decided.",
    measure: "Measure",
    source: "Source",
    findings_hash: "avvikelser.csv (BLAKE3)",
};
